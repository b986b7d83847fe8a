"""Where people come from: countries, their regions, the districts of those; and what became of each place.

A home is kept by the code that it had, for ever. A merger doesn't rewrite records: `current` leads an old code to
the place that lives, and figures are added up by it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from learning.course import Language, Words

COUNTRIES = ("KG", "TJ", "UZ")
COMMUNITY = 3  # the level of what lies in a district: sub-units, and names suggested for them
_SUBUNIT = re.compile(r"[^/]+/[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Territory:
    """A place with its code. Level 1 is a region (or a city of that rank), level 2 a district or town.

    `parent` is the region of a district, and the country of a region. Level 3 is a sub-unit, with its district.
    """

    code: str
    parent: str
    level: int
    names: Words


@dataclass(frozen=True, slots=True)
class FormerName:
    """How a place was called until a day."""

    names: Words
    until: date


@dataclass(frozen=True, slots=True)
class Move:
    """From this day on a place lies in `into`, and no longer in `out_of`."""

    day: date
    out_of: str
    into: str


@dataclass(frozen=True, slots=True)
class History:
    """What became of places.

    `successors` leads each merged code to the place that took it in, which may be merged itself; `former_names` and
    `moves` are by the code that the place had then, the oldest first.
    """

    successors: Mapping[str, str] = field(default_factory=dict)
    former_names: Mapping[str, tuple[FormerName, ...]] = field(default_factory=dict)
    moves: Mapping[str, tuple[Move, ...]] = field(default_factory=dict)

    def current(self, code: str) -> str:
        """The code that this one lives on under after all mergers; any other code stays as it is."""
        met = {code}
        while (code := self.successors.get(code, code)) not in met:
            met.add(code)
        return code


@dataclass(frozen=True)
class Territories:
    """All places by code, in the order of their lists. The countries are roots: codes without names.

    `communities` are names that a district's sub-units may be given, by the district's code: no homes.
    """

    by_code: Mapping[str, Territory]
    countries: tuple[str, ...] = COUNTRIES
    history: History = field(default_factory=History)
    communities: Mapping[str, tuple[Territory, ...]] = field(default_factory=dict)

    def current(self, code: str) -> str:
        """The code that this one lives on under after all mergers; any other code stays as it is.

        Figures of a place are the sums over all codes with the same current code. A sub-unit keeps its code when its
        district is merged: for the figures of districts, take `current(district_of(code))`.
        """
        return self.history.current(code)

    def get(self, code: str | None) -> Territory | None:
        """The place of this code, or what it was merged into; the district of a sub-unit that isn't known here.

        None when there is none (any more).
        """
        if not code:
            return None
        return self.by_code.get(self.current(code)) or self.by_code.get(self.current(district_of(code)))

    def children(self, code: str) -> tuple[Territory, ...]:
        """The places directly below a country or a region; none below a district."""
        return self._children.get(code, ())

    def below(self, code: str) -> Iterator[Territory]:
        """All places below this one, each followed by those below it. Sub-units are not among them."""
        for child in self.children(code):
            yield child
            yield from self.below(child.code)

    def subunits(self, district: str) -> tuple[Territory, ...]:
        """The sub-units of a district, and of what was merged into it; none below a region."""
        return self._subunits.get(self.current(district), ())

    def suggestions(self, district: str) -> tuple[Territory, ...]:
        """Communities that are known in a district: names for its sub-units, not places to choose as home."""
        return self.communities.get(self.current(district), ())

    def suggestions_left(self, district: str) -> tuple[Territory, ...]:
        """The suggestions by whose names none of the district's sub-units is called yet."""
        taken = {name for one in self.subunits(district) for name in one.names.values()}
        return tuple(one for one in self.suggestions(district) if taken.isdisjoint(one.names.values()))

    def path(self, code: str) -> tuple[Territory, ...]:
        """The place and what it lies in, the largest first; empty for an unknown code and for a country."""
        found: list[Territory] = []
        place = self.get(code)
        while place and place not in found:
            found.insert(0, place)
            place = self.get(place.parent)
        return tuple(found)

    def codes(self, code: str | None) -> frozenset[str]:
        """The place's code, its parents' and its country's: what a condition on territory is held against.

        With them go the codes merged into these: a condition that still names one of them holds in its successor.
        """
        path = self.path(code) if code else ()
        living = {place.code for place in path} | {place.parent for place in path}
        return frozenset(living) | self._merged_into(living)

    def homes(self, code: str) -> frozenset[str]:
        """Every code that the home of somebody may have who is counted in this place or country.

        That is the place, what lies below it with all sub-units, and what was merged into any of these.
        """
        top = self.current(code)
        living = {top, *(place.code for place in self.below(top))}
        living |= {subunit.code for place in tuple(living) for subunit in self.subunits(place)}
        return frozenset(living) | self._merged_into(living)

    def former_names(self, code: str) -> tuple[FormerName, ...]:
        """What a place was called before, and what was merged into it; the oldest first."""
        living = self.current(code)
        names = self.history.former_names
        known = (name for one in (living, *self._merged.get(living, ())) for name in names.get(one, ()))
        return tuple(sorted(known, key=lambda name: name.until))

    def spellings(self, code: str) -> tuple[str, ...]:
        """All names by which people may look for a place: its own in each language, then its former names."""
        place = self.get(code)
        names = [place.names] if place else []
        names += [former.names for former in self.former_names(code)]
        return tuple(dict.fromkeys(text for one in names for text in one.values()))

    def parent_on(self, code: str, day: date) -> str | None:
        """The code of what a place lay in on a day, by its moves; None for a code that is unknown."""
        place = self.get(code)
        if place is None:
            return None
        moves = self.history.moves.get(place.code, ())
        made = [move.into for move in moves if move.day <= day]
        before = moves[0].out_of if moves else place.parent
        return made[-1] if made else before

    def _merged_into(self, living: Iterable[str]) -> frozenset[str]:
        return frozenset(old for code in living for old in self._merged.get(code, ()))

    @cached_property
    def _merged(self) -> dict[str, tuple[str, ...]]:
        """The codes that were merged into a living one, over however many hops."""
        merged: dict[str, tuple[str, ...]] = {}
        for code in self.history.successors:
            living = self.current(code)
            merged[living] = (*merged.get(living, ()), code)
        return merged

    @cached_property
    def _children(self) -> dict[str, tuple[Territory, ...]]:
        return _by_parent(place for place in self.by_code.values() if place.level < COMMUNITY)

    @cached_property
    def _subunits(self) -> dict[str, tuple[Territory, ...]]:
        return _by_parent(place for place in self.by_code.values() if place.level == COMMUNITY)


