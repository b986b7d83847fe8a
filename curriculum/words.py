"""The words of one folder in one language: what stands in each slot, and questions that are asked of all of it at once.

Few texts have anything that a rule looks for. So a rule asks the file as a whole, which takes no longer than to ask one
text, and looks closely at those texts alone that the answer names.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import attrgetter

from curriculum.markdown import LISTING, MARKING, NO_MARKS, Marks, marks
from curriculum.placeholders import PLACEHOLDER
from curriculum.slots import Slot
from curriculum.source import Source
from learning.course import Language

Leaf = str | tuple[str, ...]
# What is not of the language's own alphabet, no space, and no comma or full stop
_RARE = re.compile(r"[^\u0400-\u0482\u048a-\u052f \n,.]+")
_RARE_IN_LATIN = re.compile(r"[^A-Za-z\u02bb\u02bc \n,.]+")


@dataclass(frozen=True, slots=True)
class Text:
    """The words in one slot, in one language."""

    slot: Slot
    language: Language
    words: str
    source: Source


@dataclass(frozen=True)
class WordsFile:
    """The words of one folder in one language, by key path. `slots` are the places for text, not those for lists."""

    language: Language
    source: Source
    leaves: Mapping[tuple[str, ...], Leaf]
    slots: tuple[Slot, ...]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The text in each slot, in their order; empty where there is none."""
        leaves = map(self.leaves.get, map(attrgetter("path"), self.slots))
        return tuple([leaf if isinstance(leaf, str) else "" for leaf in leaves])

    @cached_property
    def whole(self) -> str:
        """All texts one after another, each in lines of its own; an end of line stands before the first too."""
        return "\n".join(("", *self.texts))

    @cached_property
    def folded(self) -> str:
        """The same without a difference between small and large letters."""
        return self.whole.casefold()

    @cached_property
    def rare_pieces(self) -> frozenset[str]:
        """What these words hold beside letters of their own alphabet, spaces, commas and full stops."""
        rare = _RARE_IN_LATIN if self.language is Language.UZ else _RARE
        return frozenset(rare.findall(self.whole))

    @cached_property
    def rare_signs(self) -> frozenset[str]:
        """The signs in those."""
        return frozenset("".join(self.rare_pieces))

    @cached_property
    def placeholders(self) -> Mapping[int, Sequence[str]]:
        """The placeholders in each text that has any, by the number of its slot."""
        found: dict[int, list[str]] = {}
        for match in PLACEHOLDER.finditer(self.whole):
            found.setdefault(self._at(match.end()), []).append(match[1])
        return found

    def is_text(self, at: int) -> bool:
        """Whether text stands in a slot, be it an empty one."""
        return isinstance(self.leaves.get(self.slots[at].path), str)

    @cached_property
    def stripped(self) -> tuple[str, ...]:
        """The texts without spaces at their ends."""
        return tuple(map(str.strip, self.texts))

    def fills(self, slot: Slot) -> bool:
        """Whether there are words in a slot, in each place of a list."""
        leaf = self.leaves.get(slot.path, "")
        return bool(leaf.strip()) if isinstance(leaf, str) else bool(leaf) and all(map(str.strip, leaf))

    def text(self, at: int) -> Text:
        """The text in a slot, by the slot's number."""
        return Text(self.slots[at], self.language, self.texts[at], self.source)

    @cached_property
    def marks(self) -> Mapping[int, Marks]:
        """The marks in each text that has any, by the number of its slot."""
        signs = [sign for sign in MARKING if sign in self.rare_signs]
        found = {at: marks(self.texts[at]) for at in self.places(*signs, LISTING)}
        return {at: marked for at, marked in found.items() if marked is not NO_MARKS}

    def holding(self, *what: str | re.Pattern[str]) -> Iterator[Text]:
        """The texts in which any of these pieces or patterns is found, as `places` looks for them."""
        return map(self.text, self.places(*what))

    def places(self, *what: str | re.Pattern[str]) -> list[int]:
        """The numbers of the slots in whose texts any of these pieces or patterns is found.

        A pattern must not look for the beginning or the end of a text, nor take in an end of line, but for one before
        what it looks for.
        """
        places: set[int] = set()
        for wanted in what:
            places.update(self._places(wanted, self.whole))
        return sorted(places)

    def folded_places(self, piece: str) -> Sequence[int]:
        """The numbers of the slots in whose texts a piece may stand in small or large letters."""
        if len(self.folded) == len(self.whole):
            return list(self._places(piece, self.folded))
        return range(len(self.texts))  # one letter has become two, so that nothing stands where it stood

    def _places(self, wanted: str | re.Pattern[str], whole: str) -> Iterator[int]:
        end = 0
        while (end := _end(wanted, whole, end)) >= 0:
            at = self._at(end)
            yield at
            end = self._begins[at + 1] - 1

    @cached_property
    def _begins(self) -> list[int]:
        return list(accumulate((len(text) + 1 for text in self.texts), initial=1))

    def _at(self, place: int) -> int:
        """The number of the slot whose text holds this place of the whole, or ends there."""
        return bisect_right(self._begins, place) - 1


def _end(wanted: str | re.Pattern[str], whole: str, start: int) -> int:
    """Where the first such piece of a text ends; -1 if there is none."""
    if isinstance(wanted, str):
        found = whole.find(wanted, start)
        return found + len(wanted) if found >= 0 else -1
    match = wanted.search(whole, start)
    return match.end() if match else -1
