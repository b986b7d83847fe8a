"""What the records offer and how they fail, whichever engine keeps them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from learning.broadcast import Audience, Broadcast, CorrectionNotice, Fate, Progress, Reach, Stage, Zone
from learning.figures import Contribution
from learning.gain import Gains
from learning.insight import Stops, Sums
from learning.learner import Learner

RECENT = 16  # update ids kept with a learner; Telegram redelivers the newest few, never old ones


@dataclass(frozen=True, slots=True)
class Person:
    """Who an update is from. Lives in memory only.

    `key` is the pseudonym (32 bytes) that the records know; `address` is the Telegram id, hidden from logs.
    """

    key: bytes
    address: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept about one person.

    `version` grows by one with each step and begins anew, elsewhere, after "forget me". `recent` holds
    the newest 16 update ids that were recorded, the newest last. `blocked` says that the person has blocked
    the bot, as far as we heard.
    """

    learner: Learner
    version: int
    recent: tuple[int, ...]
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """One message of a broadcast to one person, in his language, as Telegram's HTML."""

    broadcast: int
    person: Person
    text: str


class Conflict(Exception):
    """Somebody else recorded in between: nothing was written; load again and decide again."""


class StoreUnavailable(Exception):
    """The disk is full, the database locked or the server gone: nothing was recorded; try again later.

    If the connection was lost during the commit itself, the step may stand after all; recording the same
    update id again then changes nothing.
    """


class StoreError(Exception):
    """The store can't be opened. One line for the operator: what, where, and the cure."""


class Store(Protocol):
    """The records of all learners, and the counters made from them.

    Every method raises StoreUnavailable when the database doesn't answer.
    """

    async def load(self, person: Person) -> Record | None:
        """The person's record, or None for a guest. Sees everything recorded before the call."""

    async def record(self, person: Person, before: Record | None, after: Learner, update_id: int) -> Record:
        """Keep one step and the counters it changes, in one transaction; on disk when it returns.

        An update id that is already among the stored recent ones writes nothing: the stored record is
        returned. The address is kept, sealed, while `after.may_write`, and removed when not.
        Raises Conflict if the stored record isn't `before`, ValueError if `after` is a guest.
        """

    async def forget(self, person: Person, before: Record) -> None:
        """Delete the record. Its figures move to the anonymous tally; forgetting twice changes nothing.

        SQLite overwrites the deleted bytes, in the log too. PostgreSQL keeps dead rows until VACUUM, and
        its backups and archived log as long as the operator keeps them. Raises Conflict as `record`.
        """

    async def set_blocked(self, person: Person, blocked: bool) -> None:
        """Note that somebody has blocked the bot, or is back. Nothing happens to who has no record.

        Messages of broadcasts that wait for one who blocked are closed; they do not come when he is back.
        """

    async def reach(self, audience: Audience) -> Reach:
        """How many people an audience holds, and how many of them would get a message."""

    async def begin_broadcast(self, broadcast: Broadcast, day: date) -> int:
        """Record a broadcast and a waiting message for each of its people, in one transaction; its number."""

    async def begin_corrections(self, release: int, notices: Sequence[CorrectionNotice], day: date) -> int:
        """Record the corrections of a release that are not recorded yet, each as a broadcast, in one transaction.

        Meant is who agreed to be written to, has not blocked the bot and has met only older releases. All who get one
        have met the release from then on, so that nobody is told twice. How many messages it made.
        """

    async def steer(self, number: int, stage: Stage) -> bool:
        """Pause, resume (`ready`) or cancel a broadcast; False if it isn't there or can't come to that stage."""

    async def broadcasts(self) -> tuple[Progress, ...]:
        """All broadcasts and how far they are, the oldest first."""

    async def fates(self) -> dict[Fate, int]:
        """How many messages stand where, over all broadcasts."""

    async def lead(self) -> bool:
        """Whether this process is the one that sends: takes that part if it's free, and keeps it until `close`."""

    async def recover(self) -> int:
        """Messages that were in flight when a sender died become `unknown`; how many. For who has just taken the lead."""

    async def take(self, now: str, zones: Collection[Zone], at_most: int) -> list[Letter]:
        """Messages to send next to people of these zones, marked as in flight on disk when they are returned.

        `now` is ISO, UTC, to the minute: messages of a broadcast that must not be sent any more expire.
        """

    async def mark(self, fates: Collection[tuple[Letter, Fate]]) -> None:
        """Note how messages in flight ended, in one transaction. Who blocked the bot is marked so."""

    async def finish(self) -> int:
        """Broadcasts with no message waiting or in flight are done; how many became so."""

    async def counters(self) -> dict[Contribution, int]:
        """The counters as they are kept, by territory, day and figure; never zero."""

    async def audit(self) -> dict[Contribution, int]:
        """The same, recomputed from all records and the tally in one snapshot. Must equal `counters()`.

        Reads every row: 10 to 20 seconds for a million learners.
        """

    async def insight(self) -> tuple[Sums, Stops]:
        """The sums for authors as they are kept, and how many people stand where.

        The places are counted from the rows: a second or so for a million learners.
        """

    async def gains(self) -> Gains:
        """The sums of what people gained by the course, by idea."""

    async def learners(self) -> int:
        """How many people have a record."""

    async def ping(self) -> None:
        """Return if the database answers a read."""

    async def close(self) -> None:
        """Finish what was begun and let the database go. Any use afterwards raises StoreUnavailable."""
