"""Words fit the screen that they are made for.

Wrong: a card, step or reply of more than 500 characters, a question of more than 350, an option of more than 60,
a trouble page of more than 3000 in all.
Why it matters: a long card is not read on a small phone, and Telegram refuses messages beyond its limit.
Cure: one idea a card; split it in two, or cut words.
"""

import re
from collections.abc import Iterator, Mapping

from curriculum.manuscript import Leaf, Manuscript
from curriculum.rule import Fault, rule
from curriculum.slots import Kind
from learning.course import Citizenship

LIMITS = {Kind.CARD: 500, Kind.STEP: 500, Kind.REPLY: 500, Kind.QUESTION: 350, Kind.OPTION: 60}
PAGE = 3000
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_MARKS = re.compile(r"\*+")


@rule(why="Long words are not read on a small phone, and Telegram refuses messages beyond its limit.")
def card_fits(manuscript: Manuscript) -> Iterator[Fault]:
    """Words fit the screen that they are made for."""
    for text in manuscript.texts():
        limit, length = LIMITS.get(text.slot.kind), len(plain(text.words))
        if limit and length > limit:
            what = f"`{text.slot.name}` has {length} characters; {limit} is the most for a {text.slot.kind}"
            yield Fault(text.source, text.slot.path, what, "One idea a card: split it in two, or cut words.")
    yield from _pages(manuscript)


def plain(words: str) -> str:
    """The words without mark-up, as they are counted; a placeholder counts as it is written."""
    return _MARKS.sub("", _LINK.sub(r"\1", words)).strip()


def _pages(manuscript: Manuscript) -> Iterator[Fault]:
    files = manuscript.trouble.words.values() if manuscript.trouble else ()
    for words in files:
        for page in manuscript.pages():
            length = max(
                _length(page.item.key, words.leaves, passport, manuscript) for passport in Citizenship
            )
            if length > PAGE:
                what = f"the page `{page.item.key}` has {length} characters; {PAGE} is the most"
                yield Fault(words.source, ("pages", page.item.key), what, "Cut steps, or words in them.")


def _length(page: str, leaves: Mapping[tuple[str, ...], Leaf], passport: Citizenship, manuscript: Manuscript) -> int:
    slots = manuscript.trouble.slots if manuscript.trouble else ()
    return sum(
        len(plain(str(leaves.get(slot.path, ""))))
        for slot in slots
        if slot.kind is Kind.STEP and slot.path[1] == page and passport in slot.readers
    )
