"""Coming in by a link that works once, and going out."""

import re

from aiohttp import web

from office.seats import enter, knocks
from reports.keys import MISTAKES, OFFICE
from reports.layout import in_address, page, place, see_other
from reports.slowness import TooMany, caller
from reports.visits import NotIn, close, form, keep, let_out, visit

SECRET = re.compile(r"[A-Za-z0-9_-]{22}")


def add_entrance(app: web.Application) -> None:
    """The front page, the link's own page, and the way out."""
    app.router.add_get("/", front)
    app.router.add_get("/enter/{secret}", asked)
    app.router.add_post("/enter/{secret}", entered)
    app.router.add_post("/o/seat/leave", left)


async def front(request: web.Request) -> web.Response:
    """Who is in goes on to his territory; everybody else reads what this is and how to come in."""
    try:
        seat = (await visit(request)).seat
    except NotIn:
        return page(request, "front.html", bot=request.app[OFFICE].bot_name)
    return see_other(f"/o/{in_address(seat.territory)}")


async def asked(request: web.Request) -> web.Response:
    """A page with one button. Whoever only looks, like the preview of a link in a chat, uses nothing up."""
    secret = _secret(request)
    seat = await knocks(request.app[OFFICE], secret) if secret else None
    if seat is None:
        return _no_such_link(request, secret)
    name = await place(request, seat.territory)
    return page(request, "enter.html", name=name, role=seat.role.value, action=f"/enter/{secret}")


async def entered(request: web.Request) -> web.Response:
    """The link is used up; the browser gets a secret that nobody has seen before, whatever it brought along."""
    secret = _secret(request)
    office = request.app[OFFICE]
    found = await enter(office, secret) if secret else None
    if found is None:
        return _no_such_link(request, secret)
    seat, cookie = found
    await close(request)
    response = see_other(f"/o/{in_address(seat.territory)}")
    keep(office, response, cookie)
    return response


async def left(request: web.Request) -> web.Response:
    """Out, for good."""
    await form(request, await visit(request))
    response = see_other("/")
    await let_out(request, response)
    return response


def _secret(request: web.Request) -> str:
    """The secret of the link; empty if it can't be one. Raises TooMany when this address has guessed too often."""
    if not request.app[MISTAKES].may(caller(request)):
        raise TooMany
    found = request.match_info["secret"]
    return found if SECRET.fullmatch(found) else ""


def _no_such_link(request: web.Request, secret: str) -> web.Response:
    """Gone if it may have been a link, unknown if it never was; each counts as a guess."""
    request.app[MISTAKES].spend(caller(request))
    return page(request, "no_link.html", status=410 if secret else 404, bot=request.app[OFFICE].bot_name)
