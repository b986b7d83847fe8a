"""What stands before every page: where forms may come from, headers that bind browsers, and plain pages for refusals."""

import time
import traceback
from collections.abc import Awaitable, Callable
from pathlib import PurePath
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from office import Denied, Office
from reports.keys import OFFICE
from reports.layout import POLICY, https, page
from reports.slowness import TooMany
from reports.visits import Forged, NotIn
from storage import StoreUnavailable

log = structlog.get_logger()
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

POLICY_FOR_ALL = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
UNFRAMED = "frame-ancestors 'none'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # With "no-referrer" a browser hides the origin of our own forms, too, and we ask for it
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = "max-age=31536000"
HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSALS: dict[type[Exception], tuple[int, str]] = {
    NotIn: (401, "not-in"),
    Denied: (404, "unknown"),
    Forged: (403, "forged"),
    TooMany: (429, "slowly"),
    StoreUnavailable: (503, "later"),
}
STATUSES = {404: "unknown", 405: "unknown", 413: "forged", 429: "slowly"}


@web.middleware
async def plainly(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever is refused or goes wrong becomes a page in plain words, and a line in the log that names nobody."""
    begun = time.monotonic()
    response = await _answered(request, handler)
    # The path may hold a secret, so only its pattern is told
    resource = request.match_info.route.resource
    pattern = resource.canonical if resource else "none"
    took = round(1000 * (time.monotonic() - begun))
    log.info("page", method=request.method, page=pattern, status=response.status, milliseconds=took)
    return response


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except tuple(REFUSALS) as refusal:
        status, name = REFUSALS[type(refusal)]
        return refused(request, status, name)
    except web.HTTPException as error:
        if error.status in STATUSES:
            return refused(request, error.status, STATUSES[error.status])
        if error.status < 400:
            raise
        return refused(request, error.status, "forged")
    except Exception as error:  # noqa: BLE001 - a bug in one page must not show its insides to the reader
        # Never the message: that may hold a name or a code
        log.error("page failed", kind=type(error).__name__, places=_places(error))  # noqa: TRY400
        return refused(request, 500, "later")


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in frames[-5:]]


def refused(request: web.Request, status: int, name: str) -> web.Response:
    """A page that says why not, and what to do: pages.<name>-title and pages.<name>."""
    office = request.app[OFFICE]
    return page(request, "refused.html", status=status, name=name, bot=office.bot_name)


@web.middleware
async def own_forms(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Forms come from our own pages only; each browser of today says from where it sends."""
    if request.method not in HARMLESS and request.headers.get("Origin") != origin(request):
        raise Forged
    return await handler(request)


def origin(request: web.Request) -> str:
    """Where the pages are, as a browser names it."""
    office: Office = request.app[OFFICE]
    if not office.site:
        return f"{request.scheme}://{request.host}"
    site = urlsplit(office.site)
    return f"{site.scheme}://{site.netloc}"


async def bind(request: web.Request, response: web.StreamResponse) -> None:
    """The headers of every answer."""
    office = _office(request)
    extra = response.get(POLICY, "")
    ancestors = [] if "frame-ancestors" in extra else [UNFRAMED]
    policy = "; ".join([POLICY_FOR_ALL, *([extra] if extra else []), *ancestors])
    response.headers["Content-Security-Policy"] = policy
    response.headers.update(HEADERS)
    if request.path.startswith("/static/") and response.status in {200, 304}:
        response.headers["Cache-Control"] = "public, max-age=86400"
    else:
        response.headers["Cache-Control"] = "no-store"
    if office and https(office):
        response.headers["Strict-Transport-Security"] = HSTS


def _office(request: web.Request) -> Office | None:
    apps = request.match_info.apps
    return next((app[OFFICE] for app in apps if OFFICE in app), None)
