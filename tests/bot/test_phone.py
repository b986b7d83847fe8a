"""The real bot on the phone, in a real Chromium: what a migrant sees. `--record` keeps the README's picture."""

from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.scene import assert_clean, scene

QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
PICTURE = Path("docs/pictures/phone.png")


async def opened(browser: Browser, url: str, width: int) -> Page:
    """The phone page, at a width in pixels."""
    page = await browser.new_page(viewport={"width": width, "height": 820})
    await page.goto(url)
    return page


async def tap(page: Page, words: str) -> None:
    """Press the last button that says this."""
    await page.get_by_role("button", name=words).last.click()


@pytest.mark.parametrize("width", [360, 1200])
async def test_a_migrant_walks_to_a_reply_in_kyrgyz(
    width: int, tmp_path: Path, chromium: str, root: Path, request: pytest.FixtureRequest
) -> None:
    """START, Kyrgyz, consent, passport, the cards of a lesson, and a question answered."""
    async with scene(tmp_path) as pretend, async_playwright() as playwright:
        say = partial(pretend.service.desk.book.phrases.text, "ky")
        browser = await playwright.chromium.launch(executable_path=chromium, args=QUIET)
        await pretend.sandbox.person("ky")
        page = await opened(browser, pretend.sandbox.url, width)
        await expect(page.get_by_role("button", name="Learner 1")).to_be_visible()
        await page.get_by_role("button", name="START", exact=True).click()
        for key in ("language.name", "consent.agree", "passport.KG"):
            await tap(page, say(key))
        for position in range(1, 5):
            where = say("card.position", position=position, total=5)
            await expect(page.locator(".bubble").last).to_contain_text(where)
            if position == 2 and width == 1200 and request.config.getoption("--record"):
                await page.screenshot(path=root / PICTURE)
            await tap(page, say("card.next"))
        await tap(page, say("quiz.begin"))
        await tap(page, "30 күн")
        await expect(page.locator(".bubble").last).to_contain_text(say("quiz.right"))
        overflow = await page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not overflow, "the page is wider than the phone"
        await browser.close()
        assert_clean(pretend)
