"""A session in a room, in the chat: who leads it and who joins it, with the real bot over HTTP."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.pretend import Pretence
from learning.cohort import CODE_LETTERS, Cohort
from learning.course import Citizenship, Language
from learning.learner import Learner
from learning.seat import Role, Seat
from learning.session_plan import EXPRESS
from office import Office, seats, sessions
from sandbox import Person, Screen
from screens.intents import (
    Agree,
    ChooseLanguage,
    ChooseRoom,
    CloseSession,
    HoldSession,
    JoinSession,
    LookAround,
    OpenRoom,
    OpenSession,
    SendPoster,
    SendSheets,
    SetLanguage,
    SetPassport,
    ShowCard,
    ShowSession,
    encode,
)
from tests.scene import assert_clean, enrolled, intents, press, scene, set_day

PLACE = "KG-B"
LINK = re.compile(r"https://t\.me/\w+\?start=(s-[A-Z0-9]{8})(?!\S)")


@pytest.fixture
async def pretend(tmp_path: Path) -> AsyncIterator[Pretence]:
    async with scene(tmp_path) as made:
        yield made
        assert_clean(made)


def office_of(pretend: Pretence) -> Office:
    """The office behind the bot."""
    return pretend.service.desk.office


async def seated(pretend: Pretence, person: Person, territory: str, role: Role = Role.LEAD) -> Seat:
    """Give somebody a seat."""
    office = office_of(pretend)
    offer = await seats.give(office, territory, role, "anna")
    taken = await seats.take(office, offer.secret, pretend.service.desk.pseudonyms.person(person.id))
    assert taken
    return taken


async def leader(pretend: Pretence) -> tuple[Person, Seat]:
    """Somebody who reads Russian and leads a region."""
    person = await enrolled(pretend, "ru", "KG")
    return person, await seated(pretend, person, PLACE)


async def opened(pretend: Pretence) -> Cohort:
    """A session that is open today, of a seat that nobody is asked for."""
    office = office_of(pretend)
    return await sessions.open_session(office, Seat(99, PLACE, Role.LEAD, 0, office.today), PLACE)


async def kept(pretend: Pretence, person: Person) -> Learner | None:
    """What the records hold of this person."""
    desk = pretend.service.desk
    record = await desk.store.load(desk.pseudonyms.person(person.id))
    return record.learner if record else None


async def joined(pretend: Pretence, code: str) -> int:
    """How many the records have counted in."""
    cohort = await office_of(pretend).store.cohort(code)
    assert cohort
    return cohort.joined


def first_of_express(pretend: Pretence) -> int:
    """The number of the lesson that a room begins with."""
    route = pretend.service.desk.book.course.route(EXPRESS)
    assert route
    return route.lessons[0]


async def test_a_stranger_joins_by_the_link_and_learns_the_express_route(pretend: Pretence) -> None:
    """Language, consent, passport, first lesson of the route; counted once he agrees, with the place as home."""
    cohort, person = await opened(pretend), await pretend.sandbox.person("ky")
    then = encode(JoinSession(cohort.code))
    await person.start(f"s-{cohort.code}")
    await press(person, SetLanguage(Language.KY, then))
    assert await kept(pretend, person) is None and await joined(pretend, cohort.code) == 0
    await press(person, Agree(then))
    learner = await kept(pretend, person)
    assert learner and (learner.cohort, learner.home) == (cohort.code, PLACE)
    screen = await press(person, SetPassport(Citizenship.KG, then))
    assert any(
        isinstance(one, ShowCard) and (one.lesson, one.route) == (first_of_express(pretend), EXPRESS)
        for one in intents(screen)
    )
    assert await joined(pretend, cohort.code) == 1


async def test_who_only_looks_around_walks_along_and_is_not_counted(pretend: Pretence) -> None:
    """A guest in the room sees the same lesson, and nothing of him is kept."""
    cohort, person = await opened(pretend), await pretend.sandbox.person("ru")
    then = encode(JoinSession(cohort.code))
    await person.start(f"s-{cohort.code}")
    await press(person, SetLanguage(Language.UZ_CYRL, then))
    await press(person, LookAround(then))
    screen = await press(person, SetPassport(Citizenship.UZ, then))
    assert any(isinstance(one, ShowCard) and one.route == EXPRESS for one in intents(screen))
    assert await kept(pretend, person) is None
    assert await joined(pretend, cohort.code) == 0


async def test_the_language_can_be_changed_on_the_way_and_the_session_stays(pretend: Pretence) -> None:
    """The button that chooses a language carries the session on, at the consent and at the passport."""
    cohort, person = await opened(pretend), await pretend.sandbox.person("ru")
    then = encode(JoinSession(cohort.code))
    await person.start(f"s-{cohort.code}")
    await press(person, SetLanguage(Language.RU, then))
    await press(person, ChooseLanguage(then))
    await press(person, SetLanguage(Language.KY, then))
    await press(person, Agree(then))
    await press(person, ChooseLanguage(then))
    screen = await press(person, SetLanguage(Language.TG, then))
    assert SetPassport(Citizenship.TJ, then) in intents(screen)
    assert await joined(pretend, cohort.code) == 1


async def test_a_learner_joins_by_typing_the_code_and_keeps_his_home(pretend: Pretence) -> None:
    """Small letters and a space are no mistake; joining twice counts once; his own home stays."""
    cohort, person = await opened(pretend), await pretend.sandbox.person("ru")
    await person.start("home-KG-O")
    await press(person, SetLanguage(Language.RU, "hs.KG-O"))
    await press(person, Agree)
    await press(person, SetPassport(Citizenship.KG))
    for typed in (f"{cohort.code[:4].lower()} {cohort.code[4:]}", cohort.code):
        screen = await person.type(typed)
        assert JoinSession(cohort.code) in intents(screen)
    learner = await kept(pretend, person)
    assert learner and (learner.cohort, learner.home) == (cohort.code, "KG-O")
    assert await joined(pretend, cohort.code) == 1
    assert cohort.code in (await person.type("/mydata")).text
    await person.type(cohort.code)
    screen = await press(person, JoinSession(cohort.code))
    assert any(isinstance(one, ShowCard) and one.route == EXPRESS for one in intents(screen))


async def test_a_stranger_may_type_the_code_too(pretend: Pretence) -> None:
    """Before the bot knows anything of him, the code leads to the languages and goes along."""
    cohort, person = await opened(pretend), await pretend.sandbox.person("tg")
    screen = await person.type(cohort.code)
    assert SetLanguage(Language.TG, encode(JoinSession(cohort.code))) in intents(screen)


async def test_codes_that_open_nothing_get_a_kind_answer_however_many(pretend: Pretence) -> None:
    """Wrong, closed, too old: the same words each time; nobody is locked out, and the right code still opens."""
    cohort, person = await opened(pretend), await enrolled(pretend, "ru", "KG")
    said = pretend.service.desk.book.phrases.text("ru", "session.not-open")
    wrong = [f"2{CODE_LETTERS[n]}345678" for n in range(12)]
    for code in wrong:
        assert said in (await person.type(code)).text
    assert said in (await person.start(f"s-{wrong[0]}")).text
    assert said in (await person.start("s-")).text
    assert JoinSession(cohort.code) in intents(await person.type(cohort.code))
    set_day(pretend, cohort.held_on + timedelta(days=31))
    assert said in (await person.type("2" + cohort.code[1:])).text
    assert said in (await person.start(f"s-{cohort.code}")).text


async def test_a_session_that_closes_on_the_way_lets_the_learner_in_all_the_same(pretend: Pretence) -> None:
    """The consent was given to the course: that is kept, the session is not joined, and he is told."""
    cohort, person = await opened(pretend), await pretend.sandbox.person("ru")
    then = encode(JoinSession(cohort.code))
    await person.start(f"s-{cohort.code}")
    await press(person, SetLanguage(Language.RU, then))
    await office_of(pretend).store.close_cohort(cohort.code)
    screen = await press(person, Agree(then))
    learner = await kept(pretend, person)
    assert learner and learner.cohort == "" and learner.home == ""
    assert pretend.service.desk.book.phrases.text("ru", "session.not-open") in screen.text
    assert await joined(pretend, cohort.code) == 0


async def test_a_leader_opens_prints_counts_and_closes(pretend: Pretence) -> None:
    """/session, a press, two papers, the number of people, closed; the link on the screen lets somebody in."""
    person, seat = await leader(pretend)
    await person.type("/session")
    screen = await press(person, HoldSession(seat.number, PLACE))
    link = LINK.search(screen.text)
    assert link and "<10" in screen.text
    code = link[1].removeprefix("s-")
    for kind, name in ((SendPoster, "poster"), (SendSheets, "sheets")):
        await press(person, kind)
        sent = (await person.messages())[-1].document
        assert sent and sent.file_name == f"safar-{code}-{name}.pdf" and sent.file_size
        await press(person, ShowSession)
    screen = await person.type(f"/session {code} 34")
    assert "34" in screen.text
    cohort = await office_of(pretend).store.cohort(code)
    assert cohort and cohort.heads == 34
    screen = await press(person, CloseSession)
    assert CloseSession(seat.number, code) not in intents(screen)
    assert await sessions.joinable(office_of(pretend), code) is None
    screen = await press(person, OpenSession)
    assert ShowSession(seat.number, code) in intents(screen)


@pytest.mark.parametrize("typed", ["0", "many", "99999", "-3", "٣٤"])
async def test_a_number_that_is_none_is_explained(pretend: Pretence, typed: str) -> None:
    """The bot says how to type it, and keeps nothing."""
    person, seat = await leader(pretend)
    await person.type("/session")
    await press(person, HoldSession(seat.number, PLACE))
    code = (await office_of(pretend).store.cohorts())[0].code
    screen = await person.type(f"/session {code} {typed}")
    assert f"/session {code} 34" in screen.text
    cohort = await office_of(pretend).store.cohort(code)
    assert cohort and cohort.heads is None


async def test_the_place_below_is_chosen_from_lists(pretend: Pretence) -> None:
    """Down from the region to one of its districts."""
    person, seat = await leader(pretend)
    district = pretend.service.desk.book.territories.children(PLACE)[0].code
    await person.type("/session")
    await press(person, ChooseRoom(seat.number, PLACE))
    await press(person, HoldSession(seat.number, district))
    assert [one.territory for one in await office_of(pretend).store.cohorts()] == [district]


async def test_who_may_not_lead_is_told_so(pretend: Pretence) -> None:
    """Without a seat, with one that reads only, and with the numbers of another's seat and session."""
    phrases, cohort = pretend.service.desk.book.phrases, await opened(pretend)
    person = await enrolled(pretend, "ru", "KG")
    assert OpenSession not in map(type, intents(await person.type("/session")))
    seat = await seated(pretend, person, PLACE, Role.READ)
    assert phrases.text("ru", "session.no-lead") in (await person.type("/session")).text
    denied = phrases.text("ru", "seat.denied")
    for intent in (
        HoldSession(seat.number, PLACE),
        HoldSession(99, PLACE),
        CloseSession(seat.number, cohort.code),
        ShowSession(seat.number, "AAAAAAAA"),
    ):
        assert denied in (await forged(person, encode(intent))).text
    await person.type(f"/session {cohort.code} 30")
    unchanged = await office_of(pretend).store.cohort(cohort.code)
    assert unchanged == cohort


async def forged(person: Person, data: str) -> Screen:
    """Press a button that the bot never showed."""
    screen = await person.screen()
    return await person.press(data, screen.message_id)


async def test_the_room_button_is_there_only_with_pages(pretend: Pretence) -> None:
    """With an address of pages it makes a link that works once; without one there is no such button."""
    person, seat = await leader(pretend)
    await person.type("/session")
    screen = await press(person, HoldSession(seat.number, PLACE))
    assert OpenRoom not in map(type, intents(screen))
    office_of(pretend).site = "http://127.0.0.1:1"
    await press(person, ShowSession)
    screen = await press(person, OpenRoom)
    code = (await office_of(pretend).store.cohorts())[0].code
    link = re.search(rf"http://127\.0\.0\.1:1/enter/([\w-]{{22}})/room/{code}(?!\S)", screen.text)
    assert link and await seats.knocks(office_of(pretend), link[1]) == seat
