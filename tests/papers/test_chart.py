"""The picture for the chat is small, wide enough, and tells its bars apart without colour."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from papers import chart
from papers.bars import bars
from screens.report import Report
from tests.papers.sample_report import BARE, EMPTY, HARM, PLACES, REPORT, REPORTS, people

LIMIT = 120 * 1024


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture)).convert("L")


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_a_picture_for_a_phone(report: Report) -> None:
    """A PNG, 1080 dots wide, that loads on a slow line; Telegram takes photos no more than 20 times as high as wide."""
    made = chart(report)
    picture = opened(made)

    assert made.startswith(b"\x89PNG")
    assert len(made) <= LIMIT
    assert picture.width == 1080
    assert picture.width + picture.height <= 10_000 and picture.height < 20 * picture.width


def test_bars_are_the_table() -> None:
    """Each bar's text is the cell's, its length the number's share of the longest; one kept back has no length."""
    drawn = bars(PLACES, 16)

    assert drawn["headings"] == ["Начали", "Закончили"]
    assert drawn["left"] == len(PLACES.rows) - 16
    for row, shown in zip(PLACES.rows, drawn["rows"], strict=False):
        assert [bar["text"] for bar in shown["bars"]] == [cell.text for cell in row.cells[:2]]
        assert [bar["part"] for bar in shown["bars"]] == [(cell.value or 0) / 480 for cell in row.cells[:2]]
    assert {"text": "<10", "part": 0} in [bar for row in drawn["rows"] for bar in row["bars"]]


def test_bars_of_nobody() -> None:
    """Where all is kept back, and where there are no rows, there is nothing to divide by."""
    assert bars(replace(PLACES, rows=(people("a", 3, 1),)), 5)["rows"][0]["bars"][0] == {
        "text": "<10",
        "part": 0,
    }
    assert bars(replace(PLACES, rows=()), 5)["rows"] == []


def test_a_district_without_places_shows_its_modules() -> None:
    """The modules are drawn only where there are no places below."""
    modules = replace(REPORT, tables=BARE.tables)

    assert chart(modules) != chart(REPORT)
    assert chart(replace(REPORT, tables=(*BARE.tables, replace(PLACES, rows=())))) == chart(modules)
    assert opened(chart(BARE)).height > opened(chart(EMPTY)).height + 300


def test_finished_is_dark_and_started_is_light() -> None:
    """In grey, and printed, the two bars differ: one is an outline round white, the other is filled and striped."""
    table = replace(PLACES, rows=(people("a", 400, 400),))
    picture = opened(chart(replace(REPORT, tables=(table,), example="")))
    at = picture.width // 2
    column = picture.crop((at, picture.height - 130, at + 1, picture.height - 40)).tobytes()  # a byte a dot
    middle = len(column) // 2

    assert min(column) < 90
    dark_above, dark_below = (sum(tone < 160 for tone in half) for half in (column[:middle], column[middle:]))
    assert dark_below > 2 * dark_above


@pytest.mark.parametrize("name", [*HARM, "x" * 300, "🏠" * 30])
def test_a_name_is_only_a_name(name: str) -> None:
    """Markup in a name draws nothing, and a name of any length leaves room for the bars."""
    report = replace(REPORT, tables=(replace(PLACES, rows=(people(name, 120, 60),)),), territory=name)

    assert opened(chart(report)).width == 1080


def test_the_example_mark_and_the_empty_report_are_seen() -> None:
    """Made-up people are marked on the picture itself, since pictures are passed on alone."""
    assert opened(chart(REPORT)).height > opened(chart(replace(REPORT, example=""))).height
    assert opened(chart(EMPTY)).height > opened(chart(replace(EMPTY, empty=""))).height


def test_the_same_report_is_the_same_picture() -> None:
    """A picture is made once and may be kept."""
    assert chart(REPORT) == chart(REPORT)
