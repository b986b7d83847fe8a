"""The screen of a session: a page for a projector or one phone, slide by slide. It shows numbers, never who."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import segno
from aiohttp import web

from learning.cohort import Cohort
from learning.seat import Role
from learning.session_plan import Part
from office.seats import knocks
from office.sessions import (
    close,
    link,
    open_session,
    session,
    sessions_of,
    show_answers,
    type_heads,
    type_paper,
)
from reports.choices import below, own
from reports.entrance import asked, entered
from reports.keys import OFFICE
from reports.layout import OWN_SCRIPTS, in_address, page, place, reader, see_other
from reports.visits import Form, Visit, form, visit
from screens.reader import Reader
from screens.report_tables import place_name
from screens.room import PlanLine, RoomLesson, RoomQuestion, plan_lines, reader_in_room, room_lessons
from screens.session import few, spaced

CODE = "[A-Z0-9]{8}"
SECRET = "[A-Za-z0-9_-]{22}"  # noqa: S105 - the shape of one
QUIET_ZONE = 4  # light modules round a QR code, as its standard asks
SHAPES = ("circle", "triangle", "square", "diamond")
REVEALED, UNFIT = "answer", "unfit"
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Slide:
    """One view of the room: the start, a lesson's lines, a question, or the end. `when` is its time in the plan."""

    kind: str
    when: str = ""
    lesson: RoomLesson | None = None
    question: RoomQuestion | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """An option on the screen. `told` is empty until numbers are shown; `length` is its part of the longest, in per cent."""

    key: str
    shape: str
    words: str
    right: bool
    told: str
    length: int
    paper: int


def add_room(app: web.Application) -> None:
    """The list of sessions, the screen of each, its forms, and the link that leads straight to it."""
    app.router.add_get("/o/rooms", listed)
    app.router.add_post("/o/rooms", opened)
    app.router.add_get(f"/o/room/{{code:{CODE}}}", shown)
    app.router.add_post(f"/o/room/{{code:{CODE}}}/show", answers_shown)
    app.router.add_post(f"/o/room/{{code:{CODE}}}/paper", paper_typed)
    app.router.add_post(f"/o/room/{{code:{CODE}}}/heads", heads_typed)
    app.router.add_post(f"/o/room/{{code:{CODE}}}/close", closed)
    app.router.add_get(f"/enter/{{secret:{SECRET}}}/room/{{code:{CODE}}}", asked_for_room)
    app.router.add_post(f"/enter/{{secret:{SECRET}}}/room/{{code:{CODE}}}", entered_room)


async def asked_for_room(request: web.Request) -> web.Response:
    """The link's page with its one button, which leads to the room; a link that opens nothing says so as any other."""
    answer = await asked(request)
    seat = await knocks(request.app[OFFICE], request.match_info["secret"])
    if answer.status != 200 or seat is None:
        return answer
    name = await place(request, seat.territory)
    return page(request, "enter.html", name=name, role=seat.role.value, action=request.rel_url.path)


async def entered_room(request: web.Request) -> web.Response:
    """In by the link, and on to the room."""
    response = await entered(request)
    if response.status == 303:
        response.headers["Location"] = _address(request, 0)
    return response


async def listed(request: web.Request) -> web.Response:
    """The sessions in reach, the newest first; for a leader, a form that opens one."""
    now, office = await visit(request), request.app[OFFICE]
    territories, reads = await office.territories(), reader(request)
    rows = [
        (one, spaced(one.code), place_name(reads, territories, one.territory), reads.on(one.held_on))
        for one in (await sessions_of(office, now.seat))[:MOST_LISTED]
    ]
    leads = now.seat.role is Role.LEAD
    return page(
        request,
        "rooms.html",
        seat=now.seat,
        token=now.token,
        rows=rows,
        few=few,
        leads=leads,
        own=own(reads, territories, now.seat.territory),
        places=below(reads, territories, now.seat.territory) if leads else (),
    )


async def opened(request: web.Request) -> web.Response:
    """A session in a place, and on to its screen."""
    now = await visit(request)
    sent = await form(request, now)
    found = await open_session(request.app[OFFICE], now.seat, str(sent.get("place", "")))
    return see_other(f"/o/room/{found.code}?at=0")


async def shown(request: web.Request) -> web.Response:
    """One slide."""
    now, office = await visit(request), request.app[OFFICE]
    cohort = await session(office, now.seat, request.match_info["code"])
    reads = reader_in_room(reader(request), await office.territories(), cohort)
    plan = plan_lines(reads)
    all_slides = slides(reads, plan)
    at = min(_at(request.query.get("at", "")), len(all_slides) - 1)
    slide = all_slides[at]
    address = link(office, cohort.code)
    return page(
        request,
        "room.html",
        policy=OWN_SCRIPTS,
        seat=now.seat,
        token=now.token,
        leads=now.seat.role is Role.LEAD,
        cohort=cohort,
        spaced=spaced(cohort.code),
        where=await place(request, cohort.territory),
        back_to=f"/o/{in_address(cohort.territory)}",
        joined=few(cohort.joined),
        held_on=reads.on(cohort.held_on),
        bot=f"@{office.bot_name}",
        link=address,
        qr=_qr(address) if slide.kind == "start" else "",
        plan=plan,
        slide=slide,
        at=at,
        last=len(all_slides) - 1,
        unfit=UNFIT in request.query,
        **await _question(request, cohort, slide),
    )


