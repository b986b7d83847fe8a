"""What a leader does at his seat's page and at the list of sessions, by HTTP and in a real browser.

SAFAR_SHOTS=<folder> also leaves pictures there.
"""

import os
import re
from html import unescape
from pathlib import Path

import pytest
from markupsafe import escape
from playwright.async_api import Page, expect
from structlog.testing import capture_logs

from learning.seat import Role, Seat
from learning.territory import COUNTRIES
from office.seats import take
from tests.reports.caller import Answer, Caller
from tests.reports.desk import BAD_NAMES, COUNTRY, DISTRICT, ELSEWHERE, REGION, SUBUNIT, Desk
from tests.reports.test_browser import DESK, PHONE, assert_good, enter, page
from tests.reports.test_scope import OUTSIDE

__all__ = ["page"]  # a fixture

FORMS = ("/o/seat/give", "/o/seat/hand-over", "/o/seat/name", "/o/seat/withdraw", "/o/rooms")
FILLED = {"place": DISTRICT, "role": "read", "sure": "yes", "name": "Ак-Булуң"}
NOWHERE = ("KG99999999999", "", "KG05214814000", "../KG", "KG05214000000/99")
LINK = re.compile(r"https://t\.me/safar_bot\?start=seat_([A-Za-z0-9_-]{22})")


async def came_in(made: Desk, caller: Caller, territory: str, role: Role = Role.LEAD) -> tuple[Seat, str]:
    """A seat in the pages, and the token of its forms."""
    seat = await made.seat(territory, role)
    await caller.enter(seat)
    return seat, (await caller.get("/o/seat")).token


def secret_of(answer: Answer) -> str:
    """The secret of the one link on a page."""
    assert answer.status == 200
    [secret] = LINK.findall(answer.text)
    return str(secret)


async def done(made: Desk) -> tuple[object, ...]:
    """All that forms could have changed."""
    store = made.office.store
    return await store.seats(), await store.subunits(), await store.cohorts(), await store.log()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("own", "place"), [(COUNTRY, REGION), (COUNTRY, SUBUNIT), (REGION, DISTRICT), (DISTRICT, SUBUNIT)]
)
async def test_a_seat_below_is_given(made: Desk, caller: Caller, own: str, place: str, role: Role) -> None:
    """The link gives that place and that role, to the first who takes it and to nobody after him."""
    seat, token = await came_in(made, caller, own)
    answer = await caller.post("/o/seat/give", {"token": token, "place": place, "role": role.value})
    secret = secret_of(answer)
    taken = await take(made.office, secret, made.person())
    assert taken and (taken.territory, taken.role, taken.given_by) == (place, role, seat.number)
    assert await take(made.office, secret, made.person()) is None
    assert await made.office.store.seat(taken.number) == taken


async def test_a_link_is_shown_once(made: Desk, caller: Caller) -> None:
    """Not kept by the browser, in no address and no line of the log, and on no page that comes after."""
    _, token = await came_in(made, caller, REGION)
    with capture_logs() as lines:
        form = {"token": token, "place": DISTRICT, "role": "read"}
        given = await caller.post("/o/seat/give", form)
        on = await caller.post("/o/seat/hand-over", {"token": token, "sure": "yes"})
    secrets = [secret_of(given), secret_of(on)]
    for answer in (given, on):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Location" not in answer.headers
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    pages = [await caller.get(path) for path in ("/o/seat", "/o/seat/give", "/o/seat/hand-over?lang=ky")]
    assert [(answer.status, answer.headers.get("Location")) for answer in pages[1:]] == [
        (303, "/o/seat"),
        (303, "/o/seat?lang=ky"),
    ]
    assert len(lines) >= 2
    for secret in secrets:
        assert secret not in str(lines)
        assert all(secret not in answer.text for answer in pages)


