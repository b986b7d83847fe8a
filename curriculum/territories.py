"""The lists of places, read from CSV: regions and districts of the three countries."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from curriculum.finding import ContentError, Finding, Severity
from curriculum.message import Message, say
from learning.course import Language, Words
from learning.territory import COUNTRIES, Territories, Territory

COLUMNS = ("code", "level", "parent", "name_ky", "name_tg", "name_uz_latn", "name_uz_cyrl", "name_ru")
LEVELS = {"1": 1, "2": 2}
BELOW = ("3",)  # known to the lists, not asked for
_NATIVE = {"KG": "name_ky", "TJ": "name_tg", "UZ": "name_uz_latn"}
_CODE = re.compile(r"[A-Za-z0-9-]{1,20}")
_WHY = say("People choose their home from this list, and figures are counted by its codes.")


class _Fault(Exception):
    """A row, or a whole list, that can't be used: line, what, cure."""

    def __init__(self, line: int, what: Message, cure: Message) -> None:
        self.line, self.what, self.cure = line, what, cure
        super().__init__(what)


def load_territories(content: Path) -> Territories:
    """The places of the three countries, levels 1 and 2.

    Raises:
        ContentError: a list is missing or broken.
    """
    territories, findings = read_territories(content)
    if findings:
        raise ContentError(findings)
    return territories


def read_territories(content: Path) -> tuple[Territories, tuple[Finding, ...]]:
    """All places that can be read, and what is wrong with the others."""
    places: dict[str, Territory] = {}
    findings = []
    for country in COUNTRIES:
        file = f"territories/{country.lower()}.csv"
        for found in _places(content / file, country, places):
            if isinstance(found, Territory):
                places[found.code] = found
            else:
                findings.append(_finding(file, found))
    return Territories(places), tuple(findings)


def _finding(file: str, fault: _Fault) -> Finding:
    return Finding(Severity.ERROR, file, fault.line, 1, "territories", fault.what, _WHY, fault.cure)


def _places(path: Path, country: str, known: dict[str, Territory]) -> Iterator[Territory | _Fault]:
    try:
        rows = list(_rows(path))
    except _Fault as fault:
        yield fault
        return
    regions = {row["code"] for _, row in rows if row["level"] == "1"}
    if not regions:
        yield _Fault(1, say("there is no region in this list"), say("Put the list of places there."))
    for line, row in rows:
        try:
            yield _place(line, row, country, regions, known)
        except _Fault as fault:
            yield fault


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of the levels that are used, each with its line. Raises _Fault."""
    try:
        reader = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            raise _Fault(
                1,
                say("columns are missing: {columns}", columns=", ".join(missing)),
                say("Copy the head of another list."),
            )
        for row in reader:
            if row["level"] not in (*LEVELS, *BELOW):
                raise _Fault(
                    reader.line_num,
                    say("`{level}` is no level", level=row["level"] or ""),
                    say("1 is a region, 2 a district, 3 what lies in one; give every column."),
                )
            if row["level"] in LEVELS:
                yield reader.line_num, {column: (row[column] or "").strip() for column in COLUMNS}
    except FileNotFoundError as error:
        raise _Fault(1, say("the file is missing"), say("Put the list of places there.")) from error
    except (OSError, ValueError, csv.Error) as error:
        raise _Fault(
            1, say("the list can't be read: {error}", error=error), say("Save it as CSV in UTF-8.")
        ) from error


def _place(
    line: int, row: dict[str, str], country: str, regions: set[str], known: dict[str, Territory]
) -> Territory:
    code, parent, level = row["code"], row["parent"], LEVELS[row["level"]]
    if not _CODE.fullmatch(code):
        raise _Fault(
            line,
            say("`{code}` is not a code", code=code),
            say("A code has 1-20 signs of A-Z, a-z, 0-9 and hyphen."),
        )
    if code in known:
        raise _Fault(
            line, say("the code {code} stands twice", code=code), say("Give each place a code of its own.")
        )
    if parent not in (regions if level == 2 else {country}):
        raise _Fault(
            line,
            say("{code} lies in `{parent}`, which is not in this list", code=code, parent=parent),
            say("Correct `parent`."),
        )
    if not row[_NATIVE[country]]:
        raise _Fault(
            line,
            say("{code} has no name in its own language", code=code),
            say("Fill in {column}.", column=_NATIVE[country]),
        )
    return Territory(code, parent, level, _names(row, country))


def _names(row: dict[str, str], country: str) -> Words:
    """The native name for all but readers of Russian; who reads Uzbek Cyrillic gets Uzbek names in it."""
    native = row[_NATIVE[country]]
    names = dict.fromkeys(Language, native)
    names[Language.RU] = row["name_ru"] or native
    if country == "UZ":
        names[Language.UZ_CYRL] = row["name_uz_cyrl"] or native
    return names
