"""Puts the rooms together: book, store, desk, bot; one place that knows them all."""

import bot.lazy_aiogram  # noqa: F401 - before aiogram

import asyncio
import gc
import signal
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import UTC, datetime

from aiogram.exceptions import AiogramError, TelegramUnauthorizedError
from aiogram.methods import GetMe

from bot import profile
from bot.figures import publish_weekly
from bot.init_data import admission
from bot.keys import pseudonyms
from bot.metrics import Metrics, counting, metrics_app, timed
from bot.office import office_of
from bot.outbox import Sender
from bot.pace import Pace
from bot.serve import Service, listening, serve, unknown_token
from bot.settings import Settings, SettingsError
from bot.shelf import Shelf, first_book
from bot.telegram import build_models, make_bot
from handlers import Desk
from office.example import is_example
from reports import pages
from screens.reader import Book
from storage import StoreError, open_store


@asynccontextmanager
async def at_work(settings: Settings, book: Book | None = None) -> AsyncIterator[Service]:
    """A service with everything open: records, book, line to Telegram; closed again in the end.

    A book that is read already may be given; else it is what the settings say.

    Raises:
        SettingsError: a setting keeps it from starting.
    """
    if book is None:
        book = await asyncio.to_thread(first_book, settings.releases)
    keys = await pseudonyms(settings)
    try:
        store = await open_store(settings.database_url, keys)
    except StoreError as error:
        raise SettingsError(f"SAFAR_DATABASE_URL: {error}") from error
    pace = Pace(settings.messages_per_second)
    bot = make_bot(settings.bot_token.get_secret_value(), settings.telegram_api_url, pace)
    metrics = Metrics()
    metrics.teaches(book.course)
    bot.session.middleware(counting(metrics))
    timed_store = timed(store, metrics)
    # The book and the calendar are those of the desk, whichever it is then.
    office = office_of(timed_store, lambda: service.desk.book, settings, lambda: service.desk.today())  # noqa: PLW0108
    desk = Desk(book, timed_store, keys, lambda: datetime.now(UTC).date(), office)
    service = Service(bot, desk, pace=pace, metrics=metrics)
    office.example = await is_example(office)
    try:
        yield service
    finally:
        await bot.session.close()
        await store.close()


async def run(settings: Settings, stopping: asyncio.Event | None = None) -> None:
    """Run the bot until SIGTERM, Ctrl-C or `stopping`."""
    async with at_work(settings) as service:
        if stopping:
            service.stopping = stopping
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, service.stopping.set)
        settle_down()
        await serve_service(service, settings)


def settle_down() -> None:
    """Everything is loaded and stays: build what steps need, and let the garbage collector look at new things only.

    Else each of its full rounds reads all models and the whole book, and everybody waits for a quarter of a second.
    """
    build_models()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


async def serve_service(service: Service, settings: Settings) -> None:
    """Check the token, show the bot's face, and serve."""
    office = service.desk.office
    try:
        office.bot_name = (await service.bot(GetMe())).username or ""
    except TelegramUnauthorizedError as error:
        raise unknown_token() from error
    except AiogramError as error:
        raise SettingsError(
            f"SAFAR_TELEGRAM_API_URL: no answer from {settings.telegram_api_url} ({type(error).__name__}); "
            "check the address and the network"
        ) from error
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    async with _metrics(service, settings), _pages(service, settings), asyncio.TaskGroup() as group:
        sender = Sender(service.desk.store, service.bot, service.stopping, service.pace)
        sender.book = lambda: service.desk.book
        shelf = group.create_task(Shelf(settings.releases, service).watch()) if settings.releases else None
        service.metrics.outbox = sender.counts
        group.create_task(sender.work())
        weekly = group.create_task(publish_weekly(office))
        face = group.create_task(profile.register(service.bot, service.desk.book.phrases))
        await serve(service, settings.listen, settings.webhook_url, secret)
        face.cancel()
        weekly.cancel()
        if shelf:
            shelf.cancel()


def _metrics(service: Service, settings: Settings) -> AbstractAsyncContextManager[None]:
    """The page of figures, at its private address if it has one."""
    if not settings.metrics_listen:
        return nullcontext()
    return listening(metrics_app(service.metrics), settings.metrics_listen, "SAFAR_METRICS_LISTEN")


def _pages(service: Service, settings: Settings) -> AbstractAsyncContextManager[None]:
    """The officials' pages, if they have an address."""
    if not settings.site_url:
        return nullcontext()
    app = pages(
        service.desk.office, admission(settings.bot_token.get_secret_value(), service.desk.pseudonyms)
    )
    return listening(app, settings.site_listen, "SAFAR_SITE_LISTEN")
