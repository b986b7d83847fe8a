"""Whoever asks for a card finds it: enough words of search in each language, each once.

Wrong: in a lesson that has words of search for some card, a card with fewer than 10 or more than 20 of them in a
language, one of them twice, or one with a digit. Warnings. A lesson without any is fine.
Why it matters: people ask in their own words; a card that is found by half of them is missed by the other half.
Cure: add what people really type, slips and Latin letters too; take out what stands there twice. A number belongs
to a fact, which may change.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from curriculum.finding import Severity
from curriculum.manuscript import WRITTEN, Manuscript, Part
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.slots import Kind, Slot
from curriculum.words import WordsFile

FEWEST, MOST = 10, 20
_WORDS = re.compile(r"[a-z\u0400-\u052f\u02bb\u02bc \n'’?.,-]*")  # nothing in them is a digit


@rule(
    why=say(
        "A card that is found by the words of some is missed by the others, who ask in words of their own."
    ),
    of_words=True,
)
def aliases_enough(manuscript: Manuscript) -> Iterator[Fault]:
    """Whoever asks for a card finds it."""
    for part in manuscript.modules:
        places = [slot for slot in part.slots if slot.kind is Kind.ALIASES]
        asked = {slot.path[1] for slot in places if _languages(part, slot)}
        in_order = {
            words.language: _in_order([_aliases(words, slot) for slot in places]) for words in _written(part)
        }
        for at, slot in enumerate(places):
            for words in (_languages(part, slot) or _written(part)) if slot.path[1] in asked else ():
                yield from _many(words, slot)
                if not in_order[words.language][at]:
                    yield from _disorder(words, slot)


def _languages(part: Part[Any], slot: Slot) -> list[WordsFile]:
    """The files with words of search for a card; one that lacks them while another has them is told elsewhere."""
    return [words for words in _written(part) if words.leaves.get(slot.path)]


def _written(part: Part[Any]) -> list[WordsFile]:
    return [part.words[language] for language in WRITTEN if language in part.words]


def _aliases(words: WordsFile, slot: Slot) -> tuple[str, ...]:
    leaf = words.leaves.get(slot.path, ())
    return leaf if isinstance(leaf, tuple) else ()


def _many(words: WordsFile, slot: Slot) -> Iterator[Fault]:
    aliases = _aliases(words, slot)
    if not FEWEST <= len(aliases) <= MOST:
        what = say(
            "`{name}` has {count} in {language}; {fewest} to {most} are enough",
            name=slot.name,
            count=len(aliases),
            language=words.language,
            fewest=FEWEST,
            most=MOST,
        )
        yield _warning(words, slot, what, say("Write what people type when they look for this card."))


def _disorder(words: WordsFile, slot: Slot) -> Iterator[Fault]:
    """What stands twice, or has a digit."""
    seen: set[str] = set()
    for alias in _aliases(words, slot):
        folded = _folded(alias)
        if folded in seen:
            what = say("`{alias}` stands twice in `{name}`", alias=alias, name=slot.name)
            yield _warning(words, slot, what, say("Take the second one out."))
        elif any(sign.isdigit() for sign in alias):
            what = say("`{alias}` has a digit", alias=alias)
            yield _warning(words, slot, what, say("Leave the number out: a fact may change."))
        seen.add(folded)


def _in_order(lists: Sequence[tuple[str, ...]]) -> list[bool]:
    """In which lists surely nothing stands twice and nothing has a digit, as in nearly all: asked of all at once."""
    whole = "\n".join(chain.from_iterable(lists)).casefold()
    folded = whole.split("\n")
    # One space in each gap and none at the ends, so that each stands as `_folded` would write it
    plain = len(folded) == sum(map(len, lists)) and len(whole.split()) == len(folded) + whole.count(" ")
    if not plain or not _WORDS.fullmatch(whole):
        return [False] * len(lists)
    each = iter(folded)
    return [len(set(islice(each, len(aliases)))) == len(aliases) for aliases in lists]


def _folded(alias: str) -> str:
    return " ".join(alias.casefold().split())


def _warning(words: WordsFile, slot: Slot, what: Message, cure: Message) -> Fault:
    return Fault(words.source, slot.path, what, cure, severity=Severity.WARNING)
