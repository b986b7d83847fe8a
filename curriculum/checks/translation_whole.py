"""A translation says all that the Russian says, and no more.

Wrong: a translation with another number of paragraphs, much shorter than the Russian (less than six tenths), or much
longer (more than two and a half times). Warnings; texts of a few words are left out.
Why it matters: a paragraph lost in copying is a rule that one language's readers never hear of.
Cure: translate what is missing; what is more belongs into the Russian too.
"""

import re
from collections.abc import Iterator

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript, WordsFile
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.slots import Slot
from curriculum.tongue import core, letters
from learning.course import Language

# Measured on 102 texts of forty letters and more: from 0.84 (tg, uz) to 1.83 (ky), and to 2.2 with Russian in brackets.
SHORTEST, LONGEST = 0.6, 2.5
ENOUGH = 40
_BLANK = re.compile(r"\n\s*\n")


@rule(why=say("A paragraph lost in copying is a rule that the readers of one language never hear of."))
def translation_whole(manuscript: Manuscript) -> Iterator[Fault]:
    """A translation says all that the Russian says, and no more."""
    for part in manuscript.parts():
        russian = part.words.get(Language.RU)
        for language, words in part.words.items():
            if russian and language is not Language.RU:
                for slot in part.slots:
                    yield from _slot(slot, russian, words)


def _slot(slot: Slot, russian: WordsFile, words: WordsFile) -> Iterator[Fault]:
    original, text = russian.leaves.get(slot.path), words.leaves.get(slot.path)
    if isinstance(original, str) and isinstance(text, str) and original.strip() and text.strip():
        what = _wrong(slot, original, text)
        if what:
            cure = say("Translate what is missing; what is more belongs into the Russian too.")
            yield Fault(words.source, slot.path, what, cure, severity=Severity.WARNING)


def _wrong(slot: Slot, original: str, text: str) -> Message | None:
    wanted, found = _paragraphs(original), _paragraphs(text)
    if wanted != found:
        return say(
            "`{name}` has {found} paragraphs; the Russian has {wanted}",
            name=slot.name,
            found=found,
            wanted=wanted,
        )
    # Most are plainly alike, and need no counting of letters.
    if 0.9 * len(original) <= len(text) <= 2 * len(original) or letters(original) < ENOUGH:
        return None
    if letters(core(text)) < SHORTEST * letters(core(original)):
        return say("`{name}` is much shorter than the Russian", name=slot.name)
    if letters(text) > LONGEST * letters(original):
        return say("`{name}` is much longer than the Russian", name=slot.name)
    return None


def _paragraphs(words: str) -> int:
    return len(_BLANK.split(words.strip())) if "\n" in words.strip() else 1
