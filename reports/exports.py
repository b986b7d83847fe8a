"""The report as a file. One that takes longer than a moment is made behind a page that waits for it."""

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

from office.reporting import report
from office.secrets import new_secret
from papers import chart, print_out, spreadsheet
from reports.keys import OFFICE
from reports.layout import OWN_SCRIPTS, from_address, in_address, language, page, reader, see_other
from reports.overview import CODE
from reports.period import period
from reports.slowness import Bucket, TooMany
from reports.visits import visit
from screens.report import Report

MOMENT = 1.0  # second; what takes longer gets a page that waits
LASTS = timedelta(minutes=10)
AT_ONCE = 2  # papers of one seat that are not ready yet
KEPT = 4  # papers of one seat, ready or not
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "png": "image/png",
}


@dataclass(frozen=True, slots=True)
class Job:
    """A paper on its way, for one seat."""

    seat: int
    name: str
    kind: str
    back: str
    begun: datetime
    paper: "Future[bytes]"


@dataclass
class Press:
    """Makes papers, one at a time, so that the pages stay quick; keeps each for ten minutes, in memory."""

    now: Callable[[], datetime]
    jobs: dict[str, Job] = field(default_factory=dict)
    hands: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "paper"))

    def begin(self, seat: int, name: str, kind: str, back: str, make: Callable[[], bytes]) -> str:
        """Put a paper into the queue; the id to ask for it by. Raises TooMany for a seat that has some waiting."""
        self._forget()
        own = [(key, job) for key, job in self.jobs.items() if job.seat == seat]
        if sum(not job.paper.done() for _, job in own) >= AT_ONCE:
            raise TooMany
        for key, _ in own[: max(0, len(own) - KEPT + 1)]:
            del self.jobs[key]
        key = new_secret()
        self.jobs[key] = Job(seat, name, kind, back, self.now(), self.hands.submit(make))
        return key

    def job(self, key: str, seat: int) -> Job | None:
        """The paper of this id, if it is this seat's."""
        self._forget()
        found = self.jobs.get(key)
        return found if found and found.seat == seat else None

    def _forget(self) -> None:
        old = self.now() - LASTS
        for key in [key for key, job in self.jobs.items() if job.begun < old]:
            del self.jobs[key]


PRESS = web.AppKey("press", Press)
ASKED = web.AppKey("asked", Bucket)
"""Papers by seat."""


def add_exports(app: web.Application) -> None:
    """The files of each territory, and the page that waits for one."""
    app.router.add_get(f"/o/{{territory:{CODE}}}/report.{{kind:xlsx|pdf|png}}", asked)
    app.router.add_get("/o/paper/{key}", waiting)
    app.router.add_get("/o/paper/{key}/file", handed_out)


async def asked(request: web.Request) -> web.StreamResponse:
    """The file at once if it is ready within a second, else on to the page that waits."""
    now, office, kind = await visit(request), request.app[OFFICE], request.match_info["kind"]
    request.app[ASKED].spend(str(now.seat.number))
    code, span = from_address(request.match_info["territory"]), period(request)
    found = await report(
        office, now.seat, code, language(request), since=span.since, until=span.until, via=kind
    )
    back = f"/o/{in_address(found.code)}{span.query}"
    press = request.app[PRESS]
    key = press.begin(now.seat.number, _name(found, kind), kind, back, _maker(request, found, kind))
    job = press.jobs[key]
    await asyncio.wait([asyncio.wrap_future(job.paper)], timeout=MOMENT)
    if not job.paper.done():
        return see_other(f"/o/paper/{key}")
    return _file(job)


async def waiting(request: web.Request) -> web.Response:
    """Says that the file is being made, and looks again by itself; then offers it."""
    now = await visit(request)
    job = _job(request, now.seat.number)
    address = f"/o/paper/{request.match_info['key']}/file"
    return page(
        request,
        "paper.html",
        policy=OWN_SCRIPTS,
        seat=now.seat,
        token=now.token,
        ready=job.paper.done(),
        failed=job.paper.done() and job.paper.exception() is not None,
        address=address,
        name=job.name,
        back=job.back,
    )


async def handed_out(request: web.Request) -> web.Response:
    """The file."""
    job = _job(request, (await visit(request)).seat.number)
    if not job.paper.done():
        return see_other(f"/o/paper/{request.match_info['key']}")
    return _file(job)


def _job(request: web.Request, seat: int) -> Job:
    found = request.app[PRESS].job(request.match_info["key"], seat)
    if found is None:
        raise web.HTTPNotFound
    return found


def _file(job: Job) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="{job.name}"'}
    return web.Response(body=job.paper.result(), content_type=KINDS[job.kind], headers=headers)


def _maker(request: web.Request, found: Report, kind: str) -> Callable[[], bytes]:
    if kind == "xlsx":
        return lambda: spreadsheet(found)
    if kind == "png":
        return lambda: chart(found)
    more = reader(request).phrase("report.more")
    return lambda: print_out(found, more)


def _name(found: Report, kind: str) -> str:
    return f"safar-{re.sub('[^A-Za-z0-9._-]', '-', found.id)}.{kind}"
