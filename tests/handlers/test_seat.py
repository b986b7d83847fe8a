"""The official's seat in the chat, with the real bot over HTTP: both ends of each link."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.pretend import Pretence
from learning.course import Language
from learning.seat import Role, Seat
from office import Office, seats
from sandbox import Person, Screen
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
    SetLanguage,
    ShowOffer,
    ShowReport,
    ShowSeatLog,
    StandBehind,
    TakeSeat,
    Voice,
    WithdrawOffers,
    encode,
)
from tests.scene import assert_clean, buttons, enrolled, intents, press, scene, set_day

COUNTRY, REGION, OTHER_REGION = "KG", "KG-B", "KG-C"
LINK = re.compile(r"https://t\.me/\w+\?start=(seat_[\w-]{22})(?!\S)")
HARMFUL = "<b>Жаңы</b> *айыл* &amp; [x](http://x)"


@pytest.fixture
async def pretend(tmp_path: Path) -> AsyncIterator[Pretence]:
    async with scene(tmp_path) as made:
        yield made
        assert_clean(made)


def office_of(pretend: Pretence) -> Office:
    """The office behind the bot."""
    return pretend.service.desk.office


def district_of(pretend: Pretence, region: str) -> str:
    """The first district of a region."""
    return office_of(pretend).book().territories.children(region)[0].code


async def given(pretend: Pretence, territory: str, role: Role = Role.LEAD) -> str:
    """The start payload of an invitation that an operator has just made."""
    return seats.START + (await seats.give(office_of(pretend), territory, role, "anna")).secret


async def official(pretend: Pretence, territory: str, role: Role = Role.LEAD) -> Person:
    """Somebody who has taken a seat in the chat, and sees it."""
    return await stranger_takes(pretend, await given(pretend, territory, role))


async def stranger_takes(pretend: Pretence, payload: str) -> Person:
    """Somebody new opens a link, chooses Russian and takes the seat."""
    person = await pretend.sandbox.person("ru")
    await person.start(payload)
    await press(person, SetLanguage(Language.RU, encode(ShowOffer(payload.removeprefix(seats.START)))))
    await press(person, TakeSeat)
    return person


async def numbers(pretend: Pretence) -> list[int]:
    """The numbers of the seats that are held."""
    return [one.number for one in await office_of(pretend).store.seats()]


async def forged(person: Person, intent: Intent, language: Language = Language.RU) -> Screen:
    """Press a button that was never shown, on the last message."""
    screen = await person.screen()
    return await person.press(encode(intent, Voice(language)), screen.message_id)


def payload_in(screen: Screen) -> str:
    """The start payload of the link that a message to forward has."""
    found = LINK.search(screen.text)
    assert found, screen.text
    return found[1]


async def seats_of(pretend: Pretence, person: Person) -> tuple[Seat, ...]:
    """What somebody holds by the records."""
    desk = pretend.service.desk
    return await desk.store.seats_of(desk.pseudonyms.person(person.id))


async def test_a_stranger_comes_from_the_invitation_to_his_seat_in_two_presses(pretend: Pretence) -> None:
    """Language, take: nothing of a learner is asked or kept; the third press is the report's."""
    payload = await given(pretend, REGION)
    person = await pretend.sandbox.person("en")
    await person.start(payload)
    offered = await press(person, SetLanguage(Language.KY, encode(ShowOffer(payload[5:]))))
    assert "Баткен облусу" in offered.text and "Кыргызстан" in offered.text
    assert await numbers(pretend) == []  # looking takes nothing
    shown = await press(person, TakeSeat)
    assert any(isinstance(intent, ShowReport) for intent in intents(shown))
    assert [one.territory for one in await seats_of(pretend, person)] == [REGION]
    desk = pretend.service.desk
    assert await desk.store.load(desk.pseudonyms.person(person.id)) is None


async def test_a_learner_sees_the_offer_at_once_in_his_language(pretend: Pretence) -> None:
    person = await enrolled(pretend, "uz", "UZ")
    offered = await person.start(await given(pretend, REGION, Role.READ))
    assert any(isinstance(intent, TakeSeat) for intent in intents(offered))
    assert "hisobotlarni koʻrish" in offered.text
    await press(person, TakeSeat)
    assert [one.role for one in await seats_of(pretend, person)] == [Role.READ]


