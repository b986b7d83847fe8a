"""`/report` in the chat, with the real bot over HTTP: the picture, the words, the files, and the ways on."""

import re
import time
from collections.abc import AsyncIterator
from datetime import date
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
from openpyxl import load_workbook
from telegram import Message

from bot.pretend import Pretence
from learning.course import Language
from learning.publishing import FigureRelease
from learning.seat import Role
from office import Office, seats
from sandbox import Person
from screens.intents import (
    ALL_TIME,
    ChoosePeriod,
    ChooseReportPlace,
    OpenPages,
    SetLanguage,
    ShowOffer,
    ShowReport,
    TakeSeat,
    encode,
)
from tests.scene import assert_clean, enrolled, intents, press, scene

REGION = "KG-B"
OLDER, NEWER = FigureRelease(203001, date(2030, 1, 6), 1), FigureRelease(203002, date(2030, 1, 13), 1)


@pytest.fixture
async def pretend(tmp_path: Path) -> AsyncIterator[Pretence]:
    async with scene(tmp_path) as made:
        yield made
        assert_clean(made)


def office_of(pretend: Pretence) -> Office:
    """The office behind the bot."""
    return pretend.service.desk.office


async def published(pretend: Pretence) -> list[str]:
    """Two releases of figures: of a region, and of all its districts but the last; the districts' codes."""
    office = office_of(pretend)
    districts = [place.code for place in office.book().territories.children(REGION)]
    for release, times in ((OLDER, 1), (NEWER, 2)):
        told = {REGION: {"enrolled": 1200 * times, "went-on": 800, "finished": 300, "certificate": 110}}
        for number, code in enumerate(districts[:-1]):
            told[code] = {"enrolled": (150 - 10 * number) * times}
        assert await office.store.publish(release, told)
    return districts


async def holder(pretend: Pretence, language: str, territory: str = REGION, role: Role = Role.READ) -> Person:
    """A learner who has taken a seat too."""
    person = await enrolled(pretend, language, "KG")
    offer = await seats.give(office_of(pretend), territory, role, "anna")
    await person.start(seats.START + offer.secret)
    await press(person, TakeSeat)
    return person


async def last(person: Person, many: int) -> list[Message]:
    """The bot's newest messages."""
    return [message for message in await person.messages() if message.from_user and message.from_user.is_bot][
        -many:
    ]


async def download(pretend: Pretence, file_id: str) -> bytes:
    """A file that the bot has sent, as Telegram gives it out."""
    sandbox = pretend.sandbox
    async with aiohttp.ClientSession() as http:
        asked = f"{sandbox.url}/bot{sandbox.token}/getFile"
        async with http.get(asked, params={"file_id": file_id}) as answer:
            path = (await answer.json())["result"]["file_path"]
        async with http.get(f"{sandbox.url}/file/bot{sandbox.token}/{path}") as answer:
            answer.raise_for_status()
            return await answer.read()


async def test_from_the_invitation_to_the_printed_report_in_three_presses(pretend: Pretence) -> None:
    """Language, take, report: a picture, a spreadsheet and a sheet to print, within half a minute of machine time."""
    await published(pretend)
    offer = await seats.give(office_of(pretend), REGION, Role.READ, "anna")
    person = await pretend.sandbox.person("en")
    began = time.monotonic()
    await person.start(seats.START + offer.secret)
    await press(person, SetLanguage(Language.TG, encode(ShowOffer(offer.secret))))
    await press(person, TakeSeat)
    await press(person, ShowReport)
    assert time.monotonic() - began < 30
    picture, table, sheet = await last(person, 3)
    assert picture.photo and table.document and sheet.document
    assert "Вилояти" not in (picture.caption or "") and "Баткен облусу" in (picture.caption or "")
    assert (await download(pretend, sheet.document.file_id)).startswith(b"%PDF-")