async def test_the_own_seat_is_handed_over(made: Desk, caller: Caller) -> None:
    """Who takes the link has the seat; who gave it on stays in until then, and not a moment longer."""
    seat, token = await came_in(made, caller, DISTRICT)
    secret = secret_of(await caller.post("/o/seat/hand-over", {"token": token, "sure": "yes"}))
    assert (await caller.get("/o/seat")).status == 200
    successor = made.person()
    taken = await take(made.office, secret, successor)
    assert taken and taken.territory == seat.territory
    assert await made.office.store.seats_of(successor) == (taken,)
    assert (await caller.get("/o/seat")).status == 401
    assert await take(made.office, secret, made.person()) is None


async def test_handing_over_needs_a_tick(made: Desk, caller: Caller) -> None:
    """Without it no link is made, and the page says so."""
    _, token = await came_in(made, caller, DISTRICT)
    before = await done(made)
    for form in ({"token": token}, {"token": token, "sure": "no"}):
        answer = await caller.post("/o/seat/hand-over", form)
        assert answer.status == 422 and "Поставьте галочку" in answer.text
        assert not LINK.search(answer.text)
    assert await done(made) == before


async def test_a_seat_below_is_taken_back(made: Desk, caller: Caller) -> None:
    """Looking at the question does nothing; the press shuts the seat's visits at once, and the row is gone."""
    other = await made.seat(DISTRICT)
    _, token = await came_in(made, caller, REGION)
    address = f"/o/seat/revoke/{other.number}"
    async with Caller(made) as below:
        await below.enter(other)
        assert f'href="{address}"' in (await caller.get("/o/seat")).text
        assert "Баткенский район" in (await caller.get(address)).text
        assert (await below.get("/o/seat")).status == 200
        answer = await caller.post(address, {"token": token})
        assert (answer.status, answer.headers["Location"]) == (303, "/o/seat?done=revoked")
        assert (await below.get("/o/seat")).status == 401
    assert await made.office.store.seat(other.number) is None
    after = (await caller.get(answer.headers["Location"])).text
    assert "Доступ отозван." in after and address not in after


async def test_links_that_nobody_used_are_taken_back(made: Desk, caller: Caller) -> None:
    """They are listed by place and day; one press, and what was forwarded opens nothing."""
    _, token = await came_in(made, caller, REGION)
    assert "/o/seat/withdraw" not in (await caller.get("/o/seat")).text
    secret = secret_of(await caller.post("/o/seat/give", {"token": token, "place": DISTRICT, "role": "read"}))
    listed = (await caller.get("/o/seat")).text.partition('<section aria-labelledby="offers">')[2]
    assert "Баткенский район" in listed and secret not in listed
    answer = await caller.post("/o/seat/withdraw", {"token": token})
    assert (answer.status, answer.headers["Location"]) == (303, "/o/seat?done=withdrawn")
    after = (await caller.get("/o/seat?done=withdrawn")).text
    assert "Ссылки отозваны" in after and "/o/seat/withdraw" not in after and "ссылка отозвана" in after
    assert await take(made.office, secret, made.person()) is None


async def test_a_sub_unit_is_named(made: Desk, caller: Caller) -> None:
    """It is in the records once however often it is sent, and the page offers a seat for it at once."""
    _, token = await came_in(made, caller, DISTRICT)
    form = {"token": token, "place": DISTRICT, "name": "  Ак-Булуң   айылы "}
    first = await caller.post("/o/seat/name", form)
    again = await caller.post("/o/seat/name", form)
    assert first.status == 303 and again.headers["Location"] == first.headers["Location"]
    [unit] = [one for one in await made.office.store.subunits() if one.name == "Ак-Булуң айылы"]
    assert first.headers["Location"] == f"/o/seat?named={unit.code}"
    shown = (await caller.get(first.headers["Location"])).text
    assert f'<option value="{unit.code}" selected>' in shown
    assert "Записано: <strong>Ак-Булуң айылы" in shown


