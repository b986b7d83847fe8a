"""What holds for every answer: headers, languages, cells that are the report's own, files."""

import io
from concurrent.futures import Future
from datetime import timedelta

import openpyxl
import pytest
from markupsafe import escape

from learning.course import Language
from office.reporting import report
from reports.exports import PRESS
from storage import StoreUnavailable
from tests.reports.caller import Answer, Caller
from tests.reports.desk import COUNTRY, DISTRICT, REGION, SUBUNIT, Desk, desk

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def assert_bound(answer: Answer) -> None:
    """The headers that every answer has."""
    assert {name: answer.headers.get(name) for name in SAFE} == SAFE
    policy = answer.headers["Content-Security-Policy"]
    for part in (
        "default-src 'none'",
        "style-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors",
    ):
        assert part in policy
    assert "unsafe" not in policy and "*" not in policy


async def test_every_answer_binds_the_browser(made: Desk, caller: Caller) -> None:
    """Pages, files, refusals, redirects, static files, and what isn't there."""
    await caller.enter(await made.seat(REGION))
    paths = [
        "/",
        f"/o/{REGION}",
        "/o/seat",
        "/o/TJ",
        "/nowhere",
        "/enter/x",
        "/app",
        f"/o/{REGION}/report.png",
    ]
    for path in paths:
        answer = await caller.get(path)
        assert_bound(answer)
        assert answer.headers["Cache-Control"] == "no-store", path
        assert "Strict-Transport-Security" not in answer.headers
    for answer in (
        await caller.post("/o/seat/leave"),
        await caller.post("/nowhere"),
        await caller.post("/o/seat"),
        await caller.get("/static/nothing.css"),
        await caller.head("/"),
    ):
        assert_bound(answer)
        assert answer.headers["Cache-Control"] == "no-store"
    static = await caller.get("/static/pages.css")
    assert_bound(static)
    assert static.status == 200
    assert (await caller.get("/static/")).status in {403, 404}


async def test_browsers_are_held_to_https_where_there_is_https(made: Desk, caller: Caller) -> None:
    """And only there."""
    made.office.site = "https://pages.example"
    assert "max-age" in (await caller.get("/")).headers["Strict-Transport-Security"]


async def test_language_is_the_querys_then_the_cookies_then_the_browsers(caller: Caller) -> None:
    """And Russian, when none is known."""

    async def spoken(path: str = "/", **headers: str) -> str:
        return (await caller.get(path, **headers)).text.partition('<html lang="')[2].partition('"')[0]

    assert await spoken() == "ru"
    assert await spoken(**{"Accept-Language": "en-GB, tg;q=0.4, ky;q=0.8, ru;q=x"}) == "ky"
    assert await spoken(**{"Accept-Language": "uz-Cyrl-UZ"}) == "uz-Cyrl"
    assert await spoken(**{"Accept-Language": ",;q=;;,\t" + "x," * 3000}) == "ru"
    assert await spoken("/?lang=tg", **{"Accept-Language": "ky"}) == "tg"
    assert await spoken("/", **{"Accept-Language": "ky"}) == "tg"
    assert await spoken("/?lang=xx") == "tg"
    assert await spoken("/?lang=uz") == "uz-Latn"


@pytest.mark.parametrize(
    "lang",
    ["ru%0d%0aSet-Cookie:%20seat=x", "%0d%0a%0d%0a<script>", "ru;%20Domain=example.org", "%00", "ru" * 500],
)
async def test_nothing_is_injected_through_the_language(caller: Caller, lang: str) -> None:
    """Only a language of ours is ever written into a header."""
    answer = await caller.get(f"/?lang={lang}", Cookie="lang=<script>")
    assert answer.status == 200
    assert "Set-Cookie" not in answer.headers
    assert "<script" not in answer.text


async def test_what_stands_in_the_address_comes_back_as_text(made: Desk, caller: Caller) -> None:
    """XSS through the query, which the links to other languages repeat."""
    await caller.enter(await made.seat(REGION))
    answer = await caller.get(f'/o/{REGION}?since="><script>alert(1)</script>&x=%22%3E%3Cimg%20src=x%3E')
    assert answer.status == 200
    assert "<script" not in answer.text and "<img" not in answer.text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("territory", "query"),
    [
        (COUNTRY, ""),
        (REGION, "?since=202645&until=202647"),
        (DISTRICT, "?since=202646"),
        (SUBUNIT, ""),
        ("UZ-AN", ""),
    ],
)
async def test_cells_are_those_of_the_report(
    made: Desk, caller: Caller, language: Language, territory: str, query: str
) -> None:
    """Each cell of each table, in each language, at each level, letter for letter; and all that is said around them."""
    seat = await made.seat(territory)
    await caller.enter(seat)
    page = await caller.get(
        f"/o/{territory.replace('/', '~')}{query or '?'}&lang={language}".replace("?&", "?")
    )
    numbers = dict(part.split("=") for part in query.strip("?").split("&") if part)
    told = await report(
        made.office,
        seat,
        territory,
        language,
        since=int(numbers.get("since", 0)),
        until=int(numbers.get("until", 0)),
        via="page",
    )
    assert page.cells == {
        (table.key, r, c): cell.text
        for table in told.tables
        for r, row in enumerate(table.rows)
        for c, cell in enumerate(row.cells)
    }
    words = [told.title, told.territory, told.definitions_title, told.empty, told.example]
    words += [word for pair in (*told.facts, *told.definitions) for word in pair]
    words += [word for table in told.tables for word in (table.title, table.names, table.note)]
    words += [column.heading for table in told.tables for column in table.columns]
    words += [row.name for table in told.tables for row in table.rows]
    assert [word for word in words if str(escape(word)) not in page.text] == []


