"""The preview over HTTP, on this machine: a page, what it asks for, and the news that a file was saved."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import date
from pathlib import Path

from aiohttp import web
from watchfiles import awatch

from learning.course import Citizenship, Language
from learning.insight import Insight
from learning.learner import Learner
from workbench import sheets
from workbench.desk import Desk
from workbench.learned import page as page_of
from workbench.play import first_press, pressed

PAGE = Path(__file__).parent / "page"
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
POLICY = "default-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
NEWS = web.AppKey("news", asyncio.Condition)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class CannotListenError(Exception):
    """The port is taken or not ours; one line that says so."""


@asynccontextmanager
async def serving(
    content: Path, port: int, today: date, learned: Insight | None = None
) -> AsyncIterator[str]:
    """Serve the preview of this folder and watch it; its address."""
    desk = Desk(content, today, learned=learned)
    await asyncio.to_thread(desk.read)
    app = make_app(desk)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    try:
        await site.start()
    except OSError as error:
        await runner.cleanup()
        raise CannotListenError(f"can't listen at port {port} ({error.strerror}); choose another") from error
    host, bound = runner.addresses[0][:2]
    stopping, saved = asyncio.Event(), asyncio.Event()
    saved.set()
    async with asyncio.TaskGroup() as group:
        group.create_task(_watch(desk, app[NEWS], saved, stopping))
        reading = group.create_task(_proof_read(desk, app[NEWS], saved))
        try:
            yield f"http://{host}:{bound}/"
        finally:
            stopping.set()
            reading.cancel()
            await runner.cleanup()


async def preview(
    content: Path, port: int, today: date, say: Callable[[str], None], learned: Insight | None = None
) -> None:
    """Serve until somebody stops it.

    Raises:
        CannotListenError: the port is taken.
    """
    async with serving(content, port, today, learned) as address:
        say(f"The preview of {content} is at {address} (Ctrl-C ends it)")
        await asyncio.Event().wait()


async def _watch(desk: Desk, news: asyncio.Condition, saved: asyncio.Event, stopping: asyncio.Event) -> None:
    """Read again on each save, and show it at once."""
    async for _ in awatch(desk.content, debounce=200, step=50, stop_event=stopping):
        await asyncio.to_thread(desk.read)
        await _tell(news)
        saved.set()


async def _proof_read(desk: Desk, news: asyncio.Condition, saved: asyncio.Event) -> None:
    """Proof-read what was saved last; that may take its time, and nobody waits for it."""
    while await saved.wait():
        saved.clear()
        await asyncio.to_thread(desk.proof_read)
        await _tell(news)


async def _tell(news: asyncio.Condition) -> None:
    async with news:
        news.notify_all()


def make_app(desk: Desk) -> web.Application:
    """The application around a desk."""
    app = web.Application(middlewares=[_guarded], client_max_size=1 << 12)
    app[NEWS] = asyncio.Condition()

    async def page(_: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE / "index.html")

    async def outline(_: web.Request) -> web.Response:
        return _json(sheets.outline(desk))

    async def row(request: web.Request) -> web.Response:
        what, key, language, passport = _chosen(request)
        return _json(sheets.row(desk, what, key, language, passport))

    async def side_by_side(request: web.Request) -> web.Response:
        what, key, _, passport = _chosen(request)
        card = request.query.get("card", "")
        return _json(sheets.side_by_side(desk, what, key, card, passport))

    async def hard(request: web.Request) -> web.Response:
        language, _ = _reader(request)
        return _json(page_of(desk.learned, language))

    async def press(request: web.Request) -> web.Response:
        what, key, language, passport = _chosen(request)
        if desk.book is None:
            raise web.HTTPConflict(text="there is no good state to show yet")
        data = await request.text() or first_press(what, key)
        shown = pressed(desk.book, Learner(language, passport), desk.today, data)
        return _json(sheets.screen(shown, desk.book.pictures))

    async def events(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await answer.prepare(request)
        with suppress(ConnectionError):
            await _send_news(answer, desk, request.app[NEWS])
        return answer

    app.router.add_get("/", page)
    app.router.add_get("/api/outline", outline)
    app.router.add_get("/api/row", row)
    app.router.add_get("/api/side-by-side", side_by_side)
    app.router.add_get("/api/hard", hard)
    app.router.add_post("/api/press", press)
    app.router.add_get("/events", events)
    app.router.add_static("/page", PAGE)
    return app


async def _send_news(answer: web.StreamResponse, desk: Desk, news: asyncio.Condition) -> None:
    sent = -1
    while True:
        async with news:
            if sent == desk.version:
                with suppress(TimeoutError):
                    await asyncio.wait_for(news.wait(), 15)
        sent = desk.version
        await answer.write(f"data: {sent}\n\n".encode())


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only this machine's own browser, at this machine's own name; only what the page itself sends."""
    host = request.host.rpartition(":")[0] or request.host
    origin = request.headers.get("Origin")
    if host not in LOOPBACK or (origin and origin != f"http://{request.host}"):
        raise web.HTTPForbidden(text="open the preview at the address that it printed")
    answer = await handler(request)
    if not answer.prepared:
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _chosen(request: web.Request) -> tuple[str, str, Language, Citizenship]:
    return request.query.get("what", ""), request.query.get("key", ""), *_reader(request)


def _reader(request: web.Request) -> tuple[Language, Citizenship]:
    try:
        return Language(request.query.get("language", "ru")), Citizenship(request.query.get("passport", "KG"))
    except ValueError as error:
        raise web.HTTPBadRequest(text=str(error)) from error


def _json(data: object) -> web.Response:
    return web.json_response(data, dumps=lambda plain: json.dumps(plain, ensure_ascii=False))
