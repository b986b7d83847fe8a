"""The pages in a real browser, at a phone's width and a desk's. SAFAR_SHOTS=<folder> also leaves the docs' pictures."""

import json
import os
from collections.abc import AsyncIterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]  # it carries no marker of types
from playwright.async_api import Browser, Page, Route, expect

from learning.seat import Role
from reports.exports import PRESS
from tests.reports.desk import COUNTRY, DISTRICT, REGION, SUBUNIT, Desk, desk, fill
from tests.reports.test_mini_app import signed

expect.set_options(timeout=30_000)  # milliseconds: other tests may have the machine just then
PHONE, DESK = 360, 1280
LANGUAGES = ("ky", "tg", "uz", "uz_Cyrl", "ru")
# Here Telegram Web frames a page of this machine; a browser would ask first whether a site may look there
SCRIPT = "https://telegram.org/js/telegram-web-app.js"


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A Russian official's browser; whatever goes wrong in it fails the test."""
    context = await browser.new_context(viewport={"width": DESK, "height": 900}, locale="ru-RU")
    page, wrong = await context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield page
    # A refusal is an answer like others, though the browser calls it an error
    assert [said for said in wrong if "status of 4" not in said] == []


async def assert_good(page: Page, *, again: bool = False) -> None:
    """At both widths nothing lies outside, and the accessibility checker finds nothing.

    The checker is slow: where it has looked at pages of this kind already (`again`), only the widths are tried.
    """
    for width in (PHONE, DESK):
        await page.set_viewport_size({"width": width, "height": 900})
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        if again:
            continue
        found = (await Axe().run(page)).response["violations"]
        bad = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found]
        assert bad == [], f"{page.url} at {width}"


async def enter(page: Page, made: Desk, territory: str, role: Role = Role.LEAD) -> None:
    """By a fresh link and its one button."""
    await page.goto(await made.link(await made.seat(territory, role)))
    await page.click("main button")
    await expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("territory", [COUNTRY, REGION, DISTRICT, SUBUNIT])
async def test_every_page_is_clicked(made: Desk, page: Page, territory: str, role: Role) -> None:
    """From the link to the way out, as each kind of seat: whatever can be pressed leads to a page that is good."""
    # Pages of one who reads are those of a leader with fewer buttons; of a region and a sub-unit, as those around them.
    seen = role is Role.READ or territory in {REGION, SUBUNIT}
    await page.goto(await made.link(await made.seat(territory, role)))
    await assert_good(page, again=seen)
    await page.click("main button")
    own = page.url
    await expect(page.locator("table").first).to_be_visible()
    await assert_good(page, again=seen)
    down = page.locator(".table-places tbody a")
    steps = 0
    while await down.count():
        await down.first.click()
        await expect(page.locator(".path li[aria-current]")).to_be_visible()
        steps += 1
    assert bool(steps) == (territory != SUBUNIT)
    if steps:
        await assert_good(page, again=seen)
        await page.locator(".path a").first.click()
        assert page.url == own
    await page.select_option("#since", "202645")
    await page.select_option("#until", "202647")
    await page.click(".period button")
    await expect(page.locator("main .facts")).to_contain_text("202647-202645")
    shown = page.url
    for kind in ("XLSX", "PDF", "PNG"):
        async with page.expect_download() as waiting:
            await page.locator(".files a", has_text=kind).click()
        assert (await waiting.value).suggested_filename.endswith(f".{kind.lower()}")
        await page.goto(shown)  # a slow one has a page of its own
    await page.locator(".places a").nth(1).click()
    await expect(page.locator("h1")).to_have_text("Мой доступ")
    await assert_good(page, again=seen)
    await page.locator(".places button").click()
    await expect(page.locator("h1")).to_have_text("Отчёты для местных органов")
    await assert_good(page, again=seen)
    await page.goto(own)
    await expect(page.locator("h1")).to_have_text("Сначала войдите")
    await assert_good(page, again=seen)


async def test_five_languages(made: Desk, page: Page) -> None:
    """Chosen by a press, kept for the next page; each fits a phone and passes the checker."""
    await enter(page, made, DISTRICT)
    seen = set()
    for language in LANGUAGES:
        # Pages differ in their words alone: what the checker says of two languages holds for all.
        again = language not in {LANGUAGES[0], LANGUAGES[-1]}
        await page.locator(f'.languages a[href$="lang={language}"]').click()
        await assert_good(page, again=again)
        await page.goto(f"{made.base}/o/seat")
        seen.add(await page.locator("h1").inner_text())
        await assert_good(page, again=again)
        await page.goto(f"{made.base}/o/{DISTRICT}?since=202644")
    assert len(seen) == len(LANGUAGES)


