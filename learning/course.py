"""The tree of content: Course > Module > Lesson > Card, with its questions, facts, contacts and trouble pages.

Everything here is a frozen value. Words are Markdown with `{placeholders}`; they are never HTML.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Language(StrEnum):
    """A language in one script. Uzbek Cyrillic is derived from Uzbek Latin when content is loaded."""

    KY = "ky"
    TG = "tg"
    UZ = "uz"
    UZ_CYRL = "uz_Cyrl"
    RU = "ru"


class Citizenship(StrEnum):
    """The passport a person travels on. OTHER gets the general rule, or "ask your consulate"."""

    KG = "KG"
    TJ = "TJ"
    UZ = "UZ"
    OTHER = "other"


class Unit(StrEnum):
    """What a legal number counts."""

    DAYS = "days"
    WORKING_DAYS = "working-days"
    HOURS = "hours"
    MONTHS = "months"
    YEARS = "years"
    ROUBLES = "roubles"
    PERCENT = "percent"


class Confidence(StrEnum):
    """How well a fact is known; only these two may be taught, medium only in a draft release."""

    HIGH = "high"
    MEDIUM = "medium"


# The numbers of the two lessons that only ask, before the course and after it; those of authors begin at 100.
FIRST_CHECK, LAST_CHECK = 1, 2
CHECKS = {FIRST_CHECK: "first-check", LAST_CHECK: "last-check"}
UNSURE = "unsure"  # the option "I don't know", which stands under each question of a check

# A language may be absent: its words rest on law that has changed, and are withheld until they are made anew.
Words = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Value:
    """A legal amount with its unit; `high` is set for a range such as 2,000 to 5,000 roubles."""

    unit: Unit
    low: int
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """Who may see a thing. Empty means everybody. Territory codes match the place and all below it."""

    citizenship: frozenset[Citizenship] = frozenset()
    territory: frozenset[str] = frozenset()

    def holds(self, citizenship: Citizenship, territories: frozenset[str] = frozenset()) -> bool:
        """Whether a person of this passport, at home in these territories (place and its parents), may see it."""
        if self.citizenship and citizenship not in self.citizenship:
            return False
        return not self.territory or bool(self.territory & territories)


EVERYBODY = Condition()


@dataclass(frozen=True, slots=True)
class LegalFact:
    """A dated statement of law.

    `numbers` are the fact sheet's (such as 2.02); `law` is the act and article shown to learners, by passport.
    From `expires` on its amounts are no longer told, as of a fee that is set for one year; from `withdraw_by` on the
    cards that name it are not shown at all. `true_as_of` is the date of the newest source (year, month or day); `checked_on` the day when a named
    body compared it with the law in force, None until one has. `seen` is for authors, never shown.
    """

    key: str
    numbers: tuple[str, ...]
    law: Mapping[Citizenship, str]
    true_as_of: str
    review_by: date
    confidence: Confidence
    values: Mapping[Citizenship, Value] = field(default_factory=dict)
    checked_on: date | None = None
    checked_by: str = ""
    seen: str = ""
    expires: date | None = None
    withdraw_by: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Where help is. An empty phone is normal: a wrong number is worse than none.

    `status` is "seen" (stands in a page that was read) or "unconfirmed"; `called_on` is the day when
    somebody called and was answered, None until one has.
    """

    key: str
    topics: tuple[str, ...]
    cities: tuple[str, ...]
    numbers: tuple[str, ...]
    status: str
    seen_as_of: str
    name: Words
    note: Words
    when: Condition = EVERYBODY
    phone: str = ""
    site: str = ""
    called_on: date | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One screen of a lesson: one idea, one action at most. `since` is the release in which it was new.

    `aliases` are the words by which people ask for what it tells, kept for a later question box; never shown. `picture`
    is the file of its drawing inside the content, or empty.
    """

    key: str
    text: Words
    facts: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    when: Condition = EVERYBODY
    since: int = 0
    aliases: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: words, or a value that is worded in each language.

    `when_right` is the reply if this option is the right one, `when_wrong` if it is not.
    """

    key: str
    text: Words | None
    value: Value | None
    when_right: Words | None
    when_wrong: Words | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question with one right option: named by key, or the one whose value equals a fact's.

    `card` is the key of the card to read again after a wrong answer.
    """

    key: str
    text: Words
    options: tuple[Option, ...]
    card: str
    right: str = ""
    right_fact: str = ""
    when: Condition = EVERYBODY


@dataclass(frozen=True, slots=True)
class Lesson:
    """Cards in order, ending in one action, then questions. `number` is given for ever, never reused.

    `meant_for` is set where cards were withdrawn: the passports that had a card before.
    A check is a lesson without cards and without a title of its own.
    """

    number: int
    key: str
    title: Words
    cards: tuple[Card, ...]
    questions: tuple[Question, ...]
    meant_for: frozenset[Citizenship] | None = None

    def concerns(self, citizenship: Citizenship) -> bool:
        """Whether it has something to read for people of this passport; else it is no lesson of theirs."""
        if self.meant_for is not None:
            return citizenship in self.meant_for
        return any(card.when.holds(citizenship) for card in self.cards)

    @property
    def unit(self) -> str:
        """What bodies agree to, when they agree to this lesson."""
        return "pairs" if self.number in CHECKS else f"lesson-{self.number}"


@dataclass(frozen=True, slots=True)
class Pair:
    """One idea that is asked twice, in other words: in the first check and in the last.

    `lesson` is the number of the lesson that teaches it. Both questions bear the pair's key.
    """

    key: str
    lesson: int
    first: Question
    last: Question
    when: Condition = EVERYBODY


@dataclass(frozen=True, slots=True)
class Module:
    """A part of the curriculum with the number that the curriculum gives it."""

    number: int
    key: str
    title: Words
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class TroublePage:
    """What to do now. `phrases` are word stems, kept by authors, that open the page when typed."""

    key: str
    icon: str
    title: Words
    steps: tuple[Card, ...]
    contacts: tuple[str, ...]
    phrases: Mapping[Language, tuple[str, ...]]

    @property
    def unit(self) -> str:
        """What bodies agree to, when they agree to this page."""
        return f"trouble-{self.key}"


@dataclass(frozen=True, slots=True)
class Route:
    """Some lessons for people in a special case, in an order of their own: who leaves tomorrow, who stays at home.

    `lessons` are their numbers.
    """

    key: str
    icon: str
    title: Words
    note: Words
    lessons: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something to say in Russian. `said` tells how it sounds, in the reader's letters; `means` what it says.

    Who reads the course in Russian needs neither: there both are empty.
    """

    key: str
    russian: str
    said: Words
    means: Words


