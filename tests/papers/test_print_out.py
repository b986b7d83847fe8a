"""The printed page is one page, says what the report says, and reads no name as markup."""

import re
from dataclasses import replace
from io import BytesIO
from typing import cast

import pytest
from pypdf import PdfReader

from papers import print_out
from papers.print_out import MOST
from screens.report import Report
from tests.papers.sample_report import BARE, EMPTY, HARM, LONG, NAMES, PLACES, REPORT, REPORTS, TREND, people

MORE = "Остальные строки – в электронной таблице."
A4 = (595, 842)


def read(paper: bytes) -> str:
    """The words of a page, without the breaks that its lines make."""
    text = PdfReader(BytesIO(paper)).pages[0].extract_text()
    return " ".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_one_page(report: Report) -> None:
    """However long the report, it is one sheet of A4 that can be laid on a table."""
    pages = PdfReader(BytesIO(print_out(report, MORE))).pages

    assert len(pages) == 1
    assert (round(pages[0].mediabox.width), round(pages[0].mediabox.height)) == A4


@pytest.mark.parametrize("times", [12, 40])
def test_one_page_of_a_monstrous_report(times: int) -> None:
    """Notes and titles of any length shrink the letters, and never open a second page."""
    tables = tuple(replace(table, note="Примечание. " * 20 * times) for table in REPORT.tables)
    report = replace(LONG, tables=tables, title="Подготовка " * times, definitions=LONG.definitions * times)

    assert len(PdfReader(BytesIO(print_out(report, MORE))).pages) == 1


@pytest.mark.parametrize("key", ["overview", "places", "modules"])
def test_the_page_holds_each_cell_of_the_rows_shown(key: str) -> None:
    """Names and cells stand in the page's text row by row, so that they can be compared, copied and read aloud."""
    table = REPORT.table(key)
    words = read(print_out(REPORT, MORE))

    assert table
    assert table.title in words and table.names in words
    for column in table.columns:
        assert column.heading in words
    for row in table.rows[:MOST]:
        assert " ".join([*row.name.split(), *(cell.text for cell in row.cells)]) in words


def test_rows_past_the_twelfth_are_in_the_spreadsheet() -> None:
    """Places after the twelfth are left out, and the page says where they are; a short table says nothing."""
    words = read(print_out(REPORT, MORE))

    assert f"… {MORE}" in words and words.count(MORE) == 1
    assert "#panic()" not in words
    assert MORE not in read(print_out(BARE, MORE))


def test_head_and_foot() -> None:
    """The page tells its territory, period, release and number at its head, and again at its foot."""
    words = read(print_out(REPORT, MORE))

    assert words.startswith(REPORT.title)
    assert words.count(REPORT.id) == 2
    for heading, fact in REPORT.facts:
        assert f"{heading} {fact}" in words
    assert "Период: 1–29 ноября 2026 года · Выпуск курса: 12, черновик" in words
    for figure, meaning in REPORT.definitions:
        assert f"{figure} – {meaning}" in words


def test_the_example_mark_and_the_empty_report() -> None:
    """A page of made-up people says so; where nobody is counted, the page says that."""
    assert REPORT.example in read(print_out(REPORT, MORE))
    assert REPORT.example not in read(print_out(BARE, MORE))
    assert EMPTY.empty in read(print_out(EMPTY, MORE))


def test_the_trend_is_drawn_else_places_else_modules() -> None:
    """Bars stand with their numbers: weeks if there are any, since no table of the page holds them."""
    places = replace(REPORT, tables=(PLACES,))

    assert "29 ноября 90 40" in read(print_out(REPORT, MORE))
    assert read(print_out(places, MORE)).count(PLACES.title) == 2
    assert read(print_out(BARE, MORE)).count(BARE.tables[1].title) == 2


def test_the_newest_weeks_are_drawn() -> None:
    """A trend longer than the page has room for loses its oldest weeks."""
    weeks = tuple(people(f"неделя-{number:02}", 100 + 10 * number, 50) for number in range(30))
    words = read(print_out(replace(REPORT, tables=(replace(TREND, rows=weeks),)), MORE))

    assert [week for week in range(30) if f"неделя-{week:02}" in words] == list(range(22, 30))


@pytest.mark.parametrize("name", [*HARM, *NAMES, "#{while true {}}", "$x$ // /* ~ --- ... '", "= Heading"])
def test_a_name_is_only_a_name(name: str) -> None:
    """Markup of the press in a name prints as it was typed: it reads no file, draws nothing, and stops nothing."""
    table = replace(PLACES, rows=(people(name, 120, 60),), title=name, note=name)
    report = replace(REPORT, tables=(table,), territory=name, title=name, example=name)

    words = read(print_out(report, name))
    assert f"{' '.join(name.split())} 120 60 50 %" in words
    assert "root:" not in words


def test_letters_of_all_languages_can_be_copied() -> None:
    """Kyrgyz, Tajik and Uzbek letters come out of the page as they went in."""
    words = read(print_out(REPORT, MORE))

    assert [name for name in NAMES if name not in words] == []


def test_a_page_for_screen_readers() -> None:
    """The page is PDF/UA-1: tagged, titled, in its language; and it was made by nobody, on the report's day."""
    pdf = PdfReader(BytesIO(print_out(REPORT, MORE)))
    root = cast(dict, pdf.trailer["/Root"])
    about = pdf.metadata

    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert root["/Lang"] == "ru"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert about is not None
    assert about.title == f"{REPORT.title} – {REPORT.territory}"
    assert not about.author
    assert about.creation_date is not None and about.creation_date.date() == REPORT.until


def test_only_our_fonts_are_in_the_page() -> None:
    """The page carries its letters, so that it looks the same at any office."""
    page = PdfReader(BytesIO(print_out(REPORT, MORE))).pages[0]
    fonts = cast(dict, page["/Resources"])["/Font"]

    names = {re.sub(r"^/[A-Z]+\+", "", font.get_object()["/BaseFont"]) for font in fonts.values()}
    assert {name.split("-")[0] for name in names} == {"NotoSans"}


def test_the_same_report_is_the_same_page() -> None:
    """Two offices can compare their copies byte by byte; another report between them changes nothing."""
    first = print_out(REPORT, MORE)
    print_out(LONG, MORE)

    assert print_out(REPORT, MORE) == first
