"""Where people come from: countries, their regions, the districts of those."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from learning.course import Words

COUNTRIES = ("KG", "TJ", "UZ")


@dataclass(frozen=True, slots=True)
class Territory:
    """A place with its code. Level 1 is a region (or a city of that rank), level 2 a district or town.

    `parent` is the region of a district, and the country of a region.
    """

    code: str
    parent: str
    level: int
    names: Words


@dataclass(frozen=True)
class Territories:
    """All places by code, in the order of their lists. The countries are roots: codes without names."""

    by_code: Mapping[str, Territory]
    countries: tuple[str, ...] = COUNTRIES

    def get(self, code: str | None) -> Territory | None:
        """The place of this code, or None when there is none (any more)."""
        return self.by_code.get(code) if code else None

    def children(self, code: str) -> tuple[Territory, ...]:
        """The places directly below a country or a region; none below a district."""
        return self._children.get(code, ())

    def below(self, code: str) -> Iterator[Territory]:
        """All places below this one, each followed by those below it."""
        for child in self.children(code):
            yield child
            yield from self.below(child.code)

    def path(self, code: str) -> tuple[Territory, ...]:
        """The place and what it lies in, the largest first; empty for an unknown code and for a country."""
        found: list[Territory] = []
        place = self.get(code)
        while place and place not in found:
            found.insert(0, place)
            place = self.get(place.parent)
        return tuple(found)

    def codes(self, code: str | None) -> frozenset[str]:
        """The place's code, its parents' and its country's: what a condition on territory is held against."""
        path = self.path(code) if code else ()
        return frozenset(place.code for place in path) | frozenset(place.parent for place in path)

    @cached_property
    def _children(self) -> dict[str, tuple[Territory, ...]]:
        below: dict[str, list[Territory]] = {}
        for place in self.by_code.values():
            below.setdefault(place.parent, []).append(place)
        return {parent: tuple(places) for parent, places in below.items()}
