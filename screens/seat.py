"""The official's seat in the chat: what is offered, what is held, and what can be done with it.

Names of places may be typed by officials: they are set as they are, never read as mark-up or filled in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from learning.seat import OPERATOR, Invitation, Role, Seat
from learning.territory import COMMUNITY, Territories, Territory
from screens import icons
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
    OpenSession,
    RevokeSeat,
    ShowOffer,
    ShowReport,
    ShowSeatLog,
    StandBehind,
    TakeSeat,
    WithdrawOffers,
)
from screens.reader import Reader
from screens.report_tables import place_name
from screens.screen import Button, Rows, Screen, in_rows, shortened

MOST_BUTTONS = 80  # Telegram takes a hundred under one message
LONGEST_LABEL = 60
MOST_OFFERS = 10


@dataclass(frozen=True, slots=True)
class Done:
    """A line of the log in an official's words: the day, whose seat, what was done, about which territory."""

    day: date
    seat: int
    what: str
    territory: str


def path(reader: Reader, territories: Territories, code: str) -> str:
    """A place with all that it lies in, the smallest first, without mark-up."""
    found = territories.path(code)
    if not found:
        return place_name(reader, territories, code)
    names = [place_name(reader, territories, place.code) for place in reversed(found)]
    return ", ".join([*names, place_name(reader, territories, found[0].parent)])


def offer(reader: Reader, territories: Territories, invitation: Invitation, secret: str) -> Screen:
    """What an invitation offers; only a press takes it, so that a link that is merely looked at is not used up."""
    lines = [
        f"{icons.SEAT} <b>{reader.text('seat.offer')}</b>",
        _what(reader, territories, invitation.territory, invitation.role),
        reader.text("seat.sees"),
        reader.text("seat.once", day=reader.on(invitation.expires_on)),
    ]
    take = reader.button(icons.RIGHT, reader.phrase("seat.take"), TakeSeat(secret))
    return Screen("\n\n".join(lines), ((take,), *reader.foot(ShowOffer(secret))))


def gone(reader: Reader) -> Screen:
    """There is nothing behind this link any more, or never was."""
    return Screen(reader.text("seat.gone"), ((_mine(reader),), *reader.foot()))


def expired(reader: Reader, invitation: Invitation) -> Screen:
    """The link was not used in time."""
    return Screen(reader.text("seat.expired", day=reader.on(invitation.expires_on)), reader.foot())


def unconfirmed(
    reader: Reader, territories: Territories, invitation: Invitation, secret: str, behind: Seat | None
) -> Screen:
    """A second giver is needed; `behind` is a seat of this reader that may be it."""
    lines = [
        f"{icons.OVERDUE} {reader.text('seat.unconfirmed')}",
        _what(reader, territories, invitation.territory, invitation.role),
    ]
    again = (reader.button(icons.AGAIN, reader.phrase("seat.again"), ShowOffer(secret)),)
    if behind is None:
        return Screen("\n\n".join(lines), (again, *reader.foot(ShowOffer(secret))))
    lines.append(reader.text("seat.stand-behind-ask"))
    yes = reader.button(
        icons.APPROVED, reader.phrase("seat.stand-behind"), StandBehind(secret, behind.number)
    )
    return Screen("\n\n".join(lines), ((yes,), *reader.foot(ShowOffer(secret))))


def stood_behind(reader: Reader, seat: Seat) -> Screen:
    """The second giver is noted."""
    return Screen(f"{icons.APPROVED} {reader.text('seat.stood-behind')}", _back(reader, seat))


