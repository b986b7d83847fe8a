"""The seat's own page: what it is, what its holder can do, who sits below it, and what was done."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from aiohttp import web

from learning.seat import Role, Seat
from learning.territory import Territories
from office import Denied
from office.naming import DISTRICT, LONGEST_NAME
from office.seats import given_below, log_below, open_offers
from reports.choices import Group, below, districts, known_names
from reports.keys import OFFICE
from reports.layout import page, reader
from reports.visits import Visit, visit
from screens.reader import Reader
from screens.report_tables import place_name
from screens.seat import path
from storage import Entry

DONE = {
    "saw": "saw",
    "invited": "invited",
    "second giver": "second-giver",
    "taken": "taken",
    "handed over": "handed-over",
    "revoked": "revoked",
    "withdrawn": "withdrawn",
    "named a sub-unit": "named-subunit",
    "opened a session": "opened-session",
}
DONE_JUST_NOW = {"revoked": "seat.revoked", "withdrawn": "seat.withdrawn"}
FILES = {"xlsx": "XLSX", "pdf": "PDF", "png": "PNG"}
MOST = 200  # lines of the log that a phone can hold; the chat has no more either


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log in words."""

    day: str
    who: str
    what: str
    where: str


class Unfit(StrEnum):
    """Why a form was sent back."""

    NAME = "name"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Forms:
    """What a leader's forms let him choose.

    `place` is chosen already among the `places` below, `named` is its name if it was named just now. `district` is
    where a sub-unit is named, with its name and the names `known` there; empty while one of `districts` must be chosen.
    """

    places: tuple[Group, ...]
    districts: tuple[Group, ...]
    place: str = ""
    named: str = ""
    district: str = ""
    district_name: str = ""
    known: tuple[str, ...] = ()

    @property
    def one_district(self) -> bool:
        """Whether there is nothing to choose."""
        return len(self.districts) == 1 and len(self.districts[0].choices) == 1


def add_seat_page(app: web.Application) -> None:
    """The page of the seat."""
    app.router.add_get("/o/seat", shown)


async def shown(request: web.Request) -> web.Response:
    """Its territory and role, forms for a leader, the seats below it, and the log of both.

    In the query, `named` is a sub-unit that was named just now, `district` where one is to be named, `done` what was
    just done.
    """
    return await seat_page(request, await visit(request), district=request.query.get("district", ""))


async def seat_page(
    request: web.Request, now: Visit, *, district: str = "", unfit: Unfit | None = None, typed: str = ""
) -> web.Response:
    """The page; `unfit` says why a form came back, `typed` is the name that stood in it. Raises Denied."""
    office = request.app[OFFICE]
    territories, reads = await office.territories(), reader(request)
    under = [
        (one, place_name(reads, territories, one.territory), reads.on(one.given_on))
        for one in await given_below(office, now.seat)
    ]
    offers = [
        (one, place_name(reads, territories, one.territory), reads.on(one.expires_on))
        for one in await open_offers(office, now.seat)
    ]
    log = [_line(reads, territories, now.seat, entry) for entry in (await log_below(office, now.seat))[:MOST]]
    return page(
        request,
        "seat.html",
        status=422 if unfit else 200,
        seat=now.seat,
        token=now.token,
        name=place_name(reads, territories, now.seat.territory),
        given_on=reads.on(now.seat.given_on),
        below=under,
        offers=offers,
        log=log,
        forms=await _forms(request, now.seat, district),
        unfit=unfit,
        typed=typed,
        done=DONE_JUST_NOW.get(request.query.get("done", "")),
        longest=LONGEST_NAME,
        roles=tuple(Role),
    )


async def _forms(request: web.Request, seat: Seat, district: str) -> Forms | None:
    """The forms of a leading seat. Raises Denied for a place out of reach."""
    if seat.role is not Role.LEAD:
        return None
    office, reads = request.app[OFFICE], reader(request)
    territories = await office.territories()
    named = request.query.get("named", "")
    made = Forms(
        below(reads, territories, seat.territory),
        districts(reads, territories, seat.territory),
        place=named,
        named=path(reads, await office.admit(seat, named), named) if named else "",
    )
    chosen = district or (made.districts[0].choices[0].code if made.one_district else "")
    if not chosen:
        return made
    place = (await office.admit(seat, chosen)).get(chosen)
    if place is None or place.level != DISTRICT:
        raise Denied(chosen)
    known = known_names(reads, territories, chosen)
    name = place_name(reads, territories, chosen)
    return replace(made, district=chosen, district_name=name, known=known)


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
