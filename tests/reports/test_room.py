"""The room's screen, over HTTP and in a real browser. SAFAR_SHOTS=<folder> also leaves the pictures of the docs there."""

import os
import re
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]  # it carries no marker of types
from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, expect

from learning.cohort import Cohort
from learning.seat import Role, Seat
from office import sessions
from tests.crowd import LESSON, QUESTION, Crowd
from tests.reports.caller import Caller, path_of
from tests.reports.desk import DISTRICT, REGION, Desk

expect.set_options(timeout=30_000)  # milliseconds: other tests may have the machine just then
DESKTOP, PHONE = ViewportSize(width=1366, height=768), ViewportSize(width=360, height=720)
TERM = f'name="question" value="{QUESTION}"'


async def held(made: Desk, territory: str = DISTRICT) -> tuple[Seat, Cohort]:
    """A leader's seat, and a session of his that is open today."""
    seat = await made.seat(territory)
    return seat, await sessions.open_session(made.office, seat, territory)


async def slide_of_the_term(caller: Caller, code: str) -> tuple[int, str]:
    """The slide that puts the question about the term of registration, and its page."""
    for at in range(60):
        text = (await caller.get(f"/o/room/{code}?at={at}&lang=ru")).text
        if TERM in text:
            return at, text
    raise LookupError(QUESTION)


async def shown(caller: Caller, code: str, at: int, token: str):
    """Press "show answers"; the page that follows."""
    form = {"token": token, "at": str(at), "lesson": str(LESSON), "question": QUESTION}
    answer = await caller.post(f"/o/room/{code}/show", form)
    assert answer.status == 303
    return await caller.get(answer.headers["Location"] + "&lang=ru")


async def test_the_chats_link_leads_to_the_room_itself(made: Desk, caller: Caller) -> None:
    """One button, used once; then the code, the QR code and how many have joined stand there."""
    seat, cohort = await held(made)
    link = f"{path_of(await made.link(seat))}/room/{cohort.code}"
    assert f'action="{link}"' in (await caller.get(link)).text
    entered = await caller.post(link)
    assert (entered.status, entered.headers["Location"]) == (303, f"/o/room/{cohort.code}?at=0")
    page = await caller.get(f"/o/room/{cohort.code}?at=0")
    assert page.status == 200 and "&lt;10" in page.text
    assert f"{cohort.code[:4]} {cohort.code[4:]}" in page.text
    assert (await caller.get(link)).status == 410


async def test_every_slide_is_there_in_every_language(made: Desk, caller: Caller) -> None:
    """From the first to the last, and a number that is none shows the first."""
    seat, cohort = await held(made)
    await caller.enter(seat)
    for language in ("ky", "tg", "uz", "uz_Cyrl", "ru"):
        at, last = 0, 1
        while at < last:
            page = await caller.get(f"/o/room/{cohort.code}?at={at}&lang={language}")
            assert page.status == 200
            last = int(page.text.split(f"{at + 1} / ")[1].split("<")[0]) - 1
            at += 1
        assert last == 29
    for odd in ("-1", "x", "9999999999", "%D9%A3"):
        assert "1 / 30" in (await caller.get(f"/o/room/{cohort.code}?at={odd}")).text


async def test_who_is_not_in_reach_sees_nothing(made: Desk, caller: Caller) -> None:
    """Without a cookie the way in; from another region the same page as for a code that was never there."""
    _, cohort = await held(made)
    assert (await caller.get(f"/o/room/{cohort.code}")).status == 401
    await caller.enter(await made.seat("KG-O"))
    others, never = await caller.get(f"/o/room/{cohort.code}"), await caller.get("/o/room/AAAAAAAA")
    assert (others.status, never.status) == (404, 404)
    assert others.text.replace(cohort.code, "") == never.text.replace("AAAAAAAA", "")
    assert cohort.code not in (await caller.get("/o/rooms")).text


async def test_forms_need_their_token_and_a_leading_seat(made: Desk, caller: Caller) -> None:
    """Forged forms and readers' forms change nothing; a reader isn't even shown a form."""
    seat, cohort = await held(made)
    await caller.enter(seat)
    at, _ = await slide_of_the_term(caller, cohort.code)
    form = {"at": str(at), "lesson": str(LESSON), "question": QUESTION, "n-d30": "12", "heads": "30"}
    for name in ("show", "paper", "heads", "close"):
        assert (await caller.post(f"/o/room/{cohort.code}/{name}", form | {"token": "0" * 64})).status == 403
    async with Caller(made) as reading:
        await reading.enter(await made.seat(REGION, Role.READ))
        page = await reading.get(f"/o/room/{cohort.code}?at={at}")
        assert page.status == 200 and "/show" not in page.text and "/paper" not in page.text
        for name in ("show", "paper", "heads", "close"):
            answer = await reading.post(f"/o/room/{cohort.code}/{name}", form | {"token": page.token})
            assert answer.status == 404
    assert await made.office.store.cohort(cohort.code) == cohort
    assert await made.office.store.paper(cohort.code) == {}


