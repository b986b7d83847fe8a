"""What is done inside one transaction, written once for both engines.

A piece of work is a generator: it yields what it asks of the database, is sent the rows of the answer, and
returns its result. It does no I/O, so one engine can run it in a thread and the other on the event loop.
"""

import secrets
from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from learning.broadcast import before_all
from learning.figures import COHORT, Change, Contribution, change, contributions
from learning.gain import Gains, gained
from learning.insight import OF_CARDS, OF_STATISTICS, Stops, Sums, noticed
from learning.learner import Learner
from storage import rows
from storage.interface import RECENT, Conflict, Person, Record
from storage.pseudonyms import Pseudonyms
from storage.rows import Row
from storage.statements import Statement, Statements

_FIRST_VERSION_BITS = 48

Ask = tuple[Statement, tuple[Any, ...]]
T = TypeVar("T")
Work = Generator[Ask, Sequence[Row], T]


@dataclass(frozen=True, slots=True)
class Desk:
    """The pieces of work that storage knows, in the SQL of one engine."""

    say: Statements
    pseudonyms: Pseudonyms

    def load(self, key: bytes) -> Work[Record | None]:
        """The stored record of a key."""
        found = yield self.say.load, (key,)
        return rows.from_row(found[0]) if found else None

    def record(self, person: Person, before: Record | None, after: Learner, update_id: int) -> Work[Record]:
        """One step: the row if it is still `before`, then the counters; else what stands there, or Conflict."""
        if before is None or update_id not in before.recent:
            new = _following(before, after, update_id)
            if (yield self._write(person, before, new)):
                old = before.learner if before else None
                yield from self._count(change(old, after))
                yield from self._note(noticed(old, after))
                yield from self._note_gains(gained(old, after))
                yield from self._note_here(after, noticed(old, after))
                if after.cohort and (old is None or old.cohort != after.cohort):
                    yield self.say.join, (after.cohort,)
                if before and before.learner.may_write and not after.may_write:
                    new = yield from self._silenced(person.key, new)
                return new
        stored = yield from self.load(person.key)
        if stored is None or update_id not in stored.recent:
            raise Conflict
        return stored

    def forget(self, person: Person, before: Record) -> Work[None]:
        """The row goes and so do his messages, its figures move to the tally; a row that is gone already is as wished."""
        if (yield self.say.delete, (person.key, before.version)):
            yield from self._count(change(before.learner, None))
            yield self.say.forget_messages, (person.key,)
        elif (yield self.say.load, (person.key,)):
            raise Conflict

    def _silenced(self, key: bytes, new: Record) -> Work[Record]:
        """Who no longer wants to be written to gets nothing that waits for him; corrections meet him at a press."""
        origins = [origin for (origin,) in (yield self.say.untold, (key,))]
        yield self.say.drop_unsent, (key,)
        if not origins:
            return new
        named = {"key": key, "before": before_all(origins)}
        yield self.say.untell, self.say.untell.values(named)
        stored = yield from self.load(key)
        return stored or new

    def _write(self, person: Person, before: Record | None, new: Record) -> Ask:
        sealed = self.pseudonyms.seal(person) if new.learner.may_write else None
        row = rows.to_row(person.key, new, sealed)
        if before is None:
            return self.say.insert, self.say.insert.values(row)
        named = {f"new_{name}": value for name, value in row.items()}
        return self.say.update, self.say.update.values(
            named | {"key": person.key, "before": before.version},
        )

    def _count(self, figures: Change) -> Work[None]:
        # Sorted, counters before tally: two workers lock the same rows in the same order, so none waits in a ring.
        for what in sorted(figures.up | figures.down):
            yield from self._raise(what) if what in figures.up else self._lower(what)
        for what in sorted(figures.tally):
            yield self.say.tally_up, self.say.tally_up.values(rows.counted(what))

    def _note(self, sums: Sums) -> Work[None]:
        # In the order of their names, for the same reason.
        for what in sorted(sums):
            yield self.say.note, self.say.note.values(rows.summed(what, sums[what]))

    def _note_gains(self, gains: Gains) -> Work[None]:
        for what in sorted(gains):
            yield self.say.note_gain, self.say.note_gain.values(rows.paired(what, gains[what]))

    def _note_here(self, learner: Learner, sums: Sums) -> Work[None]:
        """Answers to questions, for the learner's territory and for the room that he sits in."""
        places = [place for place in (learner.home, learner.cohort and f"{COHORT}{learner.cohort}") if place]
        for place in places:
            for what in sorted(sums):
                if what.figure not in OF_CARDS | OF_STATISTICS:
                    yield (
                        self.say.note_here,
                        self.say.note_here.values(rows.answered_here(place, what, sums[what])),
                    )

    def gains(self) -> Work[Gains]:
        """The sums of what people gained."""
        return dict(map(rows.pair_sum, (yield self.say.all_gains, ())))

    def insight(self) -> Work[tuple[Sums, Stops]]:
        """The sums for authors, and where people stand."""
        sums = yield self.say.all_sums, ()
        stops = yield self.say.stops, ()
        return dict(map(rows.item_sum, sums)), dict(map(rows.stop, stops))

    def _raise(self, what: Contribution) -> Work[None]:
        yield self.say.count_up, self.say.count_up.values(rows.counted(what))

    def _lower(self, what: Contribution) -> Work[None]:
        named = rows.counted(what)
        left = yield self.say.count_down, self.say.count_down.values(named)
        if left[0][0] == 0:
            yield self.say.drop_zero, self.say.drop_zero.values(named)


def _following(before: Record | None, after: Learner, update_id: int) -> Record:
    if before is None:
        # A new life begins at a random version, so that a `before` from an earlier life never fits it.
        return Record(after, 1 + secrets.randbits(_FIRST_VERSION_BITS), (update_id,))
    return Record(after, before.version + 1, (*before.recent, update_id)[-RECENT:], before.blocked)


def counted(found: Iterable[Row]) -> dict[Contribution, int]:
    """Rows of a counter table as a mapping."""
    return dict(map(rows.contribution, found))


def add_contributions(total: Counter[Contribution], records: Iterable[Row]) -> None:
    """Add to `total` what these learners' rows contribute."""
    for row in records:
        total.update(contributions(rows.from_row(row).learner))