@lru_cache(maxsize=64)
def _qr(address: str) -> str:
    """A QR code as an address that holds the whole drawing; kept, since a room turns back to it and it takes 30 ms."""
    return str(segno.make_qr(address, error="m").svg_data_uri(border=QUIET_ZONE, scale=10))


async def _question(request: web.Request, cohort: Cohort, slide: Slide) -> dict[str, Any]:
    """How a question stands: its options with what may be shown of them, and whether its answer is."""
    asked = slide.question
    if asked is None:
        return {"bars": (), "told": False, "revealed": False}
    store, key = request.app[OFFICE].store, (asked.lesson, asked.key)
    told = (await store.shown(cohort.code)).get(key)
    paper = (await store.paper(cohort.code)).get(key, {})
    revealed = told is not None or REVEALED in request.query
    return {"bars": bars(asked, told, paper), "told": told is not None, "revealed": revealed}


def bars(asked: RoomQuestion, told: Mapping[str, int] | None, paper: Mapping[str, int]) -> tuple[Bar, ...]:
    """The options in their order, with shapes as on the sheets. `told` is in tens; 0 stands for fewer than ten."""
    longest = max((told or {}).values(), default=0) or 1
    return tuple(
        Bar(
            key=option.key,
            shape=shape,
            words=option.words,
            right=option.right,
            told="" if told is None else few(told.get(option.key, 0)),
            length=100 * (told or {}).get(option.key, 0) // longest,
            paper=paper.get(option.key, 0),
        )
        for option, shape in zip(asked.options, SHAPES, strict=False)
    )


def slides(reads: Reader, plan: tuple[PlanLine, ...]) -> tuple[Slide, ...]:
    """All views of a room in their order."""
    when = {line.lesson: line.when for line in plan if line.lesson}
    end = next((line.when for line in plan if line.part is Part.PACK), "")
    found = [Slide("start", plan[0].when)]
    for lesson in room_lessons(reads):
        found.append(Slide("lesson", when[lesson.number], lesson))
        found += [Slide("question", when[lesson.number], lesson, asked) for asked in lesson.questions]
    return (*found, Slide("end", end))


async def answers_shown(request: web.Request) -> web.Response:
    """Show the room how it answered, and what is right; where there are too few, only what is right."""
    now, sent = await _sent(request)
    lesson, question = _number(sent, "lesson"), str(sent.get("question", ""))
    code = request.match_info["code"]
    try:
        await show_answers(request.app[OFFICE], now.seat, code, lesson, question)
    except ValueError as error:
        raise web.HTTPNotFound from error
    return see_other(f"{_address(request, _at(str(sent.get('at', ''))))}&{REVEALED}=1")


async def paper_typed(request: web.Request) -> web.Response:
    """Keep what the sheets say to a question; a number that doesn't fit is said, and nothing kept."""
    now, sent = await _sent(request)
    code, at = request.match_info["code"], _at(str(sent.get("at", "")))
    try:
        answers = {name.removeprefix("n-"): _number(sent, name) for name in sent if name.startswith("n-")}
        lesson, question = _number(sent, "lesson"), str(sent.get("question", ""))
        await type_paper(request.app[OFFICE], now.seat, code, lesson, question, answers)
    except ValueError:
        return see_other(f"{_address(request, at)}&{UNFIT}=1")
    return see_other(_address(request, at))


async def heads_typed(request: web.Request) -> web.Response:
    """Keep how many people are in the room."""
    now, sent = await _sent(request)
    try:
        heads = _number(sent, "heads")
        await type_heads(request.app[OFFICE], now.seat, request.match_info["code"], heads)
    except ValueError:
        return see_other(f"{_address(request, 0)}&{UNFIT}=1")
    return see_other(_address(request, 0))


async def closed(request: web.Request) -> web.Response:
    """Nobody joins it any more."""
    now, sent = await _sent(request)
    await close(request.app[OFFICE], now.seat, request.match_info["code"])
    return see_other(_address(request, _at(str(sent.get("at", "")))))


async def _sent(request: web.Request) -> tuple[Visit, Form]:
    """Who sends, and a form of this visit's own; the session must be in reach, whatever the form says."""
    now = await visit(request)
    sent = await form(request, now)
    await session(request.app[OFFICE], now.seat, request.match_info["code"])
    return now, sent


def _address(request: web.Request, at: int) -> str:
    return f"/o/room/{request.match_info['code']}?at={at}"


def _at(typed: str) -> int:
    """The slide that is meant; the first for anything that is no number."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0


def _number(sent: Form, name: str) -> int:
    """A number from a field, 0 for an empty one. Raises ValueError."""
    typed = str(sent.get(name, "")).strip()
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdigit() and len(typed) < 6):
        raise ValueError(f"{name} is no number")
    return int(typed)