async def test_a_larger_seat_chooses_the_district_first(made: Desk, caller: Caller) -> None:
    """Then the names that are known there are proposed, but for those that are taken."""
    _, token = await came_in(made, caller, COUNTRY)
    assert '<select id="district"' in (await caller.get("/o/seat")).text
    shown = (await caller.get(f"/o/seat?district={DISTRICT}")).text
    assert '<select id="district"' not in shown and f'name="place" value="{DISTRICT}"' in shown
    proposed = re.findall(r'<option value="([^"]*)"></option>', shown)
    assert "Дарыя" in proposed
    await caller.post("/o/seat/name", {"token": token, "place": DISTRICT, "name": "Дарыя"})
    again = (await caller.get(f"/o/seat?district={DISTRICT}")).text
    assert re.findall(r'<option value="([^"]*)"></option>', again) == [
        name for name in proposed if name != "Дарыя"
    ]


@pytest.mark.parametrize("name", ["", "   ", "12", "я" * 61, "a{b}", "Ак\u202eБулуң", "Ак\nБулуң", "\x00"])
async def test_what_is_no_name_comes_back(made: Desk, caller: Caller, name: str) -> None:
    """The page says what a name must be, with what was typed still there; nothing is kept."""
    _, token = await came_in(made, caller, DISTRICT)
    before = await done(made)
    answer = await caller.post("/o/seat/name", {"token": token, "place": DISTRICT, "name": name})
    assert answer.status == 422 and "Так назвать нельзя" in answer.text
    assert f'name="name" maxlength="60" required autocomplete="off" list="known" value="{escape(name)}"' in (
        answer.text.replace("\r\n", "\n")
    )
    assert await done(made) == before


@pytest.mark.parametrize("name", BAD_NAMES)
async def test_names_with_mark_up_are_text(made: Desk, caller: Caller, name: str) -> None:
    """XSS: typed, refused or kept, chosen from and written into an invitation, a name stays letter for letter."""
    _, token = await came_in(made, caller, DISTRICT)
    pages = [await caller.post("/o/seat/name", {"token": token, "place": DISTRICT, "name": name})]
    for unit in await made.office.store.subunits():
        if unit.name == name:
            pages.append(await caller.get(f"/o/seat?named={unit.code}"))
            form = {"token": token, "place": unit.code, "role": "lead"}
            pages.append(await caller.post("/o/seat/give", form))
            taken = await take(made.office, secret_of(pages[-1]), made.person())
            assert taken
            pages.append(await caller.get(f"/o/seat/revoke/{taken.number}"))
    pages += [await caller.get("/o/seat"), await caller.get("/o/rooms")]
    for answer in pages:
        if answer.status != 303:
            assert str(escape(name)) in answer.text
        assert "<script" not in answer.text and "<img" not in answer.text


async def test_a_session_is_opened(made: Desk, caller: Caller) -> None:
    """In the own territory or below; the browser goes on to its screen, and two presses open one."""
    seat, token = await came_in(made, caller, DISTRICT)
    shown = (await caller.get("/o/rooms")).text
    for place in (DISTRICT, SUBUNIT):
        assert f'<option value="{place}">' in shown
        first = await caller.post("/o/rooms", {"token": token, "place": place})
        again = await caller.post("/o/rooms", {"token": token, "place": place})
        assert first.status == 303 and again.headers["Location"] == first.headers["Location"]
        code = first.headers["Location"].removeprefix("/o/room/").removesuffix("?at=0")
        cohort = await made.office.store.cohort(code)
        assert cohort and (cohort.territory, cohort.seat) == (place, seat.number)
        assert (await caller.get(first.headers["Location"])).status == 200


async def test_every_place_below_can_be_chosen(made: Desk, caller: Caller) -> None:
    """A country's list has its regions as groups, and each place once; nothing else, and not the own territory."""
    territories = await made.office.territories()
    for own in (*COUNTRIES, REGION, DISTRICT, SUBUNIT):
        await came_in(made, caller, own)
        shown = (
            (await caller.get("/o/seat")).text.partition('<select id="place"')[2].partition("</select>")[0]
        )
        found = re.findall('<option value="([^"]+)">', shown)
        places = [place.code for place in territories.below(own)]
        parts = [part.code for code in (own, *places) for part in territories.subunits(code)]
        assert sorted(found) == sorted([*places, *parts]), own
        groups = len(territories.children(own)) if own in COUNTRIES else bool(found)
        assert shown.count("<optgroup") == groups


