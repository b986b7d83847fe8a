"""A session in a room, in the chat: what who joins is told, and what who leads it sees and sends."""

from collections.abc import Sequence
from datetime import timedelta
from html import escape

from learning.cohort import MOST_HEADS, Cohort
from learning.floor import FLOOR, tens
from learning.seat import Seat
from learning.territory import Territories, Territory
from screens import icons
from screens.intents import (
    ChooseLanguage,
    ChooseRoom,
    CloseSession,
    GoOn,
    HoldSession,
    JoinSession,
    ListSeats,
    OpenRoom,
    OpenSession,
    SendPoster,
    SendSheets,
    ShowSession,
)
from screens.reader import Reader
from screens.report_tables import place_name
from screens.screen import Button, Rows, Screen, in_rows
from screens.seat import MOST_BUTTONS, children, label, path

MOST_LISTED = 10
SPACED = 4  # letters of a code that stand together


def joined(reader: Reader, cohort: Cohort, place: Territory | None) -> Screen:
    """Welcome to who came in by a link or a typed code; the next press begins."""
    where = f"<b>{escape(reader.name(place.names), quote=False)}</b>\n" if place else ""
    text = f"{icons.SESSION} {where}{reader.on(cohort.held_on)}\n\n{reader.text('session.joined')}"
    begin = reader.button(icons.NEXT, reader.phrase("session.begin"), JoinSession(cohort.code))
    return Screen(text, ((begin,), *reader.foot()))


def not_open(reader: Reader) -> Screen:
    """Nothing is open under this code; the course is, in any case."""
    onward = ChooseLanguage() if reader.learner.guest else GoOn()
    begin = reader.button(icons.NEXT, reader.phrase("menu.begin"), onward)
    return Screen(f"{icons.SESSION} {reader.text('session.not-open')}", ((begin,), *reader.foot()))


def no_lead(reader: Reader) -> Screen:
    """The seat allows to read, not to lead."""
    seats = reader.button(icons.SEAT, reader.phrase("seat.mine"), ListSeats())
    return Screen(f"{icons.SESSION} {reader.text('session.no-lead')}", ((seats,), *reader.foot()))


def sessions(reader: Reader, territories: Territories, seat: Seat, held: Sequence[Cohort]) -> Screen:
    """The newest sessions of a seat, and where it can open another one."""
    text = f"{icons.SESSION} <b>{escape(path(reader, territories, seat.territory), quote=False)}</b>"
    text += f"\n\n{reader.text('session.list')}"
    here = HoldSession(seat.number, seat.territory)
    rows = [(reader.button(icons.NEW, reader.phrase("session.open-here"), here),)]
    if children(territories, seat.territory):
        below = ChooseRoom(seat.number, seat.territory)
        rows.append((reader.button(icons.PLACE, reader.phrase("session.elsewhere"), below),))
    rows += [(_listed(reader, territories, seat, one),) for one in held[:MOST_LISTED]]
    return Screen(text, (*rows, *reader.foot(OpenSession(seat.number))))


def _listed(reader: Reader, territories: Territories, seat: Seat, one: Cohort) -> Button:
    icon = icons.CLOSE if one.closed else icons.SESSION
    words = f"{reader.on(one.held_on)}, {place_name(reader, territories, one.territory)}"
    return reader.button(icon, label(words), ShowSession(seat.number, one.code))


def rooms(reader: Reader, territories: Territories, seat: Seat, code: str) -> Screen:
    """The places below one: each leads further down or, where nothing lies below, opens the session."""
    buttons = []
    for place in children(territories, code)[:MOST_BUTTONS]:
        further = bool(children(territories, place.code))
        intent = (ChooseRoom if further else HoldSession)(seat.number, place.code)
        buttons.append(reader.button("", label(place_name(reader, territories, place.code)), intent))
    text = f"{icons.PLACE} <b>{escape(path(reader, territories, code), quote=False)}</b>"
    here = reader.button(icons.NEW, reader.phrase("session.open-here"), HoldSession(seat.number, code))
    text += f"\n\n{reader.text('session.where')}"
    return Screen(text, (*in_rows(buttons), (here,), *_all(reader, seat)))