@pytest.mark.parametrize("language", ["ky", "tg", "uz", "uz_Cyrl", "ru"])
async def test_a_report_is_a_picture_a_table_and_a_sheet(pretend: Pretence, language: str) -> None:
    """In each language: few words that fit below a picture, and files that their readers open."""
    districts = await published(pretend)
    person = await holder(pretend, language)
    await person.type("/report")
    picture, table, sheet = await last(person, 3)

    assert (await download(pretend, picture.photo[-1].file_id)).startswith(b"\x89PNG\r\n")
    words = picture.caption or ""
    assert len(words) <= 1024
    assert "2 400" in words and "300" in words and "110" in words
    known = office_of(pretend).book().territories.by_code
    local = Language.RU if language == "ru" else Language.KY
    assert all(known[code].names[local] in words for code in districts[:3])
    assert table.document and sheet.document
    pattern = rf"safar-{REGION}-\d{{6}}-{NEWER.number}"
    assert re.fullmatch(rf"{pattern}\.xlsx", table.document.file_name or "")
    assert re.fullmatch(rf"{pattern}\.pdf", sheet.document.file_name or "")
    book = load_workbook(BytesIO(await download(pretend, table.document.file_id)))
    cells = [cell.value for page in book for row in page.iter_rows() for cell in row]
    assert 2400 in cells and "<10" in cells


async def test_another_period_tells_what_was_added_since(pretend: Pretence) -> None:
    """The whole time has no growth; after a release, what came since it."""
    await published(pretend)
    person = await holder(pretend, "ru")
    await person.type("/report")
    asked = await press(person, ChoosePeriod)
    assert ShowReport(1, REGION, ALL_TIME) in intents(asked)
    await press(person, ShowReport(1, REGION, ALL_TIME))
    assert "за период" not in ((await last(person, 3))[0].caption or "")
    screen = await person.screen()
    await person.press(encode(ShowReport(1, REGION, OLDER.number)), screen.message_id)
    picture, _, sheet = await last(person, 3)
    assert "2 400; за период 1 200" in (picture.caption or "")
    assert sheet.document and f"{OLDER.number}-{NEWER.number}" in (sheet.document.file_name or "")


async def test_a_place_below_and_back_up(pretend: Pretence) -> None:
    """Down by the list, up by the button; above one's own place there is no button."""
    districts = await published(pretend)
    person = await holder(pretend, "ky")
    await person.type("/report")
    assert not any(isinstance(i, ShowReport) for i in intents(await person.screen()))
    listed = await press(person, ChooseReportPlace)
    assert [i.territory for i in intents(listed) if isinstance(i, ShowReport)] == districts
    below = await press(person, ShowReport(1, districts[0]))
    assert below.message.document is not None
    assert f"safar-{districts[0]}-" in (below.message.document.file_name or "")
    assert ShowReport(1, REGION) in intents(below)


async def test_nobody_counted_yet_is_no_file_but_how_to_begin(pretend: Pretence) -> None:
    districts = await published(pretend)
    person = await holder(pretend, "ru", districts[-1])
    shown = await person.type("/report")
    assert shown.message.text is not None and "Чтобы начать" in shown.text
    assert not any(message.document or message.photo for message in await person.messages())


async def test_the_pages_are_offered_where_there_are_some(pretend: Pretence) -> None:
    await published(pretend)
    person = await holder(pretend, "ru")
    await person.type("/report")
    assert not any(isinstance(i, OpenPages) for i in intents(await person.screen()))
    office_of(pretend).site = "https://safar.example"
    await person.type("/report")
    assert "https://safar.example/enter/" in (await press(person, OpenPages)).text


async def test_a_revoked_seat_sends_nothing(pretend: Pretence) -> None:
    """The button below an old report is there still; it opens nothing."""
    districts = await published(pretend)
    person = await holder(pretend, "ru")
    await person.type("/report")
    listed = await press(person, ChooseReportPlace)
    office = office_of(pretend)
    assert await office.store.revoke(1, 0, office.today)
    refused = await person.press(encode(ShowReport(1, districts[0])), listed.message_id)
    assert "не ведёт" in refused.text


async def test_each_report_is_noted(pretend: Pretence) -> None:
    """Which seat saw which place, when and where; nobody's name."""
    await published(pretend)
    person = await holder(pretend, "ru")
    await person.type("/report")
    newest = (await office_of(pretend).store.log())[0]
    assert (newest.seat, newest.what, newest.territory) == (1, "saw", REGION)
    assert newest.detail == f"chat {NEWER.number}"