async def test_refusals_are_pages_too(made: Desk, page: Page) -> None:
    """A used link, an unknown place, an empty report."""
    await _telegram(page, "")
    link = await made.link(await made.seat("UZ-AN"))
    await page.goto(link)
    await page.click("main button")
    await expect(page.locator(".empty")).to_contain_text("/session")
    await assert_good(page)
    for address, said in (
        (link, "не работает"),
        (f"{made.base}/o/TJ", "нет"),
        (f"{made.base}/app", "Отчёты"),
    ):
        await page.goto(address)
        await expect(page.locator("h1")).to_contain_text(said)
        await assert_good(page)


async def test_by_keyboard_alone(made: Desk, page: Page) -> None:
    """In by Enter, over the head by the first Tab, down to a district, the focus always seen."""
    await page.goto(await made.link(await made.seat(REGION)))
    for _ in range(20):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.matches('main button')"):
            break
    await page.keyboard.press("Enter")
    await expect(page.locator(".table-places")).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    assert await page.locator(".skip").bounding_box() != {"x": 0, "y": 0, "width": 1, "height": 1}
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.locator("#since")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    for wanted in ("#until", ".period button"):
        await page.keyboard.press("Tab")
        await expect(page.locator(wanted)).to_be_focused()
        assert await page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    await page.keyboard.press("Enter")
    await page.wait_for_url("**since=2026*")
    for _ in range(40):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.matches('.table-places a')"):
            break
    await page.keyboard.press("Enter")
    await expect(page.locator(".path li[aria-current]")).to_be_visible()


async def test_nothing_is_said_by_colour_alone(made: Desk, page: Page) -> None:
    """Bars are hatched, lines differ in stroke and marks, and each number stands there as text."""
    await enter(page, made, REGION)
    told = page.locator(".table-places .bar .full")
    assert await told.first.get_attribute("fill") == "url(#hatch)"
    strokes = await page.evaluate(
        "[...document.querySelectorAll('polyline')].map(each => getComputedStyle(each).strokeDasharray)"
    )
    assert len(set(strokes)) == 2
    assert (
        await page.locator("figure.lines rect.line-1").count()
        == await page.locator("figure.lines circle").count()
    )
    hidden = page.locator("td", has_text="<10").first
    await expect(hidden).to_be_visible()


async def test_numbers_kept_back_have_no_length(made: Desk, page: Page) -> None:
    """A bar tells no more than its cell: beside "<10" stands an empty frame."""
    await enter(page, made, REGION)
    lengths = await page.evaluate(
        """[...document.querySelectorAll('td.with-bar')].filter(each => each.textContent.includes('<'))
            .map(each => each.querySelectorAll('.full').length)"""
    )
    assert lengths and set(lengths) == {0}


async def test_the_bars_are_as_long_as_the_numbers_say(made: Desk, page: Page) -> None:
    """The longest place fills its frame, the others in proportion."""
    await enter(page, made, REGION)
    pairs = await page.evaluate(
        """[...document.querySelectorAll('.table-places td.with-bar')].filter(each => each.querySelector('.full'))
            .map(each => [Number(each.textContent.replace(/\\s/g, '')),
                each.querySelector('.full').getBoundingClientRect().width])"""
    )
    most, longest = pairs[0]
    assert len(pairs) > 3
    assert all(abs(width / longest - n / most) < 0.02 for n, width in pairs)


async def test_on_paper(made: Desk, page: Page) -> None:
    """Head, numbers and meanings are printed; what can only be pressed is not."""
    await enter(page, made, REGION)
    await page.emulate_media(media="print")
    for gone in (".top", ".tools", ".path"):
        assert await page.locator(gone).count() == 0 or not await page.locator(gone).is_visible()
    for kept in ("h1", "main .facts", ".table-places table", "figure.lines", ".definitions dl"):
        await expect(page.locator(kept).first).to_be_visible()
    assert (await page.pdf(format="A4")).startswith(b"%PDF")


