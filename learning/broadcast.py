"""Messages to many: who is meant, when people may be disturbed, and how each message ended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from learning.course import Citizenship, Language, Words

QUIET_FROM, QUIET_UNTIL = 21, 8  # hours of the person's own clock
A_SECOND = 30  # messages that nobody asked for
LONGEST = 4096  # characters of a Telegram message, without its tags


class Stage(StrEnum):
    """Where a broadcast stands."""

    READY = "ready"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class Fate(StrEnum):
    """Where one message to one person stands.

    `sending` is in flight; `unknown` may have arrived or not, and is never sent again by itself.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    BLOCKED = "blocked"
    EXPIRED = "expired"


class Zone(StrEnum):
    """Whose clock a person lives by."""

    KG = "KG"
    TJ = "TJ"
    UZ = "UZ"


# From which stages an operator may bring a broadcast to another.
STEERED = {
    Stage.PAUSED: (Stage.READY,),
    Stage.READY: (Stage.PAUSED,),
    Stage.CANCELLED: (Stage.READY, Stage.PAUSED),
}


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is meant; an empty condition is met by everybody. `homes` names each place, those below it too."""

    languages: frozenset[Language] = frozenset()
    citizenships: frozenset[Citizenship] = frozenset()
    homes: frozenset[str] = frozenset()
    completed: int | None = None


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One text in every language, as Telegram's HTML. After `not_after` (ISO, UTC, to the minute) it is stale."""

    texts: Words
    audience: Audience = Audience()
    not_after: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionNotice:
    """What people of these passports are told who have met changed law in an older release than `release`.

    `cards` gives, by lesson, where one stands who has read the changed words: keys of cards, "" for the questions.
    Whoever has passed one of the lessons is meant too. `key` is unique in the release.
    """

    key: str
    release: int
    passports: frozenset[Citizenship]
    cards: Mapping[int, frozenset[str]]
    texts: Words

    @property
    def origin(self) -> str:
        """What keeps it from being made twice."""
        return f"{origin_of(self.release)}{self.key}"


def origin_of(release: int) -> str:
    """How the origins of a release's corrections begin."""
    return f"correction-{release}-"


def before_all(origins: Iterable[str]) -> int:
    """The newest release before all those whose corrections these are."""
    return min(int(origin.split("-")[1]) for origin in origins) - 1


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people an audience holds: those who would get the message, by language and clock, and those who won't.

    `unwilling` never agreed to be written to, `blocked` have blocked the bot.
    """

    willing: Mapping[tuple[Language, Zone], int] = field(default_factory=dict)
    unwilling: int = 0
    blocked: int = 0

    @property
    def total(self) -> int:
        """How many would get the message."""
        return sum(self.willing.values())

    def by_language(self) -> dict[Language, int]:
        """How many would get it in each language."""
        return {
            language: sum(n for (spoken, _), n in self.willing.items() if spoken == language)
            for language in Language
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a broadcast is."""

    number: int
    stage: Stage
    made_on: str
    not_after: str
    fates: Mapping[Fate, int]


def awake(hour: int) -> bool:
    """Whether somebody may be disturbed at this hour (0 to 23) of his own clock."""
    return QUIET_UNTIL <= hour < QUIET_FROM


def missing(texts: Words) -> tuple[Language, ...]:
    """The languages without words: nobody gets a text in a language that he did not choose."""
    return tuple(language for language in Language if not texts.get(language, "").strip())
