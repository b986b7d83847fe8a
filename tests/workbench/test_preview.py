"""The preview in a real browser. SAFAR_SHOTS=<folder> also leaves the pictures of the docs there."""

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, Page, expect

from curriculum import CONTENT, Weight, accept, mark
from learning.course import Language
from learning.insight import CardInsight, Insight, OptionInsight, QuestionInsight, StopInsight
from tests.curriculum import sample_content
from tests.one_module import one_module
from workbench import serving

expect.set_options(timeout=30_000)  # milliseconds: other tests may have the machine just then
TODAY = date(2026, 11, 24)
MODULE = "modules/05-registration"
WRITTEN = (Language.RU, Language.KY, Language.TG, Language.UZ)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The sample, every word accepted."""
    folder = sample_content.write(tmp_path / "content")
    for language in WRITTEN:
        accept(folder, language)
    return folder


@pytest.fixture
async def page(content: Path, browser: Browser) -> AsyncIterator[Page]:
    """The page, read; whatever goes wrong in it fails the test."""
    async with serving(content, 0, TODAY) as address:
        page, wrong = await browser.new_page(viewport={"width": 1280, "height": 900}), []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        await page.goto(address)
        await expect(page.locator("article")).to_have_count(7)
        yield page
        assert wrong == []


def edit(content: Path, file: str, old: str, new: str) -> None:
    """Save a change as an editor does."""
    text = (content / file).read_text("utf-8")
    assert old in text
    (content / file).write_text(text.replace(old, new, 1), "utf-8")


async def shot(page: Page, name: str) -> None:
    """Leave a picture for the docs, if asked to."""
    if folder := os.environ.get("SAFAR_SHOTS"):
        await page.screenshot(path=Path(folder) / f"preview-{name}.png")


async def test_lesson_language_and_passport_are_chosen(page: Page) -> None:
    """The cards are the bot's own screens: numbers by passport, words by language, scripts too."""
    card = page.locator('article[data-key="term"] .bubble')
    await expect(card).to_contain_text("Идите вместе 30 дней")
    await page.select_option("#passport", "TJ")
    await expect(card).to_contain_text("15 дней")
    await page.select_option("#language", "uz_Cyrl")
    await expect(card).to_contain_text("15 кун")
    await page.select_option("#what", "trouble:detained")
    await expect(page.locator("article")).to_have_count(1)


async def test_phrases_are_chosen_too(content: Path, browser: Browser) -> None:
    """In each language, as the bot shows them."""
    for name, text in sample_content.with_phrasebook().items():
        (content / name).parent.mkdir(exist_ok=True)
        (content / name).write_text(text, "utf-8")
    async with serving(content, 0, TODAY) as address:
        page = await browser.new_page()
        await page.goto(address)
        await page.select_option("#what", "phrases:police")
        await page.select_option("#language", "tg")
        bubble = page.locator("article .bubble")
        await expect(bubble).to_contain_text("Идите вместе")
        await expect(bubble).to_contain_text("Якҷоя равед")


async def test_saved_file_is_seen_by_itself(page: Page, content: Path) -> None:
    """No reload, no button."""
    edit(content, f"{MODULE}/ru.yaml", "term: Идите вместе", "term: Идите сразу")
    await expect(page.locator('article[data-key="term"] .bubble')).to_contain_text("Идите сразу 30 дней")


async def test_broken_file_shows_its_error_and_the_last_good_state(page: Page, content: Path) -> None:
    """The mistake with its line and cure above, the screens as they were below; mended, it goes."""
    edit(content, f"{MODULE}/module.yaml", "right: talk-again", "right: talk-agian")
    errors = page.locator("#errors")
    await expect(errors).to_be_visible()
    await expect(errors).to_contain_text(f"{MODULE}/module.yaml:")
    await expect(errors).to_contain_text("talk-agian")
    await expect(page.locator("article")).to_have_count(7)
    edit(content, f"{MODULE}/ru.yaml", "term: Идите вместе", "term: Идите сразу")
    await expect(page.locator('article[data-key="term"] .bubble')).to_contain_text("Идите вместе")
    edit(content, f"{MODULE}/module.yaml", "right: talk-agian", "right: talk-again")
    await expect(errors).to_be_hidden()
    await expect(page.locator('article[data-key="term"] .bubble')).to_contain_text("Идите сразу")


async def test_finding_stands_at_its_card(page: Page, content: Path) -> None:
    """What the proof-reader says about a card stands under it, in the author's language."""
    edit(content, f"{MODULE}/ru.yaml", "term: Идите вместе", "term: Идите, вмесе")
    finding = page.locator('article[data-key="term"] .findings')
    await expect(finding).to_contain_text("вмесе", timeout=30_000)
    await expect(page.locator('article[data-key="why"] .findings')).to_have_count(0)
    await page.click("#words")
    await expect(finding).to_contain_text("Исправьте", timeout=10_000)


