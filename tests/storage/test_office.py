"""What is kept for officials, on both engines: figures as published, seats and links, sessions, certificates."""

import asyncio
import itertools
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest

from learning.certificate import Band, Certificate
from learning.cohort import Cohort
from learning.course import Language
from learning.figures import move_home
from learning.learner import Attempt
from learning.publishing import FigureRelease
from learning.seat import DAYS_TO_TAKE, OPERATOR, Invitation, Role, Seat
from learning.territory import Subunit
from storage import Entry, StoreUnavailable, open_store
from tests.storage.people import AIDA, MONDAY

SUNDAY = date(2026, 11, 22)
RELEASE = FigureRelease(202647, SUNDAY, 7)
NEXT = FigureRelease(202648, SUNDAY + timedelta(days=7), 8)
TOLD = {"KG": {"enrolled": 120, "enrolled@ky": 80}, "KG-GO": {"enrolled": 40}, "KG-GO/0": {"enrolled": 10}}
DISTRICT = Invitation("KG-GO", Role.LEAD, OPERATOR, MONDAY + DAYS_TO_TAKE, ("operator-anna",))
ROOM = Cohort("ABCD2345", "KG-GO", 1, MONDAY)
PAPER = Certificate("0123456789", 7, MONDAY, Language.KY, "KG-GO", Band.GOOD)
NOON, LATER = "2026-11-23T12:00", "2026-11-23T12:10"
_links = itertools.count(1)


def link():
    """What the secret of a new link hashes to."""
    return sha256(f"link {next(_links)}".encode()).digest()


@pytest.fixture
def anna(pseudonyms):
    """Somebody who takes a seat."""
    return pseudonyms.person(1001)


@pytest.fixture
def boris(pseudonyms):
    """Somebody who comes after her."""
    return pseudonyms.person(1002)


async def seated(store, person, offer=DISTRICT):
    """The seat that somebody has taken."""
    hashed = link()
    await store.invite(hashed, offer)
    return await store.take_seat(hashed, person, MONDAY)


# --- figures


async def told(store, release, places):
    """All that was published of some places, without those of which nothing was."""
    found = {place: await store.numbers(release, place) for place in places}
    return {place: numbers for place, numbers in found.items() if numbers}


async def test_a_release_is_written_once(store, second):
    """What was published stays to the letter, whatever is published under its number afterwards."""
    assert await store.publish(RELEASE, TOLD) is True
    assert await second.publish(RELEASE, {"KG": {"enrolled": 990}, "TJ": {"enrolled": 10}}) is False
    assert await second.publish(replace(RELEASE, until=MONDAY, course=9), {}) is False
    assert await second.figure_releases() == (RELEASE,)
    places = {"KG", "TJ", "KG-GO", "KG-GO/0"}
    assert await told(second, RELEASE.number, places) == TOLD


async def test_two_workers_publish_at_once(store, second):
    """One of them does it; what stands is whole and his."""
    ours, theirs = {"KG": {"enrolled": 10}}, {"KG": {"enrolled": 20}, "TJ": {"enrolled": 30}}
    done = await asyncio.gather(store.publish(RELEASE, ours), second.publish(RELEASE, theirs))
    assert sorted(done) == [False, True]
    assert await told(store, RELEASE.number, {"KG", "TJ"}) == (ours if done[0] else theirs)


async def test_only_what_is_asked_for_is_read(store, second):
    """These places in these releases; the oldest release stands first."""
    await store.publish(NEXT, {"KG": {"enrolled": 130}})
    await store.publish(RELEASE, TOLD)
    assert await second.figure_releases() == (RELEASE, NEXT)
    assert await second.headlines([202648, 209901], ["KG", "KG-GO"]) == {(202648, "KG"): {"enrolled": 130}}
    assert await second.headlines([], ["KG"]) == await second.headlines([202648], []) == {}
    assert await second.numbers(202648, "KG-GO") == await second.numbers(209901, "KG") == {}