async def test_answers_are_shown_in_tens_once_there_are_ten(made: Desk, caller: Caller) -> None:
    """Nine: only what is right, and why. Twelve: ten; a thirteenth afterwards changes nothing on the screen."""
    seat, cohort = await held(made)
    await caller.enter(seat)
    crowd = Crowd(made.office, made.keys)
    await crowd.join(cohort, 9)
    at, text = await slide_of_the_term(caller, cohort.code)
    assert "Верный ответ" not in text and "Считайте со дня въезда" not in text
    token = (await caller.get(f"/o/room/{cohort.code}?at={at}")).token
    page = await shown(caller, cohort.code, at, token)
    assert "Верный ответ" in page.text and "меньше десяти" in page.text and 'class="told"' not in page.text
    await crowd.join(cohort, 3)
    page = await shown(caller, cohort.code, at, token)
    numbers = [part.split("<")[0] for part in page.text.split('<span class="told">')[1:]]
    assert numbers == ["&lt;10", "&lt;10", "10"]
    await crowd.join(cohort, 15)
    again = await shown(caller, cohort.code, at, token)
    assert again.text == page.text


async def test_what_is_typed_from_sheets_is_checked(made: Desk, caller: Caller) -> None:
    """Numbers are kept; what is no number, too large or for another question is said and changes nothing."""
    seat, cohort = await held(made)
    await caller.enter(seat)
    at, _ = await slide_of_the_term(caller, cohort.code)
    token = (await caller.get(f"/o/room/{cohort.code}?at={at}")).token
    form = {"token": token, "at": str(at), "lesson": str(LESSON), "question": QUESTION}
    right = await caller.post(
        f"/o/room/{cohort.code}/paper", form | {"n-d30": "14", "n-w7": "", "n-d15": "2"}
    )
    assert right.headers["Location"] == f"/o/room/{cohort.code}?at={at}"
    kept = {(LESSON, QUESTION): {"d30": 14, "w7": 0, "d15": 2}}
    assert await made.office.store.paper(cohort.code) == kept
    for wrong in ({"n-d30": "-1"}, {"n-d30": "1e3"}, {"n-d30": "501"}, {"n-x": "1"}, {"lesson": "102"}):
        answer = await caller.post(f"/o/room/{cohort.code}/paper", form | wrong)
        assert answer.headers["Location"] == f"/o/room/{cohort.code}?at={at}&unfit=1"
    said = await caller.get(f"/o/room/{cohort.code}?at={at}&unfit=1&lang=ru")
    assert "Ничего не сохранено" in said.text
    assert await made.office.store.paper(cohort.code) == kept
    for heads, location in (("34", "?at=0"), ("0", "?at=0&unfit=1"), ("2001", "?at=0&unfit=1")):
        answer = await caller.post(f"/o/room/{cohort.code}/heads", form | {"heads": heads})
        assert answer.headers["Location"] == f"/o/room/{cohort.code}{location}"
    cohort = await made.office.store.cohort(cohort.code) or cohort
    assert cohort.heads == 34
    unknown = await caller.post(f"/o/room/{cohort.code}/show", form | {"question": "no-such"})
    assert unknown.status == 404


async def test_the_screen_tells_nobody_who(made: Desk, caller: Caller) -> None:
    """No learner's key, number or address is on any slide: two rooms with other people in them look alike."""
    seat, cohort = await held(made)
    await caller.enter(seat)
    await Crowd(made.office, made.keys).join(cohort, 12)
    before = (await caller.get(f"/o/room/{cohort.code}?at=0&lang=ru")).text
    assert "с телефона: 10" in before
    await Crowd(made.office, made.keys).join(cohort, 0)
    assert (await caller.get(f"/o/room/{cohort.code}?at=0&lang=ru")).text == before
    for person in range(500_001, 500_013):
        key = made.keys.person(person).key.hex()
        assert str(person) not in before and key not in before


async def test_a_place_with_a_harmful_name_is_only_a_name(made: Desk, caller: Caller) -> None:
    """What an official typed as the name of a sub-unit is escaped on every slide and in the list."""
    units = [unit.code for unit in await made.office.store.subunits() if unit.code.startswith(DISTRICT)]
    seat = await made.seat(DISTRICT)
    await caller.enter(seat)
    for unit in units:
        cohort = await sessions.open_session(made.office, seat, unit)
        for path in ("/o/rooms", f"/o/room/{cohort.code}", f"/o/room/{cohort.code}?at=29"):
            text = re.sub(r'name="token" value="\w+"', "", (await caller.get(path)).text)
            assert "<script>alert" not in text and "<img src=x" not in text
            assert "49" not in text.split("<main")[1][:300]


