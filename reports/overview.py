"""A territory's report as a page: what the papers hold, cell by cell the same, with bars and lines beside it."""

from aiohttp import web

from learning.seat import Seat, in_scope
from office.reporting import periods, report
from reports import drawings
from reports.keys import OFFICE
from reports.layout import from_address, language, page, reader
from reports.period import choices, period
from reports.visits import visit
from screens.report_tables import place_name

CODE = "[A-Z0-9-]{1,40}(?:~[1-9][0-9]{0,5})?"
"""A territory's code in an address."""
ORDER = (
    "overview",
    "places",
    "trend",
    "modules",
    "gain",
    "hardest",
    "languages",
    "passports",
    "module-groups",
    "sessions",
)


def add_overview(app: web.Application) -> None:
    """The page of each territory."""
    app.router.add_get(f"/o/{{territory:{CODE}}}", shown)


async def shown(request: web.Request) -> web.Response:
    """The report of a territory. Whether the seat may look there, the office says."""
    now, office = await visit(request), request.app[OFFICE]
    code, asked = from_address(request.match_info["territory"]), period(request)
    found = await report(
        office, now.seat, code, language(request), since=asked.since, until=asked.until, via="page"
    )
    since, until = choices(reader(request), await periods(office), asked)
    tables = [table for key in ORDER if (table := found.table(key)) is not None]
    return page(
        request,
        "overview.html",
        seat=now.seat,
        token=now.token,
        report=found,
        tables=tables,
        crumbs=await _crumbs(request, now.seat, found.code),
        since=since,
        until=until,
        period=asked.query,
        drawings=drawings,
    )


async def _crumbs(request: web.Request, seat: Seat, code: str) -> list[tuple[str, str]]:
    """The way down to a territory: code and name of each place above it that the seat may see."""
    territories, reads = await request.app[OFFICE].territories(), reader(request)
    path = territories.path(code)
    above = [path[0].parent, *(place.code for place in path[:-1])] if path else []
    return [
        (each, place_name(reads, territories, each)) for each in above if in_scope(seat, each, territories)
    ]