def seat(
    reader: Reader,
    territories: Territories,
    one: Seat,
    offers: Sequence[Invitation],
    *,
    several: bool,
    pages: bool,
) -> Screen:
    """A seat and all that its holder can do.

    `offers` are his that nobody has taken yet; `several`: he holds others too; `pages`: there are pages to open.
    """
    lines = [
        f"{icons.SEAT} <b>{_numbered(reader, one.number)}</b>\n{_given(reader, one)}",
        _what(reader, territories, one.territory, one.role),
        reader.text("seat.sees"),
        *_open(reader, territories, offers),
    ]
    rows: list[tuple[Button, ...]] = [
        (reader.button(icons.REPORT, reader.phrase("seat.report"), ShowReport(one.number, one.territory)),)
    ]
    if pages:
        rows.append((reader.button(icons.SITE, reader.phrase("seat.pages"), OpenPages(one.number)),))
    rows += _leading(reader, territories, one)
    if offers:
        rows.append(
            (reader.button(icons.FORGET, reader.phrase("seat.withdraw"), WithdrawOffers(one.number)),)
        )
    rows.append((reader.button(icons.DATA, reader.phrase("seat.log"), ShowSeatLog(one.number)),))
    if several:
        rows.append((_mine(reader),))
    return Screen("\n\n".join(lines), (*rows, *reader.foot(OpenSeat(one.number))))


def seats(reader: Reader, territories: Territories, held: Sequence[Seat]) -> Screen:
    """Several seats of one holder, to choose from."""
    rows = tuple(
        (_named(reader, territories, icons.SEAT, one, OpenSeat(one.number)),) for one in held[:MOST_BUTTONS]
    )
    return Screen(f"{icons.SEAT} {reader.text('seat.choose')}", (*rows, *reader.foot(ListSeats())))


def none(reader: Reader) -> Screen:
    """No seat, and how one comes by it."""
    return Screen(f"{icons.SEAT} {reader.text('seat.none')}", reader.foot(ListSeats()))


def denied(reader: Reader) -> Screen:
    """The seat does not reach there, or is not held any more; the same words for both."""
    return Screen(reader.text("seat.denied"), ((_mine(reader),), *reader.foot()))


def pages(reader: Reader, one: Seat, address: str) -> Screen:
    """The link into the pages."""
    text = f"{icons.SITE} {reader.text('seat.pages-link')}\n\n{escape(address, quote=False)}"
    return Screen(text, _back(reader, one))


def places_below(reader: Reader, territories: Territories, one: Seat, code: str) -> Screen:
    """The places below one, to give a seat for; the place itself too, unless it is the seat's own."""
    below = children(territories, code)
    buttons = [_place(reader, territories, place, ChooseBelow(one.number, place.code)) for place in below]
    whole = reader.button(icons.RIGHT, reader.phrase("seat.this-place"), ChooseRole(one.number, code))
    key = "seat.give-where" if below or code != one.territory else "seat.give-none"
    text = f"{icons.OFFICIALS} <b>{_shown(reader, territories, code)}</b>\n\n{reader.text(key)}"
    rows: list[tuple[Button, ...]] = [*in_rows(buttons[:MOST_BUTTONS])]
    if code != one.territory:
        rows.append((whole,))
    return Screen(text, (*rows, *_naming(reader, territories, one, code), *_back(reader, one)))


def role(reader: Reader, territories: Territories, one: Seat, code: str) -> Screen:
    """What the seat for a place is to allow."""
    text = f"{icons.OFFICIALS} <b>{escape(path(reader, territories, code), quote=False)}</b>"
    rows = tuple(
        (reader.button("", reader.phrase(f"seat.give-{each}"), GiveSeat(one.number, code, each)),)
        for each in Role
    )
    return Screen(f"{text}\n\n{reader.text('seat.give-role')}", (*rows, *_back(reader, one)))


def invitation(reader: Reader, territories: Territories, one: Seat, given: Invitation, link: str) -> Screen:
    """A message to forward, with the link."""
    lines = [
        f"{icons.WRITE} <i>{reader.text('seat.forward')}</i>",
        reader.text("seat.invitation"),
        _what(reader, territories, given.territory, given.role),
        escape(link, quote=False),
        reader.text("seat.invitation-how", day=reader.on(given.expires_on)),
    ]
    return Screen("\n\n".join(lines), _back(reader, one))


