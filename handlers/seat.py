"""The official's seat: the invitation, the press that takes it, and what a holder does with it.

Each press names the seat that it acts with. Whether the presser holds it, and how far it reaches, is looked up anew
every time: a seat that was handed over or revoked opens nothing from that moment on.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from handlers.desk import Commanded, Pressed, Visit
from learning.seat import Invitation, Role, Seat
from learning.territory import Territories
from office import Denied, seats
from office.naming import LONGEST_NAME, UnfitName, name_subunit
from office.secrets import hashed
from screens import door, seat
from screens.intents import (
    AskHandOver,
    AskRevoke,
    AskSubunit,
    ChooseBelow,
    ChooseRole,
    GiveSeat,
    HandOver,
    Intent,
    ListBelow,
    ListSeats,
    NameSubunit,
    OpenPages,
    OpenSeat,
    RevokeSeat,
    ShowOffer,
    ShowSeatLog,
    StandBehind,
    TakeSeat,
    WithdrawOffers,
    encode,
)

SECRET = re.compile(r"[A-Za-z0-9_-]{22}")
LINES_OF_LOG = 20
LARGEST_NUMBER = 2**31 - 1  # that the records can look for

Acted = Callable[[Visit, Seat, Any], Awaitable[None]]


def by_holder(act: Acted) -> Pressed:
    """A handler of presses that only the seat's holder may make, and only as far as the seat reaches."""

    async def pressed(visit: Visit, intent: Any) -> None:
        try:
            await act(visit, await held(visit, intent.seat), intent)
        except Denied:
            await visit.show(seat.denied(visit.reader))

    return pressed


async def held(visit: Visit, number: int) -> Seat:
    """The seat of this number. Raises Denied if it is not this person's (any more)."""
    for one in await mine(visit):
        if one.number == number:
            return one
    raise Denied(number)


async def mine(visit: Visit) -> tuple[Seat, ...]:
    """The seats of this person, the oldest first."""
    return await visit.desk.office.store.seats_of(visit.person)


async def invited(visit: Visit, payload: str) -> None:
    """/start with the link of an invitation: a stranger says first which language he reads."""
    secret = payload.removeprefix(seats.START)
    if not SECRET.fullmatch(secret):
        await visit.show(seat.gone(visit.reader))
    elif visit.kept is None:
        await visit.show(door.languages(visit.reader, encode(ShowOffer(secret))))
    else:
        await offer_shown(visit, ShowOffer(secret))


async def offer_shown(visit: Visit, intent: ShowOffer) -> None:
    """Show what a link offers, or why it can't be taken; nothing is used up."""
    office, reader = visit.desk.office, visit.reader
    invitation = await office.store.invitation(hashed(intent.secret))
    territories = await office.territories()
    if invitation is None:
        await visit.show(seat.gone(reader))
    elif invitation.expires_on < office.today:
        await visit.show(seat.expired(reader, invitation))
    elif await seats.offered(office, intent.secret):
        await visit.show(seat.offer(reader, territories, invitation, intent.secret))
    else:
        behind = next((one for one in await mine(visit) if _may_confirm(one, invitation, territories)), None)
        await visit.show(seat.unconfirmed(reader, territories, invitation, intent.secret, behind))


async def taken(visit: Visit, intent: TakeSeat) -> None:
    """The seat is the presser's; a link that can't be taken says why."""
    one = await seats.take(visit.desk.office, intent.secret, visit.person)
    if one is None:
        await offer_shown(visit, ShowOffer(intent.secret))
    else:
        await _show_seat(visit, one, visit.reader.phrase("seat.taken"))


async def _stood_behind(visit: Visit, one: Seat, intent: StandBehind) -> None:
    office = visit.desk.office
    invitation = await seats.waits_for_second(office, intent.secret)
    if invitation is None:
        await offer_shown(visit, ShowOffer(intent.secret))
        return
    if not _may_confirm(one, invitation, await office.territories()):
        raise Denied(invitation.territory)
    await seats.stand_behind(office, intent.secret, f"seat-{one.number}")
    await visit.show(seat.stood_behind(visit.reader, one))


