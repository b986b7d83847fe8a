"""The places for words that a structure opens: for each, its key path, what it is for, and who reads it."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from curriculum.schema import (
    ALL_PASSPORTS,
    CardShape,
    ContactsShape,
    CourseShape,
    LessonShape,
    ModuleShape,
    OptionShape,
    PairsShape,
    PhrasebookShape,
    TroubleShape,
)
from learning.course import Citizenship

PENCIL = "✎"  # begins words that are still to be written


def is_template(words: str) -> bool:
    """Whether these words are still to be written."""
    return words.lstrip().startswith(PENCIL)


class Kind(StrEnum):
    """What words are for; limits and rules depend on it."""

    TITLE = "title"
    TERM = "term"
    CARD = "card"
    STEP = "step"
    QUESTION = "question"
    OPTION = "option"
    REPLY = "reply"
    NAME = "name"
    NOTE = "note"
    PHRASES = "phrases"
    ALIASES = "aliases"
    PHRASE = "phrase"
    SOUND = "sound"


LISTS = frozenset({Kind.PHRASES, Kind.ALIASES})  # what people type: each language's own, shown to nobody


class Slot(NamedTuple):
    """A place for words. `facts` are those that the card names; `optional` may be left out in all languages."""

    kind: Kind
    path: tuple[str, ...]
    readers: frozenset[Citizenship] = ALL_PASSPORTS
    facts: tuple[str, ...] = ()
    optional: bool = False

    @property
    def name(self) -> str:
        """The key path as an author reads it."""
        return ".".join(self.path)


def course_slots(course: CourseShape) -> Iterator[Slot]:
    """The course's title, each term by passport, and the names of the bodies that agree to it."""
    yield Slot(Kind.TITLE, ("title",))
    for term in course.terms:
        for passport in Citizenship:
            yield Slot(Kind.TERM, ("terms", term, passport.value), frozenset({passport}))
    for route in course.routes:
        yield Slot(Kind.TITLE, ("routes", route.key, "title"))
        yield Slot(Kind.NOTE, ("routes", route.key, "note"))
    yield from (Slot(Kind.NAME, ("bodies", body.key)) for body in course.bodies)


def module_slots(module: ModuleShape) -> Iterator[Slot]:
    """The module's title and all words of its lessons."""
    yield Slot(Kind.TITLE, ("title",))
    for lesson in module.lessons:
        yield from _lesson_slots(lesson)


def _lesson_slots(lesson: LessonShape) -> Iterator[Slot]:
    here = ("lessons", lesson.key)
    yield Slot(Kind.TITLE, (*here, "title"))
    for card in lesson.all_cards():
        yield _card_slot(Kind.CARD, (*here, "cards", card.key), card)
    for card in lesson.all_cards():
        yield Slot(Kind.ALIASES, (*here, "aliases", card.key), card.when.readers(), optional=True)
    for question in lesson.questions:
        there = (*here, "questions", question.key)
        yield from _question_slots(there, question.options, question.when.readers(), replies=True)


def _card_slot(kind: Kind, path: tuple[str, ...], card: CardShape) -> Slot:
    return Slot(kind, path, card.when.readers(), card.facts)


def _question_slots(
    here: tuple[str, ...], options: tuple[OptionShape, ...], readers: frozenset[Citizenship], *, replies: bool
) -> Iterator[Slot]:
    yield Slot(Kind.QUESTION, (*here, "text"), readers)
    for option in options:
        there = (*here, "options", option.key)
        if option.value is None:
            yield Slot(Kind.OPTION, (*there, "text"), readers)
        names = ("reply",) if option.value is None else ("when_right", "when_wrong")
        yield from (Slot(Kind.REPLY, (*there, name), readers) for name in names if replies)


def pairs_slots(pairs: PairsShape) -> Iterator[Slot]:
    """Both questions of each pair; the first has no replies, since nothing is explained in the first check."""
    for pair in pairs.pairs:
        for name, half in pair.halves().items():
            here, readers = ("pairs", pair.key, name), pair.when.readers()
            yield from _question_slots(here, half.options, readers, replies=name == "last")


def trouble_slots(trouble: TroubleShape) -> Iterator[Slot]:
    """Title, steps and phrases of each trouble page."""
    for page in trouble.pages:
        here = ("pages", page.key)
        yield Slot(Kind.TITLE, (*here, "title"))
        for step in page.steps:
            yield _card_slot(Kind.STEP, (*here, "steps", step.key), step)
        yield Slot(Kind.PHRASES, (*here, "phrases"))


def phrasebook_slots(phrasebook: PhrasebookShape) -> Iterator[Slot]:
    """Title of each page; of each phrase its Russian or what it means, and how the Russian sounds."""
    for page in phrasebook.pages:
        here = ("pages", page.key)
        yield Slot(Kind.TITLE, (*here, "title"))
        for phrase in page.phrases:
            yield Slot(Kind.PHRASE, (*here, "phrases", phrase, "text"))
            yield Slot(Kind.SOUND, (*here, "phrases", phrase, "said"))


def contacts_slots(directory: ContactsShape) -> Iterator[Slot]:
    """Cities, topics, and each contact's name and note."""
    yield from (Slot(Kind.NAME, ("cities", city)) for city in directory.cities)
    yield from (Slot(Kind.NAME, ("topics", topic)) for topic in directory.topics)
    for contact in directory.contacts:
        here, readers = ("contacts", contact.key), contact.when.readers()
        yield Slot(Kind.NAME, (*here, "name"), readers)
        yield Slot(Kind.NOTE, (*here, "note"), readers, optional=True)
