"""A seat sees its territory and what lies in it; whatever else is asked for looks like a page that isn't there."""

import pytest
from markupsafe import escape

from learning.seat import Role
from storage import Entry
from tests.reports.caller import Caller
from tests.reports.desk import BAD_NAMES, COUNTRY, DISTRICT, ELSEWHERE, NOON, REGION, SUBUNIT, Desk

INSIDE = {
    COUNTRY: [COUNTRY, "KG-O", REGION, DISTRICT, SUBUNIT],
    REGION: [REGION, DISTRICT, "KG05236000000", SUBUNIT],
    DISTRICT: [DISTRICT, SUBUNIT],
    SUBUNIT: [SUBUNIT],
}
OUTSIDE = {
    COUNTRY: ["TJ", "UZ", "TJ-KT", "TJK003D001", "UZ-AN-031"],
    REGION: [COUNTRY, "KG-O", "TJ", "TJ-KT"],
    DISTRICT: [COUNTRY, REGION, *ELSEWHERE],
    SUBUNIT: [COUNTRY, REGION, DISTRICT, f"{DISTRICT}/2", *ELSEWHERE],
}
FILES = ("", "/report.xlsx", "/report.pdf", "/report.png")


def at(code: str) -> str:
    """A territory's address."""
    return f"/o/{code.replace('/', '~')}"


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("own", INSIDE)
async def test_a_seat_sees_what_is_its_own(made: Desk, caller: Caller, own: str, role: Role) -> None:
    """Every place of its own answers, and each link on the page of the own territory leads somewhere."""
    await caller.enter(await made.seat(own, role))
    for code in INSIDE[own]:
        assert (await caller.get(at(code))).status == 200, code


@pytest.mark.parametrize("own", OUTSIDE)
async def test_a_seat_sees_nothing_else(made: Desk, caller: Caller, own: str) -> None:
    """Neighbours, what lies above, other countries, in every form; and it can't be told from an unknown place."""
    await caller.enter(await made.seat(own))
    unknown = await caller.get("/o/KG99999999999")
    assert unknown.status == 404
    for code in OUTSIDE[own]:
        for file in FILES:
            answer = await caller.get(at(code) + file)
            assert answer.status == 404, code + file
            assert answer.text.replace(at(code) + file, "") == unknown.text.replace("/o/KG99999999999", "")


async def test_codes_in_disguise_open_nothing(made: Desk, caller: Caller) -> None:
    """Encoded slashes, ways upwards, other spellings, signs that databases and templates know."""
    await caller.enter(await made.seat(DISTRICT))
    for disguised in (
        "/o/KG05236000000%2F1",
        "/o/KG05236000000%252F1",
        "/o/KG05214000000/../KG-O",
        "/o/KG05214000000%2F..%2FKG-O",
        "/o/%4b%47-O",
        "/o/..%2f..%2fetc%2fpasswd",
        "/o/kg-b",
        "/o/KG05214000000~0",
        "/o/KG05214000000~1~1",
        "/o/KG05214000000%00",
        "/o/KG05214000000'%20OR%201=1--",
        "/o/%7B%7B7*7%7D%7D",
        "/o/KG05236000000?territory=KG05214000000",
        "/o/KG-B?code=KG05214000000&seat=1",
        f"/o/{'A' * 5000}",
        "/static/../keys.py",
        "/static/..%2fkeys.py",
    ):
        assert (await caller.get(disguised)).status == 404, disguised


async def test_without_a_visit_nothing_is_shown(made: Desk, caller: Caller) -> None:
    """Real places, unknown ones and the seat's page all send to the door, alike."""
    for path in (
        at(COUNTRY),
        at(REGION),
        "/o/KG99999999999",
        "/o/seat",
        f"{at(REGION)}/report.pdf",
        "/o/paper/x",
    ):
        for cookie in ("", "seat=x", "seat=" + "A" * 22, "__Host-seat=" + "A" * 22):
            answer = await caller.get(path, Cookie=cookie)
            assert answer.status == 401, path
            assert "1 " not in answer.text.partition("<main")[2]


async def test_the_way_up_ends_at_the_own_territory(made: Desk, caller: Caller) -> None:
    """Of what lies above, not even a link."""
    await caller.enter(await made.seat(REGION))
    page = (await caller.get(at(SUBUNIT))).text
    assert f'href="{at(REGION)}"' in page and f'href="{at(DISTRICT)}"' in page
    assert f'href="{at(COUNTRY)}"' not in page


async def test_names_are_text_and_nothing_else(made: Desk, caller: Caller) -> None:
    """XSS: what a district's seat has typed as a sub-unit's name stands there letter for letter, on every page."""
    await caller.enter(await made.seat(DISTRICT))
    pages = [
        await caller.get(path) for path in (at(DISTRICT), at(f"{DISTRICT}/2"), at(f"{DISTRICT}/3"), "/o/seat")
    ]
    for page in pages:
        inside = page.text
        assert "<script" not in inside and "<img" not in inside
        assert "49" not in inside.partition("<h1>")[2].partition("</h1>")[0]
    for name in BAD_NAMES:
        assert str(escape(name)) in pages[0].text


async def test_the_seats_page_tells_what_was_done(made: Desk, caller: Caller) -> None:
    """The own seat, those below it and the log of both; of a neighbour nothing."""
    seat, below, beside = await made.seat(REGION), await made.seat(DISTRICT), await made.seat("KG-O")
    await made.office.store.note(Entry(NOON.date(), beside.number, "saw", "KG-O", "chat 202648"))
    await made.office.store.note(Entry(NOON.date(), below.number, "saw", DISTRICT, "pdf 202648"))
    await caller.enter(seat)
    await caller.get(at(DISTRICT))
    page = (await caller.get("/o/seat")).text
    assert "отчёт: на странице, 2026-W48" in page
    assert "отчёт: PDF, 2026-W48" in page
    assert f"доступ {below.number}" in page
    assert "Ошская" not in page


async def test_a_reading_seat_has_nobody_below(made: Desk, caller: Caller) -> None:
    """It may not give seats, so it is not told of them."""
    await made.seat(DISTRICT)
    await caller.enter(await made.seat(REGION, Role.READ))
    page = (await caller.get("/o/seat")).text
    assert "Баткенский район" not in page