async def test_a_link_works_once(pretend: Pretence) -> None:
    """Who comes second gets nothing; the first one is led to his seat."""
    payload = await given(pretend, REGION)
    first = await stranger_takes(pretend, payload)
    second = await pretend.sandbox.person("ru")
    await second.start(payload)
    refused = await press(second, SetLanguage(Language.RU, encode(ShowOffer(payload[5:]))))
    assert "ничего нет" in refused.text
    assert "ничего нет" in (await forged(second, TakeSeat(payload[5:]))).text
    assert await seats_of(pretend, second) == ()
    await forged(first, TakeSeat(payload[5:]))
    assert any(isinstance(intent, ShowReport) for intent in intents(await press(first, ListSeats)))
    assert len(await numbers(pretend)) == 1


@pytest.mark.parametrize("payload", ["seat_", "seat_x", "seat_" + "~" * 22, "seat_" + "A" * 22])
async def test_a_wrong_link_says_what_to_do(pretend: Pretence, payload: str) -> None:
    person = await enrolled(pretend, "ru", "KG")
    assert "попросите новую ссылку" in (await person.start(payload)).text


async def test_an_expired_link_says_so(pretend: Pretence) -> None:
    """On its last day it works still; a day later not, and not by an old button either."""
    payload = await given(pretend, REGION)
    person = await enrolled(pretend, "ru", "KG")
    today = office_of(pretend).today
    set_day(pretend, today + timedelta(7))
    offered = await person.start(payload)
    assert any(isinstance(intent, TakeSeat) for intent in intents(offered))
    set_day(pretend, today + timedelta(8))
    assert "Срок этой ссылки вышел" in (await press(person, TakeSeat)).text
    assert await seats_of(pretend, person) == ()


async def test_a_country_needs_a_second_giver(pretend: Pretence) -> None:
    """Nobody takes it before; a holder of that country's seat confirms it in the chat, and only he."""
    office = office_of(pretend)
    offer = await seats.give(office, COUNTRY, Role.LEAD, "anna")
    await seats.stand_behind(office, offer.secret, "operator-boris")
    first = await stranger_takes(pretend, seats.START + offer.secret)
    (holder,) = await seats_of(pretend, first)

    second_payload = await given(pretend, COUNTRY)
    candidate = await enrolled(pretend, "ru", "KG")
    waiting = await candidate.start(second_payload)
    assert not any(isinstance(intent, TakeSeat | StandBehind) for intent in intents(waiting))
    assert "дают двое" in (await forged(candidate, TakeSeat(second_payload[5:]))).text
    outsider = await official(pretend, REGION)
    (foreign,) = await seats_of(pretend, outsider)
    assert "не ведёт" in (await forged(outsider, StandBehind(second_payload[5:], foreign.number))).text
    assert "не ведёт" in (await forged(outsider, StandBehind(second_payload[5:], holder.number))).text

    await first.start(second_payload)
    await press(first, SetLanguage(Language.RU, encode(ShowOffer(second_payload[5:]))))
    confirmed = await press(first, StandBehind)
    assert "Подтверждено" in confirmed.text
    await candidate.start(second_payload)
    await press(candidate, TakeSeat)
    assert [one.territory for one in await seats_of(pretend, candidate)] == [COUNTRY]


async def test_a_seat_below_is_given_taken_and_revoked(pretend: Pretence) -> None:
    """From the list of places to the forwarded link; the other loses all at the press that revokes."""
    leader = await official(pretend, REGION)
    (own,) = await seats_of(pretend, leader)
    district = district_of(pretend, REGION)
    await press(leader, ChooseBelow(own.number, REGION))
    await press(leader, ChooseBelow(own.number, district))
    message = await press(leader, GiveSeat(own.number, district, Role.READ))

    reader = await stranger_takes(pretend, payload_in(message))
    (below,) = await seats_of(pretend, reader)
    assert (below.territory, below.role, below.given_by) == (district, Role.READ, own.number)
    kept = await reader.screen()
    assert not any(isinstance(intent, ChooseBelow | AskSubunit | AskHandOver) for intent in intents(kept))

    await leader.type("/seat")
    await press(leader, ListBelow)
    await press(leader, AskRevoke(own.number, below.number))
    await press(leader, RevokeSeat)
    assert await seats_of(pretend, reader) == ()
    for intent in (OpenSeat(below.number), ShowReport(below.number, district)):
        assert "не ведёт" in (await forged(reader, intent)).text
    assert "нет доступа" in (await reader.type("/report")).text


