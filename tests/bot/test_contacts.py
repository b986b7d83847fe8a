"""`safar contacts`: the list, calls, and the sheet to call by, sent out and back."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.contacts import ANSWER, DAY, KEY, REMARK
from curriculum import load_course
from tests.curriculum import sample_content

CALLS = "contacts/calls.json"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The sample, in which nobody has called anybody yet."""
    content = sample_content.write(tmp_path / "content")
    (content / "contacts/calls.json").unlink()
    return content


def safar(content: Path, *words: object, today: str = "2026-11-24") -> Result:
    """Type `safar contacts` and more words."""
    day = ["--today", today] if words and words[0] in ("called", "import") else []
    return CliRunner().invoke(app, ["contacts", *map(str, words), *day, "--content", str(content)])


def call(content: Path, on: str, answered: str, key: str = "emergency") -> Result:
    return safar(content, "called", key, "--on", on, "--answered", answered)


def files(content: Path) -> dict[str, bytes]:
    """Every file of the content but that of the calls."""
    found = {str(f.relative_to(content)): f.read_bytes() for f in content.rglob("*") if f.is_file()}
    return {name: text for name, text in found.items() if name != CALLS}


def test_a_call_that_was_answered_is_shown_and_touches_no_yaml(content: Path) -> None:
    """Learners see the day of the last call that was answered; the files of authors stay as they are."""
    before = files(content)
    for on, answered in [("2026-11-20", "yes"), ("2026-11-24", "no"), ("2026-11-10", "yes")]:
        assert call(content, on, answered).exit_code == 0

    assert files(content) == before
    assert load_course(content).contacts["emergency"].called_on == date(2026, 11, 20)
    assert "answered on 2026-11-20, the last 1 calls not answered" in safar(content).stdout


def test_a_call_that_was_not_answered_shows_no_day(content: Path) -> None:
    """Dates don't lie."""
    call(content, "2026-11-20", "no")

    assert load_course(content).contacts["emergency"].called_on is None


def test_another_phone_has_not_been_called(content: Path) -> None:
    """What was heard at the old number says nothing about the new one."""
    call(content, "2026-11-20", "yes")
    file = content / "contacts/contacts.yaml"
    file.write_text(file.read_text("utf-8").replace('"112"', '"113"'), "utf-8")

    assert load_course(content).contacts["emergency"].called_on is None


@pytest.mark.parametrize(
    ("key", "on", "answered", "said"),
    [
        ("emergency", "2026-11-25", "yes", "lies in the future"),
        ("emergncy", "2026-11-20", "yes", "did you mean `emergency`?"),
        ("consulate", "2026-11-20", "yes", "has no phone"),
        ("emergency", "2026-11-20", "perhaps", "say yes or no"),
        ("emergency", "2026-11-31", "yes", "does not match"),
    ],
)
def test_a_call_that_can_t_be_is_refused_and_nothing_is_kept(
    key: str, on: str, answered: str, said: str, content: Path
) -> None:
    """Exit status 2, why, and no file."""
    done = call(content, on, answered, key)

    assert done.exit_code == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())
    assert not (content / CALLS).exists()


def test_today_is_no_future(content: Path) -> None:
    """A call of today goes in."""
    assert call(content, "2026-11-24", "yes").exit_code == 0


def test_the_same_call_is_noted_once(content: Path) -> None:
    """Typing it twice changes nothing."""
    for _ in range(2):
        call(content, "2026-11-20", "yes")

    assert len(json.loads((content / CALLS).read_text("utf-8"))) == 1


def test_a_broken_file_of_calls_is_one_line_and_stays(content: Path) -> None:
    """It is not written over."""
    (content / CALLS).write_text("[", "utf-8")

    done = call(content, "2026-11-20", "yes")

    assert done.exit_code == 2 and "take it back from history" in done.stderr
    assert (content / CALLS).read_text("utf-8") == "["


@pytest.mark.parametrize(
    ("words", "found"), [([], 2), (["--topic", "consulate"], 1), (["--city", "any"], 2), (["--city", "x"], 0)]
)
def test_contacts_are_listed_by_city_and_topic(words: list[str], found: int, content: Path) -> None:
    """Each with its phone or the lack of it, and where it stands."""
    text = safar(content, *words).stdout

    assert f"{found} of 2 contacts" in text
    assert ("no phone" in text) is (found > 0)


def filled(file: Path, rows: dict[str, dict[str, object]]) -> None:
    """Fill in a sheet as a caller would: by contact, by column."""
    book = load_workbook(file)
    sheet: Any = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if row[0].value == KEY)
    titles = {cell.value: cell.column for cell in header}
    for row in sheet.iter_rows(min_row=header[0].row + 1):
        for title, words in rows.get(str(row[0].value), {}).items():
            sheet.cell(row[0].row, titles[title]).value = words
    book.save(file)


