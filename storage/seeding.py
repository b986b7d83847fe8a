"""Fills an empty database with made-up learners in bulk: the same rows, counters and sums that their steps would make.

Nobody waits for an answer meanwhile, so the rows go in as one transaction, without a step for each.
"""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import Any, NamedTuple

from sqlalchemy import Table

from learning.course import Language
from learning.figures import COHORT, contributions
from learning.gain import PairSum, gained
from learning.insight import OF_CARDS, OF_STATISTICS, ItemSum, noticed
from learning.learner import Attempt, Learner
from storage import rows
from storage.interface import Record, StoreError
from storage.opening import PATIENCE, address_of, has_learners, path_of
from storage.statements import for_postgresql, for_sqlite
from storage.tables import counter, gain, here, insight, learner

_AT_ONCE = 20_000  # learners in memory as rows
_LEARNERS = "The database holds learners: made-up people are never mixed with them."
_RECENT = tuple(range(-16, 0))  # update ids that Telegram never gives

Told = Callable[[int], object]
"""Is told, now and then, how many more learners are written."""
Counted = tuple[str, date, str]  # a Contribution as a tuple, which a dictionary finds four times as fast
Values = tuple[Any, ...]
Columns = tuple[Table, Iterator[Values]]


class MadeUp(NamedTuple):
    """A made-up learner: his key, his state, and his first attempts at the lessons that he has tried."""

    key: bytes
    learner: Learner
    attempts: Sequence[Attempt] = ()


@dataclass(slots=True)
class _Books:
    """What all learners together add to the counters and the sums, and how many sat in which session.

    Attempts are counted as objects (by `id`, and kept): of a million people, many made the very same one.
    """

    counters: Counter[Counted] = field(default_factory=Counter)
    gains: Counter[PairSum] = field(default_factory=Counter)
    by_readers: Counter[tuple[Language, int]] = field(default_factory=Counter)
    by_place: Counter[tuple[str, int]] = field(default_factory=Counter)
    known: dict[int, Attempt] = field(default_factory=dict)
    joined: Counter[str] = field(default_factory=Counter)

    def enter(self, one: MadeUp) -> None:
        """Count one more."""
        somebody = one.learner
        self.counters.update([(what.territory, what.day, what.figure) for what in contributions(somebody)])
        self.gains.update(gained(None, somebody))
        room = somebody.cohort and f"{COHORT}{somebody.cohort}"
        places = [place for place in (somebody.home, room) if place]
        for attempt in one.attempts:
            made = id(attempt)
            self.known[made] = attempt
            self.by_readers[somebody.language, made] += 1
            for place in places:
                self.by_place[place, made] += 1
        if somebody.cohort:
            self.joined[somebody.cohort] += 1

    def rows(self) -> Iterator[Columns]:
        """The rows of counters and sums, table by table, in the order of their keys."""
        of_counters = sorted(self.counters.items())
        yield counter, ((place, day.isoformat(), figure, n) for (place, day, figure), n in of_counters)
        yield gain, _in_order(gain, (rows.paired(what, n) for what, n in self.gains.items()))
        yield insight, _in_order(insight, (rows.summed(what, n) for what, n in self._of_authors().items()))
        of_places = (
            {"place": place, "lesson": lesson, "question": question, "figure": figure, "n": n}
            for (place, lesson, question, figure), n in self._of_places().items()
        )
        yield here, _in_order(here, of_places)

    def _of_authors(self) -> Counter[ItemSum]:
        sums: Counter[ItemSum] = Counter()
        for (language, made), people in self.by_readers.items():
            for what, n in _noticed(language, self.known[made]).items():
                sums[what] += n * people
        return sums

    def _of_places(self) -> Counter[tuple[str, int, str, str]]:
        told = {made: _told_here(attempt) for made, attempt in self.known.items()}
        answers: Counter[tuple[str, int, str, str]] = Counter()
        for (place, made), people in self.by_place.items():
            for what, n in told[made]:
                answers[(place, *what)] += n * people
        return answers


def _noticed(language: Language, attempt: Attempt) -> Mapping[ItemSum, int]:
    tried = Learner(language, enrolled_on=date.min, attempt=attempt, tried=frozenset({attempt.lesson}))
    return noticed(None, tried)