async def test_an_empty_report_says_how_to_begin(made: Desk, caller: Caller) -> None:
    """And has no empty tables, no bars and no line."""
    await caller.enter(await made.seat("UZ-AN"))
    page = (await caller.get("/o/UZ-AN")).text
    assert "/session" in page
    assert "<table" not in page and "<polyline" not in page


async def test_before_the_first_figures_the_page_stands(made: Desk, tmp_path) -> None:
    """A new bot has no release of figures at all."""
    (tmp_path / "new").mkdir()
    async with desk(tmp_path / "new") as new, Caller(new) as caller:
        await caller.enter(await new.seat(REGION))
        page = await caller.get(f"/o/{REGION}")
        assert page.status == 200 and "/session" in page.text and "<select" not in page.text


@pytest.mark.parametrize(
    "query", ["?since=x&until=999999", "?since=202648", "?until=-1", "?since=99999999999999999999"]
)
async def test_periods_that_never_were_are_the_whole_time(made: Desk, caller: Caller, query: str) -> None:
    """A wrong number in the address is no error."""
    await caller.enter(await made.seat(REGION))
    page = await caller.get(f"/o/{REGION}{query}")
    assert page.status == 200 and "KG-B-202648-ru" in page.text


@pytest.mark.parametrize(("kind", "begins"), [("xlsx", b"PK"), ("pdf", b"%PDF"), ("png", b"\x89PNG")])
async def test_files_are_given(made: Desk, caller: Caller, kind: str, begins: bytes) -> None:
    """With a plain name, for this territory and period, and with the same cells in the spreadsheet."""
    await caller.enter(await made.seat(DISTRICT))
    path = f"/o/{SUBUNIT.replace('/', '~')}/report.{kind}?since=202646"
    answer = await caller.get(path)
    while answer.status == 303:
        answer = await caller.get(answer.headers["Location"].removesuffix("/file") + "/file")
    assert answer.status == 200 and answer.body.startswith(begins)
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="safar-KG05214000000.1-202648-202646-ru.{kind}"'
    )
    if kind == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(answer.body)).sheetnames


async def test_a_slow_file_has_a_page_that_waits(made: Desk, caller: Caller) -> None:
    """It looks again by itself, then offers the file; and is there for its own seat only."""
    seat = await made.seat(REGION)
    await caller.enter(seat)
    press, slow = made.app[PRESS], Future[None]()
    blocked = press.hands.submit(slow.result)
    asked = await caller.get(f"/o/{REGION}/report.png")
    assert asked.status == 303
    page = await caller.get(asked.headers["Location"])
    assert 'data-ready="no"' in page.text and "paper.js" in page.text
    assert (await caller.get(asked.headers["Location"] + "/file")).status == 303
    async with Caller(made) as other:
        await other.enter(await made.seat(COUNTRY))
        for path in ("", "/file"):
            assert (await other.get(asked.headers["Location"] + path)).status == 404
    slow.set_result(None)
    blocked.result(10)
    next(iter(press.jobs.values())).paper.result(30)
    page = await caller.get(asked.headers["Location"])
    assert 'data-ready="yes"' in page.text
    assert (await caller.get(asked.headers["Location"] + "/file")).body.startswith(b"\x89PNG")
    made.moment += timedelta(minutes=11)
    assert (await caller.get(asked.headers["Location"])).status == 404


async def test_few_files_at_once(made: Desk, caller: Caller) -> None:
    """A seat can't fill the queue of all others."""
    await caller.enter(await made.seat(REGION))
    press, slow = made.app[PRESS], Future[None]()
    press.hands.submit(slow.result)
    statuses = [(await caller.get(f"/o/{REGION}/report.png")).status for _ in range(3)]
    slow.set_result(None)
    assert statuses == [303, 303, 429]


class Away:
    """Records that don't answer."""

    def __getattr__(self, name: str):
        async def refuse(*_: object, **__: object) -> None:
            raise StoreUnavailable

        return refuse


async def test_without_records_the_page_says_later(made: Desk, caller: Caller) -> None:
    """Plainly, and with nothing of what went wrong inside."""
    await caller.enter(await made.seat(REGION))
    kept, made.office.store = made.office.store, Away()
    answer = await caller.get(f"/o/{REGION}")
    made.office.store = kept
    assert answer.status == 503
    assert "Traceback" not in answer.text and "Store" not in answer.text
