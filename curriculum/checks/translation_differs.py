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
from learning.course import Language

SAME = frozenset({Kind.TERM, Kind.SOUND})  # how Russian sounds may be written in the same letters
FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@rule(why=say("It would count as translated, and who does not read Russian would learn nothing."))
def translation_differs(manuscript: Manuscript) -> Iterator[Fault]:
    """A translation is not the Russian text over again."""
    for part in manuscript.parts():
        russian = part.words.get(Language.RU)
        for language, words in part.words.items():
            if language is Language.RU or russian is None:
                continue
            for slot in part.slots:
                original, text = russian.leaves.get(slot.path), words.leaves.get(slot.path)
                if slot.kind not in SAME and isinstance(text, str) and _copied(original, text):
                    what = say("`{name}` is the Russian text, not translated", name=slot.name)
                    yield Fault(
                        words.source, slot.path, what, say("Translate it, or leave it empty for now.")
                    )


def _copied(original: object, text: str) -> bool:
    if not isinstance(original, str) or original.split() != text.split():
        return False
    return len(_WORD.findall(placeholders.without(text))) >= FEWEST_WORDS