def _may_confirm(one: Seat, invitation: Invitation, territories: Territories) -> bool:
    """Whether a seat may be the second giver: one that leads that very country, and did not give it itself."""
    return (
        one.role is Role.LEAD
        and one.territory == invitation.territory
        and one.territory in territories.countries
        and f"seat-{one.number}" not in invitation.givers
    )


async def opened(visit: Visit, _: ListSeats | None = None) -> None:
    """Show the seat; of several, the list; without one, how one comes by it."""
    held_now = await mine(visit)
    if not held_now:
        await visit.show(seat.none(visit.reader))
    elif len(held_now) == 1:
        await _show_seat(visit, held_now[0])
    else:
        await visit.show(seat.seats(visit.reader, await visit.desk.office.territories(), held_now))


async def _opened_one(visit: Visit, one: Seat, _: OpenSeat) -> None:
    await _show_seat(visit, one)


async def _show_seat(visit: Visit, one: Seat, notice: str = "") -> None:
    office = visit.desk.office
    several = len(await mine(visit)) > 1
    territories, offers = await office.territories(), await seats.open_offers(office, one)
    pages = bool(office.site)
    await visit.show(seat.seat(visit.reader, territories, one, offers, several=several, pages=pages), notice)


async def _pages_opened(visit: Visit, one: Seat, _: OpenPages) -> None:
    office = visit.desk.office
    if not office.site:
        raise Denied("pages")
    await visit.show(seat.pages(visit.reader, one, await seats.door(office, one)))


async def _below_chosen(visit: Visit, one: Seat, intent: ChooseBelow) -> None:
    territories = await _led(visit, one, intent.territory)
    if intent.territory != one.territory and not seat.children(territories, intent.territory):
        await visit.show(seat.role(visit.reader, territories, one, intent.territory))
    else:
        await visit.show(seat.places_below(visit.reader, territories, one, intent.territory))


async def _role_asked(visit: Visit, one: Seat, intent: ChooseRole) -> None:
    territories = await _led(visit, one, intent.territory)
    await visit.show(seat.role(visit.reader, territories, one, intent.territory))


async def _given(visit: Visit, one: Seat, intent: GiveSeat) -> None:
    await _led(visit, one, intent.territory)
    await _forwarded(
        visit, one, await seats.give_below(visit.desk.office, one, intent.territory, intent.role)
    )


async def _hand_over_asked(visit: Visit, one: Seat, _: AskHandOver) -> None:
    territories = await _led(visit, one, one.territory)
    await visit.show(seat.ask_hand_over(visit.reader, territories, one))


async def _handed_over(visit: Visit, one: Seat, _: HandOver) -> None:
    await _led(visit, one, one.territory)
    await _forwarded(visit, one, await seats.give_on(visit.desk.office, one))


async def _forwarded(visit: Visit, one: Seat, offer: seats.Offer) -> None:
    """Show the invitation as a message to forward."""
    office = visit.desk.office
    link = offer.link(office.bot_name or (await visit.bot.me()).username or "")
    territories = await office.territories()
    await visit.show(seat.invitation(visit.reader, territories, one, offer.invitation, link))


async def _subunit_asked(visit: Visit, one: Seat, intent: AskSubunit) -> None:
    """The way down to a district; there, the names that are known and not taken yet."""
    territories = await _led(visit, one, intent.territory)
    place = territories.get(intent.territory)
    if place is None or place.level == 1:
        await visit.show(seat.districts_to_name_in(visit.reader, territories, one, intent.territory))
    elif seat.is_subunit(territories, place.code):
        raise Denied(place.code)
    else:
        known = territories.suggestions_left(place.code)
        await visit.show(seat.name_subunit(visit.reader, territories, one, place.code, known))


