"""Terms are said as agreed, and forms and offices bring their Russian name along.

Wrong: the Russian text uses a term of `glossary.yaml`, and the translation none of its agreed renderings; a term
marked `form: true` without its Russian name in brackets at its first use in a module or on a trouble page. Warnings.
Why it matters: a paper that is called three names is three papers to a reader; at the counter it has a Russian name.
Cure: use the agreed word, or agree on another one in the glossary; add the Russian name in brackets.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript, Part, WordsFile
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.schema import RenderingShape
from curriculum.slots import Kind, Slot
from curriculum.tongue import core
from learning.course import Language

TRANSLATED = (Language.KY, Language.TG, Language.UZ)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_RUNNING = (Kind.CARD, Kind.STEP, Kind.QUESTION, Kind.REPLY)  # titles and buttons have no room for brackets


@rule(why=say("A paper under three names is three papers to a reader; at the counter it has a Russian one."))
def glossary_kept(manuscript: Manuscript) -> Iterator[Fault]:
    """Terms are said as agreed, and forms and offices bring their Russian name along."""
    terms = manuscript.glossary.shape.terms
    for part in manuscript.parts() if terms else ():
        russian = part.words.get(Language.RU)
        using = _using(part, russian, terms) if russian else {}
        for language in TRANSLATED:
            words = part.words.get(language)
            if words:
                for key, found in using.items():
                    yield from _renderings(key, terms[key].agreed(language), list(found), words)
                    if terms[key].form:
                        yield from _first_uses(terms[key], found, words)


def _using(
    part: Part[Any], russian: WordsFile, terms: Mapping[str, RenderingShape]
) -> dict[str, dict[Slot, str]]:
    """By term the places whose Russian text uses it, each with the term as it stands there."""
    using: dict[str, dict[Slot, str]] = {}
    first = {key: tuple(stem.split()[0].casefold() for stem in term.ru) for key, term in terms.items()}
    for slot in part.slots:
        text = russian.leaves.get(slot.path)
        # An option says it as its few words allow; how Russian sounds is no language.
        if not isinstance(text, str) or slot.kind in (Kind.OPTION, Kind.SOUND):
            continue
        folded = text.casefold()
        likely = [key for key, stems in first.items() if any(stem in folded for stem in stems)]
        own = core(text) if likely else ""
        for key in likely:
            if found := _pattern(terms[key].ru).search(own):
                using.setdefault(key, {})[slot] = found[0]
    return using


def _renderings(key: str, agreed: tuple[str, ...], using: list[Slot], words: WordsFile) -> Iterator[Fault]:
    for slot in using:
        text = words.leaves.get(slot.path)
        if isinstance(text, str) and text.strip() and not _says(text, agreed):
            what = say(
                "`{name}` does not say `{key}` as agreed: {agreed}",
                name=slot.name,
                key=key,
                agreed=", ".join(agreed),
            )
            cure = say("Use the agreed word, or add this one to glossary.yaml.")
            yield Fault(words.source, slot.path, what, cure, severity=Severity.WARNING)


def _first_uses(term: RenderingShape, using: Mapping[Slot, str], words: WordsFile) -> Iterator[Fault]:
    """A term's first use in running text, in the module or on each trouble page."""
    first: dict[tuple[str, ...], Slot] = {}
    for slot in using:
        if slot.kind in _RUNNING:
            first.setdefault(slot.path[:2] if slot.path[0] != "lessons" else (), slot)
    for slot in first.values():
        text = words.leaves.get(slot.path)
        if isinstance(text, str) and text.strip() and not _named(text, term.ru):
            what = say(
                "`{name}` is the first to speak of «{russian}», without that name in brackets",
                name=slot.name,
                russian=using[slot],
            )
            cure = say("Add the Russian name in brackets after the word.")
            yield Fault(words.source, slot.path, what, cure, severity=Severity.WARNING)


def _says(text: str, stems: tuple[str, ...]) -> bool:
    """Whether one of the beginnings stands there; the first that most texts hold is found without a pattern."""
    spaced = f" {text.casefold()}"
    return any(f" {stem}" in spaced for stem in stems) or bool(_pattern(stems).search(text))


def _named(text: str, stems: tuple[str, ...]) -> bool:
    return any(_pattern(stems).search(piece) for piece in _BRACKETS.findall(text))


@cache
def _pattern(stems: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of the beginnings of words; between the words of a phrase only spaces."""
    phrases = (r"\w*\s+".join(re.escape(stem) for stem in phrase.split()) for phrase in stems)
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})\w*", re.IGNORECASE)
