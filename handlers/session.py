"""Leading a session in a room: open it, print its papers, show its screen, type how many came, close it."""

import asyncio
from collections.abc import Awaitable, Callable

from handlers.desk import Commanded, Pressed, Visit
from handlers.seat import by_holder, held, mine
from learning.cohort import Cohort, read_code
from learning.seat import Role, Seat, in_scope
from office import Denied, sessions
from office.seats import door
from papers.answer_sheet import answer_sheet
from papers.poster import poster
from screens import room, seat, session
from screens.intents import (
    ChooseRoom,
    CloseSession,
    HoldSession,
    Intent,
    OfSession,
    OpenRoom,
    OpenSession,
    SendPoster,
    SendSheets,
    ShowSession,
)
from screens.poster import poster_words

Found = Callable[[Visit, Seat, Cohort], Awaitable[None]]


async def command(visit: Visit, argument: str) -> None:
    """/session; with a code and a number, how many people came to that session."""
    if argument:
        await _typed(visit, argument)
    else:
        await opened(visit, OpenSession())


async def opened(visit: Visit, intent: OpenSession) -> None:
    """Show the sessions of a seat, and where it can open one."""
    one = await _leading(visit, intent.seat)
    if one is None:
        has_seat = bool(await mine(visit))
        await visit.show(session.no_lead(visit.reader) if has_seat else seat.none(visit.reader))
        return
    found = await sessions.sessions_of(visit.desk.office, one)
    await visit.show(session.sessions(visit.reader, await visit.desk.office.territories(), one, found))


async def _leading(visit: Visit, number: int) -> Seat | None:
    """The seat of this number, or the first that leads sessions when it is 0; None if it is none or leads none."""
    fitting = (one for one in await mine(visit) if one.role is Role.LEAD and number in {0, one.number})
    return next(fitting, None)


async def _typed(visit: Visit, argument: str) -> None:
    """`/session ABCD EFGH 34`: the last word is the number of people."""
    typed, _, number = argument.rpartition(" ")
    code = read_code(typed or argument)
    one = await _seat_over(visit, code or "")
    if one is None:
        await visit.show(session.not_open(visit.reader))
    elif not typed:
        await _shown(visit, one, await sessions.session(visit.desk.office, one, code or ""))
    elif not _is_number(number):
        await visit.show(session.unfit(visit.reader, one, code or ""))
    else:
        await _count(visit, one, code or "", int(number))


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 6


async def _count(visit: Visit, one: Seat, code: str, heads: int) -> None:
    try:
        found = await sessions.type_heads(visit.desk.office, one, code, heads)
    except ValueError:
        await visit.show(session.unfit(visit.reader, one, code))
    else:
        await _shown(visit, one, found)


async def _seat_over(visit: Visit, code: str) -> Seat | None:
    """The first seat of this person that leads the session of a code; None if there is none, or no such session."""
    cohort = await visit.desk.office.store.cohort(code)
    territories = await visit.desk.office.territories()
    leading = (one for one in await mine(visit) if one.role is Role.LEAD)
    return next((one for one in leading if cohort and in_scope(one, cohort.territory, territories)), None)


async def _room_asked(visit: Visit, one: Seat, intent: ChooseRoom) -> None:
    territories = await visit.desk.office.admit(one, intent.territory)
    await visit.show(session.rooms(visit.reader, territories, one, intent.territory))


async def _held(visit: Visit, one: Seat, intent: HoldSession) -> None:
    await _shown(visit, one, await sessions.open_session(visit.desk.office, one, intent.territory))


async def _shown(visit: Visit, one: Seat, cohort: Cohort) -> None:
    office = visit.desk.office
    address = sessions.link(office, cohort.code)
    territories = await office.territories()
    screen = session.session(
        visit.reader, territories, one, cohort, address, sessions.JOINABLE_FOR, pages=bool(office.site)
    )
    await visit.show(screen)


def of_session(act: Found) -> Pressed:
    """A handler of presses about one session, which the seat must reach."""

    async def pressed(visit: Visit, intent: OfSession) -> None:
        try:
            one = await held(visit, intent.seat)
            await act(visit, one, await sessions.session(visit.desk.office, one, intent.code))
        except Denied:
            await visit.show(seat.denied(visit.reader))

    return pressed


async def _poster(visit: Visit, one: Seat, cohort: Cohort) -> None:
    """Send the poster, in the languages of the place."""
    office = visit.desk.office
    address = sessions.link(office, cohort.code)
    territories = await office.territories()
    words = poster_words(visit.book, territories, cohort, address, office.bot_name, visit.today)
    sheet = await asyncio.to_thread(poster, words, visit.today)
    below = session.below_file(visit.reader, one, cohort, "session.poster-caption")
    await visit.send_file(f"safar-{cohort.code}-poster.pdf", sheet, below)


async def _sheets(visit: Visit, one: Seat, cohort: Cohort) -> None:
    """Send the answer sheet in the languages of the place, with the leader's pages in his own."""
    territories = await visit.desk.office.territories()
    words = room.sheet_words(visit.reader, territories, cohort)
    sheets = await asyncio.to_thread(answer_sheet, words, visit.today)
    below = session.below_file(visit.reader, one, cohort, "session.sheets-caption")
    await visit.send_file(f"safar-{cohort.code}-sheets.pdf", sheets, below)


async def _room(visit: Visit, one: Seat, cohort: Cohort) -> None:
    """A link to the room screen; where there are no pages, the session stays."""
    office = visit.desk.office
    if office.site:
        address = f"{await door(office, one)}/room/{cohort.code}"
        await visit.show(session.room_link(visit.reader, one, cohort, address))
    else:
        await _shown(visit, one, cohort)


async def _close(visit: Visit, one: Seat, cohort: Cohort) -> None:
    await _shown(visit, one, await sessions.close(visit.desk.office, one, cohort.code))


PRESSES: dict[type[Intent], Pressed] = {
    OpenSession: opened,
    ChooseRoom: by_holder(_room_asked),
    HoldSession: by_holder(_held),
    ShowSession: of_session(_shown),
    SendPoster: of_session(_poster),
    SendSheets: of_session(_sheets),
    OpenRoom: of_session(_room),
    CloseSession: of_session(_close),
}
COMMANDS: dict[str, Commanded] = {"session": command}
