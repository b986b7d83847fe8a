"""The whole stand-in as one web application, and a way to run it inside a process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Self

from aiohttp import ClientSession, web

from sandbox import api, control, mishaps
from sandbox.faults import Faults
from sandbox.limits import Limits
from sandbox.person import Person
from sandbox.rules import UPLOAD_BYTES
from sandbox.state import DEFAULT_TOKEN, State
from sandbox.webhook import Courier

PHONE = Path(__file__).parent / "phone"
SAVE_EVERY = 0.5
# A request's line and headers; a text of 4096 letters in a query string is long.
HEAD_BYTES = 1 << 18
# Nothing on the page comes from elsewhere.
PAGE_POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'"


def make_app(state: State) -> web.Application:
    """Return the stand-in: the Bot API, the control interface and the phone."""
    app = web.Application(client_max_size=UPLOAD_BYTES, middlewares=[control.own_page_only])
    app[api.STATE] = state
    app.router.add_get("/", _phone)
    app.router.add_static("/phone/", PHONE)
    app.router.add_routes(control.routes)
    api.add_routes(app)
    app.cleanup_ctx.append(_work)
    app.on_shutdown.append(_let_go)
    courier = Courier(state.queue, state.limits, _nobody, partial(_delivered, state))
    state.faults.on_act = partial(mishaps.happen, state)
    courier.on_reply = partial(api.take_reply, state, courier)
    app[api.COURIER] = courier
    return app


async def _nobody(answer: Any) -> None:
    """Stand in until the courier exists that answers are read with."""


def _delivered(state: State, update: dict[str, Any]) -> None:
    state.note("update", update=update)


async def _phone(_: web.Request) -> web.FileResponse:
    return web.FileResponse(PHONE / "index.html", headers={"Content-Security-Policy": PAGE_POLICY})


async def _work(app: web.Application) -> AsyncIterator[None]:
    """Deliver to the webhook and keep the state file while the server runs."""
    state, courier = app[api.STATE], app[api.COURIER]
    state.queue.on_new = courier.wake
    courier.wake()
    saver = asyncio.create_task(_save_now_and_then(state))
    yield
    saver.cancel()
    with suppress(asyncio.CancelledError):
        await saver
    await courier.close()
    state.save()


async def _save_now_and_then(state: State) -> None:
    while True:
        await asyncio.sleep(SAVE_EVERY)
        state.save()


async def _let_go(app: web.Application) -> None:
    """End streams and long polls, or the server would wait for them."""
    app[api.STATE].stopping.set()
    app[api.STATE].events.close()
    app[api.STATE].queue.end_poll(None)


class Sandbox:
    """A running stand-in: ``async with Sandbox() as sandbox: ... sandbox.url``."""

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        port: int = 0,
        state_file: Path | None = None,
        *,
        host: str = "127.0.0.1",
        limits: Limits | None = None,
        state: State | None = None,
    ) -> None:
        self.state = state or State(token, limits, state_file=state_file)
        self.host = host
        self.port = port
        self._line: ClientSession | None = None
        app = make_app(self.state)
        self.courier = app[api.COURIER]
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=1.0, max_line_size=HEAD_BYTES, max_field_size=HEAD_BYTES
        )

    @property
    def token(self) -> str:
        """Return the token that the bot must use."""
        return self.state.token

    @property
    def url(self) -> str:
        """Return the address; the Bot API is at `url`/bot<token>/<method>, the phone at `url`/."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    async def start(self) -> None:
        """Listen; port 0 takes a free one."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self.host, self.port).start()
        except OSError:  # the port is taken
            await self._runner.cleanup()
            raise
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening and write the state file."""
        if self._line:
            await self._line.close()
        await self._runner.cleanup()

    async def person(self, language_code: str = "ru", first_name: str | None = None) -> Person:
        """Hand somebody a phone; all of them share one line, since a new one an act costs more than the act."""
        if self._line is None or self._line.closed:
            self._line = ClientSession(self.url)
        return await Person.join(
            self.url, language_code=language_code, first_name=first_name, line=self._line
        )

    @property
    def faults(self) -> Faults:
        """Return the faults that can be set: `sandbox.faults.add("reset", methods=["sendMessage"])`."""
        return self.state.faults

    def refused(self) -> list[dict[str, Any]]:
        """Return every request that was refused, but for those a fault spoilt."""
        return list(self.state.journal.refused)

    def remarks(self) -> list[dict[str, Any]]:
        """Return every request that Telegram forgives though it departs from the documentation."""
        return list(self.state.journal.remarked)

    def unanswered(self) -> list[str]:
        """Return the ids of the presses that were never answered."""
        return [press.id for press in self.state.unanswered()]

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()