async def test_headlines_are_the_four_figures_of_many_places(store, second):
    """Of numbers by group, of modules and of questions nothing; what stands there stands in the whole page too."""
    numbers = {"enrolled": 120, "enrolled@ky": 80, "module-5": 60, "finished": 30, "asked-501.q1": 90}
    await store.publish(RELEASE, {"KG": numbers, "TJ": {"module-5": 10}})
    assert await second.headlines([202647], ["KG", "TJ", "UZ"]) == {
        (202647, "KG"): {"enrolled": 120, "finished": 30}, (202647, "TJ"): {},
    }  # fmt: skip
    assert await second.numbers(202647, "KG") == numbers


async def test_answers_are_noted_where_they_were_given(store, second, pseudonyms):
    """In the learner's territory and in his session; nowhere for who has neither, and once for a redelivered step."""
    await store.open_cohort(ROOM)
    answers = Attempt(501, 1, 7, 60, (("q1", "a", True), ("q2", "c", False)))
    for n, somebody in enumerate(
        (AIDA, replace(AIDA, cohort=ROOM.code), replace(AIDA, home=""), move_home(AIDA, "TJ-SU")), start=1
    ):
        begun = await store.record(pseudonyms.person(n), None, somebody, 1)
        for _ in range(2):
            await store.record(
                pseudonyms.person(n), begun, replace(somebody, attempt=answers, tried=frozenset({501})), 2
            )
    q1 = {"answered": 1, "right": 1, "right-option-a": 1}
    q2 = {"answered": 1, "wrong-option-c": 1}
    one = {(501, q, figure): n for q, sums in (("q1", q1), ("q2", q2)) for figure, n in sums.items()}
    for place, times in (("KG-GO", 2), ("c-ABCD2345", 1), ("TJ-SU", 1)):
        expected = {(place, *what): n * times for what, n in one.items()}
        assert {key: n for key, n in (await second.answers_here(place)).items() if n} == expected
    everywhere = await second.answers_here()
    assert {place for place, *_ in everywhere} == {"KG-GO", "c-ABCD2345", "TJ-SU"}
    assert await second.answers_here("KG") == {}


# --- seats and their links


async def test_an_offer_is_found_by_what_its_link_hashes_to(store, second):
    """Whole, and only by that."""
    hashed = link()
    await store.invite(hashed, DISTRICT)
    assert await second.invitation(hashed) == DISTRICT
    assert await second.invitation(link()) is None
    assert await second.log() == (Entry(MONDAY, OPERATOR, "invited", "KG-GO", "lead"),)


async def test_a_second_giver_is_added_once(store, second):
    """The same giver twice stays one; an unknown link has none."""
    hashed = link()
    await store.invite(hashed, replace(DISTRICT, territory="KG"))
    offer = None
    for giver in ("operator-anna", "operator-boris", "operator-boris"):
        offer = await store.stand_behind(hashed, giver, MONDAY)
    assert offer and offer.givers == ("operator-anna", "operator-boris")
    assert await second.invitation(hashed) == offer
    assert await second.stand_behind(link(), "operator-boris", MONDAY) is None


async def test_taking_makes_a_seat_and_uses_the_link_up(store, second, anna, boris):
    """Who comes second with the same link gets nothing."""
    hashed = link()
    await store.invite(hashed, DISTRICT)
    seat = await store.take_seat(hashed, anna, MONDAY)
    assert seat == Seat(1, "KG-GO", Role.LEAD, OPERATOR, MONDAY)
    assert await second.take_seat(hashed, boris, MONDAY) is None
    assert await second.take_seat(hashed, anna, MONDAY) is None
    assert await second.invitation(hashed) is None
    assert await second.seats_of(anna) == (seat,) == await second.seats()
    assert await second.seats_of(boris) == ()
    assert await second.seat(1) == seat
    assert await second.seat(2) is None


async def test_two_take_the_same_link_at_the_same_moment(store, second, pseudonyms):
    """One of twenty gets the seat, on two workers."""
    hashed = link()
    await store.invite(hashed, DISTRICT)
    people = [pseudonyms.person(n) for n in range(20)]
    got = await asyncio.gather(
        *((store, second)[n % 2].take_seat(hashed, person, MONDAY) for n, person in enumerate(people))
    )
    winners = [person for person, seat in zip(people, got, strict=True) if seat]
    assert len(winners) == 1
    assert [seat.number for seat in await second.seats()] == [1]
    assert len(await second.seats_of(winners[0])) == 1


