"""The serving loop: updates come in by polling or by webhook, and are confirmed only once recorded."""

import bot.lazy_aiogram  # noqa: F401 - before aiogram

import asyncio
import hmac
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import DeleteWebhook, SetWebhook, TelegramMethod
from aiogram.types import Update
from aiohttp import web
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_exponential_jitter

from bot.errors import apologise, not_shown, try_again
from bot.health import Health, add_health
from bot.line import Line, RawUpdate
from bot.log import in_this_update
from bot.metrics import Handling, Metrics, count_refusals
from bot.pace import Pace
from bot.settings import SettingsError
from bot.telegram import RawUpdates, completed, read_json
from handlers import Desk, handle
from storage import Conflict, StoreUnavailable

T = TypeVar("T")
log = structlog.get_logger()
LONG_POLL = 30
WANTED = ["message", "callback_query", "my_chat_member"]
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
LARGEST_BODY = 1 << 20
PATIENCE = 10.0
STOP_WITHIN = 10.0
WIND_UP = 8.0  # of these seconds; the rest is for the last confirmation and for closing
SHORTEST_PAUSE = 0.2
LATELY = 5000  # updates handled here that are known when they come again; minutes of a busy bot
# Asked sooner for the offset it was asked for last, the Bot API server hands out the first update only, so that
# one slow step would hide everybody else's presses (telegram-bot-api, Client::process_get_updates).
SAME_AGAIN = 0.5


@dataclass(slots=True)
class Service:
    """The bot at work: its desk, its line to Telegram, and counts of what was stepped over."""

    bot: Bot
    desk: Desk
    pace: Pace = field(default_factory=Pace)
    unreadable: int = 0
    failed: int = 0
    unshown: int = 0
    handled: int = 0
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    metrics: Metrics = field(default_factory=Metrics)
    _lately: dict[int, None] = field(default_factory=dict)

    async def work(self, raw: RawUpdate) -> None:
        """Handle one raw update, whatever it is; never raises."""
        in_this_update()
        with Handling(self.metrics, raw) as handling:
            handling.outcome = await self._outcome(raw)

    async def _outcome(self, raw: RawUpdate) -> str:
        update = self._parsed(raw)
        if update is None:
            return "unreadable"
        if update.update_id in self._lately:
            return "again"
        try:
            await self._handled(update)
        except (StoreUnavailable, Conflict):
            self.failed += 1
            await try_again(update, self.bot, self.desk)
            return "unavailable"
        except Exception as error:  # noqa: BLE001 - a bug in one step must not stop the others
            if not_shown(error):
                self.unshown += 1
                return "unshown"
            self.failed += 1
            await apologise(error, update, self.bot, self.desk)
            return "failed"
        return "handled"

    def health(self, *, polls: bool) -> Health:
        """What `/healthz` and `/readyz` look at."""
        return Health(
            store=lambda: self.desk.store,
            reach=self.metrics.reach,
            stopping=self.stopping,
            counts=lambda: {"unreadable": self.unreadable, "failed": self.failed},
            polls=polls,
        )

    def _parsed(self, raw: RawUpdate) -> Update | None:
        try:
            return Update.model_validate(completed(raw), context={"bot": self.bot})
        except Exception as error:  # noqa: BLE001 - whatever a stranger can put into an update, it stops nobody
            self.unreadable += 1
            log.warning("update stepped over", kind=type(error).__name__, unreadable=self.unreadable)
            return None

    async def _handled(self, update: Update) -> None:
        try:
            await handle(update, self.bot, self.desk)
        except (Conflict, StoreUnavailable):
            await self._handled_again(update)
        self.handled += 1
        self._remember(update.update_id)

    def _remember(self, number: int) -> None:
        """A step that changes nothing leaves no trace in the records; coming again later, it must not undo others."""
        self._lately[number] = None
        if len(self._lately) > LATELY:
            del self._lately[next(iter(self._lately))]

    async def _handled_again(self, update: Update) -> None:
        policy = AsyncRetrying(
            retry=retry_if_exception_type((Conflict, StoreUnavailable)),
            wait=wait_exponential_jitter(multiplier=0.05, max=1.0),
            stop=stop_after_delay(PATIENCE),
            reraise=True,
        )
        await policy(handle, update, self.bot, self.desk)


async def poll(service: Service, line: Line) -> None:
    """Fetch updates until told to stop; confirm only what is finished."""
    bot, offset, asked, pause = service.bot, 0, 0, SHORTEST_PAUSE
    await _tell(bot, DeleteWebhook(drop_pending_updates=False))
    while not service.stopping.is_set():
        offset = asked = line.confirmed(offset)
        started = asyncio.get_running_loop().time()
        try:
            updates = await _unless_stopping(service, fetch(bot, offset))
            pause = SHORTEST_PAUSE
        except AiogramError as error:
            pause = _longer(pause, error)
            if isinstance(error, TelegramConflictError):  # a webhook left over from another life
                await _tell(bot, DeleteWebhook(drop_pending_updates=False))
            log.warning("fetching failed", kind=type(error).__name__, pause=round(pause, 1))
            await _unless_stopping(service, asyncio.sleep(pause))
            continue
        fresh = [raw for raw in updates or () if not line.seen(raw["update_id"])]
        await _unless_stopping(service, _take(line, fresh))
        offset = await _next(line, asked, started + SAME_AGAIN)
    await _confirm(service, line, asked, offset)


