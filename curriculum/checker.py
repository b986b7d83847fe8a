"""The proof-reader: reads the folder once, asks every rule, and tells all at once."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from curriculum import kept
from curriculum.checks import RULES
from curriculum.finding import ContentError, Finding, Severity
from curriculum.loader import build
from curriculum.manuscript import Manuscript, Part, read_manuscript
from curriculum.message import say
from curriculum.rule import Rule
from learning.course import Course

STRUCTURE = tuple(rule for rule in RULES if not rule.of_words)
WORDS = tuple(rule for rule in RULES if rule.of_words)
# As an author reads: the course, the law, the modules, trouble, contacts, all else
_FOLDERS = ("course", "facts.yaml", "modules", "trouble", "contacts")
_LANGUAGES = ("ru", "ky", "tg", "uz", "uz_Cyrl")


def check(content: Path, today: date, cache: Path | None = None) -> list[Finding]:
    """All mistakes of the content, in the order in which an author reads. Never raises, whatever stands in the files.

    `today` decides which facts are due for review and the like, which are warnings. `cache` is a folder in which
    findings may be kept; they are told again only while content, rules and day are the same.
    """
    with _collector_at_rest():
        return _checked(content, today) if cache is None else _remembered(content, today, cache)


def load_course(content: Path) -> Course:
    """The course in this folder. Rules of words are not asked at a start of the bot.

    Raises:
        ContentError: something is wrong with it. A process with broken content does not start.
    """
    with _collector_at_rest():
        # No day is given: a course that was good yesterday must start today.
        manuscript = read_manuscript(content, date.min)
        found = {*manuscript.findings, *_found(STRUCTURE, manuscript)}
        errors = [finding for finding in found if finding.severity is Severity.ERROR]
        if errors:
            raise ContentError(sorted_as_read(errors, _order(manuscript)))
        return build(manuscript)


def structural(content: Path, today: date) -> list[Finding]:
    """What reading and the rules of structure find; those of words are a stage of their own."""
    with _collector_at_rest():
        return _structural(content, today)


def _structural(content: Path, today: date) -> list[Finding]:
    manuscript = read_manuscript(content, today)
    found = {*manuscript.findings, *_found(STRUCTURE, manuscript)}
    return sorted_as_read(found, _order(manuscript))


def _checked(content: Path, today: date) -> list[Finding]:
    manuscript = read_manuscript(content, today)
    found = {*manuscript.findings, *_found(STRUCTURE, manuscript)}
    for part in manuscript.parts():
        found.update(_found(WORDS, _only(manuscript, part)))
    return sorted_as_read(found, _order(manuscript))


def _remembered(content: Path, today: date, cache: Path) -> list[Finding]:
    state = kept.digests(content)
    whole = kept.digest("whole", kept.program(), str(today), *_flat(state))
    known = kept.recall(cache, whole)
    if known is not None:
        return known
    manuscript = read_manuscript(content, today)
    found = {*manuscript.findings, *_found(STRUCTURE, manuscript)}
    fresh = {}
    for part in manuscript.parts():
        key = _key_of(part, state, today)
        of_words = kept.recall(cache, key)
        if of_words is None:
            of_words = fresh[key] = list(_found(WORDS, _only(manuscript, part)))
        found.update(of_words)
    findings = sorted_as_read(found, _order(manuscript))
    if kept.digests(content) == state:  # else somebody saved meanwhile, and nobody knows what was read
        for key, each in {**fresh, whole: findings}.items():
            kept.keep(cache, key, each)
        kept.tidy(cache)
    return findings


def _key_of(part: Part[Any], state: kept.Digests, today: date) -> str:
    """What the findings of words in a folder rest on: its own files, and those that belong to no such folder."""
    here = f"{part.folder}/"
    mine = {name: known for name, known in state.items() if name.startswith(here) or not _in_folder(name)}
    return kept.digest("words", kept.program(), str(today), part.folder, *_flat(mine))


def _in_folder(name: str) -> bool:
    return name.startswith(
        ("modules/", "trouble/", "contacts/", "phrasebook/", "pairs/", "./", "course/locks/")
    )


def _flat(state: kept.Digests) -> Iterator[str]:
    for name in sorted(state):
        yield name
        yield state[name]


def _only(manuscript: Manuscript, part: Part[Any]) -> Manuscript:
    """The manuscript with the words of one folder alone: rules of words judge each folder by itself."""
    return replace(
        manuscript,
        course=part if part is manuscript.course else None,
        modules=tuple(module for module in manuscript.modules if module is part),
        trouble=part if part is manuscript.trouble else None,
        contacts=part if part is manuscript.contacts else None,
        phrasebook=part if part is manuscript.phrasebook else None,
        pairs=part if part is manuscript.pairs else None,
    )


def _found(rules: Iterable[Rule], manuscript: Manuscript) -> Iterator[Finding]:
    for rule in rules:
        try:
            yield from rule.findings(manuscript)
        except Exception as error:  # noqa: BLE001 - a rule that breaks down must not silence the others
            yield _broken_down(rule, error)


def _broken_down(rule: Rule, error: Exception) -> Finding:
    what = say(
        "the rule `{rule}` broke down ({error})",
        rule=rule.name,
        error=f"{type(error).__name__}: {error}"[:200],
    )
    why = say("What this rule would have found is not told.")
    cure = say(
        "This is a mistake of the program. Mend the other findings first; if it stays, tell the programmers."
    )
    return Finding(Severity.ERROR, "course/course.yaml", 1, 1, "rules_work", what, why, cure)


def _order(manuscript: Manuscript) -> Sequence[str]:
    return manuscript.course.shape.modules if manuscript.course else ()


def sorted_as_read(findings: Iterable[Finding], modules: Sequence[str]) -> list[Finding]:
    """Findings in the order of the course, then of the file: structure, ru, ky, tg, uz, uz_Cyrl."""
    rank = _rank(modules)
    return sorted(findings, key=lambda f: (*rank(f.file), f.file, f.line, f.column, f.rule, f.what))


def _rank(modules: Sequence[str]) -> Callable[[str], tuple[int, int, int]]:
    places = {folder: at for at, folder in enumerate(modules)}

    def rank(file: str) -> tuple[int, int, int]:
        top, *below = file.split("/")
        folder = _FOLDERS.index(top) if top in _FOLDERS else len(_FOLDERS)
        module = places.get(below[0], len(places)) if top == "modules" and below else 0
        stem = file.rpartition("/")[2].removesuffix(".yaml")
        return folder, module, _LANGUAGES.index(stem) + 1 if stem in _LANGUAGES else 0

    return rank


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """All that is read here stays until the end: to look for garbage among it again and again only costs time.

    It is gone when the collector wakes, if it belongs to a function that is called here.
    """
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()