async def test_a_link_sent_to_the_wrong_person_is_taken_back(pretend: Pretence) -> None:
    """The seat's screen shows what nobody has taken; one press, and the link opens nothing for anybody."""
    leader = await official(pretend, REGION)
    (own,) = await seats_of(pretend, leader)
    district = district_of(pretend, REGION)
    await press(leader, ChooseBelow(own.number, REGION))
    await press(leader, ChooseBelow(own.number, district))
    payload = payload_in(await press(leader, GiveSeat(own.number, district, Role.READ)))
    shown = await leader.type("/seat")
    assert "ещё никто не принял" in shown.text
    gone = await press(leader, WithdrawOffers(own.number))
    assert "ещё никто не принял" not in gone.text
    assert not any(isinstance(intent, WithdrawOffers) for intent in intents(gone))
    stranger = await pretend.sandbox.person("ru")
    await stranger.start(payload)
    nothing = await press(
        stranger, SetLanguage(Language.RU, encode(ShowOffer(payload.removeprefix(seats.START))))
    )
    assert not any(isinstance(intent, TakeSeat) for intent in intents(nothing))
    assert await seats_of(pretend, stranger) == ()


async def test_forged_buttons_reach_nothing(pretend: Pretence) -> None:
    """Another's seat, another region, a higher place, a place that is not there: the same words for each."""
    leader = await official(pretend, REGION)
    other = await official(pretend, OTHER_REGION)
    (own,), (foreign,) = await seats_of(pretend, leader), await seats_of(pretend, other)
    elsewhere = district_of(pretend, OTHER_REGION)
    attempts = [
        OpenSeat(foreign.number),
        OpenSeat(999),
        ShowSeatLog(foreign.number),
        ShowReport(foreign.number, OTHER_REGION),
        ShowReport(own.number, OTHER_REGION),
        ShowReport(own.number, elsewhere),
        ShowReport(own.number, COUNTRY),
        ShowReport(own.number, "XX-1"),
        ChooseBelow(own.number, OTHER_REGION),
        ChooseRole(own.number, COUNTRY),
        GiveSeat(own.number, elsewhere, Role.LEAD),
        GiveSeat(own.number, REGION, Role.LEAD),  # a seat gives below itself only
        AskSubunit(own.number, elsewhere),
        NameSubunit(own.number, elsewhere, "KG02205805000"),
        RevokeSeat(own.number, foreign.number),
        RevokeSeat(own.number, 10**30),
        HandOver(foreign.number),
        WithdrawOffers(foreign.number),
        OpenPages(own.number),  # there are none
    ]
    for intent in attempts:
        assert "не ведёт" in (await forged(leader, intent)).text, intent
    assert len(await numbers(pretend)) == 2
    assert await office_of(pretend).store.subunits() == ()


async def test_who_may_only_read_gives_and_names_nothing(pretend: Pretence) -> None:
    reader = await official(pretend, REGION, Role.READ)
    (own,) = await seats_of(pretend, reader)
    district = district_of(pretend, REGION)
    for intent in (
        ChooseBelow(own.number, REGION),
        ChooseRole(own.number, district),
        GiveSeat(own.number, district, Role.READ),
        AskSubunit(own.number, district),
        NameSubunit(own.number, district, "KG02205805000"),
        AskHandOver(own.number),
        HandOver(own.number),
    ):
        assert "не ведёт" in (await forged(reader, intent)).text, intent
    assert "Так назвать нельзя" in (await reader.type(f"/subunit {district} Ак-Суу")).text


async def test_a_seat_is_handed_over(pretend: Pretence) -> None:
    """The old holder keeps it until the other takes it, and loses it in that moment, with every door he opened."""
    office = office_of(pretend)
    old = await official(pretend, REGION)
    (own,) = await seats_of(pretend, old)
    door = (await seats.door(office, own)).rpartition("/")[2]
    await press(old, AskHandOver)
    message = await press(old, HandOver)
    assert await seats_of(pretend, old) == (own,)
    new = await stranger_takes(pretend, payload_in(message))
    assert [one.number for one in await seats_of(pretend, new)] == [own.number]
    assert await seats_of(pretend, old) == ()
    assert "не ведёт" in (await forged(old, ShowReport(own.number, REGION))).text
    assert await seats.knocks(office, door) is None