async def test_two_links_are_taken_at_the_same_moment(store, second, pseudonyms):
    """Each becomes a seat with a number of its own, whichever worker takes it."""
    hashes = [link() for _ in range(10)]
    for hashed in hashes:
        await store.invite(hashed, DISTRICT)
    got = await asyncio.gather(
        *(
            (store, second)[n % 2].take_seat(hashed, pseudonyms.person(n), MONDAY)
            for n, hashed in enumerate(hashes)
        )
    )
    assert sorted(seat.number for seat in got) == list(range(1, 11))
    assert await second.seats() == tuple(sorted(got, key=lambda seat: seat.number))


async def test_one_person_may_hold_several_seats(store, second, anna):
    """The oldest first."""
    seats = [await seated(store, anna, replace(DISTRICT, territory=code)) for code in ("KG-GO", "TJ-SU")]
    assert await second.seats_of(anna) == tuple(seats)


async def test_handing_over_gives_the_same_seat_to_another(store, second, anna, boris):
    """The number stays; the one before holds nothing, and no door of his leads in any more."""
    seat = await seated(store, anna)
    cookie, entrance, offer = link(), link(), link()
    await store.open_door(cookie, "cookie", seat.number, LATER)
    await store.open_door(entrance, "link", seat.number, LATER)
    await store.invite(offer, replace(DISTRICT, given_by=seat.number, givers=("seat-1",), seat=seat.number))
    assert await second.take_seat(offer, boris, MONDAY) == seat
    assert (await second.seats_of(anna), await second.seats_of(boris)) == ((), (seat,))
    assert await second.behind_door(cookie, "cookie", NOON) is None
    assert await second.use_door(entrance, NOON) is None
    assert (await second.log(seat.number))[0].what == "handed over"


async def test_who_has_handed_over_has_no_second_link_to_the_seat(store, second, anna, boris):
    """Of two links that hand a seat over, the one not used goes with the other: nobody keeps a way back."""
    seat = await seated(store, anna)
    first, other = link(), link()
    for hashed in (first, other):
        await store.invite(
            hashed, replace(DISTRICT, given_by=seat.number, givers=("seat-1",), seat=seat.number)
        )
    assert await store.take_seat(first, boris, MONDAY) == seat
    assert await second.take_seat(other, anna, MONDAY) is None
    assert await second.seats_of(boris) == (seat,)


async def test_a_revoked_seat_is_gone_with_its_doors_and_offers(store, second, anna, boris):
    """Once; its number is never given again, and what it had offered can't be taken."""
    seat = await seated(store, anna)
    cookie, entrance, below, over = link(), link(), link(), link()
    await store.open_door(cookie, "cookie", seat.number, LATER)
    await store.open_door(entrance, "link", seat.number, LATER)
    await store.invite(below, replace(DISTRICT, given_by=seat.number))
    await store.invite(over, replace(DISTRICT, given_by=seat.number, seat=seat.number))
    assert await second.revoke(seat.number, 5, MONDAY) is True
    assert await second.revoke(seat.number, 5, MONDAY) is False
    assert await second.revoke(99, 5, MONDAY) is False
    assert await second.seats() == await second.seats_of(anna) == ()
    assert await second.seat(seat.number) is None
    assert await second.behind_door(cookie, "cookie", NOON) is None
    assert await second.use_door(entrance, NOON) is None
    assert await second.take_seat(below, boris, MONDAY) is None
    assert await second.take_seat(over, boris, MONDAY) is None
    assert (await second.log(seat.number))[0] == Entry(MONDAY, seat.number, "revoked", "KG-GO", "by 5")
    assert (await seated(store, boris)).number == seat.number + 1


async def test_the_offer_of_another_seat_outlives_a_revocation(store, second, anna, boris):
    """Only what the revoked seat had offered goes."""
    seat = await seated(store, anna)
    offer = link()
    await store.invite(offer, DISTRICT)
    await store.revoke(seat.number, OPERATOR, MONDAY)
    assert await second.take_seat(offer, boris, MONDAY)


