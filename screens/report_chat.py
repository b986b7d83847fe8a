"""A report in the chat: a few lines below its picture, and the ways to another period or place."""

from collections.abc import Sequence
from datetime import date
from html import escape

from learning.seat import Seat
from learning.territory import Territories
from screens import icons
from screens.intents import ALL_TIME, ChoosePeriod, ChooseReportPlace, OpenPages, OpenSeat, ShowReport
from screens.reader import Reader
from screens.report import Cell, Column, Report, Row, Table
from screens.report_tables import place_name
from screens.screen import Button, Rows, Screen, in_rows, shortened
from screens.seat import MOST_BUTTONS, children, label

AHEAD = 3
LONGEST_PLACE = 60  # of a place's name in the caption, which has 1024 characters in all


def caption(reader: Reader, report: Report) -> Screen:
    """What stands below the picture: the head, the main figures, the places ahead, what numbers mean."""
    overview = report.table("overview")
    lines = [
        f"{icons.REPORT} <b>{_short(report.territory)}</b>\n{_line(report.facts[1][1])}",
        "\n".join(_figure(overview.columns, row) for row in overview.rows) if overview else "",
        _ahead(reader, report.table("places")),
        f"<i>{reader.text('report.chat.means')}</i>",
        f"<b>{_line(report.example)}</b>" if report.example else "",
    ]
    return Screen("\n\n".join(filter(None, lines)))


def below_files(
    reader: Reader, territories: Territories, one: Seat, report: Report, *, pages: bool
) -> Screen:
    """What stands below the last file: how to print it, and the ways on."""
    return Screen(reader.text("report.chat.files"), _ways(reader, territories, one, report, pages=pages))


def empty(reader: Reader, territories: Territories, one: Seat, report: Report, *, pages: bool) -> Screen:
    """Nobody is counted yet: how to begin."""
    lines = [
        f"{icons.REPORT} <b>{_short(report.territory)}</b>",
        _line(report.empty),
        f"<b>{_line(report.example)}</b>" if report.example else "",
    ]
    text = "\n\n".join(filter(None, lines))
    return Screen(text, _ways(reader, territories, one, report, pages=pages))


def seats(reader: Reader, territories: Territories, held: Sequence[Seat]) -> Screen:
    """Several seats of one holder: the report of which?"""
    rows = tuple(
        (
            reader.button(
                icons.REPORT,
                label(place_name(reader, territories, one.territory)),
                ShowReport(one.number, one.territory),
            ),
        )
        for one in held[:MOST_BUTTONS]
    )
    return Screen(f"{icons.REPORT} {reader.text('report.chat.which')}", (*rows, *reader.foot()))


def periods(reader: Reader, one: Seat, code: str, begins: Sequence[tuple[date, int]]) -> Screen:
    """Since when? `begins` are days up to which releases of figures go, with the releases' numbers."""
    rows = tuple(
        (
            reader.button(
                icons.PERIOD,
                reader.phrase("report.chat.after", day=reader.on(day)),
                ShowReport(one.number, code, number),
            ),
        )
        for day, number in begins
    )
    whole = reader.button(
        icons.PERIOD, reader.phrase("report.chat.whole"), ShowReport(one.number, code, ALL_TIME)
    )
    key = "report.chat.since" if begins else "report.chat.one-release"
    return Screen(f"{icons.PERIOD} {reader.text(key)}", (*rows, (whole,), *_foot(reader, one)))


def places(reader: Reader, territories: Territories, one: Seat, code: str) -> Screen:
    """The places directly below one."""
    buttons = [
        reader.button(
            "", label(place_name(reader, territories, place.code)), ShowReport(one.number, place.code)
        )
        for place in children(territories, code)
    ]
    text = f"{icons.PLACE} <b>{_line(place_name(reader, territories, code))}</b>"
    return Screen(
        f"{text}\n\n{reader.text('report.chat.where')}",
        (*in_rows(buttons[:MOST_BUTTONS]), *_foot(reader, one)),
    )


def _ways(reader: Reader, territories: Territories, one: Seat, report: Report, *, pages: bool) -> Rows:
    code = report.code
    rows: list[tuple[Button, ...]] = []
    if not report.empty:
        rows.append(
            (
                reader.button(
                    icons.PERIOD, reader.phrase("report.chat.period"), ChoosePeriod(one.number, code)
                ),
            )
        )
    if children(territories, code):
        rows.append(
            (
                reader.button(
                    icons.PLACE, reader.phrase("report.chat.below"), ChooseReportPlace(one.number, code)
                ),
            )
        )
    place = territories.get(code)
    if place and code != territories.current(one.territory):
        rows.append(
            (
                reader.button(
                    icons.BACK, reader.phrase("report.chat.up"), ShowReport(one.number, place.parent)
                ),
            )
        )
    if pages:
        rows.append((reader.button(icons.SITE, reader.phrase("seat.pages"), OpenPages(one.number)),))
    return (*rows, *_foot(reader, one))


def _foot(reader: Reader, one: Seat) -> Rows:
    back = reader.button(icons.SEAT, reader.phrase("seat.back"), OpenSeat(one.number))
    return ((back,), *reader.foot(OpenSeat(one.number)))


def _figure(columns: Sequence[Column], row: Row) -> str:
    """A figure in a line: how many people, then the other columns by their headings."""
    first, *others = zip(columns, row.cells, strict=True)
    more = [f"{_line(column.heading.lower())} {_line(cell.text)}" for column, cell in others if _says(cell)]
    whole = f"{_line(row.name)}: <b>{_line(first[1].text)}</b>"
    return "; ".join([whole, *more])


def _ahead(reader: Reader, table: Table | None) -> str:
    """The first places whose number is told; the report has them in order."""
    told = [row for row in table.rows if row.code and row.cells[0].value is not None] if table else []
    if not told:
        return ""
    listed = ", ".join(f"{_short(row.name)} – {_line(row.cells[0].text)}" for row in told[:AHEAD])
    return f"{reader.text('report.chat.ahead')} {listed}"


def _says(cell: Cell) -> bool:
    return cell.value is not None or cell.text.startswith("<")


def _line(words: str) -> str:
    return escape(words, quote=False)


def _short(name: str) -> str:
    """A place's name, which may be long, with room left for the other lines."""
    return _line(shortened(name, LONGEST_PLACE))
