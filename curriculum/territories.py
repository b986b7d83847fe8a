"""The lists of places, read from CSV: regions and districts of the three countries, and what is known below them."""

import csv
import io
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path

from curriculum import territory_history
from curriculum.finding import ContentError, Finding, Severity
from curriculum.message import Message, say
from learning.course import Language, Words
from learning.territory import COMMUNITY, COUNTRIES, Territories, Territory

COLUMNS = ("code", "level", "parent", "name_ky", "name_tg", "name_uz_latn", "name_uz_cyrl", "name_ru")
LEVELS = {"1": 1, "2": 2}
BELOW = ("3",)  # communities have a file of their own; left in a list they are passed over
_NATIVE = {"KG": "name_ky", "TJ": "name_tg", "UZ": "name_uz_latn"}
_CODE = re.compile(territory_history.CODE)
_WHY = say("People choose their home from this list, and figures are counted by its codes.")

Row = dict[str, str]


class _Fault(Exception):
    """A row, or a whole list, that can't be used: line, what, cure."""

    def __init__(self, line: int, what: Message, cure: Message) -> None:
        self.line, self.what, self.cure = line, what, cure
        super().__init__(what)


def load_territories(content: Path) -> Territories:
    """The places of the three countries, levels 1 and 2, what became of them, and the communities in them.

    Raises:
        ContentError: a list or the history is missing or broken.
    """
    territories, findings = read_territories(content)
    if findings:
        raise ContentError(findings)
    return territories


def read_territories(content: Path) -> tuple[Territories, tuple[Finding, ...]]:
    """All places that can be read, and what is wrong with the others and with their history."""
    places: dict[str, Territory] = {}
    findings = []
    for country in COUNTRIES:
        file = f"territories/{country.lower()}.csv"
        for found in _places(content / file, country, places):
            if isinstance(found, Territory):
                places[found.code] = found
            else:
                findings.append(_finding(file, found))
    # Where a list is broken, the history is not blamed for codes that can't be read.
    history, mistaken = territory_history.read_history(content, None if findings else places)
    territories = Territories(places, history=history)
    communities: dict[str, list[Territory]] = {}
    for country in COUNTRIES:
        file = f"territories/{country.lower()}-communities.csv"
        for found in _communities(content / file, country, territories):
            if isinstance(found, Territory):
                communities.setdefault(found.parent, []).append(found)
            elif not findings:
                mistaken = (*mistaken, _finding(file, found))
    known = {district: tuple(below) for district, below in communities.items()}
    return Territories(places, history=history, communities=known), (*findings, *mistaken)


def _finding(file: str, fault: _Fault) -> Finding:
    return Finding(Severity.ERROR, file, fault.line, 1, "territories", fault.what, _WHY, fault.cure)


def _places(path: Path, country: str, known: Mapping[str, Territory]) -> Iterator[Territory | _Fault]:
    try:
        rows = list(_listed(path))
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


def _communities(path: Path, country: str, territories: Territories) -> Iterator[Territory | _Fault]:
    """What is known to lie in districts; a country need not have such a list."""
    if not path.exists():
        return
    try:
        rows = list(_rows(path, ("code", "parent", _NATIVE[country])))
    except _Fault as fault:
        yield fault
        return
    met = set(territories.by_code)
    for line, row in rows:
        try:
            yield _community(line, row, country, territories, met)
        except _Fault as fault:
            yield fault
        met.add(row["code"])


def _listed(path: Path) -> Iterator[tuple[int, Row]]:
    """The rows of the levels that are used, each with its line. Raises _Fault."""
    for line, row in _rows(path, COLUMNS):
        if row["level"] not in (*LEVELS, *BELOW):
            raise _Fault(
                line,
                say("`{level}` is no level", level=row["level"]),
                say("1 is a region, 2 a district, 3 what lies in one; give every column."),
            )
        if row["level"] in LEVELS:
            yield line, row


def _rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """The rows of a list with these columns, each with its line. Raises _Fault."""
    try:
        reader = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise _Fault(
                1,
                say("columns are missing: {columns}", columns=", ".join(missing)),
                say("Copy the head of another list."),
            )
        for row in reader:
            yield reader.line_num, {column: (row[column] or "").strip() for column in columns}
    except FileNotFoundError as error:
        raise _Fault(1, say("the file is missing"), say("Put the list of places there.")) from error
    except (OSError, ValueError, csv.Error) as error:
        raise _Fault(
            1, say("the list can't be read: {error}", error=error), say("Save it as CSV in UTF-8.")
        ) from error


def _place(line: int, row: Row, country: str, regions: set[str], known: Mapping[str, Territory]) -> Territory:
    code, parent, level = row["code"], row["parent"], LEVELS[row["level"]]
    _judge_code(line, code, known)
    if parent not in (regions if level == 2 else {country}):
        raise _outside(line, code, parent)
    _judge_name(line, row, country)
    return Territory(code, parent, level, _names(row, country))


def _community(line: int, row: Row, country: str, territories: Territories, met: Container[str]) -> Territory:
    """A community in the district that its parent lives on as, so that a merger needs no change here."""
    code, district = row["code"], territories.get(row["parent"])
    _judge_code(line, code, met)
    if district is None or country not in territories.codes(district.code):
        raise _outside(line, code, row["parent"])
    _judge_name(line, row, country)
    return Territory(code, district.code, COMMUNITY, dict.fromkeys(Language, row[_NATIVE[country]]))


def _judge_code(line: int, code: str, met: Container[str]) -> None:
    if not _CODE.fullmatch(code):
        raise _Fault(
            line,
            say("`{code}` is not a code", code=code),
            say("A code has 1-20 signs of A-Z, a-z, 0-9 and hyphen."),
        )
    if code in met:
        raise _Fault(
            line, say("the code {code} stands twice", code=code), say("Give each place a code of its own.")
        )


def _judge_name(line: int, row: Row, country: str) -> None:
    if not row[_NATIVE[country]]:
        raise _Fault(
            line,
            say("{code} has no name in its own language", code=row["code"]),
            say("Fill in {column}.", column=_NATIVE[country]),
        )


def _outside(line: int, code: str, parent: str) -> _Fault:
    return _Fault(
        line,
        say("{code} lies in `{parent}`, which is not in this list", code=code, parent=parent),
        say("Correct `parent`."),
    )


def _names(row: Row, country: str) -> Words:
    """The native name for all but readers of Russian; who reads Uzbek Cyrillic gets Uzbek names in it."""
    native = row[_NATIVE[country]]
    names = dict.fromkeys(Language, native)
    names[Language.RU] = row["name_ru"] or native
    if country == "UZ":
        names[Language.UZ_CYRL] = row["name_uz_cyrl"] or native
    return names
