"""The one who sends messages to many: a few in flight at a time, each marked on disk before and after.

Telegram knows no key that would keep a message from arriving twice. So a message is marked as in flight before it
is sent, and what was in flight when a process died stays `unknown`: listed, and never sent again by itself.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMessage

from bot.correction import notices_of
from bot.hours import clock, stamp, zones_awake
from bot.log import places
from bot.pace import Pace
from learning.broadcast import Fate
from screens.reader import Book
from storage import Conflict, Letter, Store, StoreUnavailable

log = structlog.get_logger()
LANES, GROUP = 2, 5  # so many groups of so many in flight: one fills the pause in which the other is marked
LOOK_EVERY = 1.0  # seconds between looks for work
# The first that fits says how a message ended; what fits none may have arrived.
FATES: list[tuple[type[AiogramError], Fate]] = [
    (TelegramRetryAfter, Fate.WAITING),
    (TelegramUnauthorizedError, Fate.WAITING),
    (TelegramForbiddenError, Fate.BLOCKED),
    (TelegramNetworkError, Fate.UNKNOWN),
    (TelegramServerError, Fate.UNKNOWN),
    (TelegramBadRequest, Fate.REFUSED),
    (TelegramAPIError, Fate.REFUSED),
]


def fate_of(error: Exception) -> Fate:
    """What is known about a message whose sending failed so."""
    return next((fate for kind, fate in FATES if isinstance(error, kind)), Fate.UNKNOWN)


@dataclass(slots=True)
class Sender:
    """Sends what waits, until told to stop; what is in flight is finished first."""

    store: Store
    bot: Bot
    stopping: asyncio.Event
    pace: Pace
    clock: Callable[[], datetime] = clock
    book: Callable[[], Book] | None = None
    leads: bool = False
    corrected: int = -1
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def work(self) -> None:
        """Look for work every second, and at once again while there is some."""
        async with asyncio.TaskGroup() as lanes:
            for _ in range(LANES):
                lanes.create_task(self._lane())

    async def _lane(self) -> None:
        while not self.stopping.is_set():
            try:
                busy = await self._group()
            except Exception as error:  # noqa: BLE001 - neither absent records nor a bug here may end the bot
                self.leads, busy = False, False
                log.warning("outbox stumbled", kind=type(error).__name__, places=places(error))
            if not busy:
                await self._rest()

    async def counts(self) -> dict[str, int]:
        """How many messages stand where; for the figures."""
        return {fate.value: n for fate, n in (await self.store.fates()).items()}

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), LOOK_EVERY)

    async def _group(self) -> bool:
        """Send a few; whether there were any and more may follow at once."""
        if not await self._leading():
            return False
        now = self.clock()
        await self._correct(now)
        letters = await self.store.take(stamp(now), zones_awake(now), GROUP)
        if not letters:
            await self.store.finish()
            return False
        fates = await asyncio.gather(*map(self._send, letters))
        await self._mark(list(zip(letters, fates, strict=True)))
        return any(fate is not Fate.WAITING for fate in fates)

    async def _correct(self, now: datetime) -> None:
        """Once for each book: record what people must be told that a release has changed."""
        book = self.book() if self.book else None
        if book is None or book.course.release == self.corrected:
            return
        for release, notices in notices_of(book, now.date()).items():
            made = await self.store.begin_corrections(release, notices, now.date())
            if made:
                log.info("corrections recorded", release=release, messages=made)
        self.corrected = book.course.release

    async def _leading(self) -> bool:
        async with self._asking:
            leads = await self.store.lead()
            if leads and not self.leads:
                unknown = await self.store.recover()
                if unknown:
                    log.warning("messages of unknown outcome", number=unknown)
            self.leads = leads
            return leads

    async def _send(self, letter: Letter) -> Fate:
        chat = letter.person.address
        async with self.pace.unasked(chat):
            if self.stopping.is_set():
                return Fate.WAITING
            try:
                await self.bot(SendMessage(chat_id=chat, text=letter.text))
            except Exception as error:  # noqa: BLE001 - one failing message must not lose the others of its group
                if isinstance(error, TelegramRetryAfter):
                    self.pace.hold(error.retry_after)
                return fate_of(error)
        return Fate.SENT

    async def _mark(self, fates: list[tuple[Letter, Fate]]) -> None:
        """Note how they ended, again and again while the records are away: else we would not know."""
        while True:
            try:
                return await self.store.mark(fates)
            except (StoreUnavailable, Conflict):
                if self.stopping.is_set():
                    raise
                await self._rest()
