"""The seat's own page: what it is, who sits below it, and what was done."""

from dataclasses import dataclass
from datetime import date

from aiohttp import web

from learning.seat import Seat
from learning.territory import Territories
from office.seats import given_below, log_below
from reports.keys import OFFICE
from reports.layout import page, reader
from reports.visits import visit
from screens.reader import Reader
from screens.report_tables import place_name
from storage import Entry

DONE = {
    "saw": "saw",
    "invited": "invited",
    "second giver": "second-giver",
    "taken": "taken",
    "handed over": "handed-over",
    "revoked": "revoked",
    "named a sub-unit": "named-subunit",
    "opened a session": "opened-session",
}
FILES = {"xlsx": "XLSX", "pdf": "PDF", "png": "PNG"}
MOST = 200  # lines of the log that a phone can hold; the chat has no more either


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log in words."""

    day: str
    who: str
    what: str
    where: str


def add_seat_page(app: web.Application) -> None:
    """The page of the seat."""
    app.router.add_get("/o/seat", shown)


async def shown(request: web.Request) -> web.Response:
    """Its territory and role, the seats below it, and the log of both."""
    now = await visit(request)
    office = request.app[OFFICE]
    territories, reads = await office.territories(), reader(request)
    below = [
        (one, place_name(reads, territories, one.territory)) for one in await given_below(office, now.seat)
    ]
    log = [_line(reads, territories, now.seat, entry) for entry in (await log_below(office, now.seat))[:MOST]]
    return page(
        request,
        "seat.html",
        seat=now.seat,
        token=now.token,
        name=place_name(reads, territories, now.seat.territory),
        given_on=reads.on(now.seat.given_on),
        below=[(one, name, reads.on(one.given_on)) for one, name in below if one.number != now.seat.number],
        log=log,
    )


def _line(reads: Reader, territories: Territories, seat: Seat, entry: Entry) -> Line:
    who = "pages.log-you" if entry.seat == seat.number else "pages.log-seat"
    return Line(
        reads.on(entry.day),
        reads.book.phrases.text(reads.language, who, n=entry.seat)
        if entry.seat
        else reads.phrase("pages.log-operator"),
        _done(reads, entry),
        place_name(reads, territories, entry.territory),
    )


def _done(reads: Reader, entry: Entry) -> str:
    """What was done; of a report, also where it was seen and which week's figures it showed."""
    if entry.what not in DONE:
        return entry.what
    said = reads.phrase(f"pages.did-{DONE[entry.what]}")
    via, _, week = entry.detail.partition(" ")
    if entry.what != "saw" or not via:
        return said
    where = FILES.get(via) or (reads.phrase(f"pages.via-{via}") if via in {"page", "chat"} else via)
    return f"{said}: {where}{_week(week)}"


def _week(number: str) -> str:
    """A release of figures as year and week; nothing if there was none yet.

    >>> _week("202648")
    ', 2026-W48'
    """
    if not number.isdigit():
        return ""
    day = date.fromisocalendar(int(number[:4]), int(number[4:]), 7)
    return f", {day:%G-W%V}"
