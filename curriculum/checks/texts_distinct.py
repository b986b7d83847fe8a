"""No text stands in the place of another.

Wrong: two cards, steps, questions or notes with the same words in a language, where the Russian has different ones;
a phrase that opens two trouble pages. Warnings.
Why it matters: a text pasted twice hides the one that should stand there, and nobody reads all the languages.
Cure: put the text of this card there; keep the phrase on the page that it means.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript, Part
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.slots import Kind
from curriculum.words import WordsFile
from learning.course import Language

KINDS = (Kind.CARD, Kind.STEP, Kind.QUESTION, Kind.REPLY)


@rule(
    why=say("A text pasted twice hides the one that should stand there, and nobody reads all the languages."),
    of_words=True,
)
def texts_distinct(manuscript: Manuscript) -> Iterator[Fault]:
    """No text stands in the place of another."""
    for part in manuscript.parts():
        russian = part.words.get(Language.RU)
        places = [at for at, slot in enumerate(russian.slots) if slot.kind in KINDS] if russian else []
        for words in part.words.values():
            if russian and words is not russian:
                yield from _pasted(places, russian, words)
            yield from _phrases(part, words)


def _pasted(places: Sequence[int], russian: WordsFile, words: WordsFile) -> Iterator[Fault]:
    pairs = [(words.stripped[at], russian.stripped[at]) for at in places]
    if len(set(pairs)) == len({text for text, _ in pairs}):
        return  # each text has one Russian text, as nearly always
    seen: dict[str, int] = {}
    for at, (text, original) in zip(places, pairs, strict=True):
        first = seen.setdefault(text, at) if text and russian.is_text(at) else at
        if russian.stripped[first] != original:
            slot, other = words.slots[at], words.slots[first]
            what = say("`{name}` has the words of `{other}`", name=slot.name, other=other.name)
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