def _by_parent(places: Iterable[Territory]) -> dict[str, tuple[Territory, ...]]:
    below: dict[str, list[Territory]] = {}
    for place in places:
        below.setdefault(place.parent, []).append(place)
    return {parent: tuple(found) for parent, found in below.items()}


@dataclass(frozen=True, slots=True)
class Subunit:
    """A part of a district that the district's seat has named; its code is `<district>/<number>`."""

    code: str
    name: str


def district_of(code: str) -> str:
    """The code of the district in which a sub-unit lies; any other code stays as it is.

    >>> district_of("KG05214000000/3"), district_of("KG-B")
    ('KG05214000000', 'KG-B')
    """
    return code.partition("/")[0]


def with_subunits(territories: Territories, subunits: Iterable[Subunit]) -> Territories:
    """The same places with these sub-units; each lies in what its district lives on as.

    The name is one text for all languages. A sub-unit of a place that isn't known is left out.

    Raises:
        ValueError: a code is not `<district>/<number>`.
    """
    made = {}
    for subunit in subunits:
        if not _SUBUNIT.fullmatch(subunit.code):
            raise ValueError(f"{subunit.code!r} is no code of a sub-unit")
        district = territories.get(district_of(subunit.code))
        if district:
            names = dict.fromkeys(Language, subunit.name)
            made[subunit.code] = Territory(subunit.code, district.code, COMMUNITY, names)
    return replace(territories, by_code={**territories.by_code, **made})
