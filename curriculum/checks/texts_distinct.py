"""No text stands in the place of another.

Wrong: two cards, steps, questions or notes with the same words in a language, where the Russian has different ones;
a phrase that opens two trouble pages. Warnings.
Why it matters: a text pasted twice hides the one that should stand there, and nobody reads all the languages.
Cure: put the text of this card there; keep the phrase on the page that it means.
"""

from collections.abc import Iterator
from typing import Any

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript, Part
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.slots import Kind
from curriculum.words import WordsFile

KINDS = (Kind.CARD, Kind.STEP, Kind.QUESTION, Kind.REPLY)


@rule(
    why=say("A text pasted twice hides the one that should stand there, and nobody reads all the languages.")
)
def texts_distinct(manuscript: Manuscript) -> Iterator[Fault]:
    """No text stands in the place of another."""
    for russian, words in manuscript.translations():
        texts = [
            text
            for slot, text in zip(words.slots, words.stripped, strict=True)
            if text and slot.kind in KINDS
        ]
        if len(set(texts)) < len(texts):
            yield from _pasted(russian, words)
    for part in manuscript.parts():
        for words in part.words.values():
            yield from _phrases(part, words)


def _pasted(russian: WordsFile, words: WordsFile) -> Iterator[Fault]:
    seen: dict[str, tuple[str, ...]] = {}
    for slot in (slot for slot in words.slots if slot.kind in KINDS):
        text, original = words.leaves.get(slot.path), russian.leaves.get(slot.path)
        if not isinstance(text, str) or not isinstance(original, str) or not text.strip():
            continue
        first = seen.setdefault(text.strip(), slot.path)
        other = russian.leaves.get(first)
        if first != slot.path and isinstance(other, str) and other.strip() != original.strip():
            what = say("`{name}` has the words of `{other}`", name=slot.name, other=".".join(first))
            cure = say("Put the words of this place there.")
            yield Fault(words.source, slot.path, what, cure, severity=Severity.WARNING)


def _phrases(part: Part[Any], words: WordsFile) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for slot in (slot for slot in part.slots if slot.kind is Kind.PHRASES):
        for phrase in words.leaves.get(slot.path, ()):
            page = slot.path[1]
            other = seen.setdefault(" ".join(sorted(phrase.casefold().split())), page)
            if other != page:
                what = say("`{phrase}` opens the page `{other}` too", phrase=phrase, other=other)
                cure = say("Keep it on the page that it means, or add a word to one of the two.")
                yield Fault(words.source, slot.path, what, cure, phrase, Severity.WARNING)