async def test_a_typed_name_is_shown_as_it_was_typed(pretend: Pretence) -> None:
    """Mark-up means nothing in a name, on each screen that has it; it may be given a seat like any place."""
    leader = await official(pretend, REGION)
    (own,) = await seats_of(pretend, leader)
    district = district_of(pretend, REGION)
    await press(leader, AskSubunit(own.number, REGION))
    asked = await press(leader, AskSubunit(own.number, district))
    assert f"/subunit {district}" in asked.text
    named = await leader.type(f"/subunit {district} {HARMFUL}")
    assert HARMFUL in named.text
    assert HARMFUL in (await press(leader, ChooseRole)).text
    message = await press(leader, GiveSeat(own.number, f"{district}/1", Role.LEAD))
    assert HARMFUL in message.text
    below = await stranger_takes(pretend, payload_in(message))
    assert HARMFUL in (await below.screen()).text
    await leader.type("/seat")
    listed = await press(leader, ChooseBelow(own.number, REGION))
    listed = await press(leader, ChooseBelow(own.number, district))
    assert HARMFUL in [button.text for button in buttons(listed)]
    assert HARMFUL in (await forged(leader, ShowSeatLog(own.number))).text


async def test_a_known_community_is_named_by_a_press_and_not_offered_again(pretend: Pretence) -> None:
    office = office_of(pretend)
    leader = await official(pretend, REGION)
    (own,) = await seats_of(pretend, leader)
    territories = office.book().territories
    district = next(place for place in territories.children(REGION) if territories.suggestions(place.code))
    first = territories.suggestions(district.code)[0]
    await forged(leader, AskSubunit(own.number, district.code))
    named = await press(leader, NameSubunit(own.number, district.code, first.code))
    assert first.names[Language.KY] in named.text
    await forged(leader, AskSubunit(own.number, district.code))
    again = intents(await leader.screen())
    assert NameSubunit(own.number, district.code, first.code) not in again
    assert any(isinstance(intent, NameSubunit) for intent in again)


@pytest.mark.parametrize("name", ["", "  ", "5", "x" * 61, "a\u202eb", "a\u200bb", "a\nb", "{contact.x}"])
async def test_an_unfit_name_is_refused_with_how_to_do_it(pretend: Pretence, name: str) -> None:
    leader = await official(pretend, REGION)
    shown = await leader.type(f"/subunit {district_of(pretend, REGION)} {name}")
    assert "Так назвать нельзя" in shown.text
    assert await office_of(pretend).store.subunits() == ()


async def test_the_browser_link_works_once_and_is_offered_where_there_are_pages(pretend: Pretence) -> None:
    office = office_of(pretend)
    holder = await official(pretend, REGION)
    assert not any(isinstance(intent, OpenPages) for intent in intents(await holder.screen()))
    office.site = "http://127.0.0.1:1"
    await holder.type("/seat")
    shown = await press(holder, OpenPages)
    secret = re.search(r"http://127\.0\.0\.1:1/enter/([\w-]{22})(?!\S)", shown.text)
    assert secret
    assert await seats.enter(office, secret[1]) is not None
    assert await seats.enter(office, secret[1]) is None


async def test_the_log_tells_who_gave_and_who_saw(pretend: Pretence) -> None:
    """Of one's own seat and of those below, and of nobody else."""
    leader = await official(pretend, REGION)
    (own,) = await seats_of(pretend, leader)
    other = await official(pretend, OTHER_REGION)
    district = district_of(pretend, REGION)
    message = await forged(leader, GiveSeat(own.number, district, Role.READ))
    below = await stranger_takes(pretend, payload_in(message))
    await below.type("/report")
    await other.type("/report")
    told = (await forged(leader, ShowSeatLog(own.number))).text
    assert "Доступ № 3: открыт отчёт" in told and "Доступ № 1: дана ссылка" in told
    assert "№ 2" not in told


async def test_of_several_seats_one_is_chosen(pretend: Pretence) -> None:
    person = await enrolled(pretend, "ky", "KG")
    for territory in (REGION, OTHER_REGION):
        await person.start(await given(pretend, territory))
        await press(person, TakeSeat)
    listed = await person.type("/seat")
    chosen = [intent for intent in intents(listed) if isinstance(intent, OpenSeat)]
    assert len(chosen) == 2
    assert "Чүй облусу" in (await press(person, chosen[1])).text
    asked = await person.type("/report")
    assert [i.territory for i in intents(asked) if isinstance(i, ShowReport)] == [REGION, OTHER_REGION]


async def test_who_has_no_seat_is_told_how_one_comes_by_it(pretend: Pretence) -> None:
    person = await pretend.sandbox.person("ru")
    for command in ("/seat", "/report"):
        assert "У вас нет доступа" in (await person.type(command)).text
