"""One report, wherever the official is: chat, page, spreadsheet and print-out say the same, cell by cell."""

import re
import socket
from collections.abc import AsyncIterator
from html import unescape
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from aiohttp import ClientSession, CookieJar
from pypdf import PdfReader
from telegram import Message

from bot.pretend import Pretence, pretence
from learning.course import Language
from learning.publishing import due_release, publish
from learning.seat import Role
from office import seats
from office.reporting import report
from sandbox import Person, Sandbox
from screens.intents import TakeSeat
from screens.report import Report
from tests.reports.caller import CELL
from tests.reports.desk import made_up
from tests.scene import assert_clean, enrolled, our_book, press

REGION = "KG-B"
PRINTED = ("overview", "places", "modules")
Cells = dict[tuple[str, int, int], str]


@pytest.fixture
async def pretend(tmp_path: Path) -> AsyncIterator[Pretence]:
    """The whole bot with its pages, and figures of one week."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    database = f"sqlite:///{tmp_path}/safar.sqlite3"
    site = f"http://{place}"
    async with (
        Sandbox() as sandbox,
        pretence(sandbox, database, book=our_book(), site_url=site, site_listen=place) as made,
    ):
        office = made.service.desk.office
        counts = made_up(office.book(), await office.territories(), 1.0)
        release = due_release(office.today, 1)
        assert await office.store.publish(release, publish(counts, await office.territories()))
        yield made
        assert_clean(made)


async def files(pretend: Pretence, message: Message) -> bytes:
    """A document of the chat, as Telegram gives it out."""
    sandbox = pretend.sandbox
    assert message.document
    async with ClientSession() as http:
        asked = f"{sandbox.url}/bot{sandbox.token}/getFile"
        async with http.get(asked, params={"file_id": message.document.file_id}) as answer:
            path = (await answer.json())["result"]["file_path"]
        async with http.get(f"{sandbox.url}/file/bot{sandbox.token}/{path}") as answer:
            return await answer.read()


async def official(pretend: Pretence, language: Language) -> Person:
    """Somebody with a seat in the region."""
    person = await enrolled(pretend, language.value, "KG")
    offer = await seats.give(pretend.service.desk.office, REGION, Role.READ, "anna")
    await person.start(seats.START + offer.secret)
    await press(person, TakeSeat)
    return person


async def page(pretend: Pretence, language: Language) -> tuple[str, bytes, bytes]:
    """The page, and the files that it hands out."""
    office = pretend.service.desk.office
    (seat,) = await office.store.seats()
    link = await seats.door(office, seat)
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as http:
        async with http.post(link, headers={"Origin": office.site}) as answer:
            assert answer.status == 200, await answer.text()
        address = f"{office.site}/o/{REGION}"
        found = []
        for end in ("", "/report.xlsx", "/report.pdf"):
            async with http.get(f"{address}{end}", params={"lang": language.value}) as answer:
                assert answer.status == 200
                found.append(await answer.read())
    return found[0].decode(), found[1], found[2]


def of_report(made: Report) -> Cells:
    return {
        (table.key, row, column): cell.text
        for table in made.tables
        for row, each in enumerate(table.rows)
        for column, cell in enumerate(each.cells)
    }


def of_page(html: str) -> Cells:
    return {(key, int(row), int(column)): unescape(said) for key, row, column, said in CELL.findall(html)}


def of_spreadsheet(made: Report, content: bytes) -> Cells:
    """Cells as a reader of Excel shows them: numbers in groups of three, shares with their sign."""
    sheets = openpyxl.load_workbook(BytesIO(content)).worksheets[1:-1]
    found: Cells = {}
    for table, sheet in zip(made.tables, sheets, strict=True):
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        headings = [column.heading for column in table.columns]
        start = 1 + next(n for n, row in enumerate(rows) if row[1 : 1 + len(headings)] == headings)
        for row in range(len(table.rows)):
            for column, described in enumerate(table.columns):
                value = rows[start + row][1 + column]
                shown = f"{value:,}".replace(",", " ") if isinstance(value, int) else str(value)
                share = described.kind == "share" and isinstance(value, int)
                found[table.key, row, column] = f"{shown} %" if share else shown
    return found


@pytest.mark.parametrize("language", [Language.KY, Language.UZ_CYRL, Language.RU])
async def test_chat_page_spreadsheet_and_print_out_say_the_same(
    pretend: Pretence, language: Language
) -> None:
    """Every cell of the report stands alike on the page and in the spreadsheet; the rest shows some of these cells."""
    person = await official(pretend, language)
    await person.type("/report")
    sent = [message for message in await person.messages() if message.from_user and message.from_user.is_bot]
    picture, table, sheet = sent[-3:]
    html, page_table, page_sheet = await page(pretend, language)
    office = pretend.service.desk.office
    (seat,) = await office.store.seats()
    made = await report(office, seat, REGION, language, via="page")
    expected = of_report(made)
    assert len(expected) > 60

    assert of_page(html) == expected
    assert of_spreadsheet(made, page_table) == expected
    assert of_spreadsheet(made, await files(pretend, table)) == expected
    for content in (page_sheet, await files(pretend, sheet)):
        said = plain("".join(leaf.extract_text() for leaf in PdfReader(BytesIO(content)).pages))
        for key in PRINTED:
            shown = made.table(key)
            assert shown
            for row in shown.rows[:12]:
                assert plain(row.name + "".join(cell.text for cell in row.cells)) in said
    overview = made.table("overview")
    assert overview
    for row in overview.rows:
        assert f"{row.name}: {row.cells[0].text}" in (picture.caption or "")


def plain(words: str) -> str:
    """Without the spaces and breaks that a printed line is made of."""
    return re.sub(r"\s|\u00ad", "", words)