async def test_stale_translation_is_marked_with_the_difference(page: Page, content: Path) -> None:
    """All languages side by side: who is stale, by how much, what changed, and that it is withheld."""
    edit(content, f"{MODULE}/ru.yaml", "term: Идите вместе", "term: Идите сразу")
    mark(content, Weight.LEGAL, None, TODAY)
    accept(content, Language.TG)
    await page.check("input[value=side]")
    await page.select_option("#card", "term")
    await expect(page.locator("article")).to_have_count(5)
    kyrgyz = page.locator("article", has=page.locator("#h-ky-term"))
    await expect(kyrgyz.locator(".marks .withheld")).to_contain_text("withheld")
    await expect(kyrgyz.locator(".marks ins")).to_have_text("сразу")
    await expect(kyrgyz.locator(".marks del")).to_have_text("вместе")
    await expect(kyrgyz.locator(".bubble")).to_contain_text("Идите сразу")
    await expect(page.locator("article", has=page.locator("#h-tg-term")).locator(".marks")).to_have_count(0)


async def test_a_drawing_is_seen_above_the_words_of_its_card(content: Path, browser: Browser) -> None:
    """At a press, as in Telegram; the page's own rules let the picture in."""
    (content / MODULE / "media").mkdir()
    shutil.copy(CONTENT / MODULE / "media/tear-off-slip.png", content / MODULE / "media")
    edit(content, f"{MODULE}/module.yaml", "{key: why}", "{key: why, media: {image: tear-off-slip.png}}")
    async with serving(content, 0, TODAY) as address:
        page = await browser.new_page()
        await page.goto(address)
        await page.check("input[value=play]")
        await page.locator("article.played .keys button", has_text="🖼").click()
        drawing = page.locator("article.played .bubble img")
        await expect(drawing).to_be_visible()
        assert await drawing.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 900
        await shot(page, "drawing")


async def test_course_is_walked_to_the_result_by_keyboard_alone(page: Page) -> None:
    """From the choice of the view to the score: Tab, arrows and Enter."""
    await page.focus("input[value=row]")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    bubble = page.locator("article.played .bubble")
    await expect(bubble).to_contain_text("1 из 5")
    for _ in range(30):
        before = await bubble.inner_text()
        if "Результат" in before or "из 2" in before.splitlines()[0] or "%" in before:
            break
        keys = page.locator("article.played .keys button")
        onward = await keys.evaluate_all(
            "all => all.findIndex(each => /[▶❓]/u.test(each.textContent) || /^1️⃣/u.test(each.textContent))"
        )
        await keys.nth(0).focus()
        for _ in range(onward):
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(bubble).not_to_have_text(before)
    await expect(bubble).to_contain_text("%")


LEARNED = Insight(
    questions=(
        QuestionInsight(
            501, "how-many-days", Language.KY, 40, 65, 0.4,
            (OptionInsight("d30", True, 65), OptionInsight("d15", False, 35)),
        ),
        QuestionInsight(501, "host-refuses", None, 120, None, None, ()),
    ),
    cards=(CardInsight(501, "term", None, 80, 30),),
    stops=(StopInsight(501, "", None, 20),),
)  # fmt: skip


async def test_what_learners_found_hard_stands_at_its_card_and_on_a_page(
    content: Path, browser: Browser
) -> None:
    """The figures of this language, else those of all; a table of what is hardest; nothing without a file."""
    async with serving(content, 0, TODAY, LEARNED) as address:
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        await page.goto(address)
        await page.select_option("#language", "ky")
        question = page.locator('article[data-key="how-many-days"] .learned')
        await expect(question).to_have_text(
            "ky: 40 people answered, 65 % right, discrimination 0.4; most chosen wrong option: d15, 35 %"
        )
        await expect(page.locator('article[data-key="term"] .learned')).to_contain_text("all: 80 people")
        await expect(page.locator("#hard table").first.locator("tr")).to_have_count(3)
        await expect(page.locator("#hard")).to_contain_text("501 questions")
        await page.select_option("#language", "tg")
        await expect(page.locator("#hard table").first.locator("tr")).to_have_count(2)
        await page.set_viewport_size({"width": 360, "height": 740})
        assert await page.evaluate("document.documentElement.scrollWidth") == 360


async def test_without_a_file_nothing_is_said_of_learners(page: Page) -> None:
    """No empty tables."""
    await expect(page.locator("#hard")).to_be_hidden()
    await expect(page.locator(".learned")).to_have_count(0)


