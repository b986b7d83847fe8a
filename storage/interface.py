"""What the records offer and how they fail, whichever engine keeps them."""

from dataclasses import dataclass, field
from typing import Protocol

from learning.figures import Contribution
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
    the newest 16 update ids that were recorded, the newest last.
    """

    learner: Learner
    version: int
    recent: tuple[int, ...]


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

    async def counters(self) -> dict[Contribution, int]:
        """The counters as they are kept, by territory, day and figure; never zero."""

    async def audit(self) -> dict[Contribution, int]:
        """The same, recomputed from all records and the tally in one snapshot. Must equal `counters()`.

        Reads every row: 10 to 20 seconds for a million learners.
        """

    async def learners(self) -> int:
        """How many people have a record."""

    async def ping(self) -> None:
        """Return if the database answers a read."""

    async def close(self) -> None:
        """Finish what was begun and let the database go. Any use afterwards raises StoreUnavailable."""
