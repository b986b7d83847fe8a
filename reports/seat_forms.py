"""What a leader does at the seat's page: give a seat below, hand his own over, take a seat or open links back, name a
sub-unit.

A link is shown in the answer to the form that made it, and nowhere else: no address holds it and no page shows it again.
"""

from aiohttp import web

from learning.seat import Role, Seat
from office import Denied
from office.naming import UnfitName, name_subunit
from office.seats import Offer, give_below, give_on, given_below, revoke, withdraw
from reports.guard import refused
from reports.keys import OFFICE
from reports.layout import page, reader, see_other
from reports.seat_page import Unfit, seat_page
from reports.visits import Form, Visit, form, visit
from screens.seat import path

GIVE, HAND_OVER, NAME = "/o/seat/give", "/o/seat/hand-over", "/o/seat/name"
WITHDRAW = "/o/seat/withdraw"
REVOKE = "/o/seat/revoke/{number:[1-9][0-9]{0,8}}"


def add_seat_forms(app: web.Application) -> None:
    """Where the forms are sent."""
    app.router.add_post(GIVE, given)
    app.router.add_post(HAND_OVER, handed_over)
    app.router.add_post(NAME, named)
    app.router.add_post(WITHDRAW, withdrawn)
    app.router.add_get(REVOKE, revoke_asked)
    app.router.add_post(REVOKE, revoked)
    for answer in (GIVE, HAND_OVER, NAME):
        app.router.add_get(answer, back)


async def back(request: web.Request) -> web.Response:
    """Who chooses another language below an answer comes back to the seat's page, in that language."""
    query = request.rel_url.raw_query_string
    return see_other(f"/o/seat?{query}" if query else "/o/seat")


async def given(request: web.Request) -> web.Response:
    """A seat for a place below: its link."""
    now, sent = await _led(request)
    try:
        role = Role(str(sent.get("role", "")))
    except ValueError as error:
        raise web.HTTPNotFound from error
    office = request.app[OFFICE]
    if not office.bot_name:
        return refused(request, 503, "later")
    return await _link(request, now, await give_below(office, now.seat, _place(sent), role))


async def handed_over(request: web.Request) -> web.Response:
    """The own seat for somebody else: its link. Until it is taken, nothing changes."""
    now, sent = await _led(request)
    office = request.app[OFFICE]
    if sent.get("sure") != "yes":
        return await seat_page(request, now, unfit=Unfit.UNSURE)
    if not office.bot_name:
        return refused(request, 503, "later")
    return await _link(request, now, await give_on(office, now.seat))


async def _link(request: web.Request, now: Visit, offer: Offer) -> web.Response:
    """The invitation as a text to forward."""
    office, reads = request.app[OFFICE], reader(request)
    invitation = offer.invitation
    place = path(reads, await office.territories(), invitation.territory)
    lines = (
        reads.phrase("seat.invitation"),
        f"{place}\n{reads.phrase(f'seat.role-{invitation.role}')}",
        offer.link(office.bot_name),
        reads.phrase("seat.invitation-how", day=reads.on(invitation.expires_on)),
    )
    return page(request, "offer.html", seat=now.seat, token=now.token, message="\n\n".join(lines))


async def named(request: web.Request) -> web.Response:
    """A sub-unit has a name; the page shows it, ready for a seat. A name that can't be one comes back to be mended."""
    now, sent = await _led(request)
    district, typed = _place(sent), str(sent.get("name", ""))
    try:
        subunit = await name_subunit(request.app[OFFICE], now.seat, district, typed)
    except UnfitName:
        return await seat_page(request, now, district=district, unfit=Unfit.NAME, typed=typed)
    return see_other(f"/o/seat?named={subunit.code}")


async def revoke_asked(request: web.Request) -> web.Response:
    """Take this seat back? Looking changes nothing."""
    now = await visit(request)
    other = await _below(request, now.seat)
    reads = reader(request)
    place = path(reads, await request.app[OFFICE].territories(), other.territory)
    since = reads.on(other.given_on)
    return page(request, "revoke.html", seat=now.seat, token=now.token, other=other, place=place, since=since)


async def revoked(request: web.Request) -> web.Response:
    """The seat is taken back, and its holder out."""
    now, _ = await _led(request)
    other = await _below(request, now.seat)
    await revoke(request.app[OFFICE], now.seat, other.number)
    return see_other("/o/seat?done=revoked")


async def withdrawn(request: web.Request) -> web.Response:
    """The links that nobody has used open nothing any more."""
    now, _ = await _led(request)
    await withdraw(request.app[OFFICE], now.seat)
    return see_other("/o/seat?done=withdrawn")


async def _led(request: web.Request) -> tuple[Visit, Form]:
    """Who sends, and a form of this visit's own. Raises Denied if the seat only reads."""
    now = await visit(request)
    sent = await form(request, now)
    if now.seat.role is not Role.LEAD:
        raise Denied("form")
    return now, sent


async def _below(request: web.Request, seat: Seat) -> Seat:
    """The seat that an address names, if it may be taken back. Raises Denied, for a number that nobody holds, too."""
    number = int(request.match_info["number"])
    for one in await given_below(request.app[OFFICE], seat):
        if one.number == number:
            return one
    raise Denied(number)


def _place(sent: Form) -> str:
    return str(sent.get("place", ""))
