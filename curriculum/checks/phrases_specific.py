"""What opens a trouble page is specific enough to be found.

Wrong: a phrase in which no beginning of a word has three letters. A warning.
Why it matters: search passes over beginnings so short, since they begin too many words; the page would stay shut.
Cure: write more of the word, or add a second one.
"""

import re
from collections.abc import Iterator

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.slots import Kind

SHORTEST = 3  # as in learning.search
_LETTERS = re.compile(r"[^\W_]")


@rule(why=say("Search passes over beginnings of one or two letters: the page would stay shut."))
def phrases_specific(manuscript: Manuscript) -> Iterator[Fault]:
    """What opens a trouble page is specific enough to be found."""
    for part in manuscript.parts():
        for slot in (slot for slot in part.slots if slot.kind is Kind.PHRASES):
            for words in part.words.values():
                for phrase in words.leaves.get(slot.path, ()):
                    if all(len(_LETTERS.findall(word)) < SHORTEST for word in phrase.split()):
                        what = say("`{phrase}` is too short to be found", phrase=phrase)
                        cure = say("Write more of the word, or add a second one.")
                        yield Fault(words.source, slot.path, what, cure, phrase, Severity.WARNING)