def session(
    reader: Reader,
    territories: Territories,
    seat: Seat,
    cohort: Cohort,
    link: str,
    until: timedelta,
    *,
    pages: bool,
) -> Screen:
    """One session: its code and link, how many have joined, how many are there; papers, screen, close.

    `until`: how long after its day it can be joined; `pages`: there are pages, so there is a screen for the room.
    """
    lines = [
        f"{icons.SESSION} <b>{escape(path(reader, territories, cohort.territory), quote=False)}</b>\n"
        f"{reader.on(cohort.held_on)}",
        f"{reader.text('session.code')}: <code>{spaced(cohort.code)}</code>\n{escape(link, quote=False)}",
        _standing(reader, cohort, until),
        _counted(reader, cohort),
    ]
    if not cohort.closed:
        example = f"<code>/session {cohort.code} 34</code>"
        lines.append(f"{reader.text('session.how-heads')}\n{example}")
    return Screen("\n\n".join(lines), (*_tools(reader, seat, cohort, pages), *_all(reader, seat)))


def _standing(reader: Reader, cohort: Cohort, until: timedelta) -> str:
    if cohort.closed:
        return f"{icons.CLOSE} {reader.text('session.closed')}"
    last = reader.text("session.until", day=reader.on(cohort.held_on + until))
    return f"{reader.text('session.how')}\n{last}"


def _counted(reader: Reader, cohort: Cohort) -> str:
    heads = "–" if cohort.heads is None else str(cohort.heads)
    by_phone = reader.text("session.by-phone", n=few(cohort.joined))
    return f"{by_phone}\n{reader.text('session.heads', n=heads)}"


def _tools(reader: Reader, seat: Seat, cohort: Cohort, pages: bool) -> Rows:
    at = (seat.number, cohort.code)
    papers = (
        reader.button(icons.PRINT, reader.phrase("session.poster"), SendPoster(*at)),
        reader.button(icons.PRINT, reader.phrase("session.sheets"), SendSheets(*at)),
    )
    room = (reader.button(icons.PROJECTOR, reader.phrase("session.room"), OpenRoom(*at)),)
    again = (reader.button(icons.AGAIN, reader.phrase("session.again"), ShowSession(*at)),)
    close = (reader.button(icons.CLOSE, reader.phrase("session.close"), CloseSession(*at)),)
    return (papers, *((room,) if pages else ()), again, *(() if cohort.closed else (close,)))


def below_file(reader: Reader, seat: Seat, cohort: Cohort, phrase: str) -> Screen:
    """What stands below a paper: what to do with it, and the way back."""
    return Screen(reader.text(phrase), _back(reader, seat, cohort))


def room_link(reader: Reader, seat: Seat, cohort: Cohort, address: str) -> Screen:
    """The link that opens the room screen where people can see it."""
    text = f"{icons.PROJECTOR} {reader.text('session.room-link')}\n\n{escape(address, quote=False)}"
    return Screen(text, _back(reader, seat, cohort))


def unfit(reader: Reader, seat: Seat, code: str) -> Screen:
    """How the number of people is typed."""
    example = f"<code>/session {escape(code, quote=False)} 34</code>"
    text = f"{reader.text('session.heads-unfit', most=MOST_HEADS)}\n{example}"
    return Screen(text, (*_all(reader, seat),))


def few(n: int) -> str:
    """A number of people as it is told: in tens, below ten only that."""
    return f"<{FLOOR}" if n < FLOOR else str(tens(n))


def spaced(code: str) -> str:
    """A code in two halves, easier to read out and to type.

    >>> spaced("ABCDEFGH")
    'ABCD EFGH'
    """
    return " ".join(code[at : at + SPACED] for at in range(0, len(code), SPACED))


def _all(reader: Reader, seat: Seat) -> Rows:
    every = reader.button(icons.BACK, reader.phrase("session.all"), OpenSession(seat.number))
    return ((every,), *reader.foot(OpenSession(seat.number)))


def _back(reader: Reader, seat: Seat, cohort: Cohort) -> Rows:
    here = ShowSession(seat.number, cohort.code)
    return ((reader.button(icons.BACK, reader.phrase("session.back"), here),), *reader.foot(here))
