"""The places of a seat, as its forms let one choose among them."""

from collections.abc import Iterable
from dataclasses import dataclass

from learning.territory import Territories, Territory
from office.naming import DISTRICT
from screens.reader import Reader
from screens.report_tables import place_name
from screens.seat import native


@dataclass(frozen=True, slots=True)
class Choice:
    """A place to choose. Its name stands alone when it is chosen, so a sub-unit's follows its district's."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under the name of what they lie in."""

    name: str
    choices: tuple[Choice, ...]


def own(reads: Reader, territories: Territories, code: str) -> Choice:
    """One place by itself."""
    return Choice(code, place_name(reads, territories, code))


def below(reads: Reader, territories: Territories, code: str) -> tuple[Group, ...]:
    """All places below one, sub-units too: below a country a group for each region, else one group."""
    top = territories.current(code)
    if top in territories.countries:
        return tuple(
            Group(
                place_name(reads, territories, region.code),
                _named(reads, territories, [region, *territories.below(region.code)]),
            )
            for region in territories.children(top)
        )
    parts = tuple(own(reads, territories, part.code) for part in territories.subunits(top))
    inside = (*_named(reads, territories, territories.below(top)), *parts)
    return (Group(place_name(reads, territories, top), inside),) if inside else ()


def districts(reads: Reader, territories: Territories, code: str) -> tuple[Group, ...]:
    """The districts in a place, itself among them, in the same groups: where sub-units can be named."""
    place = territories.get(code)
    if place and place.level == DISTRICT:
        alone = own(reads, territories, place.code)
        return (Group(alone.name, (alone,)),)
    groups = (
        Group(group.name, tuple(each for each in group.choices if _is_district(territories, each)))
        for group in below(reads, territories, code)
    )
    return tuple(group for group in groups if group.choices)


def known_names(reads: Reader, territories: Territories, district: str) -> tuple[str, ...]:
    """Names of communities that are known in a district and that none of its sub-units has yet."""
    return tuple(native(reads, one) for one in territories.suggestions_left(district))


def _named(reads: Reader, territories: Territories, places: Iterable[Territory]) -> tuple[Choice, ...]:
    """These places, each followed by its sub-units."""
    found = []
    for place in places:
        whole = own(reads, territories, place.code)
        found.append(whole)
        for part in territories.subunits(place.code):
            name = place_name(reads, territories, part.code)
            found.append(Choice(part.code, f"{whole.name} › {name}"))
    return tuple(found)


def _is_district(territories: Territories, each: Choice) -> bool:
    place = territories.get(each.code)
    return place is not None and place.level == DISTRICT
