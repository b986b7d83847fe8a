"""The person as the course knows him: no name, no number, only where he is in the course."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from learning.course import Citizenship, Language


class Asked(StrEnum):
    """What we have asked once, and do not ask again by ourselves."""

    HOME = "home"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a learner stopped: a card of a lesson, or its quiz when `card` is empty."""

    lesson: int
    card: str = ""


@dataclass(frozen=True, slots=True)
class LessonRecord:
    """A passed lesson: in which release, on which day, with which best score (per cent)."""

    release: int
    day: date
    score: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a lesson's questions; keeps the release and the pass mark that it began with.

    `answers` are (question key, option key, was it right) in the order given.
    """

    lesson: int
    number: int
    release: int
    pass_mark: int
    answers: tuple[tuple[str, str, bool], ...] = ()


class Outcome(StrEnum):
    """How somebody answered one question of a check: "I don't know" is not a wrong belief."""

    RIGHT = "right"
    UNSURE = "unsure"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """A check that was taken to its end.

    `release`, `day` and `outcomes` (by the key of the pair) are those of the first such try; `best` is the best score
    of all (per cent), `passed_on` the day on which the pass mark of the last check was first met.
    """

    release: int
    day: date
    outcomes: Mapping[str, Outcome]
    best: int
    passed_on: date | None = None

    def count(self, outcome: Outcome) -> int:
        """How many questions were answered so in the first try."""
        return sum(each is outcome for each in self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Rating:
    """Whether a card was clear, as said in a release by a reader of a language."""

    release: int
    language: Language
    clear: bool


@dataclass(frozen=True, slots=True)
class Learner:
    """A person's state in the course. A guest (`enrolled_on` is None) has agreed to nothing: nothing is kept.

    `home` is a territory code or empty. `tallied` names the figures of this learner that already stand in
    the anonymous tally, because the home changed after they were counted. `seen` is the newest release that this
    person has met: every correction up to it has been told. `rated` holds what was said of a card, by lesson and
    card; `tried` the lessons whose questions were once answered to the end: each counts for authors once. `checks` are the
    first and the last check, by number, once they were taken to their end. `milestones` are the days on which parts of
    the course were complete (learning/milestones.py). `cohort` is the code of the session that this person joined, or
    empty.
    """

    language: Language
    citizenship: Citizenship | None = None
    home: str = ""
    enrolled_on: date | None = None
    place: Place | None = None
    lessons: Mapping[int, LessonRecord] = field(default_factory=dict)
    attempt: Attempt | None = None
    asked: frozenset[Asked] = frozenset()
    typing_home: bool = False
    may_write: bool = False
    tallied: frozenset[str] = frozenset()
    seen: int = 0
    rated: Mapping[tuple[int, str], Rating] = field(default_factory=dict)
    tried: frozenset[int] = frozenset()
    checks: Mapping[int, CheckRecord] = field(default_factory=dict)
    milestones: Mapping[str, date] = field(default_factory=dict)
    cohort: str = ""

    @property
    def guest(self) -> bool:
        """True while the person has not agreed that progress is kept."""
        return self.enrolled_on is None

    @property
    def passport(self) -> Citizenship:
        """The citizenship whose rules are shown; the general rules until one is chosen."""
        return self.citizenship or Citizenship.OTHER


def rate(learner: Learner, lesson: int, card: str, release: int, *, clear: bool) -> Learner:
    """Say of a card whether it was clear; saying the same again changes nothing, another word replaces the first."""
    known = learner.rated.get((lesson, card))
    if learner.guest or (known and known.clear == clear):
        return learner
    rating = Rating(release, learner.language, clear)
    return replace(learner, rated={**learner.rated, (lesson, card): rating})


def enrol(learner: Learner, today: date) -> Learner:
    """Agree that progress is kept from today on; agreeing twice changes nothing."""
    return learner if learner.enrolled_on else replace(learner, enrolled_on=today)