async def _subunit_chosen(visit: Visit, one: Seat, intent: NameSubunit) -> None:
    territories = await _led(visit, one, intent.district)
    found = (each for each in territories.suggestions(intent.district) if each.code == intent.community)
    community = next(found, None)
    if community is None:
        raise Denied(intent.community)
    await _named(visit, one, intent.district, seat.native(visit.reader, community))


async def subunit_command(visit: Visit, typed: str) -> None:
    """/subunit CODE NAME: needs no state, so it works whenever it is sent."""
    district, _, name = typed.partition(" ")
    for one in await mine(visit):
        try:
            await _named(visit, one, district, name)
        except (Denied, UnfitName):
            continue
        return
    await visit.show(seat.subunit_unfit(visit.reader, LONGEST_NAME))


async def _named(visit: Visit, one: Seat, district: str, name: str) -> None:
    office = visit.desk.office
    subunit = await name_subunit(office, one, district, name)
    await visit.show(seat.subunit_named(visit.reader, await office.territories(), one, subunit.code))


async def _below_listed(visit: Visit, one: Seat, _: ListBelow | None = None, notice: str = "") -> None:
    office = visit.desk.office
    given = await seats.given_below(office, one)
    await visit.show(seat.below(visit.reader, await office.territories(), one, given), notice)


async def _revoke_asked(visit: Visit, one: Seat, intent: AskRevoke) -> None:
    office = visit.desk.office
    given = {other.number: other for other in await seats.given_below(office, one)}
    if intent.other in given:
        territories = await office.territories()
        await visit.show(seat.ask_revoke(visit.reader, territories, one, given[intent.other]))
    else:
        await _below_listed(visit, one)


async def _revoked(visit: Visit, one: Seat, intent: RevokeSeat) -> None:
    if intent.other > LARGEST_NUMBER:
        raise Denied(intent.other)
    was_held = await seats.revoke(visit.desk.office, one, intent.other)
    notice = visit.reader.phrase("seat.revoked" if was_held else "notice.stale")
    await _below_listed(visit, one, notice=notice)


async def _withdrawn(visit: Visit, one: Seat, _: WithdrawOffers) -> None:
    gone = await seats.withdraw(visit.desk.office, one)
    await _show_seat(visit, one, visit.reader.phrase("seat.withdrawn" if gone else "notice.stale"))


async def _log_shown(visit: Visit, one: Seat, _: ShowSeatLog) -> None:
    office = visit.desk.office
    done = [
        seat.Done(entry.day, entry.seat, entry.what, entry.territory)
        for entry in (await seats.log_below(office, one))[:LINES_OF_LOG]
    ]
    await visit.show(seat.log(visit.reader, await office.territories(), one, done))


async def _led(visit: Visit, one: Seat, territory: str) -> Territories:
    """The places, if this seat leads and reaches there. Raises Denied."""
    if one.role is not Role.LEAD:
        raise Denied(territory)
    return await visit.desk.office.admit(one, territory)


async def command(visit: Visit, _: str) -> None:
    """/seat."""
    await opened(visit)


PRESSES: dict[type[Intent], Pressed] = {
    ShowOffer: offer_shown,
    TakeSeat: taken,
    StandBehind: by_holder(_stood_behind),
    ListSeats: opened,
    OpenSeat: by_holder(_opened_one),
    OpenPages: by_holder(_pages_opened),
    ChooseBelow: by_holder(_below_chosen),
    ChooseRole: by_holder(_role_asked),
    GiveSeat: by_holder(_given),
    AskHandOver: by_holder(_hand_over_asked),
    HandOver: by_holder(_handed_over),
    AskSubunit: by_holder(_subunit_asked),
    NameSubunit: by_holder(_subunit_chosen),
    ListBelow: by_holder(_below_listed),
    AskRevoke: by_holder(_revoke_asked),
    RevokeSeat: by_holder(_revoked),
    WithdrawOffers: by_holder(_withdrawn),
    ShowSeatLog: by_holder(_log_shown),
}
COMMANDS: dict[str, Commanded] = {"seat": command, "subunit": subunit_command}
