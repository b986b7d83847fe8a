"""Delivery to the bot's own address: in order within a line, again and again until it says 2xx."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from sandbox.limits import Limits
from sandbox.updates import Queue, Queued, line_of

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
# The bot's HTTP answer may carry one method call.
Reply = Callable[[aiohttp.ClientResponse], Awaitable[None]]


@dataclass(slots=True)
class Courier:
    """Carries queued updates to the webhook."""

    queue: Queue
    limits: Limits
    on_reply: Reply
    on_delivered: Callable[[dict[str, Any]], None]
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_at: float = 0.0
    lines: dict[tuple[str, int], asyncio.Task[None]] = field(default_factory=dict)
    session: aiohttp.ClientSession | None = None

    def wake(self) -> None:
        """Start a worker for every line that has none."""
        if not self.queue.webhook_url:
            return
        for item in self.queue.fresh():
            line = line_of(item.update)
            if line not in self.lines:
                self.lines[line] = asyncio.create_task(self._work(line))

    async def _work(self, line: tuple[str, int]) -> None:
        try:
            while item := self._first(line):
                await self._deliver(item)
        finally:
            del self.lines[line]

    def _first(self, line: tuple[str, int]) -> Queued | None:
        if not self.queue.webhook_url:
            return None
        return next((item for item in self.queue.fresh() if line_of(item.update) == line), None)

    async def _deliver(self, item: Queued) -> None:
        """Carry one update: once, at once again, then after 2, 4, 8 … seconds, holding back its line."""
        pause = 0.0
        while self.queue.webhook_url and item in self.queue.fresh():
            if await self._post(item.update):
                self.queue.drop(item.update_id)
                return
            await asyncio.sleep(pause)
            pause = min(max(pause * 2, self.limits.resend_after), self.limits.resend_at_most)

    async def _post(self, update: dict[str, Any]) -> bool:
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        self.session = self.session or aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(60))
        self.on_delivered(update)
        try:
            async with self.session.post(self.queue.webhook_url, json=update, headers=headers) as answer:
                return await self._accepted(answer)
        except (aiohttp.ClientError, TimeoutError) as error:
            self._failed(str(error) or type(error).__name__)
            return False

    async def _accepted(self, answer: aiohttp.ClientResponse) -> bool:
        if not 200 <= answer.status < 300:
            self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
            return False
        await self.on_reply(answer)
        return True

    def _failed(self, error: str) -> None:
        self.last_error, self.last_error_at = error, self.queue.clock()

    async def close(self) -> None:
        """Stop all workers."""
        tasks = list(self.lines.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self.session:
            await self.session.close()