@pytest.mark.parametrize("day", ["20.11.2026", "2026-11-20", date(2026, 11, 20)])
def test_a_sheet_goes_out_and_comes_back(day: object, content: Path, tmp_path: Path) -> None:
    """However the day was typed; rows without a call are passed over, remarks are told to the author."""
    file = tmp_path / "calls.xlsx"
    assert safar(content, "sheet", "--to", file).exit_code == 0
    filled(file, {"emergency": {DAY: day, ANSWER: "Да", REMARK: "ответили сразу"}})

    done = safar(content, "import", file)

    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "1 calls noted, 0 rows refused")
    assert "emergency: Замечание: ответили сразу" in done.stdout
    assert load_course(content).contacts["emergency"].called_on == date(2026, 11, 20)


def test_refused_rows_say_why_and_the_rest_goes_in(content: Path, tmp_path: Path) -> None:
    """Each with the row's number in the sheet."""
    file = tmp_path / "calls.xlsx"
    texts = sample_content.files()
    changed = texts["contacts/contacts.yaml"].replace("[any]\ntopics", "[any]\ntopics")
    copies = "".join(
        f'  - {{key: c{n}, topics: [emergency], cities: [any], numbers: ["9.01"], '
        f'phone: {{value: "10{n}", fact: "9.01"}}, status: seen, seen_as_of: "2014"}}\n'
        for n in range(4)
    )
    (content / "contacts/contacts.yaml").write_text(changed + copies, "utf-8")
    safar(content, "sheet", "--to", file)
    filled(
        file,
        {
            "emergency": {DAY: "20.11.2026", ANSWER: "нет"},
            "consulate": {DAY: "20.11.2026", ANSWER: "да"},
            "c0": {DAY: "вчера", ANSWER: "да"},
            "c1": {DAY: "20.11.2027", ANSWER: "да"},
            "c2": {DAY: "20.11.2026", ANSWER: "может быть"},
            "c3": {ANSWER: "да"},
        },
    )

    done = safar(content, "import", file)

    assert done.exit_code == 1 and "1 calls noted, 5 rows refused" in done.stdout
    for why in (
        "`вчера` is no date",
        "lies in the future",
        "neither «да» nor «нет»",
        "has no phone",
        "`` is no date",
    ):
        assert why in done.stdout
    assert all(line.startswith("refused row ") for line in done.stdout.splitlines()[:-1])
    assert [c["contact"] for c in json.loads((content / CALLS).read_text("utf-8"))] == ["emergency"]


@pytest.mark.parametrize("made", [b"", b"PK\x03\x04 no zip", b"a,b\n1,2\n", None])
def test_a_file_that_is_no_sheet_is_one_line(made: bytes | None, content: Path, tmp_path: Path) -> None:
    """Never a traceback, and nothing is noted."""
    file = tmp_path / "calls.xlsx"
    if made is not None:
        file.write_bytes(made)

    done = safar(content, "import", file)

    assert done.exit_code == 2 and isinstance(done.exception, SystemExit)
    assert len(done.stderr.strip().splitlines()) == 1 and str(file) in done.stderr
    assert not (content / CALLS).exists()


def test_another_sheet_is_refused(content: Path, tmp_path: Path) -> None:
    """Without its columns nothing can be read from it."""
    from openpyxl import Workbook

    Workbook().save(tmp_path / "other.xlsx")

    done = safar(content, "import", tmp_path / "other.xlsx")

    assert done.exit_code == 2 and "has no header with the columns" in done.stderr


def test_the_page_to_print_holds_every_contact_of_the_office(content: Path, tmp_path: Path) -> None:
    """An office is a passport, a city or a contact."""
    page = tmp_path / "calls.html"

    assert safar(content, "sheet", "--to", page, "--office", "UZ").exit_code == 0
    assert "Узбекистан" in page.read_text("utf-8") and "112" not in page.read_text("utf-8")
    assert safar(content, "sheet", "--to", page, "--office", "emergency").exit_code == 0
    assert "112" in page.read_text("utf-8")


@pytest.mark.parametrize(("to", "office"), [("calls.pdf", ""), ("no/such/folder.html", ""), ("x.html", "XX")])
def test_a_sheet_that_can_t_be_made_is_one_line(to: str, office: str, content: Path, tmp_path: Path) -> None:
    """And leaves no file."""
    done = safar(content, "sheet", "--to", tmp_path / to, "--office", office)

    assert done.exit_code == 2 and len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / to).exists()


def test_words_that_begin_like_a_formula_stay_words(content: Path, tmp_path: Path) -> None:
    """A spreadsheet computes nothing that stood in the content."""
    file = content / "contacts/ru.yaml"
    file.write_text(file.read_text("utf-8").replace("note: Идите вместе", 'note: "=HYPERLINK(1)"'), "utf-8")
    safar(content, "sheet", "--to", tmp_path / "calls.xlsx")

    sheet = load_workbook(tmp_path / "calls.xlsx").worksheets[0]
    [cell] = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert cell.data_type == "s" or cell.quotePrefix
