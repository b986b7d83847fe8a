"""A translation is not the Russian text over again.

Wrong: a text of three words or more that stands in ky, tg or uz letter for letter as in Russian. Terms are left
out: a term may stand only inside Russian sentences that a learner says to an official.
Why it matters: it counts as translated, and whoever does not read Russian learns nothing.
Cure: translate it, or leave the place empty so that it is told as missing.
"""

import re
from collections.abc import Iterator

from curriculum import placeholders
from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.slots import Kind

SAME = frozenset({Kind.TERM, Kind.SOUND})  # how Russian sounds may be written in the same letters
FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@rule(why=say("It would count as translated, and who does not read Russian would learn nothing."))
def translation_differs(manuscript: Manuscript) -> Iterator[Fault]:
    """A translation is not the Russian text over again."""
    for russian, words in manuscript.translations():
        pairs = zip(words.slots, russian.stripped, words.stripped, strict=True)
        # Nearly all differ in their first letter.
        for slot, original, text in (pair for pair in pairs if pair[1][:1] == pair[2][:1]):
            if slot.kind not in SAME and _copied(original, text):
                what = say("`{name}` is the Russian text, not translated", name=slot.name)
                cure = say("Translate it, or leave it empty for now.")
                yield Fault(words.source, slot.path, what, cure)


def _copied(original: str, text: str) -> bool:
    if original.split() != text.split():
        return False
    return len(_WORD.findall(placeholders.without(text))) >= FEWEST_WORDS
