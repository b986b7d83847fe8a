"""A report in words: the one form from which chat, page, spreadsheet and PDF are made, cell by cell the same."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from learning.course import Language


class Kind(StrEnum):
    """What stands in a column."""

    COUNT = "count"  # people, in tens; hidden below ten
    EXACT = "exact"  # a number that needs no floor: sessions held, heads that a leader typed
    SHARE = "share"  # per cent, in steps of five


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what is read, and the number behind it; None where the number is kept back or there is none.

    `text` is "<10" for a number kept back and "–" where there is nothing to say.
    """

    text: str
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers."""

    heading: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Row:
    """A row. `code` is the territory to drill down to, or empty."""

    name: str
    cells: tuple[Cell, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title, the heading of its names, and a note on how to read it (or empty).

    `key` is one of: overview places modules languages passports module-groups gain hardest sessions trend.
    """

    key: str
    title: str
    names: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All that one official is shown of one territory, in his language.

    `id` names this very report (territory, release of figures, language) and is printed on each paper.
    `until` is the day up to which people are counted, `since` the day after which for the columns "in the period".
    `facts` are (heading, words) lines for the head: territory, period, release of the course, report id.
    `definitions` are (figure, meaning) for each figure that occurs. `example` is a mark for made-up people, or empty.
    """

    id: str
    language: Language
    title: str
    territory: str
    code: str
    since: date | None
    until: date
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    definitions_title: str
    definitions: tuple[tuple[str, str], ...]
    example: str = ""
    empty: str = ""  # how to begin, when nobody is counted yet

    def table(self, key: str) -> Table | None:
        """The table of a key, if the report has it."""
        return next((table for table in self.tables if table.key == key), None)
