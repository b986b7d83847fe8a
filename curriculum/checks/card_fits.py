"""Words fit the screen that they are made for, counted as Telegram counts: in UTF-16 units, without marks.

Wrong: a card, step or reply of more than 500, a question of more than 300, an option of more than 60, a trouble page
or a page of phrases of more than 3000 in all, a city or topic whose contacts take more than 3000 together. A reply of more than 200, a
title of a lesson or page of more than 40, of a route of more than 22, a name of a city or topic of more than 30 is a warning.
Why it matters: a long card is not read on a small phone, and Telegram refuses messages beyond its limit: 4096 for a
message, 1024 under a picture, 300 for a question sent as a poll, 100 for its options, 200 for its explanation.
Cure: one idea a card; split it in two, or cut words.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.markdown import units, visible
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.schema import ContactShape
from curriculum.slots import Kind
from curriculum.words import Text, WordsFile
from learning.course import Citizenship, Language

LIMITS = {Kind.CARD: 500, Kind.STEP: 500, Kind.REPLY: 500, Kind.QUESTION: 300, Kind.OPTION: 60}
# On a narrow phone: an explanation under a poll; a button over the whole width (40), one that also says how many
# minutes it takes (22), or one over half of the width (30)
BETTER = {
    (Kind.REPLY, "lessons"): 200,
    (Kind.REPLY, "pairs"): 200,
    (Kind.TITLE, "lessons"): 40,
    (Kind.TITLE, "pages"): 40,
    (Kind.TITLE, "title"): 60,
    (Kind.TITLE, "routes"): 22,
    (Kind.NOTE, "routes"): 200,
    (Kind.TERM, "terms"): 60,
    (Kind.NAME, "cities"): 30,
    (Kind.NAME, "topics"): 30,
    (Kind.NAME, "contacts"): 80,
    (Kind.NOTE, "contacts"): 200,
}
PAGE = 3000
ENDLESS = 1_000_000
NAMES = {
    Kind.CARD: say("card"),
    Kind.STEP: say("step"),
    Kind.REPLY: say("reply"),
    Kind.QUESTION: say("question"),
    Kind.OPTION: say("option"),
}
BESIDE_A_PHRASE = 4  # ends of lines
BESIDE_A_CONTACT = 100  # phone, site, and the line that says how sure it is
EVERYWHERE = "any"


@rule(why=say("Long words are not read on a small phone, and Telegram refuses messages beyond its limit."))
def card_fits(manuscript: Manuscript) -> Iterator[Fault]:
    """Words fit the screen that they are made for."""
    for part in manuscript.parts():
        enough: list[int] = []
        for words in part.words.values():
            enough = enough or [_enough(slot.kind, slot.path[0]) for slot in words.slots]
            for at in _long(words.texts, enough):
                yield from _text(words.text(at))
    yield from _pages(manuscript)
    yield from _lists(manuscript)
    yield from _phrases(manuscript)


@cache
def _enough(kind: Kind, top: str) -> int:
    """So long a text is no matter in such a slot, marks and all."""
    better = BETTER.get((kind, top), ENDLESS)
    return min(LIMITS.get(kind, better), better)


def _long(texts: Sequence[str], enough: Sequence[int]) -> list[int]:
    """The numbers of texts that may be too long. A sign takes two units at most, and most texts are far from that."""
    lengths = zip(map(len, texts), enough, strict=True)
    return [at for at, (length, most) in enumerate(lengths) if 2 * length > most and units(texts[at]) > most]


def _text(text: Text) -> Iterator[Fault]:
    better = BETTER.get((text.slot.kind, text.slot.path[0]))
    limit = LIMITS.get(text.slot.kind, better)
    if limit is None:
        return
    length = plain_length(text.words)
    if length > limit and text.slot.kind in LIMITS:
        yield _too_long(text, length, limit, Severity.ERROR)
    elif better and length > better:
        yield _too_long(text, length, better, Severity.WARNING)


def _too_long(text: Text, length: int, most: int, severity: Severity) -> Fault:
    what = say(
        "`{name}` has {length} characters; {most} is the most for a {kind}",
        name=text.slot.name,
        length=length,
        most=most,
        kind=text.slot.kind,
    )
    cure = say("One idea a card: split it in two, or cut words.")
    return Fault(text.source, text.slot.path, what, cure, severity=severity)


def plain_length(words: str) -> int:
    """How long Telegram holds words to be, without marks; a placeholder counts as it is written."""
    return units(visible(words))


def _pages(manuscript: Manuscript) -> Iterator[Fault]:
    trouble = manuscript.trouble
    for words in trouble.words.values() if trouble else ():
        length: Counter[tuple[str, Citizenship]] = Counter()
        for slot, text in zip(words.slots, words.texts, strict=True):
            written = plain_length(text) if slot.kind is Kind.STEP else 0
            for passport in slot.readers if written else ():
                length[slot.path[1], passport] += written
        for page in manuscript.pages():
            longest = max(length[page.item.key, passport] for passport in Citizenship)
            if longest > PAGE:
                what = say(
                    "the page `{key}` has {length} characters; {limit} is the most",
                    key=page.item.key,
                    length=longest,
                    limit=PAGE,
                )
                yield Fault(words.source, ("pages", page.item.key), what, say("Cut steps, or words in them."))


def _lists(manuscript: Manuscript) -> Iterator[Fault]:
    """A city's and a topic's contacts stand on one screen; those for everywhere stand in each city."""
    shown = [(c.item.key, _places(manuscript, c.item), c.item.when.readers()) for c in manuscript.directory()]
    for words in manuscript.contacts.words.values() if manuscript.contacts else ():
        length: Counter[tuple[tuple[str, str], Citizenship]] = Counter()
        for contact, places, readers in shown:
            texts = (words.leaves.get(("contacts", contact, key), "") for key in ("name", "note"))
            written = sum(plain_length(str(text)) for text in texts)
            for place, passport in product(places, readers):
                length[place, passport] += written + BESIDE_A_CONTACT
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


def _phrases(manuscript: Manuscript) -> Iterator[Fault]:
    """The phrases of a page stand on one screen: the Russian, how it sounds, what it means."""
    part = manuscript.phrasebook
    russian = part.words.get(Language.RU) if part else None
    for words in part.words.values() if part else ():
        for page in manuscript.phrase_pages():
            here, length = ("pages", page.item.key), 0
            for key in page.item.phrases:
                length += BESIDE_A_PHRASE + plain_length(_leaf(russian, (*here, "phrases", key, "text")))
                if words is not russian:
                    length += sum(
                        plain_length(_leaf(words, (*here, "phrases", key, line))) for line in ("said", "text")
                    )
            if length > PAGE:
                what = say(
                    "the page `{key}` has {length} characters; {limit} is the most",
                    key=page.item.key,
                    length=length,
                    limit=PAGE,
                )
                yield Fault(words.source, here, what, say("Cut phrases, or make two pages of it."))


def _leaf(words: WordsFile | None, path: tuple[str, ...]) -> str:
    leaf = words.leaves.get(path, "") if words else ""
    return leaf if isinstance(leaf, str) else ""
