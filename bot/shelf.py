"""The book that is open: the current release of the course, taken while the bot runs.

A release that can't be read never replaces one that can: the old one stays, and the reason is logged and counted.
"""

import asyncio
import signal
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from bot.serve import Service
from curriculum import (
    CONTENT,
    ContentError,
    content_of,
    convert,
    current,
    load_course,
    load_release,
    load_territories,
    numbers,
    read_pictures,
)
from learning.course import Course
from locales import Phrases
from locales import load as load_phrases
from screens.reader import Book

log = structlog.get_logger()
LOOK_EVERY = 2.0  # seconds
OLDER = 2  # releases before the current one that are kept at hand, for who began a lesson's questions in them


def open_book(content: Path = CONTENT) -> Book:
    """The course of a folder as it stands, the interface's words and the places.

    Raises:
        ContentError: the content has errors; a process with broken content does not start.
        PhrasesError: a catalogue is broken.
    """
    course = load_course(content)
    pictures = read_pictures(content, course)
    return Book(course, load_phrases(convert), load_territories(content), pictures=pictures)


def open_release(releases: Path, number: int, phrases: Phrases) -> Book:
    """A release, with the ones before it for who is in the middle of them. Raises ContentError."""
    course = load_release(releases, number)
    before = [older for older in numbers(releases) if older < number][-OLDER:]
    editions = {older: found for older in before if (found := _readable(releases, older))}
    content = content_of(releases, number)
    pictures = read_pictures(content, course)
    return Book(course, phrases, load_territories(content), editions, pictures)


def first_book(releases: Path | None) -> Book:
    """What to teach at the start: the current release, else the newest good one before it; without any, the content.

    Raises:
        ContentError: there are releases, and none of them can be read.
        PhrasesError: a catalogue is broken.
    """
    number = current(releases) if releases else None
    if releases is None or number is None:
        return open_book()
    phrases, failed = load_phrases(convert), None
    for candidate in [number, *(older for older in reversed(numbers(releases)) if older < number)]:
        try:
            return open_release(releases, candidate, phrases)
        except ContentError as error:
            log.warning("release refused", release=candidate, why=str(error))
            failed = failed or error
    raise failed or LookupError(number)


def _readable(releases: Path, number: int) -> Course | None:
    try:
        return load_release(releases, number)
    except ContentError:
        return None


@dataclass(slots=True)
class Shelf:
    """Watches which release is current, and opens it for everybody. Each update reads one book from end to end."""

    releases: Path
    service: Service
    refused: int = 0
    _look: asyncio.Event = field(default_factory=asyncio.Event)

    async def watch(self) -> None:
        """Look every two seconds, and at once on SIGHUP, until the bot stops."""
        with suppress(NotImplementedError, ValueError):  # not in the main thread
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._look.set)
        while not self.service.stopping.is_set():
            await self.look()
            await self._rest()

    async def look(self) -> None:
        """Take the release that is current, if it is another one and can be read."""
        try:
            number = await asyncio.to_thread(current, self.releases)
        except ContentError as error:
            log.warning("release refused", why=str(error))
            return
        if number is not None and number not in {self.service.desk.book.course.release, self.refused}:
            await self._take(number)

    async def _take(self, number: int) -> None:
        phrases = self.service.desk.book.phrases
        try:
            book = await asyncio.to_thread(open_release, self.releases, number, phrases)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, people go on reading the old one
            self.refused = number
            self.service.metrics.refuses(number)
            log.warning("release refused", release=number, kind=type(error).__name__, why=_why(error))
            return
        self.refused = 0
        self.service.desk.book = book
        self.service.metrics.teaches(book.course)
        log.info("release taken", release=number)

    async def _rest(self) -> None:
        self._look.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._look.wait(), LOOK_EVERY)


def _why(error: Exception) -> str:
    """A content error says its place; of anything else the kind must do, since its words may hold anything."""
    return str(error) if isinstance(error, ContentError) else ""