async def test_a_slow_file_comes_by_itself(made: Desk, page: Page) -> None:
    """The page waits and says so; the file is fetched when it is there, and the page offers it again."""
    await enter(page, made, REGION)
    slow: Future[None] = Future()
    made.app[PRESS].hands.submit(slow.result)
    await page.locator(".files a", has_text="PDF").click()
    await expect(page.locator("h1")).to_have_text("Готовим файл")
    await assert_good(page)
    async with page.expect_download() as waiting:
        slow.set_result(None)
    assert (await waiting.value).suggested_filename == "safar-KG-B-202648-ru.pdf"
    await expect(page.locator("h1")).to_have_text("Файл готов")
    await assert_good(page)


async def test_the_mini_app_opens_the_report(made: Desk, page: Page) -> None:
    """With what Telegram's script holds, and by no press at all."""
    person = made.person()
    await made.seat(DISTRICT, Role.READ, person)
    await _telegram(page, signed(person))
    await page.goto(f"{made.base}/app")
    await page.wait_for_url(f"**/o/{DISTRICT}")
    await expect(page.locator("h1")).to_have_text("Баткенский район")


async def test_the_mini_app_offers_a_choice_of_seats(made: Desk, page: Page) -> None:
    """Two buttons, the oldest first; the page passes the checker."""
    person = made.person()
    await made.seat(DISTRICT, Role.READ, person)
    await made.seat(REGION, Role.LEAD, person)
    await _telegram(page, signed(person))
    await page.goto(f"{made.base}/app")
    await expect(page.locator("h1")).to_have_text("Какую территорию открыть?")
    await assert_good(page)
    await page.locator("main button").nth(1).click()
    await page.wait_for_url(f"**/o/{REGION}")


async def test_in_telegram_web_the_report_opens_beside_the_frame(made: Desk, page: Page) -> None:
    """Telegram's site may frame this one page; its button opens a tab where the visit's cookie is kept."""
    person = made.person()
    await made.seat(DISTRICT, Role.READ, person)
    await _telegram(page, signed(person))
    await page.route("https://web.telegram.org/", lambda route: _html(route, made.base + "/app"))
    await page.goto("https://web.telegram.org/")
    frame = page.frame_locator("iframe")
    async with page.context.expect_page() as waiting:
        await frame.locator("main button").click()
    tab = await waiting.value
    await tab.wait_for_url(f"**/o/{DISTRICT}")
    await expect(tab.locator("h1")).to_have_text("Баткенский район")


@pytest.mark.parametrize("path", ["/app", "/", "/o/seat"])
async def test_nobody_else_frames_a_page(made: Desk, browser: Browser, path: str) -> None:
    """Clickjacking: in a foreign page there stays an empty frame."""
    page = await browser.new_page()
    await page.route("https://evil.example/", lambda route: _html(route, made.base + path))
    await page.goto("https://evil.example/")
    frame = page.frames[1]
    assert "Safar" not in await frame.content()


async def _telegram(page: Page, init_data: str) -> None:
    """Telegram's own script is not to be had here; what it holds is."""
    held = (
        f"window.Telegram = {{WebApp: {{initData: {json.dumps(init_data)}, ready() {{}}, expand() {{}}}}}};"
    )
    await page.route(SCRIPT, lambda route: route.fulfill(body=held, content_type="text/javascript"))


async def _html(route: Route, framed: str) -> None:
    await route.fulfill(
        body=f'<iframe src="{framed}" width="400" height="700"></iframe>', content_type="text/html"
    )


async def test_pictures_of_the_docs(tmp_path: Path, page: Page) -> None:
    """A region on a desk, a district on a phone, the seat's page; with the mark of an example."""
    async with desk(tmp_path, example=True) as made:
        await fill(made, harm=False)
        await enter(page, made, REGION)
        await expect(page.locator(".example")).to_be_visible()
        await page.set_viewport_size({"width": DESK, "height": 1250})
        await _shot(page, "desk")
        await page.set_viewport_size({"width": PHONE, "height": 740})
        await page.goto(f"{made.base}/o/{DISTRICT}?lang=ky&since=202645")
        await page.evaluate("document.querySelector('.table-overview').scrollIntoView()")
        await _shot(page, "phone")
        await page.set_viewport_size({"width": DESK, "height": 900})
        await page.goto(f"{made.base}/o/{REGION}?lang=uz_Cyrl")
        await page.evaluate("document.querySelector('.table-gain').scrollIntoView()")
        await _shot(page, "gain")


async def _shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SAFAR_SHOTS"):
        await page.screenshot(path=Path(folder) / f"official-{name}.png")
