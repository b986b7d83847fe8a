"""A picture of an official's report for the chat: who started and who finished, place by place."""

from locales import day
from papers.bars import bars
from papers.press import compiled
from screens.report import Report, Table

MOST = 16  # rows that a phone shows at a size that can be read


def chart(report: Report) -> bytes:
    """A PNG, 1080 dots wide, that reads in grey: places, or the modules where the territory has no places below it.

    Rows past the sixteenth are counted at the end, not drawn.
    """
    table = _charted(report)
    data = {
        "title": report.title,
        "territory": report.territory,
        "until": day(report.language, report.until),
        "example": report.example,
        "empty": report.empty,
        "lang": report.language.value[:2],
        "chart": bars(table, MOST) if table else None,
    }
    return compiled("chart", data, "png", report.until)


def _charted(report: Report) -> Table | None:
    found = (report.table(key) for key in ("places", "modules"))
    return next((table for table in found if table and table.rows), None)