async def test_a_reading_seat_has_no_forms(made: Desk, caller: Caller) -> None:
    """It sees none, and what it sends all the same is answered like an unknown page and changes nothing."""
    other = await made.seat(DISTRICT)
    _, token = await came_in(made, caller, REGION, Role.READ)
    for path in ("/o/seat", "/o/rooms", f"/o/seat?district={DISTRICT}&named={SUBUNIT}"):
        main = (await caller.get(path)).text.partition("<main")[2]
        assert "<form" not in main and "/revoke/" not in main
    before, unknown = await done(made), await caller.get("/o/KG99999999999")
    revoke = f"/o/seat/revoke/{other.number}"
    for path in (*FORMS, revoke):
        answer = await caller.post(path, FILLED | {"token": token})
        assert answer.status == 404
        assert answer.text.replace(path, "") == unknown.text.replace("/o/KG99999999999", "")
    assert (await caller.get(revoke)).status == 404
    assert await done(made) == before


@pytest.mark.parametrize("own", [REGION, DISTRICT, SUBUNIT])
async def test_other_territories_are_out_of_reach(made: Desk, caller: Caller, own: str) -> None:
    """Neighbours, what lies above, what isn't there, and a seat for the own place: each like an unknown page."""
    beside = await made.seat("KG-O")
    seat, token = await came_in(made, caller, own)
    same = await made.seat(own)
    before, unknown = await done(made), await caller.get("/o/KG99999999999")
    outside = (*OUTSIDE[own], *NOWHERE)
    tries = [("/o/seat/give", place) for place in (*outside, own)]
    tries += [("/o/seat/name", place) for place in (*outside, REGION, SUBUNIT)]
    tries += [("/o/rooms", place) for place in outside]
    for path, place in tries:
        answer = await caller.post(path, FILLED | {"token": token, "place": place})
        assert answer.status == 404, (path, place)
        assert answer.text.replace(path, "") == unknown.text.replace("/o/KG99999999999", "")
    for number in (beside.number, same.number, seat.number, 0, 999_999_999, 10**12):
        for answer in (
            await caller.get(f"/o/seat/revoke/{number}"),
            await caller.post(f"/o/seat/revoke/{number}", {"token": token}),
        ):
            assert answer.status == 404, number
    for query in (
        "named=KG-O",
        f"named={ELSEWHERE[5]}x",
        "district=KG-O",
        f"district={SUBUNIT}",
        "district=?",
    ):
        assert (await caller.get(f"/o/seat?{query}")).status == 404, query
    assert (await caller.post("/o/seat/give", FILLED | {"token": token, "role": "owner"})).status == 404
    assert await done(made) == before


async def test_forms_from_elsewhere_do_nothing(made: Desk, caller: Caller) -> None:
    """CSRF: no token, another visit's token, another site, no visit."""
    other = await made.seat(DISTRICT)
    _, token = await came_in(made, caller, REGION)
    async with Caller(made) as attacker:
        _, foreign = await came_in(made, attacker, COUNTRY)
    before = await done(made)
    for path in (*FORMS, f"/o/seat/revoke/{other.number}"):
        for form in (FILLED, FILLED | {"token": ""}, FILLED | {"token": foreign}):
            assert (await caller.post(path, form)).status == 403, path
        for origin in ("https://evil.example", "null", ""):
            answer = await caller.post(path, FILLED | {"token": token}, Origin=origin)
            assert answer.status == 403, path
        async with Caller(made) as nobody:
            assert (await nobody.post(path, FILLED | {"token": token})).status == 401
    assert await done(made) == before


async def test_without_the_bots_name_no_link_is_made(made: Desk, caller: Caller) -> None:
    """Just after a start it may not be known yet: better no link than one that leads nowhere."""
    _, token = await came_in(made, caller, REGION)
    made.office.bot_name = ""
    before = await done(made)
    for path in ("/o/seat/give", "/o/seat/hand-over"):
        assert (await caller.post(path, FILLED | {"token": token})).status == 503
    assert await done(made) == before