def districts_to_name_in(reader: Reader, territories: Territories, one: Seat, code: str) -> Screen:
    """The way down to the district of a new sub-unit."""
    below = children(territories, code)
    buttons = [_place(reader, territories, place, AskSubunit(one.number, place.code)) for place in below]
    text = f"{icons.PLACE} <b>{_shown(reader, territories, code)}</b>\n\n{reader.text('seat.subunit-where')}"
    return Screen(text, (*in_rows(buttons[:MOST_BUTTONS]), *_back(reader, one)))


def name_subunit(
    reader: Reader, territories: Territories, one: Seat, code: str, known: Sequence[Territory]
) -> Screen:
    """Names to choose for a sub-unit of a district, and how another one is typed."""
    buttons = [
        reader.button("", label(native(reader, place)), NameSubunit(one.number, code, place.code))
        for place in known
    ]
    lines = [
        f"{icons.PLACE} <b>{escape(path(reader, territories, code), quote=False)}</b>",
        reader.text("seat.subunit-choose") if known else "",
        f"{reader.text('seat.subunit-type')}\n<code>/subunit {escape(code, quote=False)} …</code>",
    ]
    return Screen("\n\n".join(filter(None, lines)), (*in_rows(buttons[:MOST_BUTTONS]), *_back(reader, one)))


def subunit_named(reader: Reader, territories: Territories, one: Seat, code: str) -> Screen:
    """The new sub-unit, and a seat for it."""
    text = f"{icons.RIGHT} {reader.text('seat.subunit-named')}\n\n<b>"
    text += f"{escape(path(reader, territories, code), quote=False)}</b>"
    give = reader.button(icons.OFFICIALS, reader.phrase("seat.give-here"), ChooseRole(one.number, code))
    return Screen(text, ((give,), *_back(reader, one)))


def subunit_unfit(reader: Reader, longest: int) -> Screen:
    """A name that can't be taken, or a command that says too little."""
    text = reader.text("seat.subunit-unfit", n=longest)
    return Screen(text, ((_mine(reader),), *reader.foot()))


def ask_hand_over(reader: Reader, territories: Territories, one: Seat) -> Screen:
    """Hand the seat over?"""
    text = f"{_what(reader, territories, one.territory, one.role)}\n\n{reader.text('seat.hand-over-ask')}"
    yes = reader.button(icons.RIGHT, reader.phrase("seat.hand-over-yes"), HandOver(one.number))
    return Screen(text, ((yes,), *_back(reader, one)))


def below(reader: Reader, territories: Territories, one: Seat, given: Sequence[Seat]) -> Screen:
    """The seats given below, each with the way to take it back."""
    rows = tuple(
        (_named(reader, territories, icons.SEAT, other, AskRevoke(one.number, other.number)),)
        for other in given[:MOST_BUTTONS]
    )
    key = "seat.below-some" if given else "seat.below-none"
    return Screen(f"{icons.OFFICIALS} {reader.text(key)}", (*rows, *_back(reader, one)))


def ask_revoke(reader: Reader, territories: Territories, one: Seat, other: Seat) -> Screen:
    """Take a seat back?"""
    lines = [
        f"{icons.SEAT} <b>{_numbered(reader, other.number)}</b>\n{_given(reader, other)}",
        _what(reader, territories, other.territory, other.role),
        reader.text("seat.revoke-ask"),
    ]
    yes = reader.button(icons.FORGET, reader.phrase("seat.revoke-yes"), RevokeSeat(one.number, other.number))
    return Screen("\n\n".join(lines), ((yes,), (_below(reader, one),), *_back(reader, one)))


def log(reader: Reader, territories: Territories, one: Seat, done: Sequence[Done]) -> Screen:
    """What was done and seen, the newest first."""
    lines = [_done(reader, territories, each) for each in done] or [reader.text("seat.log-none")]
    text = f"{icons.DATA} <b>{reader.text('seat.log-title')}</b>\n\n" + "\n".join(lines)
    return Screen(text, _back(reader, one))


def native(reader: Reader, place: Territory) -> str:
    """The name by which a community becomes a sub-unit: in the reader's language, else as it is called there."""
    return place.names.get(reader.language) or next(iter(place.names.values()))


def label(name: str) -> str:
    """A name as it stands on a button."""
    return shortened(name, LONGEST_LABEL)


