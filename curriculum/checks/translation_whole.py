"""A translation says all that the Russian says, and no more.

Wrong: a translation with another number of paragraphs, much shorter than the Russian (less than six tenths), or much
longer (more than two and a half times). Warnings; texts of a few words are left out.
Why it matters: a paragraph lost in copying is a rule that one language's readers never hear of.
Cure: translate what is missing; what is more belongs into the Russian too.
"""

import re
from collections.abc import Iterator, Sequence

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.slots import Slot
from curriculum.tongue import core, letters
from curriculum.words import WordsFile
from learning.course import Language

# Measured on 102 texts of forty letters and more: from 0.84 (tg, uz) to 1.83 (ky), and to 2.2 with Russian in brackets.
SHORTEST, LONGEST = 0.6, 2.5
ENOUGH = 40
_BLANK = re.compile(r"\n\s*\n")


@rule(
    why=say("A paragraph lost in copying is a rule that the readers of one language never hear of."),
    of_words=True,
)
def translation_whole(manuscript: Manuscript) -> Iterator[Fault]:
    """A translation says all that the Russian says, and no more."""
    for part in manuscript.parts():
        if russian := part.words.get(Language.RU):
            wanted = _paragraphs(russian.texts)
            for words in part.words.values():
                if words is not russian:
                    yield from _file(russian, wanted, words)


def _file(russian: WordsFile, wanted: Sequence[int], words: WordsFile) -> Iterator[Fault]:
    found = _paragraphs(words.texts)
    lengths = zip(map(len, russian.texts), map(len, words.texts), wanted, found, strict=True)
    unequal = [
        at
        for at, (original, text, many, now) in enumerate(lengths)
        if many != now or not _about_equal(original, text)
    ]
    for at in unequal:
        original, text = russian.texts[at], words.texts[at]
        if original.strip() and text.strip():
            slot = words.slots[at]
            what = _wrong(slot, original, text, wanted[at], found[at])
            if what:
                cure = say("Translate what is missing; what is more belongs into the Russian too.")
                yield Fault(words.source, slot.path, what, cure, severity=Severity.WARNING)


def _about_equal(original: int, text: int) -> bool:
    """Whether two lengths are so short, or so nearly one, that letters need no counting: as most."""
    return 0.9 * original <= text <= 2 * original or original < ENOUGH


def _wrong(slot: Slot, original: str, text: str, wanted: int, found: int) -> Message | None:
    if wanted != found:
        return say(
            "`{name}` has {found} paragraphs; the Russian has {wanted}",
            name=slot.name,
            found=found,
            wanted=wanted,
        )
    if _about_equal(len(original), len(text)) or letters(original) < ENOUGH:
        return None
    if letters(core(text)) < SHORTEST * letters(core(original)):
        return say("`{name}` is much shorter than the Russian", name=slot.name)
    if letters(text) > LONGEST * letters(original):
        return say("`{name}` is much longer than the Russian", name=slot.name)
    return None


def _paragraphs(texts: Sequence[str]) -> list[int]:
    """How many paragraphs each text has; a text of one line needs no closer look."""
    return [len(_BLANK.split(text.strip())) if text.count("\n") > 1 else 1 for text in texts]