async def test_arrows_lead_from_screen_to_screen(page: Page) -> None:
    """And the focus can be seen."""
    await page.focus('article[data-key="why"]')
    await page.keyboard.press("ArrowRight")
    await expect(page.locator('article[data-key="term"]')).to_be_focused()
    outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


async def test_narrow_phone_has_one_column_and_no_sideways_scrolling(page: Page) -> None:
    """360 pixels are enough, in each view."""
    await page.set_viewport_size({"width": 360, "height": 740})
    for view in ("row", "side", "play"):
        await page.check(f"input[value={view}]")
        await expect(page.locator("article").first).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == 360


async def test_everything_to_fill_in_has_a_name(page: Page) -> None:
    """What a screen reader would say of each control."""
    unnamed = await page.evaluate(
        """() => [...document.querySelectorAll('select, input, button')].filter(
            each => !each.closest('[hidden]') && !(each.textContent.trim() && each.tagName === 'BUTTON')
                && !(each.labels && [...each.labels].some(label => label.textContent.trim()))).length"""
    )
    assert unnamed == 0
    assert await page.locator("[aria-live=polite]").count() == 1


async def test_other_machines_and_other_pages_are_turned_away(content: Path) -> None:
    """A foreign name for this machine, or a foreign page that posts, gets nothing."""
    async with serving(content, 0, TODAY) as address, aiohttp.ClientSession() as http:
        for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
            async with http.post(f"{address}api/press", data="m", headers=headers) as answer:
                assert answer.status == 403
        async with http.get(f"{address}api/row?language=xx") as answer:
            assert answer.status == 400
        async with http.get(address) as answer:
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_preview_loads_no_bot() -> None:
    """It starts without Telegram's library and without a database."""
    code = (
        "import sys, workbench; print([m for m in ('aiogram', 'sqlalchemy', 'jinja2') if m in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
        == "[]\n"
    )


REAL = Insight(
    questions=(
        QuestionInsight(501, "how-long", Language.KY, 140, 45, 0.4, (
            OptionInsight("d30", True, 45), OptionInsight("d15", False, 35), OptionInsight("w7", False, 20),
        )),
        QuestionInsight(501, "how-long", None, 390, 55, 0.3, (
            OptionInsight("d30", True, 55), OptionInsight("d15", False, 25), OptionInsight("w7", False, 20),
        )),
        QuestionInsight(501, "stamp", None, 390, 80, 0.5, (
            OptionInsight("register", True, 80), OptionInsight("enough", False, 20),
        )),
    ),
    cards=(CardInsight(501, "count", Language.KY, 60, 35), CardInsight(501, "count", None, 180, 25)),
    stops=(StopInsight(502, "yourself", None, 70), StopInsight(501, "", Language.KY, 20)),
)  # fmt: skip


async def test_pictures_of_the_docs(browser: Browser, tmp_path: Path) -> None:
    """The real course, as the docs show it: a lesson, all languages with a stale one, a phone, a broken file."""
    content = tmp_path / "content"
    one_module(content)
    for language in WRITTEN:
        accept(content, language)
    async with serving(content, 0, TODAY, REAL) as address:
        page = await browser.new_page(viewport={"width": 1280, "height": 860})
        await page.goto(address)
        await expect(page.locator("article").first).to_be_visible()
        await page.select_option("#what", "lesson:501")
        await page.select_option("#language", "ky")
        await expect(page.locator("#news")).to_contain_text("notes", timeout=60_000)
        await shot(page, "lesson")
        await page.locator("#hard").scroll_into_view_if_needed()
        await shot(page, "insight")
        await page.evaluate("scrollTo(0, 0)")
        edit(content, f"{MODULE}/ru.yaml", "Не ждите последнего дня.", "Не ждите последних трёх дней.")
        mark(content, Weight.LEGAL, None, TODAY)
        accept(content, Language.TG)
        await page.check("input[value=side]")
        await page.select_option("#card", "term")
        await expect(page.locator(".marks .withheld").first).to_be_visible()
        await shot(page, "languages")
        edit(content, f"{MODULE}/module.yaml", "card: term", "card: trem")
        await expect(page.locator("#errors")).to_be_visible()
        await shot(page, "broken")
        edit(content, f"{MODULE}/module.yaml", "card: trem", "card: term")
        await page.set_viewport_size({"width": 360, "height": 740})
        await page.check("input[value=play]")
        await expect(page.locator("article.played")).to_be_visible()
        await page.locator("article.played").scroll_into_view_if_needed()
        await shot(page, "phone")