async def _next(line: Line, asked: int, at: float) -> int:
    """The offset to ask for next: a later one as soon as there is one, else the same at this time of the loop."""
    with suppress(TimeoutError):
        async with asyncio.timeout_at(at):
            while (offset := line.confirmed(asked)) == asked:
                line.moved.clear()
                await line.moved.wait()
            return offset
    return asked


async def _take(line: Line, fresh: list[RawUpdate]) -> None:
    for raw in fresh:
        await line.take(raw)


async def _tell(bot: Bot, method: TelegramMethod[bool]) -> None:
    try:
        await bot(method)
    except AiogramError as error:
        log.warning("Telegram refused", method=method.__api_method__, kind=type(error).__name__)


async def fetch(bot: Bot, offset: int, timeout: int = LONG_POLL, grace: int = 15) -> list[RawUpdate]:
    """The next updates, raw; whatever has no number can't be confirmed and is passed over."""
    request = RawUpdates(offset=offset, timeout=timeout, allowed_updates=WANTED)
    updates = await bot(request, request_timeout=timeout + grace)
    return [raw for raw in updates if isinstance(raw.get("update_id"), int)]


def unknown_token() -> SettingsError:
    """What to say when Telegram does not know the token."""
    return SettingsError("SAFAR_BOT_TOKEN: Telegram does not know this token (any more); ask @BotFather")


def _longer(pause: float, error: AiogramError) -> float:
    if isinstance(error, TelegramUnauthorizedError):
        raise unknown_token() from error
    if isinstance(error, TelegramRetryAfter):
        return float(error.retry_after)
    return min(pause * 2, 5.0)


async def _unless_stopping(service: Service, wanted: Coroutine[Any, Any, T]) -> T | None:
    """What is wanted, or None as soon as we are told to stop."""
    task = asyncio.ensure_future(wanted)
    stop = asyncio.ensure_future(service.stopping.wait())
    try:
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for unfinished in (task, stop):
            unfinished.cancel()
            with suppress(asyncio.CancelledError, AiogramError):
                await unfinished


async def _confirm(service: Service, line: Line, asked: int, offset: int) -> None:
    """Finish what is in flight, then tell Telegram, so that the next start begins after it."""
    await line.wind_up(WIND_UP)
    offset = line.confirmed(offset)
    if offset > asked:
        with suppress(AiogramError):
            await fetch(service.bot, offset, timeout=0, grace=1)


def secret_holds(request: web.Request, secret: str) -> bool:
    """Whether the request says the webhook's secret, whatever bytes the header holds."""
    said = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
    return hmac.compare_digest(said, secret.encode())


def make_app(service: Service, line: Line, path: str = "", secret: str = "") -> web.Application:
    """The health pages, and the webhook at `path` if there is one. It is answered after the record is on disk."""

    async def webhook(request: web.Request) -> web.Response:
        if secret and not secret_holds(request, secret):
            return web.Response(status=401, text="wrong secret")
        if (request.content_length or 0) > LARGEST_BODY:
            return web.Response(status=413, text="too large")
        try:
            raw = read_json(await request.read())
        except ValueError:
            return web.Response(status=400, text="not JSON")
        if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
            return web.Response(status=400, text="not an update")
        if service.stopping.is_set():
            return web.Response(status=503, text="stopping")
        await asyncio.shield(await line.take(raw))
        line.confirmed(0)
        return web.Response()

    app = web.Application(client_max_size=LARGEST_BODY)
    add_health(app, service.health(polls=not path))
    count_refusals(app, service.metrics)
    if path:
        app.router.add_post(path, webhook)
    return app


@asynccontextmanager
async def listening(app: web.Application, listen: str, setting: str = "SAFAR_LISTEN") -> AsyncIterator[None]:
    """Serve an app at HOST:PORT, which stands in this setting.

    Raises:
        SettingsError: the place is taken or not ours.
    """
    host, _, port = listen.rpartition(":")
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_WITHIN - WIND_UP - 1)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, int(port)).start()
    except OSError as error:
        await runner.cleanup()
        raise SettingsError(
            f"{setting}: can't listen at {listen} ({error.strerror}); choose another"
        ) from error
    try:
        yield
    finally:
        await runner.cleanup()


async def serve(service: Service, listen: str, webhook_url: str | None = None, secret: str = "") -> None:
    """Serve until told to stop; what is in flight is finished first."""
    async with Line(service.work) as line:
        service.metrics.watch(line)
        path = (urlsplit(webhook_url).path or "/") if webhook_url else ""
        async with listening(make_app(service, line, path, secret), listen):
            if webhook_url:
                await _webhook(service, webhook_url, secret)
                await line.wind_up(WIND_UP)
            else:
                await poll(service, line)


async def _webhook(service: Service, url: str, secret: str) -> None:
    try:
        await service.bot(SetWebhook(url=url, secret_token=secret or None, allowed_updates=WANTED))
    except TelegramUnauthorizedError as error:
        raise unknown_token() from error
    except TelegramAPIError as error:
        raise SettingsError(f"SAFAR_WEBHOOK_URL: Telegram refuses it ({error.message}); mend it") from error
    log.info("waiting for the webhook")
    await service.stopping.wait()
