"""The few statements of the hot path: written once, compiled once for each engine, run on its raw driver."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Dialect,
    Integer,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import asyncpg

from storage.tables import broadcast, cohort, counter, gain, here, insight, learner, outbox, tally

SQLITE: Dialect = sqlite.dialect(paramstyle="qmark")
POSTGRESQL: Dialect = asyncpg.dialect()  # type: ignore[no-untyped-call]
_ZERO: ColumnElement[int] = literal_column("0")
_ONE: ColumnElement[int] = literal_column("1")


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL for one driver, and the names of its values in the order that the driver wants them."""

    sql: str
    names: tuple[str, ...]

    def values(self, named: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values in order. Raises KeyError for a missing one."""
        return tuple([named[name] for name in self.names])


@dataclass(frozen=True, slots=True)
class Statements:
    """All that storage asks of a database while the bot runs."""

    load: Statement
    insert: Statement
    update: Statement
    delete: Statement
    count_up: Statement
    count_down: Statement
    drop_zero: Statement
    tally_up: Statement
    note: Statement
    note_gain: Statement
    note_here: Statement
    join: Statement
    all_gains: Statement
    all_sums: Statement
    stops: Statement
    all_learners: Statement
    all_counters: Statement
    all_tallies: Statement
    learners: Statement
    anybody: Statement
    forget_messages: Statement
    drop_unsent: Statement
    untold: Statement
    untell: Statement


def compiled(clause: ClauseElement, dialect: Dialect) -> Statement:
    """A clause as SQL for one driver."""
    made: Any = clause.compile(dialect=dialect)
    return Statement(made.string, tuple(made.positiontup or ()))


def _statements(insert: Any, dialect: Dialect) -> Statements:
    def ready(clause: ClauseElement) -> Statement:
        return compiled(clause, dialect)

    def up(table: Table) -> Statement:
        one = insert(table).values(n=_ONE, **{c.name: bindparam(c.name) for c in table.primary_key})
        return ready(
            one.on_conflict_do_update(index_elements=list(table.primary_key), set_={"n": table.c.n + _ONE})
        )

    messages = delete(outbox).where(outbox.c.learner == bindparam("key"))
    unchanged = and_(learner.c.key == bindparam("key"), learner.c.version == bindparam("before"))
    same = and_(*(column == bindparam(column.name) for column in counter.primary_key))
    return Statements(
        load=ready(select(learner).where(learner.c.key == bindparam("key"))),
        insert=ready(insert(learner).values(_values()).on_conflict_do_nothing().returning(learner.c.version)),
        update=ready(update(learner).where(unchanged).values(_new_values()).returning(learner.c.version)),
        delete=ready(delete(learner).where(unchanged).returning(learner.c.version)),
        count_up=up(counter),
        count_down=ready(update(counter).where(same).values(n=counter.c.n - _ONE).returning(counter.c.n)),
        drop_zero=ready(delete(counter).where(same, counter.c.n == _ZERO)),
        tally_up=up(tally),
        note=ready(_noting(insert, insight)),
        note_gain=ready(_noting(insert, gain)),
        note_here=ready(_noting(insert, here)),
        join=ready(
            update(cohort).where(cohort.c.code == bindparam("code")).values(joined=cohort.c.joined + _ONE)
        ),
        all_gains=ready(select(gain)),
        all_sums=ready(select(insight)),
        stops=ready(_stops()),
        all_learners=ready(select(learner)),
        all_counters=ready(select(counter)),
        all_tallies=ready(select(tally)),
        learners=ready(select(func.count()).select_from(learner)),
        anybody=ready(select(exists().where(learner.c.key.is_not(None)))),
        forget_messages=ready(messages),
        untold=ready(untold()),
        untell=ready(untell()),
        drop_unsent=ready(
            messages.where(outbox.c.state.in_((literal_column("'waiting'"), literal_column("'sending'"))))
        ),
    )


def _noting(insert: Any, sums: Table) -> ClauseElement:
    """Add to a sum for authors, which may be the first of its name."""
    one = insert(sums).values({column.name: bindparam(column.name) for column in sums.c})
    noting: ClauseElement = one.on_conflict_do_update(
        index_elements=list(sums.primary_key), set_={"n": sums.c.n + one.excluded.n}
    )
    return noting


def _stops() -> ClauseElement:
    """How many of a language stand where; who has finished stands nowhere."""
    place = (learner.c.language, learner.c.place_lesson, learner.c.place_card)
    return select(*place, func.count()).where(learner.c.place_lesson.is_not(None)).group_by(*place)


def untold() -> ClauseElement:
    """The origins of the corrections that wait for somebody."""
    return (
        select(broadcast.c.origin)
        .join_from(outbox, broadcast, broadcast.c.number == outbox.c.broadcast)
        .where(
            outbox.c.learner == bindparam("key"),
            outbox.c.state == literal_column("'waiting'"),
            broadcast.c.origin.is_not(None),
        )
    )


def untell() -> ClauseElement:
    """Whoever did not get a correction is told at his next press; his next step sees it."""
    before = bindparam("before", type_=Integer)
    return (
        update(learner)
        .where(learner.c.key == bindparam("key"), learner.c.seen > before)
        .values(seen=before, version=learner.c.version + _ONE)
    )


def _new_values() -> dict[str, ColumnElement[Any]]:
    return {name: bindparam(f"new_{name}") for name in _values() if name != "key"}


def _values() -> dict[str, ColumnElement[Any]]:
    """What a step writes: all but who has blocked the bot, which is no step of his."""
    return {column.name: bindparam(column.name) for column in learner.c if column.name != "blocked"}


def for_sqlite() -> Statements:
    """The statements as the standard library's sqlite3 takes them."""
    return _statements(sqlite.insert, SQLITE)


def for_postgresql() -> Statements:
    """The statements as asyncpg takes them."""
    return _statements(postgresql.insert, POSTGRESQL)
