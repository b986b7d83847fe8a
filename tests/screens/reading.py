"""Somebody who reads a made-up course in the real words of the interface."""

from functools import cache

from curriculum import CONTENT, convert, load_territories
from learning.course import Citizenship, Course, Language
from learning.learner import Learner, LessonRecord, enrol
from learning.territory import Territories
from locales import Phrases, load
from screens.intents import Intent, decode
from screens.reader import Book, Reader
from screens.screen import Screen
from tests.sample import TODAY


@cache
def _interface() -> tuple[Phrases, Territories]:
    return load(convert), load_territories(CONTENT)


def reader(
    course: Course,
    *passed: int,
    language: Language = Language.RU,
    passport: Citizenship = Citizenship.KG,
    guest: bool = False,
) -> Reader:
    """A reader of this course who has passed these lessons."""
    records = {number: LessonRecord(course.release, TODAY, 100) for number in passed}
    learner = Learner(language, passport, lessons=records)
    return Reader(Book(course, *_interface()), learner if guest else enrol(learner, TODAY), TODAY)


def labels(screen: Screen) -> list[str]:
    """The words on all buttons."""
    return [button.text for row in screen.rows for button in row]


def intents(screen: Screen) -> list[Intent]:
    """What all buttons say."""
    return [decode(button.data)[0] for row in screen.rows for button in row]
