"""What the records offer and how they fail, whichever engine keeps them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from learning.broadcast import Audience, Broadcast, CorrectionNotice, Fate, Progress, Reach, Stage, Zone
from learning.certificate import Certificate
from learning.cohort import Answers, Cohort
from learning.figures import Contribution
from learning.gain import Gains
from learning.insight import Stops, Sums
from learning.learner import Learner
from learning.publishing import Counts, FigureRelease, Numbers
from learning.seat import Invitation, Seat
from learning.territory import Subunit

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


@dataclass(frozen=True, slots=True)
class Entry:
    """A line in the log of seats: on a day, a seat (0: an operator) did something about a territory."""

    day: date
    seat: int
    what: str
    territory: str
    detail: str = ""


Here = Mapping[tuple[str, int, str, str], int]
"""Answers by (territory, or "c-" and a cohort's code; lesson; question; figure): learning/insight.py names the figures."""


class OfficeRecords(Protocol):
    """What the records offer to officials: figures, seats, sessions, certificates.

    Links and codes of certificates' holders come in as what they hash to; moments are ISO, UTC, to the minute.
    Every method raises StoreUnavailable when the database doesn't answer.
    """

    async def people(self, until: date) -> Counts:
        """The counters of all days up to and with this one together, by territory and figure."""

    async def publish(self, release: FigureRelease, told: Mapping[str, Numbers]) -> bool:
        """Write a release once; False if it stands already."""

    async def figure_releases(self) -> tuple[FigureRelease, ...]:
        """All that were published, the oldest first."""

    async def numbers(self, release: int, territory: str) -> Numbers:
        """All that was published of a place in a release; nothing, if nothing was."""

    async def headlines(
        self, releases: Collection[int], territories: Collection[str]
    ) -> dict[tuple[int, str], Numbers]:
        """The headlines (learning/publishing.py) of these places in these releases; a place of which nothing was published is left out."""

    async def answers_here(self, place: str = "") -> Here:
        """How questions were answered, in one place or cohort, or everywhere."""

    async def invite(self, hashed: bytes, offer: Invitation) -> None:
        """Keep an offer of a seat."""

    async def invitation(self, hashed: bytes) -> Invitation | None:
        """The offer behind a link, taken or expired ones not."""

    async def stand_behind(self, hashed: bytes, giver: str, today: date) -> Invitation | None:
        """Another giver stands behind an offer; None if it isn't there."""

    async def open_offers(self, given_by: int, today: date) -> tuple[Invitation, ...]:
        """The offers of a seat, or of operators, that nobody has taken and that have not expired, the next to expire first."""

    async def withdraw(self, given_by: int, today: date) -> int:
        """The offers of a seat, or of operators, that nobody has taken can't be taken any more; how many they were."""

    async def take_seat(self, hashed: bytes, person: Person, today: date) -> Seat | None:
        """The seat that a link offers becomes this person's and the link is used up; None if it was used before."""

    async def seats_of(self, person: Person) -> tuple[Seat, ...]:
        """The seats that somebody holds, the oldest first."""

    async def seats(self) -> tuple[Seat, ...]:
        """All seats that are held, the oldest first."""

    async def seat(self, number: int) -> Seat | None:
        """A seat that is held, or None."""

    async def revoke(self, number: int, by: int, today: date) -> bool:
        """Nobody holds the seat any more, and whatever door it had opened is shut; False if nobody held it."""

    async def note(self, entry: Entry) -> None:
        """Write into the log of seats."""

    async def log(self, number: int | None = None) -> tuple[Entry, ...]:
        """What was done by seats, the newest first; of one seat, if it is named."""

    async def open_door(self, hashed: bytes, kind: str, number: int, ends_at: str) -> None:
        """Keep a link or a cookie of a seat until a moment (ISO, UTC, to the minute)."""

    async def use_door(self, hashed: bytes, now: str) -> Seat | None:
        """The seat that a link leads to; the link is gone with it, and so are all that have ended."""

    async def behind_door(self, hashed: bytes, kind: str, now: str) -> Seat | None:
        """The seat that a cookie, or a link not used yet, belongs to; None when it has ended."""

    async def shut_door(self, hashed: bytes) -> None:
        """A cookie opens nothing any more."""

    async def name_subunit(self, district: str, name: str, number: int, today: date) -> Subunit:
        """A new sub-unit of a district, with the next number; the same name gives the one that is there."""

    async def subunits(self) -> tuple[Subunit, ...]:
        """All sub-units."""

    async def open_cohort(self, new: Cohort) -> None:
        """Keep a new session."""

    async def cohort(self, code: str) -> Cohort | None:
        """The session of a code."""

    async def cohorts(self) -> tuple[Cohort, ...]:
        """All sessions, the newest first."""

    async def count_heads(self, code: str, heads: int) -> None:
        """How many were in the room, as the leader typed it; the last word counts."""

    async def close_cohort(self, code: str) -> None:
        """Nobody joins this session any more."""

    async def count_paper(self, code: str, lesson: int, question: str, answers: Answers) -> None:
        """What the sheets say to a question; the last word counts, until the room was shown the answers."""

    async def paper(self, code: str) -> dict[tuple[int, str], Answers]:
        """What was typed from the sheets of a session, by lesson and question."""

    async def show_answers(self, code: str, lesson: int, question: str, answers: Answers) -> None:
        """What the room is shown of a question, once and for all; a second time changes nothing."""

    async def shown(self, code: str) -> dict[tuple[int, str], Answers]:
        """What the room was shown, by lesson and question."""

    async def keep_certificate(self, new: Certificate, revoker: bytes) -> None:
        """Keep what stands on a certificate, and what its holder's own code hashes to."""

    async def certificate(self, code: str) -> tuple[Certificate, date | None] | None:
        """What stands on the certificate of a code, and the day on which it was revoked, if it was."""

    async def revoke_certificate(self, revoker: bytes, today: date) -> str | None:
        """The certificate whose holder's code this is doesn't hold any more; its code, or None if there is none."""


class Store(OfficeRecords, Protocol):
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
