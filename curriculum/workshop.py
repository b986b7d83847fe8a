"""What commands and the preview ask of the content folder beside check and course."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from curriculum.approvals import unapproved, units
from curriculum.calls import CallRow, RowRefused, judged, noted, read_calls, write_calls
from curriculum.confirmations import FactRow, Sign, confirmed, read_confirmations, write_confirmations
from curriculum.directory import ContactStanding, contact_standings
from curriculum.editing import EditError, with_words
from curriculum.extent import counts as counts_of
from curriculum.impact import Impact, impact_on
from curriculum.law import FactStanding, fact_standings
from curriculum.manuscript import read_manuscript
from curriculum.message import Translate, said
from curriculum.messages import translator
from curriculum.segment_work import Errand
from curriculum.segment_work import coverage as coverage_of
from curriculum.segment_work import errands as errands_of
from curriculum.spans import Span, spans
from curriculum.spelling import accept, new_by_language
from curriculum.states import Standing, State, standings
from learning.course import Language
from learning.validity import DUE_WITHIN


def translations(content: Path) -> list[Standing]:
    """How every segment stands in every language, in the order of the course. Never raises."""
    return list(standings(read_manuscript(content, date.min)))


def places(content: Path) -> list[Span]:
    """Where every text and every piece of structure stands. Never raises."""
    return list(spans(read_manuscript(content, date.min)))


@lru_cache(maxsize=1)
def _russian() -> Translate:
    return translator("ru")


def counts(content: Path) -> dict[str, Any]:
    """How much is written, by module, language and passport, and how long it takes. Never raises."""
    return counts_of(read_manuscript(content, date.min))


def in_russian(words: str) -> str:
    """A sentence of the proof-reader in Russian."""
    return said(words, _russian())


def facts(content: Path, today: date, within: int = DUE_WITHIN) -> list[FactStanding]:
    """All facts, and how their days stand; "due" is what is to be reviewed within so many days. Never raises."""
    return list(fact_standings(read_manuscript(content, today), within))


def impact(content: Path, key: str) -> Impact:
    """What rests on a fact, a contact or a term.

    Raises:
        UnknownKey: there is none of this key.
    """
    return impact_on(read_manuscript(content, date.min), key)


def contacts(content: Path) -> list[ContactStanding]:
    """All contacts, and when somebody last answered. Never raises."""
    return list(contact_standings(read_manuscript(content, date.min)))


def note_calls(content: Path, rows: Iterable[CallRow], today: date) -> list[str]:
    """Note calls; each one refused is told in a line, and the rest goes in.

    Raises:
        CallsError: the file of calls can't be read; nothing was noted.
    """
    known = {contact.key: contact for contact in contacts(content)}
    calls, refused = read_calls(content), []
    for row in rows:
        try:
            calls = noted(calls, [judged(row, known.get(row.contact), list(known), today)])
        except RowRefused as why:
            refused.append(f"{row.where}: {why}" if row.where else str(why))
    if calls != read_calls(content):
        write_calls(content, calls)
    return refused


def city_names(content: Path) -> dict[str, str]:
    """The cities of the directory in Russian, by key. Never raises."""
    part = read_manuscript(content, date.min).contacts
    words = part.words.get(Language.RU) if part else None
    return (
        {city: str(words.leaves.get(("cities", city), city)) for city in part.shape.cities}
        if part and words
        else {}
    )


def new_words(content: Path) -> dict[Language, tuple[str, ...]]:
    """Words that neither a list nor the Russian dictionary knows, by language, sorted. Never raises."""
    return new_by_language(read_manuscript(content, date.min))


def accept_words(content: Path, languages: Collection[Language]) -> dict[Language, tuple[str, ...]]:
    """Put the new words of these languages into their lists, and tell which.

    Raises:
        OSError: a list can't be written.
    """
    new = {language: words for language, words in new_words(content).items() if language in languages}
    for language, words in new.items():
        if words:
            accept(content, language, words)
    return new


def confirm_facts(
    content: Path, rows: Iterable[FactRow], by: str, on: date, sign: Sign | None = None
) -> tuple[list[str], list[str]]:
    """Take in what a body confirmed: the facts that went in, and a line for each row refused.

    Raises:
        ConfirmationsError: the file of confirmations can't be read; nothing went in.
    """
    known, given = read_manuscript(content, date.min).facts, read_confirmations(content)
    taken, refused = {}, []
    for row in rows:
        try:
            taken[row.fact] = confirmed(row, known, by, on, sign)
        except RowRefused as why:
            refused.append(f"{row.where}: {why}")
    if taken:
        write_confirmations(content, given | taken)
    return list(taken), refused


def errands(content: Path, language: Language) -> list[Errand]:
    """Every segment of a language in the order of the course: its state, place, limit and sources. Never raises."""
    return list(errands_of(read_manuscript(content, date.min), language))


def coverage(content: Path) -> dict[tuple[str, Language], dict[State, int]]:
    """How many segments stand how, by folder and language. Never raises."""
    return coverage_of(read_manuscript(content, date.min))


def not_agreed(content: Path) -> dict[tuple[str, str], int]:
    """How many units of a folder some body has yet to agree to, by folder and written language. Never raises."""
    manuscript = read_manuscript(content, date.min)
    folder = {unit.key: unit.part.folder for unit in units(manuscript)}
    counted: dict[tuple[str, str], int] = {}
    for unit, missing in unapproved(manuscript).items():
        for language in missing:
            counted[folder[unit], language] = counted.get((folder[unit], language), 0) + 1
    return counted


def put_words(content: Path, language: Language, words: Mapping[str, str]) -> dict[str, str]:
    """Write words under segments ("folder:path") into their files; those that can't be written, with the reason.

    Each file is written whole or not at all, and nothing else in it changes.
    """
    manuscript, refused = read_manuscript(content, date.min), {}
    for part in manuscript.parts():
        mine = {key.partition(":")[2]: key for key in words if key.partition(":")[0] == part.folder}
        order = [slot.path for slot in part.slots]
        file = content / part.folder / f"{language}.yaml"
        text = before = file.read_text("utf-8") if mine else ""
        for path in order:
            key = mine.pop(".".join(path), "")
            if key:
                try:
                    text = with_words(text, path, words[key], order)
                except EditError as error:
                    refused[key] = str(error)
        refused |= dict.fromkeys(mine.values(), "there is no such segment")
        if text != before:
            half = file.with_suffix(".half")
            half.write_text(text, "utf-8")
            half.replace(file)
    known = {part.folder for part in manuscript.parts()}
    return refused | {key: "there is no such segment" for key in words if key.partition(":")[0] not in known}
