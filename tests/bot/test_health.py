"""/healthz says that the process lives, /readyz that it can work, and if not, what is missing."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.health import POLL_WITHIN, Health, add_health
from bot.metrics import Reach
from bot.serve import listening
from sandbox import Sandbox
from storage import StoreUnavailable
from tests.bot.test_process import SECRET, free_port, process


class Records:
    """Records that answer, fail, or hang."""

    def __init__(self, error: Exception | None = None, seconds: float = 0.0) -> None:
        self._error, self._seconds = error, seconds

    async def ping(self) -> None:
        await asyncio.sleep(self._seconds)
        if self._error:
            raise self._error


def health(
    records: Records | None = None, reach: Reach | None = None, *, polls: bool = True, stopping: bool = False
) -> Health:
    now, told = time.monotonic(), asyncio.Event()
    if stopping:
        told.set()
    store: Any = records or Records()
    return Health(lambda: store, reach or Reach(now, 0.0, now), told, dict, polls)


@asynccontextmanager
async def served(looked_at: Health) -> AsyncIterator[str]:
    app, port = web.Application(), free_port()
    add_health(app, looked_at)
    async with listening(app, f"127.0.0.1:{port}"):
        yield f"http://127.0.0.1:{port}"


async def asked(url: str) -> tuple[int, dict[str, Any]]:
    """Status and body of a page."""
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        return answer.status, await answer.json()


LONG_AGO = time.monotonic() - POLL_WITHIN - 3600
NOW = time.monotonic() + 3600  # later than anything in this run

NOT_READY = [
    (lambda: health(Records(StoreUnavailable("gone"))), "records", "unavailable"),
    (lambda: health(Records(seconds=60)), "records", "unavailable"),
    (lambda: health(reach=Reach()), "telegram", "not reached yet"),
    (lambda: health(reach=Reach(NOW, 0.0, LONG_AGO)), "telegram", "not polled lately"),
    (lambda: health(reach=Reach(NOW, 0.0, 0.0)), "telegram", "not polled lately"),
    (lambda: health(reach=Reach(LONG_AGO, NOW), polls=False), "telegram", "not reached"),
    (lambda: health(stopping=True), "process", "stopping"),
]


@pytest.mark.parametrize(("made", "part", "said"), NOT_READY)
async def test_what_is_missing_is_named_and_the_process_lives_all_the_same(
    made: Any, part: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 with the part, on /readyz; /healthz stays 200, for a restart would cure none of this."""
    monkeypatch.setattr("bot.health.DATABASE_WITHIN", 0.05)
    async with served(made()) as url:
        status, body = await asked(f"{url}/readyz")
        assert (status, body["status"], body[part]) == (503, "not ready", said)
        assert {name for name, state in body.items() if state == "ok"} == {
            "records",
            "telegram",
            "content",
            "process",
        } - {part}
        assert (await asked(f"{url}/healthz"))[0] == 200


async def test_a_webhook_that_hears_nothing_for_long_is_ready_still() -> None:
    """Telegram calls when there is something; silence after an answer is no fault."""
    async with served(health(reach=Reach(LONG_AGO, 0.0, 0.0), polls=False)) as url:
        assert (await asked(f"{url}/readyz"))[0] == 200


@pytest.mark.parametrize("webhook", [False, True])
async def test_the_running_bot_is_ready_by_polling_and_by_webhook(
    webhook: bool, tmp_path: Path, small: dict[str, str]
) -> None:
    """Both pages answer 200 for a bot at work; and they count what was stepped over."""
    port = free_port()
    more = {"SAFAR_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "SAFAR_WEBHOOK_SECRET": SECRET}
    async with Sandbox() as sandbox, process(sandbox, tmp_path, port, **(more if webhook else {}), **small):
        person = await sandbox.person("ky")
        await person.start()
        status, body = await asked(f"http://127.0.0.1:{port}/healthz")
        assert (status, body) == (200, {"status": "ok", "unreadable": 0, "failed": 0})
        status, body = await asked(f"http://127.0.0.1:{port}/readyz")
        assert (status, body["status"]) == (200, "ready"), body
