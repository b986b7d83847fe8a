"""A spreadsheet says what the report says, cell by cell, and nothing in it can act."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape

from papers import spreadsheet
from papers.spreadsheet import FIRES, sheet_names
from screens.report import Report, Table
from tests.papers.sample_report import BARE, EMPTY, HARM, MODULES, PLACES, REPORT, REPORTS


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(BytesIO(spreadsheet(REPORT)))


def plain(value: object) -> object:
    """What a person reads: the apostrophe only guards, and a control sign is written as its number."""
    return unescape(value).removeprefix("'") if isinstance(value, str) else value


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_every_cell_is_the_report(report: Report) -> None:
    """Names, headings and cells are the report's; a number is a number, one kept back is its text."""
    sheets = load_workbook(BytesIO(spreadsheet(report))).worksheets[1:-1]

    assert len(sheets) == len(report.tables)
    for sheet, table in zip(sheets, report.tables, strict=True):
        rows = [list(row) for row in sheet.iter_rows(max_row=1 + len(table.rows), values_only=True)]
        assert rows[0] == [table.names, *(column.heading for column in table.columns)]
        assert [[plain(value) for value in row] for row in rows[1:]] == [
            [row.name, *(cell.text if cell.value is None else cell.value for cell in row.cells)]
            for row in table.rows
        ]


def test_kinds_keep_their_form(book: Workbook) -> None:
    """A share is a number that is shown with its sign; a count is a bare number; "<10" is text."""
    sheet = book.worksheets[3]

    assert sheet["D2"].data_type == "n" and sheet["D2"].number_format == '0"%"'
    assert sheet["B2"].data_type == "n" and sheet["B2"].number_format == "0"
    hidden = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "<10")
    assert hidden.data_type == "s"


def test_no_text_acts(book: Workbook) -> None:
    """What people typed is text: no formula, no link; what would act in a CSV stands behind an apostrophe."""
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]

    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    assert "0123" in texts and "https://example.org" in texts
    assert sum(text.startswith("'") for text in texts) == 7
    assert not [text for text in texts if text.startswith(FIRES)]


def test_saved_as_csv_nothing_acts() -> None:
    """Saved as CSV by somebody else's program, no field begins like a formula, save the numbers below nought."""
    file = StringIO()
    sheet = load_workbook(BytesIO(spreadsheet(replace(REPORT, tables=(PLACES,))))).worksheets[1]
    csv.writer(file).writerows(sheet.iter_rows(values_only=True))

    fields = [field for row in csv.reader(StringIO(file.getvalue())) for field in row]
    assert len([field for field in fields if field.startswith("'")]) == 6
    assert not [field for field in fields if field.startswith(FIRES)]


def test_every_text_of_the_report_is_guarded() -> None:
    """Not only names: title, facts, headings, notes, marks and definitions may begin with a sign as well."""
    table = Table("places", "=t", "=n", (), (), "=note")
    report = replace(
        REPORT,
        title="=x",
        facts=(("=a", "+b"),),
        tables=(table,),
        definitions_title="@d",
        example="-e",
        empty="=0",
    )
    book = load_workbook(BytesIO(spreadsheet(report)))

    values = [
        value for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for value in row
    ]
    texts = [value for value in values if isinstance(value, str)]
    assert [text for text in texts if text.startswith(FIRES)] == []
    assert {"'=x", "'=a", "'+b", "'=n", "'=note", "'@d", "'-e", "'=0"} <= set(texts)


def test_head_and_definitions_stand_round_the_tables(book: Workbook) -> None:
    """The first sheet tells what this is and that it is an example; the last tells what the figures mean."""
    head = [value for row in book.worksheets[0].iter_rows(values_only=True) for value in row if value]
    last = [value for row in book.worksheets[-1].iter_rows(values_only=True) for value in row if value]

    assert head[:2] == [REPORT.title, REPORT.example]
    assert head[2:] == [text for fact in REPORT.facts for text in fact]
    assert [plain(value) for value in last] == [
        REPORT.definitions_title,
        *(text for definition in REPORT.definitions for text in definition),
    ]


def test_an_empty_report_says_so() -> None:
    """Where nobody is counted the head says it, instead of an empty file."""
    book = load_workbook(BytesIO(spreadsheet(EMPTY)))

    assert EMPTY.empty in [row[0] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert len(book.worksheets) == 2


def test_the_example_mark_is_on_each_table(book: Workbook) -> None:
    """A sheet that is copied out alone still says that its people are made up."""
    for sheet in book.worksheets[1:-1]:
        assert REPORT.example in [row[0] for row in sheet.iter_rows(values_only=True)]


def test_sheets_can_be_read_and_printed(book: Workbook) -> None:
    """The headings stay in sight and on each page; a sheet is one A4 page wide and names the report."""
    for sheet, table in zip(book.worksheets[1:-1], REPORT.tables, strict=True):
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == f"A1:{'ABCDE'[len(table.columns)]}{len(table.rows) + 1}"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet["A1"].font.b
        assert all(dimension.width >= 10 for dimension in sheet.column_dimensions.values())
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9 and sheet.page_setup.orientation == "landscape"
        fitted, foot = sheet.sheet_properties.pageSetUpPr, sheet.oddFooter
        assert fitted and fitted.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1) and sheet.page_setup.fitToHeight == 0
        assert foot and foot.left and foot.left.text == REPORT.id
        assert foot and foot.right and foot.right.text == "&P / &N"


def test_a_name_gives_the_printer_no_commands() -> None:
    """ "&" begins a command at a page's edge; and an over-long line is cut, not refused."""
    report = replace(BARE, territory="A&G " * 90)
    files = ZipFile(BytesIO(spreadsheet(report)))
    sheet = files.read("xl/worksheets/sheet1.xml").decode()

    header = sheet.split("<oddHeader>")[1].split("</oddHeader>")[0].replace("&amp;", "&")
    assert header.startswith("&LA＆G A＆G") and len(header) <= 255
    assert "&" not in header.removeprefix("&L")


def test_names_of_sheets_are_ones_excel_takes() -> None:
    """Excel refuses some signs, more than 31 characters, the word History, and two names alike."""
    names = sheet_names(["a:b/c[d]*?\\", "a b c d", "History", "", "'q'", "x" * 40, "x" * 50, "X" * 31, "\t"])

    assert names == [
        *("a b c d", "a b c d 2", "History 2", "–", "q"),
        *("x" * 30 + "…", "x" * 28 + "… 2", "X" * 31, "– 2"),
    ]


def test_the_same_report_is_the_same_file() -> None:
    """Nothing of the moment or of the person is in the file, so two copies can be compared."""
    made = spreadsheet(REPORT)
    properties = load_workbook(BytesIO(made)).properties

    assert made == spreadsheet(REPORT)
    assert not properties.creator and not properties.lastModifiedBy
    assert properties.created.date() == properties.modified.date() == REPORT.until


def test_the_sample_means_harm() -> None:
    """The other tests stand on these names, so they must be in the tables."""
    assert set(HARM) <= {row.name for row in PLACES.rows}
    assert MODULES.title != REPORT.tables[4].title