async def opened(made: Desk, context: BrowserContext, seat: Seat, code: str, wrong: list[str]) -> Page:
    """The room in a browser, come in by the chat's link; whatever goes wrong in the page is noted."""
    page = await context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    await page.goto(f"{await made.link(seat)}/room/{code}?lang=ru")
    await page.click("main form button")
    await expect(page.locator(".code")).to_be_visible()
    return page


async def shot(page: Page, name: str) -> None:
    """Leave a picture for the docs, if asked to."""
    if folder := os.environ.get("SAFAR_SHOTS"):
        await page.screenshot(path=Path(folder) / f"room-{name}.png")


async def assert_accessible(page: Page) -> None:
    """The accessibility checker finds nothing."""
    found = (await Axe().run(page)).response["violations"]
    assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_a_leader_goes_through_the_room(made: Desk, browser: Browser, size: ViewportSize) -> None:
    """Arrow keys and buttons turn the slides, the QR code is read off the screen, sheets are typed, answers shown."""
    seat, cohort = await held(made)
    await Crowd(made.office, made.keys).join(cohort, 24)
    wrong: list[str] = []
    context = await browser.new_context(viewport=size, locale="ru-RU")
    page = await opened(made, context, seat, cohort.code, wrong)
    picture = Image.open(BytesIO(await page.screenshot(full_page=True)))
    read = [found.text for found in zxingcpp.read_barcodes(picture)]
    assert read == [sessions.link(made.office, cohort.code)]
    name = "phone" if size is PHONE else "desktop"
    await assert_accessible(page)
    await shot(page, f"start-{name}")
    for key, number in (("ArrowRight", 2), ("PageDown", 3), ("ArrowLeft", 2), ("PageUp", 1)):
        await page.keyboard.press(key)
        await expect(page.locator(".pages span")).to_have_text(f"{number} / 30")
    await page.click("a[rel=next]")
    await expect(page.locator(".lines li")).to_have_count(3)
    await shot(page, f"lesson-{name}")
    while await page.locator(f'input[value="{QUESTION}"]').count() == 0:
        await page.click("a[rel=next]")
    await page.click("summary")
    await page.fill('input[name="n-d30"]', "14")
    await page.keyboard.press("ArrowLeft")  # in a field it moves the cursor
    await page.click(".typed button")
    await expect(page.locator('input[name="n-d30"]')).to_have_value("14")
    await assert_accessible(page)
    await shot(page, f"question-{name}")
    await page.click(".show button")
    await expect(page.locator(".told")).to_have_text(["<10", "<10", "30"])
    await expect(page.locator("li.right")).to_have_count(1)
    await expect(page.locator(".why")).to_contain_text("Считайте со дня въезда")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await assert_accessible(page)
    await shot(page, f"answers-{name}")
    await page.goto(f"{made.base}/o/rooms")
    await expect(page.locator("main")).to_contain_text(f"{cohort.code[:4]} {cohort.code[4:]}")
    assert wrong == []
    await context.close()


async def test_it_is_read_from_the_last_row(made: Desk, browser: Browser) -> None:
    """On a projector's 1366 dots, lines and options are at least 24 dots high and the code at least 60."""
    seat, cohort = await held(made)
    context = await browser.new_context(viewport=DESKTOP)
    page = await opened(made, context, seat, cohort.code, [])

    async def size(selector: str) -> float:
        style = "element => parseFloat(getComputedStyle(element).fontSize)"
        return float(await page.locator(selector).first.evaluate(style))

    assert await size(".code") >= 60
    await page.keyboard.press("ArrowRight")
    await expect(page.locator(".lines li")).to_have_count(3)
    assert await size(".lines li") >= 24
    await page.click("a[rel=next]")
    await expect(page.locator(".options li")).to_have_count(3)
    assert await size(".options li") >= 24
    await context.close()


async def test_the_number_of_those_who_joined_keeps_itself_fresh(made: Desk, browser: Browser) -> None:
    """Within half a minute the screen shows who came in meanwhile; an open plan is not taken away."""
    seat, cohort = await held(made)
    context = await browser.new_context(viewport=DESKTOP)
    await context.clock.install()
    page = await opened(made, context, seat, cohort.code, [])
    await expect(page.locator(".counted").first).to_have_text("Присоединились с телефона: <10")
    await page.click("summary >> nth=1")
    await Crowd(made.office, made.keys).join(cohort, 11)
    await context.clock.fast_forward(30_000)
    await expect(page.locator(".plan")).to_be_visible()
    await page.click("summary >> nth=1")
    await context.clock.fast_forward(30_000)
    await expect(page.locator(".counted").first).to_have_text("Присоединились с телефона: 10")
    await context.close()
