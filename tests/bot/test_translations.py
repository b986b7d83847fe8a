"""`safar translations`: what is to do, and the spreadsheet on its way to the translator and back."""

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.translators import DIGEST, KEY, NEW, THEN, cleaned
from curriculum import State, Weight, accept, mark, translations
from learning.course import Language
from tests.curriculum import sample_content

MODULE = "modules/05-registration"
TERM = f"{MODULE}:lessons.first-days.cards.term"
HOST = f"{MODULE}:lessons.first-days.cards.host"
WRITTEN = (Language.RU, Language.KY, Language.TG, Language.UZ)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The sample, accepted; then two Russian cards changed, one of them by law."""
    folder = sample_content.write(tmp_path / "content")
    for language in WRITTEN:
        accept(folder, language)
    path = folder / MODULE / "ru.yaml"
    text = path.read_text("utf-8").replace("term: Идите вместе", "term: Идите сразу")
    path.write_text(text.replace("host: Идите вместе", "host: Идите все"), "utf-8")
    mark(folder, Weight.LEGAL, [TERM], date(2026, 11, 24))
    mark(folder, Weight.WORDING, [HOST], date(2026, 11, 24))
    return folder


def safar(content: Path, *words: object) -> Result:
    """Type `safar translations` and more words."""
    return CliRunner().invoke(app, ["translations", *map(str, words), "--content", str(content)])


def exported(content: Path, language: str = "ky") -> Path:
    """The spreadsheet for a translator."""
    file = content.parent / f"{language}.xlsx"
    assert safar(content, "export", language, "--to", file).exit_code == 0
    return file


def fill(file: Path, **new: str) -> None:
    """Fill in translations by the last word of their key, as a translator does."""
    book = load_workbook(file)
    sheet: Any = book.worksheets[1]
    titles = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        name = str(row[titles.index(KEY)].value).rpartition(".")[2]
        if name in new:
            row[titles.index(THEN)].value = new[name]
    book.save(file)


def states(content: Path, language: Language = Language.KY) -> dict[str, State]:
    """What is not current."""
    found = (s for s in translations(content) if s.language is language and s.state is not State.CURRENT)
    return {f"{s.folder}:{s.name}": s.state for s in found}


def test_status_counts_matching_hashes_only(content):
    """Two texts are stale, each by its weight; the rest is current, though nothing is empty."""
    told = json.loads(safar(content, "status", "--format", "json").output)
    kyrgyz = next(row for row in told if row["folder"] == MODULE and row["language"] == "ky")
    assert (kyrgyz["legal"], kyrgyz["wording"], kyrgyz["missing"], kyrgyz["new"]) == (1, 1, 0, 0)
    assert "legal" in safar(content, "status").output


def test_todo_names_place_limit_and_what_it_was_made_from(content):
    """In the order of the course, with the Russian as it was and as it is."""
    told = json.loads(safar(content, "todo", "ky", "--format", "json").output)
    assert [each["key"] for each in told] == [TERM, HOST]
    assert told[0]["old_source"].startswith("Идите вместе")
    assert told[0]["source"].startswith("Идите сразу")
    assert (told[0]["limit"], told[0]["file"]) == (500, f"{MODULE}/ky.yaml")
    assert (
        (content / told[0]["file"])
        .read_text("utf-8")
        .splitlines()[told[0]["line"] - 1]
        .strip()
        .startswith("term:")
    )


def test_sheet_shows_what_changed(content):
    """Struck out and bold, in the cell itself; only the columns to fill can be written in."""
    book = load_workbook(exported(content), rich_text=True)
    sheet: Any = book.worksheets[1]
    titles = [cell.value for cell in sheet[1]]
    rows = {str(row[0].value): row for row in sheet.iter_rows(min_row=2)}
    assert list(rows) == [TERM, HOST]
    marked = rows[TERM][titles.index("What changed")].value
    assert isinstance(marked, CellRichText)
    fonts = {
        piece.text.strip(): (bool(piece.font.strike), bool(piece.font.b))
        for piece in marked
        if not isinstance(piece, str)
    }
    assert fonts == {"вместе": (True, False), "сразу": (False, True)}
    assert rows[TERM][titles.index(NEW)].protection.locked
    assert not rows[TERM][titles.index(THEN)].protection.locked
    assert sheet.column_dimensions["L"].hidden
    assert titles[11] == DIGEST


def test_sheet_is_whole_xml(content):
    """Other programs must be able to open it."""
    with zipfile.ZipFile(exported(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))


def test_filled_rows_go_in_and_nothing_else_changes(content):
    """The words are there, accepted; every other line of the file is as it was."""
    file, path = exported(content), content / MODULE / "ky.yaml"
    before = path.read_text("utf-8")
    fill(file, term="Дароо барыңыз {registration-term}")
    told = safar(content, "import", file)
    assert (told.exit_code, told.output) == (0, "1 texts went in, 0 refused\n")
    after = path.read_text("utf-8")
    changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert [b for _, b in changed] == ["      term: Дароо барыңыз {registration-term}"]
    assert states(content) == {HOST: State.WORDING}


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("Дароо барыңыз", "lacks {registration-term}"),
        ("Дароо барыңыз {registration-term} {contact.emergency}", "contact.emergency"),
        ("Дароо 15 күндө барыңыз {registration-term}", "15"),
        ("Дароо барыңыз {registration-term} " + "сөз " * 150, "500"),
        ("Идите скорее все вместе в полицию и к врачу {registration-term}", "ky"),
        ("Дароо **барыңыз {registration-term}", "**"),
        ("Дароо барыңыз\u200b {registration-term}", "U+200B"),
    ],
)
def test_row_that_would_harm_is_refused_with_its_reason_and_the_rest_goes_in(content, new, reason):
    """A placeholder lost, a digit, too long, another language: told by row, nothing of it written."""
    file = exported(content)
    fill(file, term=new, host="Баарыңыз барыңыз {term.country}")
    told = safar(content, "import", file)
    assert told.exit_code == 1
    assert "1 texts went in, 1 refused" in told.output
    assert told.output.startswith(f"row 2, {TERM}: ")
    assert reason in told.output
    assert states(content) == {TERM: State.LEGAL}


def test_source_that_moved_on_is_refused(content):
    """He translated words that are there no more."""
    file = exported(content)
    fill(file, term="Дароо барыңыз {registration-term}")
    path = content / MODULE / "ru.yaml"
    path.write_text(path.read_text("utf-8").replace("term: Идите сразу", "term: Идите завтра"), "utf-8")
    told = safar(content, "import", file)
    assert "the Russian has changed since this file was made" in told.output


def test_trying_out_writes_nothing(content):
    """--dry-run says what would go in."""
    file, before = exported(content), (content / MODULE / "ky.yaml").read_bytes()
    fill(file, term="Дароо барыңыз {registration-term}")
    assert safar(content, "import", file, "--dry-run").output == "1 texts would go in, 0 refused\n"
    assert (content / MODULE / "ky.yaml").read_bytes() == before


@pytest.mark.parametrize("made", [b"", b"PK\x03\x04", b"a,b\n1,2", None])
def test_file_that_is_no_sheet_is_one_line(content, made):
    """Whatever came by mail."""
    file = content.parent / "x.xlsx"
    if made is not None:
        file.write_bytes(made)
    told = safar(content, "import", file, "--language", "ky")
    assert told.exit_code == 1
    assert len(told.output.strip().splitlines()) == 1


def test_what_spreadsheet_programs_do_is_undone():
    """Other spaces, ends of lines and apostrophes."""
    assert cleaned("  bir\u00a0ikki \r\nuch  ", Language.UZ) == "bir ikki\nuch"
    assert cleaned("o'zbek g’isht ma'no", Language.UZ) == "oʻzbek gʻisht maʼno"


def test_mark_and_accept_say_what_they_did(content):
    """And a slip in a name is one line."""
    assert safar(content, "accept", "ky", TERM).output == "1 texts accepted in ky\n"
    wrong = safar(content, "accept", "ky", "no-such")
    assert (wrong.exit_code, len(wrong.output.splitlines())) == (1, 1)
    path = content / MODULE / "ru.yaml"
    path.write_text(path.read_text("utf-8").replace("term: Идите сразу", "term: Идите завтра"), "utf-8")
    listed = safar(content, "mark")
    assert (listed.exit_code, TERM in listed.output) == (1, True)
    assert safar(content, "mark", "meaning", TERM).output == "1 changes are marked as meaning\n"
    assert safar(content, "mark").exit_code == 0
