"""The spreadsheet that translators fill in: written with what changed marked, read back with suspicion."""

import difflib
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Color, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter

from bot.spreadsheet import Column, SheetError, read_sheet
from curriculum import Errand, Finding, Severity, accept, check, errands, places, put_words
from learning.course import Language

KEY, WHERE, STATE, LIMIT = "Key", "Place", "State", "Limit"
OLD, NEW, CHANGES = "Old Russian", "Russian now", "What changed"
NOW, THEN, LENGTH = "Translation now", "New translation", "Length"
REMARK, DIGEST = "Remark", "Do not touch"
COLUMNS = [
    Column(KEY, 28), Column(WHERE, 30), Column(STATE, 10), Column(LIMIT, 7), Column(OLD, 40), Column(NEW, 40),
    Column(CHANGES, 40), Column(NOW, 40), Column(THEN, 44, to_fill=True), Column(LENGTH, 8),
    Column(REMARK, 24, to_fill=True), Column(DIGEST, 14),
]  # fmt: skip
HOW_TO = [
    "How to use this file / Как работать с этим файлом",
    "",
    f"Write only in the yellow columns: “{THEN}” and “{REMARK}”. Пишите только в жёлтых столбцах.",
    "Translate the Russian as it stands now; what changed is struck out or bold. Переводите русский текст, как он есть сейчас.",
    "Words in { } stay as they are: the program puts the number or name there. Слова в { } не меняйте: число подставит программа.",
    "Keep **bold**, lists and links as in the Russian. Оставьте **жирное**, списки и ссылки, как в русском.",
    "No digits by hand. Цифры руками не пишут.",
    f"“{LIMIT}” is the most characters; “{LENGTH}” turns red beyond it. Краснеет, если слишком длинно.",
    "Leave a row empty if you have nothing for it. Пустую строку пропустят.",
]
_YELLOW, _GREY, _RED = (PatternFill("solid", fgColor=colour) for colour in ("FFF6D5", "E4E8EC", "F6C6C2"))
_OUT, _IN = InlineFont(strike=True, color=Color("B3261E")), InlineFont(b=True, color=Color("116329"))
_UZBEK = re.compile(r"(?<=[oOgG])['‘’`´ʼ]")
_STOP = re.compile(r"(?<![oOgG])['‘’`´ʻ]")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a sheet: how many rows went in, and a line for each that did not."""

    count: int
    refused: tuple[str, ...]


def write(content: Path, language: Language, file: Path, *, everything: bool) -> int:
    """Write what waits in a language (or everything) into an XLSX file; how many rows. Raises SheetError."""
    rows = [errand for errand in errands(content, language) if everything or errand.waits]
    book = Workbook()
    manual: Any = book.active
    manual.title = "How to"
    for at, line in enumerate(HOW_TO, start=1):
        manual.cell(at, 1, line).font = Font(bold=at == 1)
    manual.column_dimensions["A"].width = 120
    sheet: Any = book.create_sheet(str(language))
    _header(sheet)
    for number, errand in enumerate(rows, start=2):
        _row(sheet, number, errand)
    _guard(sheet, len(rows) + 1)
    book.active = 1
    try:
        book.save(file)
    except OSError as error:
        raise SheetError(f"{file} can't be written ({error.strerror})") from error
    return len(rows)


def _header(sheet: Any) -> None:
    for at, column in enumerate(COLUMNS, start=1):
        cell = sheet.cell(1, at, column.title)
        cell.font, cell.fill = Font(bold=True), _YELLOW if column.to_fill else _GREY
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.freeze_panes = "B2"
    sheet.column_dimensions[get_column_letter(len(COLUMNS))].hidden = True


def _row(sheet: Any, number: int, errand: Errand) -> None:
    values = {
        KEY: errand.key, WHERE: errand.where, STATE: errand.state.value, LIMIT: errand.limit or "",
        OLD: errand.old_source, NEW: errand.source, NOW: errand.text, THEN: "", REMARK: "",
        DIGEST: errand.source_digest,
    }  # fmt: skip
    for at, column in enumerate(COLUMNS, start=1):
        cell = sheet.cell(number, at)
        if column.title == CHANGES:
            cell.value = _marked(errand.old_source, errand.source) if errand.old_source else ""
        elif column.title == LENGTH:
            cell.value = f"=LEN({get_column_letter(_at(THEN))}{number})"
        else:
            cell.value = values[column.title]
            if isinstance(cell.value, str):
                cell.data_type = "s"  # text that begins with = is no formula
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.protection = Protection(locked=not column.to_fill)
        if column.to_fill:
            cell.fill = _YELLOW


def _guard(sheet: Any, last: int) -> None:
    length, limit = get_column_letter(_at(LENGTH)), get_column_letter(_at(LIMIT))
    beyond = [f'AND(${limit}2<>"",${length}2>${limit}2)']
    too_long = FormulaRule(beyond, fill=_RED)  # type: ignore[no-untyped-call]  # openpyxl's stubs lack it
    sheet.conditional_formatting.add(f"{length}2:{length}{max(last, 2)}", too_long)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _at(title: str) -> int:
    return [column.title for column in COLUMNS].index(title) + 1


def _marked(old: str, new: str) -> CellRichText:
    """The new words with what came in bold and what went out struck, word by word."""
    before, after = re.findall(r"\S+\s*", old), re.findall(r"\S+\s*", new)
    pieces: list[Any] = []
    for change, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[i1:i2]), "".join(after[j1:j2])
        if change == "equal":
            pieces.append(come)
            continue
        pieces += [TextBlock(_OUT, gone)] if gone else []
        pieces += [TextBlock(_IN, come)] if come else []
    return CellRichText(*pieces)


def take(content: Path, language: Language, file: Path, today: date, *, dry_run: bool) -> Taken:
    """Take filled rows into the words of a language, and accept them; each row refused is told with its reason.

    Raises:
        SheetError: the file can't be read; nothing went in.
    """
    known = {errand.key: errand for errand in errands(content, language)}
    words: dict[str, str] = {}
    rows: dict[str, int] = {}
    refused: list[str] = []
    for row in read_sheet(file, COLUMNS, [KEY, THEN, DIGEST]):
        new = cleaned(row.text(THEN), language)
        key = row.text(KEY)
        if not new:
            continue
        reason = _unfit(key, row.text(DIGEST), known, rows)
        if reason:
            refused.append(f"row {row.number}, {key}: {reason}")
        else:
            words[key], rows[key] = new, row.number
    wrong = _judged(content, language, words, today)
    refused += [f"row {rows[key]}, {key}: {reason}" for key, reason in wrong.items()]
    good = {key: new for key, new in words.items() if key not in wrong}
    if good and not dry_run:
        put_words(content, language, good)
        accept(content, language, list(good))
    return Taken(len(good), tuple(refused))


def cleaned(words: str, language: Language) -> str:
    """What spreadsheet programs do to text, undone: other spaces, other ends of lines, other apostrophes."""
    plain = words.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").replace("\u00a0", " ")
    plain = "\n".join(line.rstrip() for line in plain.split("\n")).strip()
    if language is Language.UZ:
        plain = _STOP.sub("ʼ", _UZBEK.sub("ʻ", plain))
    return plain


def _unfit(key: str, digest: str, known: dict[str, Errand], rows: dict[str, int]) -> str:
    if key not in known:
        return "there is no such segment in the course"
    if key in rows:
        return f"it stands in row {rows[key]} already"
    if digest != known[key].source_digest:
        return "the Russian has changed since this file was made: export it anew"
    return ""


def _judged(content: Path, language: Language, words: dict[str, str], today: date) -> dict[str, str]:
    """What the proof-reader has against new words, by segment; asked on a copy."""
    if not words:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "content"
        shutil.copytree(content, copy)
        wrong = put_words(copy, language, words)
        before = {_said(finding) for finding in check(content, today)}
        new = [finding for finding in check(copy, today) if _said(finding) not in before]
        return wrong | _at_segments(copy, language, words, new)


def _at_segments(
    content: Path, language: Language, words: dict[str, str], findings: Sequence[Finding]
) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for span in places(content):
        key = f"{span.folder}:{'.'.join(span.path)}"
        if span.language is not language or key not in words:
            continue
        for finding in findings:
            here = finding.file == span.file and span.first <= finding.line <= span.last
            if here and finding.severity is not Severity.NOTE and finding.rule != "spelling_known":
                wrong.setdefault(key, f"{finding.what} {finding.cure}")
    return wrong


def _said(finding: Finding) -> tuple[str, str, str]:
    return finding.file, finding.rule, str(finding.what)
