"""An attacker has every official's spreadsheet of every week, and subtracts what he can."""

import io
import random
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from learning.course import Citizenship, Language
from learning.figures import APART, ENROLLED
from learning.floor import FLOOR
from learning.publishing import NOT_NAMED, FigureRelease, due_release, publish
from learning.seat import Role, Seat
from learning.territory import Subunit, Territories, Territory
from office import Office
from office.reporting import report
from papers import spreadsheet
from screens.reader import Book
from screens.report import Report
from storage import Pseudonyms, Store, open_store
from tests.attacker import Attacker, people, places, small, wide
from tests.scene import our_book

MONDAY = date(2026, 11, 2)
WEEKS = 3
SEAT = Seat(1, "KG", Role.READ, 0, MONDAY)
TELLS = ("overview", "places", "languages", "passports", "trend")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store(f"sqlite:///{tmp_path}/records.sqlite3", Pseudonyms(b"k" * 32, b"c" * 32))
    yield store
    await store.close()


def named(territories: Territories) -> Territories:
    """The same tree with names; sub-units come from the records."""
    found = {
        c: Territory(c, p.parent, p.level, {Language.RU: f"Place {c}"})
        for c, p in territories.by_code.items()
    }
    return Territories({code: place for code, place in found.items() if place.level < 3}, countries=("KG",))


async def subunits_kept(store: Store, territories: Territories) -> None:
    """Sub-units are numbered from 1 in each district, so that they come out with the codes of the tree."""
    for code in sorted(code for code, place in territories.by_code.items() if place.level == 3):
        made = await store.name_subunit(code.rpartition("/")[0], f"Place {code}", 1, MONDAY)
        assert made == Subunit(code, f"Place {code}")


def cells(made: Report) -> Iterator[tuple[str, str, list[object]]]:
    """Every row of the spreadsheet as a reader of Excel gets it: the table's key, the row's name, the cells."""
    book = openpyxl.load_workbook(io.BytesIO(spreadsheet(made)))
    sheets = book.worksheets[1:-1]  # before them the head, after them the definitions
    for table, sheet in zip(made.tables, sheets, strict=True):
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        start = next(
            n
            for n, row in enumerate(rows)
            if row[1 : 1 + len(table.columns)] == [c.heading for c in table.columns]
        )
        for row in rows[start + 1 : start + 1 + len(table.rows)]:
            yield table.key, str(row[0]), list(row[1:])


def people_in(value: object) -> int:
    """A cell of people: a number, or kept back."""
    assert value == f"<{FLOOR}" or (isinstance(value, int) and value >= FLOOR and value % FLOOR == 0)
    return value if isinstance(value, int) else 0


async def read(
    office: Office, territories: Territories, releases: list[FigureRelease]
) -> list[dict[str, dict[str, int]]]:
    """What all spreadsheets of all weeks and all places tell of how many started, by place and group."""
    languages = {office.book().phrases.text(each, "language.name"): each.value for each in Language}
    passports = {office.book().phrases.text("ru", f"passport.{each}"): each.value for each in Citizenship}
    found: list[dict[str, dict[str, int]]] = []
    for release in releases:
        told: dict[str, dict[str, int]] = {}
        for code in ("KG", *territories.by_code):
            made = await report(office, SEAT, code, Language.RU, until=release.number, via="xlsx")
            for table, name, row in cells(made):
                groups = {"languages": languages, "passports": passports}.get(table, {})
                if name in groups:
                    told.setdefault(code, {})[f"{ENROLLED}{APART}{groups[name]}"] = people_in(row[0])
                elif table == "overview" and name == "Начали":
                    told.setdefault(code, {})[ENROLLED] = people_in(row[0])
                elif table == "places":
                    place = name.removeprefix("Place ") if name.startswith("Place ") else f"{code}{NOT_NAMED}"
                    told.setdefault(place, {})[ENROLLED] = people_in(row[0])
        found.append(
            {
                code: {f: n for f, n in figures.items() if n}
                for code, figures in told.items()
                if any(figures.values())
            }
        )
    return found


@pytest.mark.parametrize("seed", range(3))
async def test_all_spreadsheets_together_tell_no_small_number(seed: int, store: Store) -> None:
    """Everything in the files of all officials and weeks leaves each number below ten anywhere from 0 to 9."""
    chance = random.Random(1000 + seed)
    territories = places(chance)
    worlds: list[dict[tuple[str, str], int]] = []
    for _ in range(WEEKS):
        worlds.append(people(chance, territories, worlds[-1] if worlds else None))
    base = our_book()
    book = Book(base.course, base.phrases, named(territories))
    office = Office(
        store, lambda: book, lambda: datetime(2026, 11, 23, tzinfo=UTC), Ed25519PrivateKey.generate()
    )
    await subunits_kept(store, territories)
    places_now = await office.territories()
    releases = [due_release(MONDAY + timedelta(weeks=week), 1) for week in range(WEEKS)]
    for release, world in zip(releases, worlds, strict=True):
        assert await store.publish(release, publish(world, places_now))

    told = await read(office, territories, releases)

    assert told == [shown(publish(world, places_now)) for world in worlds]
    attacker = Attacker(territories, worlds, told)
    asked = list(small(territories, worlds, attacker))
    for what, row in chance.sample(asked, min(len(asked), 10)):
        low, high = attacker.bounds(row)
        assert wide(low, high, WEEKS), f"{what} is between {low} and {high}"


def shown(told: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """What a report shows of published numbers; of people who named no smaller place, all together only."""
    found = {}
    for code, numbers in told.items():
        kept = {name: n for name, n in numbers.items() if name == ENROLLED or not code.endswith(NOT_NAMED)}
        if kept:
            found[code] = kept
    return found


async def test_growth_is_the_difference_of_what_is_published(store: Store) -> None:
    """The columns for a period tell nothing that the two reports at its ends don't tell."""
    base = our_book()
    office = Office(
        store, lambda: base, lambda: datetime(2026, 11, 23, tzinfo=UTC), Ed25519PrivateKey.generate()
    )
    first, last = due_release(MONDAY, 1), due_release(MONDAY + timedelta(weeks=2), 1)
    await store.publish(first, {"KG": {ENROLLED: 120}, "KG-B": {ENROLLED: 120}})
    await store.publish(last, {"KG": {ENROLLED: 150}, "KG-B": {ENROLLED: 120}, "KG-O": {ENROLLED: 30}})

    made = await report(office, SEAT, "KG", Language.RU, since=first.number, via="page")

    started = {name: row for table, name, row in cells(made) if table in ("overview", "places")}
    assert started["Начали"][:2] == [150, 30]
    assert started["Баткенская область"][-1] == "<10"
    assert started["Ошская область"][-1] == 30
