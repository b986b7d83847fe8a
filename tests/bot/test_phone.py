"""The real bot on the phone, in a real Chromium: what a migrant sees. `--record` keeps the README's picture."""

from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from learning.course import Citizenship, Language
from learning.quiz import visible_questions
from learning.walk import visible_cards
from tests.scene import assert_clean, scene

PICTURE = Path("docs/pictures/phone.png")
LESSONS = "docs/pictures/lessons-{language}.png"


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
    width: int, tmp_path: Path, browser: Browser, root: Path, request: pytest.FixtureRequest
) -> None:
    """START, Kyrgyz, consent, passport, the cards of a lesson, and a question answered."""
    async with scene(tmp_path) as pretend:
        say = partial(pretend.service.desk.book.phrases.text, "ky")
        await pretend.sandbox.person("ky")
        page = await opened(browser, pretend.sandbox.url, width)
        await expect(page.get_by_role("button", name="Learner 1")).to_be_visible()
        await page.get_by_role("button", name="START", exact=True).click()
        for key in ("language.name", "consent.agree", "passport.KG"):
            await tap(page, say(key))
        course = pretend.service.desk.book.course
        first = next(course.lessons())
        total = len(visible_cards(first, Citizenship.KG))
        for position in range(1, total):
            where = say("card.position", position=position, total=total)
            await expect(page.locator(".bubble").last).to_contain_text(where)
            if position == 2 and width == 1200 and request.config.getoption("--record"):
                await page.screenshot(path=root / PICTURE)
            await tap(page, say("card.next"))
        await tap(page, say("quiz.begin"))
        asked = visible_questions(first, Citizenship.KG)[0]
        right = next(option for option in asked.options if option.key == asked.right)
        assert right.text is not None
        await tap(page, right.text[Language.KY])
        await expect(page.locator(".bubble").last).to_contain_text(say("quiz.right"))
        overflow = await page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not overflow, "the page is wider than the phone"
        await page.close()
        assert_clean(pretend)


@pytest.mark.parametrize("language", list(Language))
async def test_all_lessons_fit_a_small_phone(
    language: Language, tmp_path: Path, browser: Browser, root: Path, request: pytest.FixtureRequest
) -> None:
    """The list of modules and a module's lessons, 360 pixels wide: no button's words run out of it."""
    async with scene(tmp_path) as pretend:
        say = partial(pretend.service.desk.book.phrases.text, language)
        await pretend.sandbox.person("ru")
        page = await opened(browser, pretend.sandbox.url, 360)
        await page.get_by_role("button", name="START", exact=True).click()
        for key in ("language.name", "consent.agree", "passport.TJ", "menu.button", "lessons.button"):
            await tap(page, say(key))
        await expect(page.locator(".bubble").last).to_contain_text(say("lessons.title"))
        cut = await page.evaluate(
            "[...document.querySelectorAll('[data-press]')].filter(b => b.scrollWidth > b.clientWidth + 1).length"
        )
        if request.config.getoption("--record"):
            await page.screenshot(path=root / LESSONS.format(language=language))
        overflow = await page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert (cut, overflow) == (0, False)
        await page.close()
        assert_clean(pretend)