async def shot(page: Page, name: str) -> None:
    """Leave a picture, if asked to."""
    if folder := os.environ.get("SAFAR_SHOTS"):
        await page.screenshot(path=Path(folder) / f"seat-{name}.png", full_page=True)


async def good(page: Page, name: str) -> None:
    """Both widths and the checker, then back to the phone for a picture."""
    await assert_good(page)
    await shot(page, f"{name}-desk")
    await page.set_viewport_size({"width": PHONE, "height": 740})
    await shot(page, name)


async def test_a_district_leader_does_it_all_on_a_phone(made: Desk, page: Page) -> None:
    """Name a village, give its seat, take it back, open a session, hand over: each form, and every page is good."""
    await page.set_viewport_size({"width": PHONE, "height": 740})
    await enter(page, made, DISTRICT)
    await page.goto(f"{made.base}/o/seat")
    for act in ("give", "name", "hand-over"):
        await page.click(f"#{act} summary")
    await good(page, "forms")
    await page.fill("#subunit", "12345")
    await page.click("#name button")
    await expect(page.locator(".wrong")).to_be_visible()
    await expect(page.locator("#subunit")).to_have_value("12345")
    await good(page, "unfit")
    await page.fill("#subunit", "Ак-Булуң айылы")
    await page.click("#name button")
    await expect(page.locator(".empty strong")).to_contain_text("Ак-Булуң айылы, Баткен")
    await good(page, "named")
    await page.check("#give input[value=lead]")
    await page.click("#give button")
    message = await page.locator(".to-forward").inner_text()
    assert "Ак-Булуң айылы" in message and "проводить занятия" in message
    await good(page, "link")
    assert "seat_" not in page.url
    [secret] = LINK.findall(message)
    taken = await take(made.office, secret, made.person())
    assert taken and taken.role is Role.LEAD
    await page.goto(f"{made.base}/o/seat")
    await page.click("#give summary")
    await page.click("#give button")
    await page.goto(f"{made.base}/o/seat")
    await good(page, "offers")
    await page.locator(".revoke a").first.click()
    await expect(page.locator("main")).to_contain_text("Отозвать этот доступ?")
    await good(page, "revoke")
    await page.click("main form button")
    await expect(page.locator(".empty")).to_have_text("Доступ отозван.")
    assert await made.office.store.seat(taken.number) is None
    await page.goto(f"{made.base}/o/rooms")
    await page.select_option("#place", label="Ак-Булуң айылы")
    await good(page, "rooms")
    await page.click("main form button")
    await expect(page.locator(".code")).to_be_visible()
    await page.goto(f"{made.base}/o/seat")
    await page.click("#hand-over summary")
    await page.click("#hand-over button")
    assert page.url == f"{made.base}/o/seat"  # the browser itself asks for the tick
    await page.check("#hand-over input[type=checkbox]")
    await page.click("#hand-over button")
    [secret] = LINK.findall(await page.locator(".to-forward").inner_text())
    assert await take(made.office, secret, made.person())
    await page.click("main a")
    await expect(page.locator("h1")).to_have_text("Сначала войдите")


async def test_a_country_leader_chooses_from_its_regions(made: Desk, page: Page) -> None:
    """The district first, then the name, on a desk and without a script."""
    await page.set_viewport_size({"width": DESK, "height": 900})
    await enter(page, made, COUNTRY)
    await page.goto(f"{made.base}/o/seat")
    await page.click("#name summary")
    await page.select_option("#district", DISTRICT)
    await good(page, "country")
    await page.click("#name button")
    await expect(page.locator("#subunit")).to_be_visible()
    await page.fill("#subunit", "Дарыя")
    await page.click("#name button")
    await expect(page.locator("#place option:checked")).to_have_text(re.compile("Баткенский район.* › Дарыя"))
    assert unescape(page.url).startswith(f"{made.base}/o/seat?named=")
