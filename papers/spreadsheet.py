"""An official's report as a spreadsheet: a head, a sheet for each table, and what the figures mean.

Names come from people, so no text may become a formula, a link or a number: neither here, nor when the sheet is saved
as CSV and opened again (OWASP, "CSV Injection").
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from screens.report import Cell, Column, Kind, Report, Row, Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it carries no types
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")  # in a sheet's name
LONGEST_NAME = 31
RESERVED = {"history"}  # Excel keeps this name for itself
FIRES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what makes a text of a CSV a formula
LONGEST_EDGE = 120  # at the edge of a printed page; Excel takes 255, of which some letters use two
A4 = 9
NARROWEST, WIDEST = 10, 60  # characters
NUMBERS = {Kind.COUNT: "0", Kind.EXACT: "0", Kind.SHARE: '0"%"'}
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
PLAIN = {"valign": "top"}
STYLES = {
    "title": {"bold": True, "font_size": 16},
    "mark": {"bold": True, "border": 2, "text_wrap": True, "align": "center"},
    "heading": {"bold": True, "bottom": 2, "bg_color": "#E7ECEC", "text_wrap": True, "valign": "vcenter"},
    "name": {"valign": "top", "text_wrap": True},
    "fact": {"bold": True, **PLAIN},
    "note": {"italic": True, "text_wrap": True, **PLAIN},
    "text": {"align": "right", **PLAIN},
    **{kind.value: {"num_format": form, "align": "right", **PLAIN} for kind, form in NUMBERS.items()},
}


def spreadsheet(report: Report) -> bytes:
    """The report as XLSX. Numbers are numbers; a number kept back is the text that the report shows for it.

    The same report always gives the same bytes: it is dated to the day up to which people are counted.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - slow to import, and few ask for a spreadsheet

    file = BytesIO()
    with Workbook(file, OPTIONS) as book:
        created = datetime.combine(report.until, time(), UTC).replace(
            tzinfo=None
        )  # xlsxwriter wants it naive
        book.set_properties({"title": report.title, "subject": report.territory, "created": created})
        styles = {name: book.add_format(look) for name, look in STYLES.items()}
        _fill(book, styles, report)
    return file.getvalue()


def _fill(book: "Workbook", styles: dict[str, "Format"], report: Report) -> None:
    titles = [report.title, *(table.title for table in report.tables), report.definitions_title]
    sheets = [book.add_worksheet(name) for name in sheet_names(titles)]
    _head(sheets[0], styles, report)
    for sheet, table in zip(sheets[1:-1], report.tables, strict=True):
        _table(sheet, styles, table, report)
    _definitions(sheets[-1], styles, report)
    for sheet, title in zip(sheets, titles, strict=True):
        _print_set_up(sheet, report, title)


def sheet_names(titles: Iterable[str]) -> list[str]:
    """A name for each sheet that spreadsheet programs take: short, without their signs, no two alike."""
    given: list[str] = []
    taken = set(RESERVED)
    for title in titles:
        name = next(name for name in _tries(title) if name.casefold() not in taken)
        taken.add(name.casefold())
        given.append(name)
    return given


def _tries(title: str) -> Iterator[str]:
    plain = " ".join(FORBIDDEN.sub(" ", title).split()).strip("' ") or "–"
    yield _cut(plain, LONGEST_NAME)
    for number in range(2, 1000):
        ending = f" {number}"
        yield _cut(plain, LONGEST_NAME - len(ending)) + ending


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip("' ") + "…"


def harmless(text: str) -> str:
    """The text, with an apostrophe before what would make a formula of it in a CSV."""
    return f"'{text}" if text.startswith(FIRES) else text


def _head(sheet: "Worksheet", styles: dict[str, "Format"], report: Report) -> None:
    facts = [(harmless(heading), harmless(words)) for heading, words in report.facts]
    sheet.set_column(0, 0, _width(heading for heading, _ in facts))
    sheet.set_column(1, 1, max(WIDEST // 2, _width(words for _, words in facts)))
    sheet.write_string(0, 0, harmless(report.title), styles["title"])
    marks = [harmless(mark) for mark in (report.example, report.empty) if mark]
    for number, mark in enumerate(marks, 2):
        sheet.merge_range(number, 0, number, 1, "", styles["mark"])
        sheet.write_string(number, 0, mark, styles["mark"])
        sheet.set_row(number, 30)
    for number, (heading, words) in enumerate(facts, 3 + len(marks)):
        sheet.write_string(number, 0, heading, styles["fact"])
        sheet.write_string(number, 1, words, styles["name"])


def _table(sheet: "Worksheet", styles: dict[str, "Format"], table: Table, report: Report) -> None:
    """Headings in the first row, so that the sheet can be sorted, filtered and joined; the notes stand below."""
    headings = [table.names, *(column.heading for column in table.columns)]
    for number, heading in enumerate(headings):
        sheet.write_string(0, number, harmless(heading), styles["heading"])
    for number, row in enumerate(table.rows, 1):
        _row(sheet, styles, number, row, table.columns)
    notes = [harmless(note) for note in (table.note, report.example) if note]
    for number, note in enumerate(notes, len(table.rows) + 2):
        sheet.write_string(number, 0, note, styles["note"])
    sheet.autofilter(0, 0, len(table.rows), len(headings) - 1)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_column(0, 0, _width([table.names, *(row.name for row in table.rows), *notes]))
    for number, heading in enumerate(headings[1:], 1):
        texts = (row.cells[number - 1].text for row in table.rows)
        sheet.set_column(
            number, number, _width([*heading.split(), *texts]) + 3
        )  # room for the filter's arrow


def _row(
    sheet: "Worksheet", styles: dict[str, "Format"], number: int, row: Row, columns: tuple[Column, ...]
) -> None:
    sheet.write_string(number, 0, harmless(row.name), styles["name"])
    for place, (cell, column) in enumerate(zip(row.cells, columns, strict=True), 1):
        _cell(sheet, styles, number, place, cell, column.kind)


def _cell(
    sheet: "Worksheet", styles: dict[str, "Format"], row: int, place: int, cell: Cell, kind: Kind
) -> None:
    if cell.value is None:
        sheet.write_string(row, place, harmless(cell.text), styles["text"])
    else:
        sheet.write_number(row, place, cell.value, styles[kind.value])


def _definitions(sheet: "Worksheet", styles: dict[str, "Format"], report: Report) -> None:
    sheet.set_column(0, 0, _width(figure for figure, _ in report.definitions))
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, harmless(report.definitions_title), styles["title"])
    for number, (figure, meaning) in enumerate(report.definitions, 2):
        sheet.write_string(number, 0, harmless(figure), styles["fact"])
        sheet.write_string(number, 1, harmless(meaning), styles["name"])


def _print_set_up(sheet: "Worksheet", report: Report, title: str) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    above = " · ".join(part for part in (report.territory, title, report.example) if part)
    sheet.set_header(f"&L{_printed(above)}")
    sheet.set_footer(f"&L{_printed(report.id)}&R&P / &N")


def _printed(text: str) -> str:
    """A text for the page's edge. There "&" begins a command of the printer, so its wide twin stands instead."""
    return _cut(text, LONGEST_EDGE).replace("&", "＆")


def _width(texts: Iterable[str]) -> int:
    """A column's width in characters, for the longest of its texts within reason."""
    return min(WIDEST, max(NARROWEST, *(len(text) + 2 for text in ("", *texts))))