def _told_here(attempt: Attempt) -> list[tuple[tuple[int, str, str], int]]:
    """What an attempt adds to the answers of a place, in whatever language it was made."""
    found = _noticed(Language.RU, attempt).items()
    left_out = OF_CARDS | OF_STATISTICS
    return [((what.lesson, what.item, what.figure), n) for what, n in found if what.figure not in left_out]


async def fill(url: str, people: Iterable[MadeUp], told: Told = lambda _: None) -> Mapping[str, int]:
    """Write these people into a database without learners, and all that they count for; how many sat in each session.

    The database must be of the newest schema: open it once before. On SQLite it is quickest in the order of the keys.
    Raises StoreError if it holds learners, or can't be written; then nothing is.
    """
    if await has_learners(url):
        raise StoreError(_LEARNERS)
    books, address = _Books(), address_of(url)
    batches = _batches(people, books, told)
    if address.get_backend_name() == "sqlite":
        await asyncio.to_thread(_into_sqlite, url, batches, books)
    else:
        await _into_postgres(url, batches, books)
    return books.joined


def _batches(people: Iterable[MadeUp], books: _Books, told: Told) -> Iterator[list[Values]]:
    """Rows of learners, some thousand at a time; who is in them is entered into the books."""
    names, left = [column.name for column in learner.c], iter(people)
    version = 0
    while some := list(islice(left, _AT_ONCE)):
        batch = []
        for one in some:
            books.enter(one)
            version += 1
            row = rows.to_row(one.key, Record(one.learner, version, _RECENT), None) | {"blocked": False}
            batch.append(tuple([row[name] for name in names]))
        yield batch
        told(len(some))


def _in_order(table: Table, found: Iterable[Mapping[str, Any]]) -> Iterator[Values]:
    names = [column.name for column in table.c]
    return iter(sorted(tuple([row[name] for name in names]) for row in found))


def _into_sqlite(url: str, batches: Iterator[list[Values]], books: _Books) -> None:
    from storage import sqlite  # noqa: PLC0415 - as in opening.py

    path = path_of(address_of(url))
    try:
        with closing(sqlite.connect(path, PATIENCE)) as connection:
            connection.execute("PRAGMA synchronous = OFF")  # nobody was answered yet; the end is on disk
            first, more, sums = _begun(batches, books)
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute(for_sqlite().anybody.sql).fetchone()[0]:
                raise StoreError(_LEARNERS)  # somebody came meanwhile
            for batch in chain([first], more):
                _insert(connection, learner, batch)
            for table, found in sums or books.rows():
                _insert(connection, table, found)
            connection.execute("COMMIT")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise StoreError(f"Can't fill the database {path}: {error}.") from error


def _begun(
    batches: Iterator[list[Values]], books: _Books
) -> tuple[list[Values], Iterator[list[Values]], list[tuple[Table, list[Values]]]]:
    """The first rows; the others; and the sums, if the first are all: so few keep a running bot waiting for a moment."""
    first, second = next(batches, []), next(batches, None)
    if second is None:
        return first, iter(()), [(table, list(found)) for table, found in books.rows()]
    return first, chain([second], batches), []


def _insert(connection: sqlite3.Connection, table: Table, found: Iterable[Values]) -> None:
    holes = ", ".join("?" * len(table.c))
    connection.executemany(f"INSERT INTO {table.name} VALUES ({holes})", found)  # noqa: S608 - a table of ours


async def _into_postgres(url: str, batches: Iterator[list[Values]], books: _Books) -> None:
    import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 - it carries no types; as in opening.py

    from storage import postgres  # noqa: PLC0415 - as in opening.py

    try:
        session = await asyncpg.connect(postgres.dsn(address_of(url)), timeout=PATIENCE)
        try:
            async with session.transaction():
                if await session.fetchval(for_postgresql().anybody.sql):
                    raise StoreError(_LEARNERS)  # somebody came meanwhile
                for batch in batches:
                    await _copy(session, learner, batch)
                for table, found in books.rows():
                    await _copy(session, table, found)
        finally:
            await session.close()
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise StoreError(f"Can't fill the database: {error or type(error).__name__}.") from error


async def _copy(session: Any, table: Table, found: Iterable[Values]) -> None:
    columns = [column.name for column in table.c]
    await session.copy_records_to_table(table.name, records=found, columns=columns, timeout=None)