def children(territories: Territories, code: str) -> tuple[Territory, ...]:
    """The places directly below one, sub-units too."""
    return (*territories.children(code), *territories.subunits(code))


def _leading(reader: Reader, territories: Territories, one: Seat) -> list[tuple[Button, ...]]:
    if one.role is not Role.LEAD:
        return []
    session = reader.button(icons.SESSION, reader.phrase("session.title"), OpenSession(one.number))
    hand_over = reader.button(icons.NEXT, reader.phrase("seat.hand-over"), AskHandOver(one.number))
    if is_subunit(territories, one.territory):
        return [(session,), (hand_over,)]
    give = reader.button(icons.OFFICIALS, reader.phrase("seat.give"), ChooseBelow(one.number, one.territory))
    return [
        (session,),
        (give,),
        *_naming(reader, territories, one, one.territory),
        (_below(reader, one),),
        (hand_over,),
    ]


def _open(reader: Reader, territories: Territories, offers: Sequence[Invitation]) -> list[str]:
    """The paragraph of the offers that nobody has taken, if there are any."""
    if not offers:
        return []
    lines = [
        f"• {_shown(reader, territories, offer.territory)}, {reader.text('seat.until', day=reader.on(offer.expires_on))}"
        for offer in offers[:MOST_OFFERS]
    ]
    more = ["…"] if len(offers) > MOST_OFFERS else []
    return ["\n".join([reader.text("seat.open-offers"), *lines, *more])]


def is_subunit(territories: Territories, code: str) -> bool:
    """Whether nothing can lie below a place."""
    place = territories.get(code)
    return place is not None and place.level == COMMUNITY


def _naming(reader: Reader, territories: Territories, one: Seat, code: str) -> Rows:
    if is_subunit(territories, code):
        return ()
    return ((reader.button(icons.PLACE, reader.phrase("seat.subunit"), AskSubunit(one.number, code)),),)


def _what(reader: Reader, territories: Territories, code: str, role: Role) -> str:
    place = escape(path(reader, territories, code), quote=False)
    return f"{icons.PLACE} <b>{place}</b>\n{reader.text(f'seat.role-{role}')}"


def _numbered(reader: Reader, number: int) -> str:
    return reader.text("seat.number", n=number)


def _given(reader: Reader, one: Seat) -> str:
    by = "seat.by-operator" if one.given_by == OPERATOR else "seat.by-seat"
    return reader.text(by, n=one.given_by, day=reader.on(one.given_on))


def _done(reader: Reader, territories: Territories, each: Done) -> str:
    """A word of the log that has no phrase yet stands as it was written."""
    key = f"seat.log.{each.what.replace(' ', '-')}"
    try:
        what = reader.text(key)
    except KeyError:
        what = escape(each.what, quote=False)
    place = _shown(reader, territories, each.territory)
    return f"{reader.on(each.day)}, {_numbered(reader, each.seat)}: {what} – {place}"


def _shown(reader: Reader, territories: Territories, code: str) -> str:
    return escape(place_name(reader, territories, code), quote=False)


def _place(reader: Reader, territories: Territories, place: Territory, intent: Intent) -> Button:
    return reader.button("", label(place_name(reader, territories, place.code)), intent)


def _named(reader: Reader, territories: Territories, icon: str, one: Seat, intent: Intent) -> Button:
    words = f"{reader.phrase('seat.number', n=one.number)}: {place_name(reader, territories, one.territory)}"
    return reader.button(icon, label(words), intent)


def _mine(reader: Reader) -> Button:
    return reader.button(icons.SEAT, reader.phrase("seat.mine"), ListSeats())


def _below(reader: Reader, one: Seat) -> Button:
    return reader.button(icons.OFFICIALS, reader.phrase("seat.below"), ListBelow(one.number))


def _back(reader: Reader, one: Seat) -> Rows:
    back = reader.button(icons.BACK, reader.phrase("seat.back"), OpenSeat(one.number))
    return ((back,), *reader.foot(OpenSeat(one.number)))