async def test_open_offers_are_listed_and_withdrawn(store, second, anna, boris):
    """Those of one giver that can still be taken; withdrawn they open nothing, and the log says so."""
    soon, later, old, others = link(), link(), link(), link()
    await store.invite(later, replace(DISTRICT, given_by=4))
    await store.invite(soon, replace(DISTRICT, given_by=4, expires_on=MONDAY, role=Role.READ))
    await store.invite(old, replace(DISTRICT, given_by=4, expires_on=MONDAY - timedelta(days=1)))
    await store.invite(others, DISTRICT)
    assert [(one.expires_on, one.role) for one in await second.open_offers(4, MONDAY)] == [
        (MONDAY, Role.READ),
        (MONDAY + DAYS_TO_TAKE, Role.LEAD),
    ]
    assert await second.withdraw(4, MONDAY) == 3
    assert await second.withdraw(4, MONDAY) == 0
    assert await store.open_offers(4, MONDAY) == ()
    assert [await store.take_seat(hashed, anna, MONDAY) for hashed in (soon, later, old)] == [None] * 3
    assert await store.take_seat(others, boris, MONDAY)
    withdrawn = [entry for entry in await second.log(4) if entry.what == "withdrawn"]
    assert [(entry.territory, entry.day) for entry in withdrawn] == [("KG-GO", MONDAY)] * 3


# --- the log


async def test_the_log_keeps_the_order_and_names_nobody(store, second, anna):
    """The newest first; of one seat, if it is named; no pseudonym stands in it."""
    seat = await seated(store, anna)
    saw = Entry(MONDAY, seat.number, "saw", "KG-GO", "chat 202647")
    await store.note(saw)
    log = await second.log()
    assert [entry.what for entry in log] == ["saw", "taken", "invited"]
    assert await second.log(seat.number) == (saw, Entry(MONDAY, 1, "taken", "KG-GO", "operator-anna"))
    assert [entry.what for entry in await second.log(OPERATOR)] == ["invited"]
    assert anna.key.hex() not in repr(log) and str(anna.address) not in repr(log)


# --- the pages' doors


async def test_a_link_lets_in_once(store, second, anna):
    """Looking at it uses nothing up; using it does."""
    seat = await seated(store, anna)
    hashed = link()
    await store.open_door(hashed, "link", seat.number, LATER)
    for _ in range(2):
        assert await second.behind_door(hashed, "link", NOON) == seat
    assert await second.use_door(hashed, NOON) == seat
    assert await second.use_door(hashed, NOON) is None
    assert await second.behind_door(hashed, "link", NOON) is None


async def test_a_link_lets_one_in_of_many_at_the_same_moment(store, second, anna):
    """However many press it at once."""
    seat = await seated(store, anna)
    hashed = link()
    await store.open_door(hashed, "link", seat.number, LATER)
    got = await asyncio.gather(*((store, second)[n % 2].use_door(hashed, NOON) for n in range(10)))
    assert [one for one in got if one] == [seat]


@pytest.mark.parametrize(("now", "opens"), [("2026-11-23T12:10", True), ("2026-11-23T12:11", False)])
async def test_doors_end(store, second, anna, now, opens):
    """A link and a cookie open until their minute has passed."""
    seat = await seated(store, anna)
    entrance, cookie = link(), link()
    await store.open_door(entrance, "link", seat.number, LATER)
    await store.open_door(cookie, "cookie", seat.number, LATER)
    assert bool(await second.behind_door(entrance, "link", now)) is opens
    assert bool(await second.behind_door(cookie, "cookie", now)) is opens
    assert bool(await second.use_door(entrance, now)) is opens


async def test_a_cookie_is_no_link_and_a_link_no_cookie(store, second, anna):
    """Neither is taken for the other; a cookie works until it is given up."""
    seat = await seated(store, anna)
    entrance, cookie = link(), link()
    await store.open_door(entrance, "link", seat.number, LATER)
    await store.open_door(cookie, "cookie", seat.number, LATER)
    assert await second.use_door(cookie, NOON) is None
    assert await second.behind_door(entrance, "cookie", NOON) is None
    for _ in range(2):
        assert await second.behind_door(cookie, "cookie", NOON) == seat
    await store.shut_door(cookie)
    assert await second.behind_door(cookie, "cookie", NOON) is None
    assert await second.use_door(entrance, NOON) == seat, "giving the cookie up shuts that one alone"


