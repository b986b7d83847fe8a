"""The phone page in a real browser; SAFAR_SHOTS=<folder> also leaves screenshots there."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup
from telegram.error import NetworkError, TelegramError

from sandbox import Sandbox

pytestmark = pytest.mark.asyncio
WORDS = (
    "<b>Lesson 2. Registration</b>\n\nYou have <b>15 days</b> to register at your address. "
    "Ask your host for a copy of <i>form 21</i>.\n\n"
    "<blockquote>A paper that is not stamped is not a registration.</blockquote>\n"
    'Read more: <a href="https://example.org">the rules</a>, <code>art. 22</code>, '
    "<tg-spoiler>the answer is 15</tg-spoiler>. Help: +996 312 000000"
)


def keys(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    """Return an inline keyboard; an address makes a link."""
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(t, url=d) if "//" in d else InlineKeyboardButton(t, callback_data=d)
                for t, d in row
            ]
            for row in rows
        ]
    )


FIRST = keys(
    [("Next card →", "next")],
    [("Short answer", "toast"), ("Long answer", "alert")],
    [("Map", "https://example.org/map")],
)


async def talk(bot, update) -> None:
    """A lesson of two cards."""
    if query := update.callback_query:
        if query.data == "next":
            await bot.edit_message_text(
                "<b>Question 1</b>\nHow many days do you have?", query.from_user.id, query.message.message_id,
                parse_mode="HTML", reply_markup=keys([("7", "toast"), ("15", "alert"), ("90", "slow")]),
            )  # fmt: skip
        await asyncio.sleep(0.4 if query.data == "slow" else 0)
        answer = {"toast": "Not yet", "alert": "Right: fifteen days."}.get(query.data)
        await bot.answer_callback_query(query.id, answer, show_alert=query.data == "alert")
        return
    if not update.message:
        return
    chat = update.message.chat.id
    if update.message.text == "/keys":
        await bot.send_message(
            chat, "Choose", reply_markup=ReplyKeyboardMarkup([["Kyrgyzstan", "Tajikistan"], ["Uzbekistan"]])
        )
    elif update.message.text == "/number":
        number = KeyboardButton("My number", request_contact=True)
        await bot.send_message(chat, "Your number?", reply_markup=ReplyKeyboardMarkup([[number]]))
    elif update.message.text == "/guide":
        await bot.send_document(
            chat, b"%PDF-1.4 " + b"x" * 48_000, filename="pocket-guide.pdf", caption="Keep it."
        )
    elif update.message.text == "/wrong":
        with suppress(TelegramError):
            await bot.send_message(chat, "<p>no</p>", parse_mode="HTML")
    else:
        await bot.send_message(chat, WORDS, parse_mode="HTML", reply_markup=FIRST)


async def serve(bot) -> None:
    """Poll for ever; what a fault spoils is left at that."""
    offset = 0
    while True:
        for update in await bot.get_updates(offset, timeout=5, read_timeout=10):
            offset = update.update_id + 1
            with suppress(NetworkError):
                await talk(bot, update)


@pytest_asyncio.fixture
async def speaking(sandbox: Sandbox, bot) -> AsyncIterator[Sandbox]:
    """A sandbox whose bot speaks."""
    await bot.set_my_commands(
        [("start", "Begin the course"), ("guide", "The pocket guide"), ("keys", "Country")]
    )
    await bot.set_my_commands([("start", "Курсту баштоо")], language_code="ky")
    await bot.set_my_description(
        "Six short lessons about living and working abroad: registration, contract, health."
    )
    task = asyncio.create_task(serve(bot))
    yield sandbox
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def shot(page: Page, name: str) -> None:
    """Leave a screenshot for people, if they want one."""
    if folder := os.environ.get("SAFAR_SHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png")


async def add_person(page: Page, language: str, name: str = "") -> None:
    """Add somebody through the page."""
    await page.get_by_role("button", name="Add a person", exact=True).first.click()
    await page.get_by_label("Telegram language").select_option(language)
    await page.get_by_label("Name").fill(name)
    await page.get_by_role("button", name="Add", exact=True).click()


async def test_a_lesson_in_the_browser(speaking: Sandbox, browser: Browser) -> None:
    """START, entities, an edit in place, toast and alert, commands, files, keyboards, refusals in red."""
    page = await browser.new_page(viewport={"width": 1200, "height": 800}, color_scheme="light")
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
    await page.goto(speaking.url)
    await expect(page).to_have_title("Safar sandbox")
    await add_person(page, "en")
    await expect(page.get_by_text("Six short lessons")).to_be_visible()
    await shot(page, "empty-1200-light")

    await page.get_by_role("button", name="START", exact=True).click()
    await expect(page.locator(".bubble b").first).to_have_text("Lesson 2. Registration")
    await expect(page.locator(".bubble blockquote")).to_be_visible()
    await expect(page.locator('a[href="tel:+996312000000"]')).to_be_visible()
    await expect(page.get_by_role("link", name="Map")).to_have_attribute("href", "https://example.org/map")

    await page.get_by_role("button", name="Short answer").click()
    await expect(page.get_by_role("status")).to_have_text("Not yet")
    await page.get_by_role("button", name="Long answer").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Right: fifteen days.")
    await page.get_by_role("button", name="OK").click()

    await page.get_by_role("button", name="Next card").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".bubble").last).to_contain_text("How many days do you have?")
    await expect(page.locator(".message")).to_have_count(2)
    slow = page.get_by_role("button", name="90", exact=True)
    await slow.click()
    await expect(slow).to_have_attribute("aria-busy", "true")
    await expect(slow).not_to_have_attribute("aria-busy", "true")

    await page.get_by_role("button", name="Menu").click()
    await page.get_by_role("button", name="/guide").click()
    await expect(page.locator("a[download]")).to_have_attribute("download", "pocket-guide.pdf")
    await page.get_by_label("Message", exact=True).fill("/wrong")
    await page.keyboard.press("Enter")
    await expect(page.locator(".refused")).to_contain_text('Unsupported start tag "p" at byte offset 0')
    await shot(page, "chat-1200-light")
    await page.get_by_role("button", name="Light or dark").click()
    await shot(page, "chat-1200-dark")

    await page.get_by_label("Message", exact=True).fill("/keys")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Uzbekistan").click()
    await expect(page.locator(".mine").last).to_contain_text("Uzbekistan")
    assert troubles == []
    assert [entry["method"] for entry in speaking.refused()] == ["sendMessage"]
    assert speaking.unanswered() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_narrow_phone(speaking: Sandbox, browser: Browser, scheme) -> None:
    """At 360 px nothing sticks out, the traffic is behind a button, and people do not mix."""
    page = await browser.new_page(viewport={"width": 360, "height": 720}, color_scheme=scheme)
    await page.goto(speaking.url)
    await add_person(page, "en", "Aida")
    await page.get_by_role("button", name="START", exact=True).click()
    await expect(page.get_by_role("button", name="Next card")).to_be_visible()
    await shot(page, f"chat-360-{scheme}")
    await add_person(page, "ky")
    await expect(page.locator(".message")).to_have_count(0)
    await page.get_by_role("button", name="START", exact=True).click()
    await page.get_by_role("button", name="Menu").click()
    await expect(page.locator("#commands")).to_have_text(re.compile("Курсту баштоо"))
    await page.keyboard.press("Escape")
    await page.get_by_label("Message", exact=True).fill("/keys")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Tajikistan")).to_be_visible()
    await expect(page.locator("#messages").get_by_text("Choose", exact=True)).to_be_in_viewport()
    await shot(page, f"keys-360-{scheme}")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await expect(page.get_by_role("heading", name="Bot API traffic")).to_be_hidden()
    await page.get_by_role("button", name="Traffic").click()
    await expect(page.get_by_role("heading", name="Bot API traffic")).to_be_visible()
    await shot(page, f"traffic-360-{scheme}")


async def faults(page: Page) -> None:
    """Open the section."""
    await page.locator("#faults summary").click()
    await expect(page.get_by_role("button", name="Reset after")).to_be_visible()


async def test_faults_by_hand(speaking: Sandbox, browser: Browser) -> None:
    """A button sets a fault, it strikes and is seen in the traffic, another one is lifted by hand."""
    page = await browser.new_page(viewport={"width": 1200, "height": 800}, color_scheme="light")
    await page.goto(speaking.url)
    await add_person(page, "en", "Aida")
    await faults(page)
    await page.get_by_role("button", name="Reset after").click()
    await page.get_by_label("How often").select_option("until lifted")
    await page.get_by_label("Which").select_option("answers to presses")
    await page.get_by_role("button", name="502 page").click()
    await expect(page.locator("#fault-count")).to_have_text("(2)")
    await page.get_by_role("button", name="Lift error").click()
    await expect(page.locator("#fault-count")).to_have_text("(1)")
    await page.get_by_role("button", name="502 page").click()
    await page.get_by_role("button", name="START", exact=True).click()
    await expect(page.locator("#entries .fault")).to_contain_text("reset after sendMessage")
    await expect(page.locator("#fault-count")).to_have_text("(1)")
    await expect(page.locator(".bubble b").first).to_have_text("Lesson 2. Registration")
    await page.get_by_role("button", name="Delete last message").click()
    await expect(page.locator(".bubble b")).to_have_count(0)
    await page.get_by_label("Change the person's language").select_option("tg")
    await expect(page.locator("#people small")).to_have_text("tg")
    await shot(page, "faults-1200-light")
    await page.get_by_role("button", name="Light or dark").click()
    await shot(page, "faults-1200-dark")


async def test_faults_on_a_narrow_page(speaking: Sandbox, browser: Browser) -> None:
    """At 390 px the section fits and leaves room for the traffic."""
    page = await browser.new_page(viewport={"width": 390, "height": 760}, color_scheme="light")
    await page.goto(speaking.url)
    await add_person(page, "en", "Aida")
    await page.get_by_role("button", name="START", exact=True).click()
    await expect(page.get_by_role("button", name="Next card")).to_be_visible()
    await page.get_by_role("button", name="Traffic").click()
    await faults(page)
    await page.get_by_role("button", name="Twice").click()
    await expect(page.locator("#fault-count")).to_have_text("(1)")
    await shot(page, "faults-390-light")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    rows = await page.locator("#entries").bounding_box()
    assert rows and rows["height"] > 200


async def test_a_number_is_sent_by_its_key(speaking: Sandbox, browser: Browser) -> None:
    """A key that asks for the number sends a contact, not its words."""
    page = await browser.new_page(viewport={"width": 390, "height": 760}, color_scheme="light")
    await page.goto(speaking.url)
    await add_person(page, "en", "Aida")
    await page.get_by_role("button", name="START", exact=True).click()
    await page.get_by_label("Message", exact=True).fill("/number")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="My number").click()
    await expect(page.locator(".mine a.file").last).to_contain_text("+996700000000")


async def test_a_remark_stands_beside_its_request(speaking: Sandbox, browser: Browser) -> None:
    """What Telegram forgives is marked in the traffic, and told when the line is opened."""
    page = await browser.new_page(viewport={"width": 1200, "height": 800}, color_scheme="light")
    await page.goto(speaking.url)
    remarks = ["sendMessage knows no parameter colour", "text is longer than the documentation says"]
    answer = {"ok": True, "result": True}
    speaking.state.note("request", method="sendMessage", params={"text": "a"}, answer=answer, remarks=remarks)
    line = page.locator("#entries li").first
    await expect(line.locator(".remark")).to_have_text("2 remarks")
    await line.locator("summary").click()
    await expect(line.locator("pre").first).to_contain_text("knows no parameter colour")
    await shot(page, "remarks-1200-light")