@dataclass(frozen=True, slots=True)
class PhrasePage:
    """Phrases for one occasion, such as the border or the doctor."""

    key: str
    icon: str
    title: Words
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A change of law in one release: what stood there and what stands there now, for people of these passports.

    `cards` are the places it stands at, by lesson number: keys of cards, or none where it concerns the lesson's
    questions. `old` and `new` are Markdown without placeholders. `key` is unique in its release.
    """

    key: str
    release: int
    passports: frozenset[Citizenship]
    cards: Mapping[int, frozenset[str]]
    old: Words
    new: Words


@dataclass(frozen=True, slots=True)
class Approval:
    """A body that has agreed to a unit of the course, the day on which it did, and the language it looks after."""

    body: str
    on: date
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """All that is taught, in one release. `pass_mark` is the share of right answers, in per cent.

    A unit is what bodies agree to: "lesson-501", "trouble-detained", "contacts", "pairs". `unapproved` names, for each unit,
    the languages in which it is still a draft; `approvals` who has agreed to it, `bodies` how they are called.
    `successors` gives, for a card (lesson number, key) that was taken out, the one that follows in its place
    (empty: the lesson's questions). `corrections` are all changes of law up to this release, the oldest first.
    """

    release: int
    draft: bool
    pass_mark: int
    title: Words
    modules: tuple[Module, ...]
    facts: Mapping[str, LegalFact]
    contacts: Mapping[str, Contact]
    cities: Mapping[str, Words]
    topics: Mapping[str, Words]
    terms: Mapping[str, Mapping[Citizenship, Words]]
    trouble: tuple[TroublePage, ...]
    routes: tuple[Route, ...] = ()
    phrasebook: tuple[PhrasePage, ...] = ()
    pairs: tuple[Pair, ...] = ()
    unapproved: Mapping[str, frozenset[Language]] = field(default_factory=dict)
    approvals: Mapping[str, tuple[Approval, ...]] = field(default_factory=dict)
    bodies: Mapping[str, Words] = field(default_factory=dict)
    successors: Mapping[tuple[int, str], str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()

    def is_draft(self, unit: str, language: Language) -> bool:
        """Whether some body has yet to agree to this unit, as people of this language read it."""
        return language in self.unapproved.get(unit, ())

    def lessons(self) -> Iterator[Lesson]:
        """All lessons in the order of the curriculum; the two checks are none of them."""
        for module in self.modules:
            yield from module.lessons

    def lesson(self, number: int) -> Lesson | None:
        """The lesson or check of this number, or None when it is not (or no longer) in the course."""
        if number in CHECKS:
            return self._check(number)
        return next((lesson for lesson in self.lessons() if lesson.number == number), None)

    def module(self, number: int) -> Module | None:
        """The module of this number, or None when it is not in the course."""
        return next((module for module in self.modules if module.number == number), None)

    def _check(self, number: int) -> Lesson | None:
        asked = tuple(pair.first if number == FIRST_CHECK else pair.last for pair in self.pairs)
        return Lesson(number, CHECKS[number], {}, (), asked) if asked else None

    def module_of(self, number: int) -> Module | None:
        """The module that holds the lesson of this number."""
        return next((m for m in self.modules if any(lesson.number == number for lesson in m.lessons)), None)

    def route(self, key: str) -> Route | None:
        """The route of this key, or None."""
        return next((route for route in self.routes if route.key == key), None)

    def phrase_page(self, key: str) -> PhrasePage | None:
        """The page of the phrasebook of this key, or None."""
        return next((page for page in self.phrasebook if page.key == key), None)

    def trouble_page(self, key: str) -> TroublePage | None:
        """The trouble page of this key, or None."""
        return next((page for page in self.trouble if page.key == key), None)
