"""How fast we write: what is sent unasked keeps Telegram's pace, answers to people go before it.

Thirty permits a second for the whole bot; a permit comes back a second after its message was answered, so that no
sliding second ever sees more (a bucket refilled by the clock lets twice as many through). Who pressed a button
does not wait for a pool: his answer is counted, and what is unasked waits the longer. Only when a broadcast has
just taken all permits does he wait for the next that comes back, a thirtieth of a second.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar

from aiogram import Bot
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType, RequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

A_SECOND = 1.002  # with a hair for clocks that differ
PATIENCE = (
    0.08  # seconds that an answer to a person waits for a broadcast's permit, then it goes all the same
)
COUNTED = ("send", "edit", "copy", "forward")
_permitted: ContextVar[bool] = ContextVar("a permit is held for the calls of this task", default=False)


class Pace:
    """The permits of one bot. `a_second` 0 lets everything go at once."""

    def __init__(self, a_second: int = 30) -> None:
        self._a_second = a_second
        self._free = a_second  # below 0 while people are answered faster than the pool allows
        self._unasked = 0  # permits held by what is sent unasked
        self._people: deque[asyncio.Future[None]] = deque()
        self._returned = asyncio.Event()
        self._turn = asyncio.Lock()
        self._held_until = 0.0
        self._departed = 0.0
        self._written: dict[int, float] = {}

    @asynccontextmanager
    async def for_person(self) -> AsyncIterator[None]:
        """Around a message that somebody waits for: counted, and gone at once."""
        if self._free > 0 or not self._unasked or not await self._handed_over():
            self._free -= 1
        try:
            yield
        finally:
            asyncio.get_running_loop().call_later(A_SECOND, self._give_back)

    @asynccontextmanager
    async def unasked(self, chat: int) -> AsyncIterator[None]:
        """Around a message that nobody waits for: in its turn, one a second to a chat."""
        if self._a_second:
            await self._chat_rested(chat)
            async with self._turn:
                await self._pool_rested()
                self._free -= 1
                self._unasked += 1
                self._departed = _now()
        permitted = _permitted.set(True)
        try:
            yield
        finally:
            _permitted.reset(permitted)
            if self._a_second:
                self._rest(chat)

    def hold(self, seconds: float) -> None:
        """Send nothing unasked for so long: Telegram has said "too many requests"."""
        self._held_until = max(self._held_until, _now() + seconds)

    async def _handed_over(self) -> bool:
        """Wait for the next permit that comes back; False when none came in time."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._people.append(turn)
        with suppress(TimeoutError):
            await asyncio.wait_for(turn, PATIENCE)
            return True
        return False

    async def _chat_rested(self, chat: int) -> None:
        while (rest := self._written.get(chat, 0.0) + A_SECOND - _now()) > 0:  # noqa: ASYNC110 - it waits for time
            await asyncio.sleep(rest)

    async def _pool_rested(self) -> None:
        while True:
            rest = max(self._held_until, self._departed + 1 / self._a_second) - _now()
            if rest > 0:
                await asyncio.sleep(rest)
            elif self._free > 0 and not self._people:
                return
            else:
                self._returned.clear()
                await self._returned.wait()

    def _rest(self, chat: int) -> None:
        loop = asyncio.get_running_loop()
        self._written[chat] = loop.time()
        loop.call_later(A_SECOND, self._written.pop, chat, None)
        loop.call_later(A_SECOND, self._give_back_unasked)

    def _give_back_unasked(self) -> None:
        self._unasked -= 1
        self._give_back()

    def _give_back(self) -> None:
        while self._people:
            turn = self._people.popleft()
            if not turn.done():
                turn.set_result(None)  # it changes hands, so that nobody takes it in between
                return
        self._free += 1
        self._returned.set()


def _now() -> float:
    return asyncio.get_running_loop().time()


def paced(pace: Pace) -> RequestMiddlewareType:
    """A session's middleware that counts every message against the pace, and stops the unasked on a 429."""

    async def middleware(
        make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        try:
            if _permitted.get() or not method.__api_method__.startswith(COUNTED):
                return await make_request(bot, method)
            async with pace.for_person():
                return await make_request(bot, method)
        except TelegramRetryAfter as refusal:
            pace.hold(refusal.retry_after)
            raise

    return middleware