# --- sub-units


async def test_subunits_are_numbered_and_named_once(store, second):
    """Numbers go up within a district and are never given twice; the same name is the same sub-unit."""
    first = await store.name_subunit("KG-GO", "Ак-Суу", 1, MONDAY)
    other = await store.name_subunit("KG-GO", "Көк-Жар", 1, MONDAY)
    away = await store.name_subunit("KG-GOX", "Ак-Суу", 2, MONDAY)
    assert (first, other, away) == (
        Subunit("KG-GO/1", "Ак-Суу"),
        Subunit("KG-GO/2", "Көк-Жар"),
        Subunit("KG-GOX/1", "Ак-Суу"),
    )
    assert await second.name_subunit("KG-GO", "Ак-Суу", 3, MONDAY) == first
    assert set(await second.subunits()) == {first, other, away}
    named = [(entry.seat, entry.territory) for entry in await second.log()]
    assert named == [(2, "KG-GOX/1"), (1, "KG-GO/2"), (1, "KG-GO/1")]


async def test_the_tenth_subunit_comes_after_the_ninth(store, second):
    """Numbers are counted as numbers."""
    made = [await store.name_subunit("KG-GO", f"Айыл {n}", 1, MONDAY) for n in range(1, 13)]
    assert [one.code for one in made] == [f"KG-GO/{n}" for n in range(1, 13)]
    assert set(await second.subunits()) == set(made)


async def test_two_name_subunits_at_once(store, second):
    """Each gets a number of its own, and the same name one number, whichever worker names it."""
    names = ["Ак-Суу", "Көк-Жар", "Ак-Суу", "Таш-Короо", "Көк-Жар", "Ак-Суу"]
    made = await asyncio.gather(
        *((store, second)[n % 2].name_subunit("KG-GO", name, 1, MONDAY) for n, name in enumerate(names))
    )
    assert [one.name for one in made] == names
    assert sorted(one.code for one in set(made)) == ["KG-GO/1", "KG-GO/2", "KG-GO/3"]
    assert set(await second.subunits()) == set(made)


# --- sessions


async def test_a_session_is_kept_whole(store, second):
    """By its code; all of them, the newest first."""
    older = Cohort("WXYZ6789", "TJ-SU", 2, MONDAY - timedelta(days=1), heads=30)
    await store.open_cohort(older)
    await store.open_cohort(ROOM)
    assert await second.cohort(ROOM.code) == ROOM
    assert await second.cohort("22222222") is None
    assert await second.cohorts() == (ROOM, older)
    await store.count_heads(ROOM.code, 40)
    await store.count_heads(ROOM.code, 25)
    await store.close_cohort(ROOM.code)
    assert await second.cohorts() == (replace(ROOM, heads=25, closed=True), older)


async def test_who_joins_is_counted_once(store, second, pseudonyms):
    """A redelivered update and later steps count nothing; who is forgotten has sat there all the same."""
    await store.open_cohort(ROOM)
    for n in range(1, 4):
        person = pseudonyms.person(n)
        begun = await store.record(person, None, AIDA, 1)
        for _ in range(3):
            sits = await store.record(person, begun, replace(AIDA, cohort=ROOM.code), 2)
        sits = await store.record(person, sits, replace(sits.learner, typing_home=True), 3)
        await store.forget(person, sits)
    assert (await second.cohort(ROOM.code)).joined == 3
    assert await second.counters() == await second.audit()


async def test_who_comes_with_the_poster_is_counted_at_his_first_step(store, second, pseudonyms):
    """Enrolling and joining in one step is one, whoever asks twice."""
    await store.open_cohort(ROOM)
    for _ in range(2):
        await store.record(pseudonyms.person(1), None, replace(AIDA, cohort=ROOM.code), 1)
    assert (await second.cohort(ROOM.code)).joined == 1


