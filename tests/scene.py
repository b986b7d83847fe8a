"""The real bot against the strict sandbox, over HTTP, for every test that talks to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from bot.pretend import Pretence, pretence
from bot.shelf import open_book
from learning.course import Citizenship, Course, Language
from sandbox import Button, Person, Sandbox, Screen
from screens.intents import Agree, Intent, SetLanguage, SetPassport, decode
from screens.reader import Book


@cache
def our_book() -> Book:
    """The course as it stands, read once for all tests of a process; nobody can change it."""
    return open_book()


@asynccontextmanager
async def scene(folder: Path) -> AsyncIterator[Pretence]:
    """A pretend Telegram and the bot, with records in this folder."""
    database = f"sqlite:///{folder}/safar.sqlite3"
    async with Sandbox() as sandbox, pretence(sandbox, database, book=our_book()) as pretend:
        yield pretend


def set_day(pretend: Pretence, day: date, course: Course | None = None) -> None:
    """From now on it is this day for the bot; and it teaches this course, if one is given."""
    desk = pretend.service.desk
    book = replace(desk.book, course=course) if course else desk.book
    pretend.service.desk = replace(desk, book=book, today=lambda: day)


def assert_clean(pretend: Pretence) -> None:
    """Telegram refused nothing and forgave nothing, every press was answered, and no handler failed."""
    assert pretend.sandbox.refused() == []
    assert pretend.sandbox.remarks() == []
    assert pretend.sandbox.unanswered() == []
    assert (pretend.service.failed, pretend.service.unreadable) == (0, 0)


def buttons(screen: Screen) -> list[Button]:
    """The buttons that say something to the bot."""
    return [button for row in screen.buttons for button in row if button.data]


def intents(screen: Screen) -> list[Intent]:
    """What the buttons of a screen mean."""
    return [decode(button.data or "")[0] for button in buttons(screen)]


async def press(person: Person, wanted: Intent | type[Intent]) -> Screen:
    """Press the first button of the last message that means this, or is of this kind."""
    screen = await person.screen()
    for button in buttons(screen):
        intent = decode(button.data or "")[0]
        if intent == wanted or (isinstance(wanted, type) and isinstance(intent, wanted)):
            return await person.press(button.data or "", screen.message_id)
    raise LookupError(f"no button for {wanted}; there are {intents(screen)}")


async def through_the_door(person: Person, language: str, citizenship: str) -> Screen:
    """Language, agreement, passport: to the first card."""
    await press(person, SetLanguage(Language(language)))
    await press(person, Agree())
    return await press(person, SetPassport(Citizenship(citizenship)))


async def enrolled(pretend: Pretence, language: str, citizenship: str) -> Person:
    """Somebody who came through the door and stands at the first card."""
    person = await pretend.sandbox.person("ru")
    await person.start()
    await through_the_door(person, language, citizenship)
    return person
