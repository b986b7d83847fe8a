"""Is it alive, is it ready: `/healthz` for whoever restarts the process, `/readyz` for whoever sends it work.

A process whose database is away is alive: a restart would not bring the database back. It is not ready.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.metrics import Reach
from storage import Store, StoreUnavailable

DATABASE_WITHIN = 2.0  # seconds
POLL_WITHIN = 60.0  # seconds: a long poll of 30 s, and a stumble


@dataclass(frozen=True, slots=True)
class Health:
    """What the two pages look at. Functions, because the store may be exchanged while the process runs."""

    store: Callable[[], Store]
    reach: Reach
    stopping: asyncio.Event
    counts: Callable[[], dict[str, int]]
    polls: bool

    async def parts(self) -> dict[str, str]:
        """Each part and "ok", or what is wrong with it. The content is always there: none starts without."""
        return {
            "records": await self._records(),
            "telegram": self._telegram(time.monotonic()),
            "content": "ok",
            "process": "stopping" if self.stopping.is_set() else "ok",
        }

    async def _records(self) -> str:
        try:
            await asyncio.wait_for(self.store().ping(), DATABASE_WITHIN)
        except (StoreUnavailable, TimeoutError):
            return "unavailable"
        return "ok"

    def _telegram(self, now: float) -> str:
        reach = self.reach
        if not reach.answered:
            return "not reached yet"
        if self.polls:
            return "ok" if reach.polled and now - reach.polled < POLL_WITHIN else "not polled lately"
        return "ok" if reach.answered >= reach.failed else "not reached"


def add_health(app: web.Application, health: Health) -> None:
    """Serve `/healthz` and `/readyz`."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok", **health.counts()})

    async def readyz(_: web.Request) -> web.Response:
        parts = await health.parts()
        ready = set(parts.values()) == {"ok"}
        body = {"status": "ready" if ready else "not ready", **parts}
        return web.json_response(body, status=200 if ready else 503)

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
