"""Terms are said as agreed, and forms and offices bring their Russian name along.

Wrong: the Russian text uses a term of `glossary.yaml`, and the translation none of its agreed renderings; a term
marked `form: true` without its Russian name in brackets at its first use in a module or on a trouble page. Warnings.
Why it matters: a paper that is called three names is three papers to a reader; at the counter it has a Russian name.
Cure: use the agreed word, or agree on another one in the glossary; add the Russian name in brackets.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.schema import RenderingShape
from curriculum.slots import Kind
from curriculum.tongue import core
from curriculum.words import WordsFile
from learning.course import Language

TRANSLATED = (Language.KY, Language.TG, Language.UZ)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_RUNNING = (Kind.CARD, Kind.STEP, Kind.QUESTION, Kind.REPLY)  # titles and buttons have no room for brackets


@rule(
    why=say("A paper under three names is three papers to a reader; at the counter it has a Russian one."),
    of_words=True,
)
def glossary_kept(manuscript: Manuscript) -> Iterator[Fault]:
    """Terms are said as agreed, and forms and offices bring their Russian name along."""
    terms = manuscript.glossary.shape.terms
    agreed = {
        language: {key: term.agreed(language) for key, term in terms.items()} for language in TRANSLATED
    }
    for part in manuscript.parts() if terms else ():
        russian = part.words.get(Language.RU)
        likely = _likely(russian, terms) if russian else {}
        for language in TRANSLATED:
            words = part.words.get(language)
            if russian and words:
                yield from _renderings(terms, agreed[language], likely, russian, words)
                for key, term in terms.items():
                    if term.form:
                        places = [at for at, keys in likely.items() if key in keys]
                        yield from _first_uses(term, places, russian, words)


def _likely(russian: WordsFile, terms: Mapping[str, RenderingShape]) -> dict[int, list[str]]:
    """By place the terms that its Russian text may use: all words of one stand somewhere in it."""
    likely: dict[int, list[str]] = {}
    for key, term in terms.items():
        for stem in term.ru:
            longest, *others = sorted(_folded(stem), key=len, reverse=True)
            for at in russian.folded_places(longest):
                keys = likely.setdefault(at, [])
                if key not in keys and _stand(others, russian.texts[at]):
                    keys.append(key)
    # An option says it as its few words allow; how Russian sounds is no language.
    return {
        at: likely[at] for at in sorted(likely) if russian.slots[at].kind not in (Kind.OPTION, Kind.SOUND)
    }


def _stand(words: Sequence[str], text: str) -> bool:
    return not words or all(word in text.casefold() for word in words)


@cache
def _folded(stem: str) -> list[str]:
    return stem.casefold().split()


def _used(term: RenderingShape, russian: str) -> str:
    """The term as it stands in a Russian text, in its own words; empty if it does not."""
    found = _pattern(term.ru).search(core(russian))
    return found[0] if found else ""


def _renderings(
    terms: Mapping[str, RenderingShape],
    agreed: Mapping[str, tuple[str, ...]],
    likely: Mapping[int, Sequence[str]],
    russian: WordsFile,
    words: WordsFile,
) -> Iterator[Fault]:
    for at, keys in likely.items():
        text = words.texts[at]
        folded = text.casefold()
        for key in keys if folded.strip() else ():
            # Nearly all say it: that is asked first.
            if not _says(text, folded, agreed[key]) and _used(terms[key], russian.texts[at]):
                what = say(
                    "`{name}` does not say `{key}` as agreed: {agreed}",
                    name=words.slots[at].name,
                    key=key,
                    agreed=", ".join(agreed[key]),
                )
                cure = say("Use the agreed word, or add this one to glossary.yaml.")
                yield Fault(words.source, words.slots[at].path, what, cure, severity=Severity.WARNING)


def _first_uses(
    term: RenderingShape, places: Sequence[int], russian: WordsFile, words: WordsFile
) -> Iterator[Fault]:
    """A term's first use in running text, in the module or on each trouble page."""
    told: set[tuple[str, ...]] = set()
    for at in places:
        slot, text = words.slots[at], words.texts[at]
        where = slot.path[:2] if slot.path[0] != "lessons" else ()
        if slot.kind not in _RUNNING or where in told or not (used := _used(term, russian.texts[at])):
            continue
        told.add(where)
        if text.strip() and not _named(text, term.ru):
            what = say(
                "`{name}` is the first to speak of «{russian}», without that name in brackets",
                name=slot.name,
                russian=used,
            )
            cure = say("Add the Russian name in brackets after the word.")
            yield Fault(words.source, slot.path, what, cure, severity=Severity.WARNING)


def _says(text: str, folded: str, stems: tuple[str, ...]) -> bool:
    """Whether one of the beginnings stands there; most are found without a pattern."""
    for stem in stems:
        if f" {stem}" in folded or folded.startswith(stem):
            return True
    return any(_folded(stem)[0] in folded for stem in stems) and bool(_pattern(stems).search(text))


def _named(text: str, stems: tuple[str, ...]) -> bool:
    return any(_pattern(stems).search(piece) for piece in _BRACKETS.findall(text))


@cache
def _pattern(stems: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of the beginnings of words; between the words of a phrase only spaces."""
    phrases = (r"\w*\s+".join(re.escape(stem) for stem in phrase.split()) for phrase in stems)
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})\w*", re.IGNORECASE)
