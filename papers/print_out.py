"""An official's report on one printed page, for the higher office."""

from dataclasses import replace
from typing import Any

from papers.bars import bars
from papers.names import one_line
from papers.press import compiled
from screens.report import Report, Table

MOST = 12  # rows of a table; a longer table goes on in the spreadsheet
BARRED = 8  # rows of the chart
LONGEST_NAME = 80
CHARTED = ("trend", "places", "modules")  # the first that has rows is drawn


def print_out(report: Report, more: str) -> bytes:
    """One A4 page as a tagged PDF. `more` says that the other rows of a table are in the spreadsheet.

    Holds the head, a chart, the overview, places, modules and definitions; a long report is set in smaller letters,
    then with fewer rows, and at last without definitions, so that it is always one page. Same report, same bytes.
    """
    data = {
        "id": report.id,
        "lang": report.language.value[:2],
        "title": report.title,
        "territory": report.territory,
        "facts": report.facts,
        "foot": _foot(report),
        "example": report.example,
        "empty": report.empty,
        "more": more,
        "overview": _table(report.table("overview")),
        "places": _table(report.table("places")),
        "modules": _table(report.table("modules")),
        "chart": _chart(report),
        "definitions-title": report.definitions_title,
        "definitions": report.definitions,
    }
    return compiled("report", data, "pdf", report.until)


def _foot(report: Report) -> list[str]:
    """What the head says beside territory and id (period, release), to stand at the page's foot as well."""
    return [
        f"{heading}: {words}" for heading, words in report.facts if words not in {report.id, report.territory}
    ]


def _table(table: Table | None) -> dict[str, Any] | None:
    if table is None:
        return None
    return {
        "title": table.title,
        "names": table.names,
        "columns": [column.heading for column in table.columns],
        "rows": [
            {"name": one_line(row.name, LONGEST_NAME), "cells": [cell.text for cell in row.cells]}
            for row in table.rows[:MOST]
        ],
        "all": len(table.rows),
        "note": table.note,
    }


def _chart(report: Report) -> dict[str, Any] | None:
    """The newest weeks of the trend, which is told oldest first; else the first rows of another table."""
    found = (report.table(key) for key in CHARTED)
    charted = next((table for table in found if table and table.rows), None)
    if charted and charted.key == "trend":
        charted = replace(charted, rows=charted.rows[-BARRED:])
    return bars(charted, BARRED) if charted else None
