"""The real bot at work against the pretend Telegram, over HTTP, in one process: for the demo, the tour, the tests."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.serve import Service
from bot.settings import Settings, read_settings
from bot.wiring import at_work, serve_service
from papers.signature import new_private_pem
from sandbox import Sandbox
from screens.reader import Book


@dataclass(frozen=True, slots=True)
class Pretence:
    """A pretend Telegram and the bot that serves it."""

    sandbox: Sandbox
    service: Service


def settings_for(sandbox: Sandbox, database_url: str, keys_dir: Path | None, **more: object) -> Settings:
    """Settings of a bot that talks to this sandbox; whatever is set for a real bot is left aside.

    Without a folder for keys they are made for this one time.
    """
    once = {
        "secret_key": secrets.token_hex(32),
        "contact_key": secrets.token_hex(32),
        "certificate_key": new_private_pem().decode(),
    }
    keys = {**dict.fromkeys(once), "keys_dir": keys_dir} if keys_dir else once
    return read_settings(
        bot_token=sandbox.token,
        telegram_api_url=sandbox.url,
        database_url=database_url,
        webhook_url=None,
        webhook_secret=None,
        listen="127.0.0.1:0",
        metrics_listen=None,
        **{"releases": None, "site_url": None, **keys, **more},
    )


@asynccontextmanager
async def pretence(
    sandbox: Sandbox,
    database_url: str,
    keys_dir: Path | None = None,
    *,
    book: Book | None = None,
    **more: object,
) -> AsyncIterator[Pretence]:
    """Start the bot against a running sandbox; on leaving, what is in flight is finished.

    `book` is what it teaches, if that is read already; `more` are settings.
    """
    settings = settings_for(sandbox, database_url, keys_dir, **more)
    async with at_work(settings, book) as service, asyncio.TaskGroup() as group:
        serving = group.create_task(serve_service(service, settings))
        try:
            yield Pretence(sandbox, service)
        finally:
            service.stopping.set()
            await serving
