"""Delivery to the bot's own address: in order within a line, again and again until it says 2xx."""

import asyncio
import errno
import ipaddress
import os
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from sandbox import rules
from sandbox.limits import Limits
from sandbox.updates import Hook, Queue, Queued

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
GONE = 410
# The bot's HTTP answer may carry one method call.
Reply = Callable[[aiohttp.ClientResponse], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a delivery went; `error` is what getWebhookInfo shows."""

    error: str = ""
    retry_after: float = 0.0


@dataclass(slots=True)
class Courier:
    """Carries queued updates to the webhook."""

    queue: Queue
    limits: Limits
    on_reply: Reply
    on_delivered: Callable[[dict[str, Any]], None]
    last_error: str = ""
    last_error_at: float = 0.0
    changed_at: float = 0.0
    gone_since: float = 0.0
    lines: dict[tuple[int, int], asyncio.Task[None]] = field(default_factory=dict)
    free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    session: aiohttp.ClientSession | None = None
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep

    def __post_init__(self) -> None:
        self.free = asyncio.Semaphore(max(self.hook.max_connections, 1))

    @property
    def hook(self) -> Hook:
        """Return the webhook in force."""
        return self.queue.hook

    # -- where to --------------------------------------------------------------------------------------------

    async def point(self, wanted: Hook, change_allowed: Callable[[], bool], *, drop: bool) -> str:
        """Set the webhook and return what to say about it.

        As on the real server, an address that is refused leaves no webhook at all.
        """
        self._not_too_often()
        if wanted == self.hook and not wanted.certificate and not drop:
            change_allowed()
            return "Webhook is already set"
        # Whoever polls is sent away, even if the address is then refused.
        self.queue.end_poll(rules.BotApiError(409, rules.WEBHOOK_CAME))
        self.unpoint(drop=drop)
        rules.check_webhook(wanted.url, wanted.secret)
        change_allowed()
        self._check_reachable(wanted)
        self.queue.hook, self.free = wanted, asyncio.Semaphore(wanted.max_connections)
        self.wake()
        return "Webhook was set"

    def _not_too_often(self) -> None:
        now = self.queue.clock()
        if self.limits.webhook_change and now < self.changed_at + self.limits.webhook_change:
            raise rules.too_many_requests(1)
        self.changed_at = now

    def _check_reachable(self, wanted: Hook) -> None:
        if not self.limits.private_webhooks:
            rules.check_webhook_is_public(wanted.url, wanted.ip_address)

    def unpoint(self, *, drop: bool = False) -> str:
        """Forget the webhook and return what to say about it."""
        known = bool(self.hook.url)
        if drop:
            self.queue.waiting.clear()
        self.queue.hook = Hook()
        self._stop()
        self.last_error, self.last_error_at, self.gone_since = "", 0.0, 0.0
        return "Webhook was deleted" if known else "Webhook is already deleted"

    def info(self) -> dict[str, Any]:
        """Return what getWebhookInfo shows."""
        hook = self.hook
        info: dict[str, Any] = {"url": hook.url, "has_custom_certificate": hook.certificate}
        info["pending_update_count"] = len(self.queue.fresh())
        if self.last_error:
            info |= {"last_error_date": int(self.last_error_at), "last_error_message": self.last_error}
        if hook.url:
            info |= {
                "max_connections": hook.max_connections,
                "ip_address": hook.ip_address or _address(hook.url),
            }
        return info | ({"allowed_updates": self.queue.allowed} if self.queue.allowed else {})

    # -- carrying --------------------------------------------------------------------------------------------

    def wake(self, item: Queued | None = None) -> None:
        """Start a worker for the line of this update, or for every line that has none."""
        if not self._open():
            return
        for line in dict.fromkeys(one.line for one in ([item] if item else self.queue.ready())):
            if line not in self.lines:
                self.lines[line] = asyncio.create_task(self._work(line))

    def _open(self) -> bool:
        return bool(self.hook.url) and self.queue.closed is None

    async def _work(self, line: tuple[int, int]) -> None:
        try:
            while self._open() and (item := self.queue.first(line)):
                await self._deliver(item)
        finally:
            if self.lines.get(line) is asyncio.current_task():
                del self.lines[line]

    async def _deliver(self, item: Queued) -> None:
        """Carry one update: once, at once again, then after 2, 4, 8 … seconds, holding back its line."""
        delay, fails = self.limits.resend_after / 2, 0
        while self._open() and item in self.queue.waiting and item.expires_at > self.queue.clock():
            outcome = await self._post(item)
            if not outcome.error:
                self.queue.drop(item)
                return
            pause = min(outcome.retry_after, self.limits.retry_after_at_most)
            if not pause and fails:
                delay = min(delay * 2, self._longest())
                pause = delay
            fails += 1
            if self.queue.clock() + pause > item.expires_at:
                self.queue.drop(item)
                return
            await self.pause(pause)

    def _longest(self) -> float:
        most = self.limits.resend_at_most
        return random.uniform(most, 2 * most)  # noqa: S311 - spread, as on the real server

    async def _post(self, item: Queued) -> Outcome:
        async with self.free:
            item.handed = True
            self.on_delivered(item.update)
            outcome = await self._posted(item.update)
        if outcome.error:
            self.last_error, self.last_error_at = outcome.error, self.queue.clock()
        return outcome

    async def _posted(self, update: dict[str, Any]) -> Outcome:
        headers = {SECRET_HEADER: self.hook.secret} if self.hook.secret else {}
        try:
            async with self._session().post(
                self.hook.url,
                json=update,
                headers=headers,
                allow_redirects=False,
                ssl=not _here(self.hook.url),
            ) as answer:
                return await self._heard(answer)
        except TimeoutError:
            return Outcome("Read timeout expired")
        except aiohttp.ClientConnectorDNSError as error:
            return Outcome(f"Failed to resolve host: {error.os_error.strerror}")
        except aiohttp.ClientConnectorError as error:
            return Outcome(os.strerror(error.os_error.errno or errno.ECONNREFUSED))
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Outcome(str(error) or "Connection closed")

    def _session(self) -> aiohttp.ClientSession:
        if self.session is None:
            patience = aiohttp.ClientTimeout(self.limits.webhook_patience)
            self.session = aiohttp.ClientSession(
                timeout=patience,
                skip_auto_headers=("User-Agent", "Accept"),
                connector=aiohttp.TCPConnector(limit=0),
            )
        return self.session

    async def _heard(self, answer: aiohttp.ClientResponse) -> Outcome:
        if 200 <= answer.status < 300:
            self.gone_since = 0.0
            await self.on_reply(answer)
            return Outcome()
        self._count_gone(answer.status)
        wait = answer.headers.get("Retry-After", "")
        error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        return Outcome(error, float(wait) if wait.isdecimal() else 0.0)

    def _count_gone(self, status: int) -> None:
        """Forget a webhook that has said for long that it is gone."""
        now = self.queue.clock()
        if status != GONE:
            self.gone_since = 0.0
        elif not self.gone_since:
            self.gone_since = now
        elif now > self.gone_since + self.limits.gone_after:
            self.unpoint()

    def _stop(self) -> list[asyncio.Task[None]]:
        """Hang up on the webhook; what it has not answered yet goes to the next one."""
        tasks = list(self.lines.values())
        self.lines = {}
        for task in tasks:
            task.cancel()
        return tasks

    async def close(self) -> None:
        """Stop all workers."""
        await asyncio.gather(*self._stop(), return_exceptions=True)
        if self.session:
            await self.session.close()


def _address(url: str) -> str:
    """Return the address of a webhook when its URL names one."""
    host = rules.webhook_parts(url).hostname or ""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return "127.0.0.1" if host == "localhost" else "<unknown>"


def _here(url: str) -> bool:
    """Tell whether a webhook is on this machine, where a certificate proves nothing."""
    return rules.is_this_machine(rules.webhook_parts(url).hostname or "")