async def test_many_join_at_once(store, second, pseudonyms):
    """None is lost on two workers."""
    await store.open_cohort(ROOM)
    sitting = replace(AIDA, cohort=ROOM.code)
    await asyncio.gather(
        *((store, second)[n % 2].record(pseudonyms.person(n), None, sitting, 1) for n in range(30))
    )
    assert (await second.cohort(ROOM.code)).joined == 30
    assert await second.counters() == await second.audit()


async def test_sheets_count_as_typed_last_until_the_room_was_shown(store, second):
    """What is shown of a question is shown once and for all, and with it what was typed for it."""
    await store.count_paper(ROOM.code, 501, "q1", {"a": 9, "b": 1})
    await store.count_paper(ROOM.code, 501, "q1", {"a": 8, "b": 2})
    await store.count_paper(ROOM.code, 501, "q2", {"a": 5})
    assert await second.paper(ROOM.code) == {(501, "q1"): {"a": 8, "b": 2}, (501, "q2"): {"a": 5}}
    await store.show_answers(ROOM.code, 501, "q1", {"a": 20})
    await second.show_answers(ROOM.code, 501, "q1", {"a": 30, "b": 10})
    await second.count_paper(ROOM.code, 501, "q1", {"a": 90})
    await second.count_paper(ROOM.code, 501, "q2", {"a": 6})
    assert await second.shown(ROOM.code) == {(501, "q1"): {"a": 20}}
    assert await second.paper(ROOM.code) == {(501, "q1"): {"a": 8, "b": 2}, (501, "q2"): {"a": 6}}
    assert await second.paper("WXYZ6789") == await second.shown("WXYZ6789") == {}


# --- certificates


async def test_a_certificate_is_found_by_its_code(store, second):
    """All that stands on it, and nothing of its holder."""
    await store.keep_certificate(PAPER, link())
    assert await second.certificate(PAPER.code) == (PAPER, None)
    assert await second.certificate("9999999999") is None


async def test_only_the_holders_own_code_revokes(store, second):
    """Not the code that stands on it, not somebody else's; once, with its day, and the others stay."""
    own, others = link(), link()
    other = replace(PAPER, code="9876543210", place="", band=Band.EXCELLENT)
    await store.keep_certificate(PAPER, own)
    await store.keep_certificate(other, others)
    for wrong in (link(), sha256(PAPER.code.encode()).digest(), PAPER.code.encode(), b""):
        assert await second.revoke_certificate(wrong, MONDAY) is None
    assert await second.revoke_certificate(own, MONDAY) == PAPER.code
    assert await second.revoke_certificate(own, MONDAY + timedelta(days=1)) is None
    assert await second.certificate(PAPER.code) == (PAPER, MONDAY)
    assert await second.certificate(other.code) == (other, None)


async def test_officials_hear_when_the_store_is_away(url, pseudonyms, anna):
    """After close each call of an official says so, and none hangs."""
    store = await open_store(url, pseudonyms)
    await store.close()
    for call in (
        store.publish(RELEASE, TOLD), store.figure_releases(), store.numbers(1, "KG"), store.headlines([1], ["KG"]), store.answers_here(),
        store.invite(link(), DISTRICT), store.invitation(link()), store.stand_behind(link(), "x", MONDAY),
        store.take_seat(link(), anna, MONDAY), store.seats_of(anna), store.seats(), store.seat(1),
        store.revoke(1, 0, MONDAY), store.note(Entry(MONDAY, 0, "x", "KG")), store.log(),
        store.open_door(link(), "link", 1, NOON), store.use_door(link(), NOON),
        store.behind_door(link(), "link", NOON), store.shut_door(link()),
        store.name_subunit("KG-GO", "x", 1, MONDAY), store.subunits(),
        store.open_cohort(ROOM), store.cohort(ROOM.code), store.cohorts(), store.count_heads(ROOM.code, 1),
        store.close_cohort(ROOM.code), store.count_paper(ROOM.code, 1, "q", {}), store.paper(ROOM.code),
        store.show_answers(ROOM.code, 1, "q", {}), store.shown(ROOM.code),
        store.keep_certificate(PAPER, link()), store.certificate(PAPER.code),
        store.revoke_certificate(link(), MONDAY),
    ):  # fmt: skip
        with pytest.raises(StoreUnavailable):
            await call
