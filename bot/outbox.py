"""The one who sends messages to many: a few in flight at a time, each marked on disk before and after.

Telegram knows no key that would keep a message from arriving twice. So a message is marked as in flight before it
is sent, and what was in flight when a process died stays `unknown`: listed, and never sent again by itself.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

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

from bot.hours import clock, stamp, zones_awake
from bot.log import places
from learning.broadcast import A_SECOND, Fate
from storage import Conflict, Letter, Store, StoreUnavailable

log = structlog.get_logger()
GROUP = 10  # messages in flight at once: as many can be unknown after a kill
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


class Pace(Protocol):
    """Whoever says when a message that nobody asked for may go."""

    def unasked(self, chat: int) -> AbstractAsyncContextManager[Any]:
        """Wait for a permit; it is held while the message is sent."""

    def hold(self, seconds: float) -> Any:
        """Let nothing go for so long: Telegram said so."""


@dataclass(slots=True)
class Steady:
    """The plainest pace: so many a second, evenly."""

    a_second: float = A_SECOND
    _next: float = 0.0

    @asynccontextmanager
    async def unasked(self, chat: int) -> AsyncIterator[None]:  # noqa: ARG002 - one message a person, so chats don't matter
        """See Pace."""
        now = asyncio.get_running_loop().time()
        mine = max(now, self._next)
        self._next = mine + 1 / self.a_second
        await asyncio.sleep(mine - now)
        yield

    def hold(self, seconds: float) -> None:
        """See Pace."""
        self._next = max(self._next, asyncio.get_running_loop().time() + seconds)


def fate_of(error: Exception) -> Fate:
    """What is known about a message whose sending failed so."""
    return next((fate for kind, fate in FATES if isinstance(error, kind)), Fate.UNKNOWN)


@dataclass(slots=True)
class Sender:
    """Sends what waits, until told to stop; what is in flight is finished first."""

    store: Store
    bot: Bot
    stopping: asyncio.Event
    pace: Pace = field(default_factory=Steady)
    clock: Callable[[], datetime] = clock
    leads: bool = False

    async def work(self) -> None:
        """Look for work every second, and at once again while there is some."""
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
        letters = await self.store.take(stamp(now), zones_awake(now), GROUP)
        if not letters:
            await self.store.finish()
            return False
        fates = await asyncio.gather(*map(self._send, letters))
        await self._mark(list(zip(letters, fates, strict=True)))
        return any(fate is not Fate.WAITING for fate in fates)

    async def _leading(self) -> bool:
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
