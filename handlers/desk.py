"""What a handler is given: the desk of the process, and one visit of one person."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import BufferedInputFile, MaybeInaccessibleMessageUnion, Message

from handlers.telegram import below_file, keyboard, shows
from learning.course import Course
from learning.learner import Attempt, Learner
from learning.milestones import reached
from office import Office
from screens.intents import Intent, Step
from screens.reader import Book, Reader
from screens.screen import Screen
from storage import Person, Pseudonyms, Record, Store

UNCHANGED = "message is not modified"


# A handler takes the intent of its own kind; the table of contents pairs each kind with its handler.
Pressed = Callable[["Visit", Any], Awaitable[None]]
Commanded = Callable[["Visit", str], Awaitable[None]]


@dataclass(slots=True)
class Desk:
    """All that the handlers of one process share. The book is another one after a new release."""

    book: Book
    store: Store
    pseudonyms: Pseudonyms
    today: Callable[[], date]
    office: Office


@dataclass(slots=True)
class Visit:
    """One update from one person, with his state at hand: one book from its beginning to its end.

    `message` is the one pressed, None if he typed; `decided` says that a state waits to be recorded; `route` is the key
    of the route that the button carried.
    """

    desk: Desk
    book: Book
    bot: Bot
    person: Person
    update: int
    kept: Record | None
    learner: Learner
    contents: Mapping[type[Intent], Pressed]
    message: MaybeInaccessibleMessageUnion | None = None
    press: str = ""
    answered: bool = False
    decided: bool = False
    route: str = ""

    @property
    def reader(self) -> Reader:
        """The person with the book open."""
        return Reader(self.book, self.learner, self.today, self.route)

    @property
    def course(self) -> Course:
        """The course as it is taught today."""
        return self.book.on(self.today)

    def reader_of(self, attempt: Attempt) -> Reader:
        """The person with the book open as it was when an attempt began, if that edition is still at hand."""
        return replace(self.reader, book=self.book.edition(attempt.release))

    @property
    def today(self) -> date:
        """The day on which this happens."""
        return self.desk.today()

    async def turn_to(self, intent: Intent) -> None:
        """Go on as if a button with this intent had been pressed."""
        if isinstance(intent, Step):
            self.route = intent.route or self.route
        await self.contents[type(intent)](self, intent)

    def keep(self, after: Learner) -> None:
        """Decide on a state. It is recorded, once and durably, before anything is shown.

        So is one that is the old one: if the update comes again after a later one, its id tells that it is old.
        """
        self.learner, self.decided = after, True

    async def forget(self) -> None:
        """Erase what is kept of this person."""
        if self.kept:
            await self.desk.store.forget(self.person, self.kept)
        self.kept = None
        self.learner = Learner(self.learner.language)

    async def show(self, screen: Screen, notice: str = "") -> None:
        """Record what was decided, then show a screen: in place of the one pressed, or as a new message.

        Raises:
            Conflict: somebody else recorded in between; nothing was recorded or shown.
            StoreUnavailable: nothing was recorded or shown.
        """
        await self._record()
        async with asyncio.TaskGroup() as both:
            both.create_task(self.answer(notice))
            await self._put(screen)

    async def _record(self) -> None:
        before = self.kept.learner if self.kept else None
        if before is None or (before.lessons, before.checks) != (self.learner.lessons, self.learner.checks):
            self.learner = reached(self.course, self.learner, self.today)
        if not self.learner.guest and (self.decided or self.learner != before):
            self.kept = await self.desk.store.record(self.person, self.kept, self.learner, self.update)
            self.decided = False

    async def answer(self, notice: str = "", *, alert: bool = False) -> None:
        """Answer the press once; a failing answer harms nobody (too late, or the line is down)."""
        if not self.press or self.answered:
            return
        self.answered = True
        try:
            text = notice or None
            await self.bot(AnswerCallbackQuery(callback_query_id=self.press, text=text, show_alert=alert))
        except AiogramError:
            return

    async def send_file(self, name: str, body: bytes, below: Screen) -> None:
        """Answer the press, then send a file as a new message with a screen's words and buttons below it.

        The message pressed stays as it is. Nothing is recorded.
        """
        file, to = BufferedInputFile(body, name), self.person.address
        await self._send(
            SendDocument(chat_id=to, document=file, caption=below.text or None, reply_markup=keyboard(below))
        )

    async def send_picture(self, screen: Screen) -> None:
        """Answer the press, then send a screen with its drawing as a new message. Nothing is recorded.

        Raises KeyError when the book does not hold the drawing.
        """
        await self.send_image(screen.picture.rpartition("/")[2], self.book.pictures[screen.picture], screen)

    async def send_image(self, name: str, body: bytes, below: Screen) -> None:
        """Answer the press, then send a picture made just now, with a screen's words and buttons below it.

        The message pressed stays as it is. Nothing is recorded.
        """
        photo, to = BufferedInputFile(body, name), self.person.address
        await self._send(SendPhoto(chat_id=to, photo=photo, caption=below.text, reply_markup=keyboard(below)))

    async def _send(self, method: TelegramMethod[Message]) -> None:
        await self.answer()
        try:
            await self.bot(method)
        except TelegramForbiddenError:  # who has blocked the bot is left alone
            await self.blocked(True)

    async def _put(self, screen: Screen) -> None:
        if shows(self.message, screen):
            return
        try:
            await self._edit_or_send(screen)
        except TelegramForbiddenError:  # who has blocked the bot is left alone
            await self.blocked(True)

    async def blocked(self, now: bool) -> None:
        """Note that the person has blocked the bot, or is back; only if that is news about a learner."""
        if self.kept and self.kept.blocked != now:
            await self.desk.store.set_blocked(self.person, now)
            self.kept = replace(self.kept, blocked=now)

    async def _edit_or_send(self, screen: Screen) -> None:
        if (
            self.message is None
            or below_file(self.message)
            or not await self._edited(screen, self.message.message_id)
        ):
            await self.bot(
                SendMessage(chat_id=self.person.address, text=screen.text, reply_markup=keyboard(screen))
            )

    async def _edited(self, screen: Screen, message: int) -> bool:
        try:
            await self.bot(
                EditMessageText(
                    chat_id=self.person.address,
                    message_id=message,
                    text=screen.text,
                    reply_markup=keyboard(screen),
                )
            )
        except TelegramBadRequest as refusal:
            return UNCHANGED in refusal.message
        return True
