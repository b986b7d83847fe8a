"""Words fit the screen that they are made for.

Wrong: a card, step or reply of more than 500 characters, a question of more than 350, an option of more than 60,
a trouble page of more than 3000 in all, a city or topic whose contacts take more than 3000 together.
Why it matters: a long card is not read on a small phone, and Telegram refuses messages beyond its limit.
Cure: one idea a card; split it in two, or cut words.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import product

from curriculum.manuscript import Leaf, Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.schema import ContactShape
from curriculum.slots import Kind
from learning.course import Citizenship

LIMITS = {Kind.CARD: 500, Kind.STEP: 500, Kind.REPLY: 500, Kind.QUESTION: 350, Kind.OPTION: 60}
PAGE = 3000
NAMES = {
    Kind.CARD: say("card"),
    Kind.STEP: say("step"),
    Kind.REPLY: say("reply"),
    Kind.QUESTION: say("question"),
    Kind.OPTION: say("option"),
}
BESIDE_A_CONTACT = 100  # phone, site, and the line that says how sure it is
EVERYWHERE = "any"
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_MARKS = re.compile(r"\*+")


@rule(why=say("Long words are not read on a small phone, and Telegram refuses messages beyond its limit."))
def card_fits(manuscript: Manuscript) -> Iterator[Fault]:
    """Words fit the screen that they are made for."""
    for text in manuscript.texts():
        limit, length = LIMITS.get(text.slot.kind), len(plain(text.words))
        if limit and length > limit:
            what = say(
                "`{name}` has {length} characters; {limit} is the most for a {kind}",
                name=text.slot.name,
                length=length,
                limit=limit,
                kind=NAMES[text.slot.kind],
            )
            yield Fault(
                text.source, text.slot.path, what, say("One idea a card: split it in two, or cut words.")
            )
    yield from _pages(manuscript)
    yield from _lists(manuscript)


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
                what = say(
                    "the page `{key}` has {length} characters; {limit} is the most",
                    key=page.item.key,
                    length=length,
                    limit=PAGE,
                )
                yield Fault(words.source, ("pages", page.item.key), what, say("Cut steps, or words in them."))


def _length(
    page: str, leaves: Mapping[tuple[str, ...], Leaf], passport: Citizenship, manuscript: Manuscript
) -> int:
    slots = manuscript.trouble.slots if manuscript.trouble else ()
    return sum(
        len(plain(str(leaves.get(slot.path, ""))))
        for slot in slots
        if slot.kind is Kind.STEP and slot.path[1] == page and passport in slot.readers
    )


def _lists(manuscript: Manuscript) -> Iterator[Fault]:
    """A city's and a topic's contacts stand on one screen; those for everywhere stand in each city."""
    files = manuscript.contacts.words.values() if manuscript.contacts else ()
    for words in files:
        length: dict[tuple[tuple[str, str], Citizenship], int] = {}
        for contact in manuscript.directory():
            here = ("contacts", contact.item.key)
            written = sum(len(plain(str(words.leaves.get((*here, key), "")))) for key in ("name", "note"))
            for place, passport in product(_places(manuscript, contact.item), Citizenship):
                if passport in contact.item.when.readers():
                    known = length.get((place, passport), 0)
                    length[place, passport] = known + written + BESIDE_A_CONTACT
        longest: dict[tuple[str, str], int] = {}
        for (place, _), total in length.items():
            longest[place] = max(total, longest.get(place, 0))
        for place, total in longest.items():
            if total > PAGE:
                what = say(
                    "the contacts of `{key}` take {length} characters together; {limit} is the most",
                    key=place[1],
                    length=total,
                    limit=PAGE,
                )
                yield Fault(words.source, place, what, say("Shorten the notes, or split it."))


def _places(manuscript: Manuscript, contact: ContactShape) -> set[tuple[str, str]]:
    listed = manuscript.contacts.shape.cities if manuscript.contacts else ()
    cities = listed if EVERYWHERE in contact.cities else contact.cities
    return {("cities", city) for city in cities if city != EVERYWHERE} | {
        ("topics", t) for t in contact.topics
    }
