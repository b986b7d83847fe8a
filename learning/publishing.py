"""Which numbers of people may be published, so that nobody can work out a number below ten.

Everybody is counted in one leaf: the territory that he named, and there in one group of each kind (a language, a
passport). A leaf's number is told in tens, rounded down; below ten it is kept back. The number of a larger territory
is also rounded down to tens, and further where its parts are few:

    told(whole) = the smaller of: the whole, down to tens
                                  the sum of what is told of its n parts, + 9 x (n - 1), down to tens

The second bound leaves room for any one part to be empty: the others could hold all that is not told. So what is
published agrees with each part that is kept back being any number from 0 to 9, whatever else is read beside it:
totals, other levels, other groups. A larger territory's number for a group is the sum of what is told of its parts,
which adds nothing to what is known already. The argument stands in docs/decisions/0011-figures-with-a-floor.md,
and tests/learning/test_publishing.py plays the attacker.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from learning.course import Citizenship, Language
from learning.figures import APART, COHORT, ENROLLED, base
from learning.floor import FLOOR, tens
from learning.milestones import CERTIFICATE, FINISHED, WENT_ON
from learning.territory import Territories, district_of


@dataclass(frozen=True, slots=True)
class FigureRelease:
    """Figures as they were published once and for all: everybody counted up to and with the day `until`.

    `number` is that day as the week of the year it ends, 202648 (ISO 8601); `course` the release of the course then.
    """

    number: int
    until: date
    course: int


def due_release(today: date, course: int) -> FigureRelease:
    """The release that must stand by today: up to the last Sunday."""
    sunday = today - timedelta(days=today.isoweekday() % 7 or 7)
    year, week, _ = sunday.isocalendar()
    return FigureRelease(100 * year + week, sunday, course)


Counts = Mapping[tuple[str, str], int]
"""People by (territory, figure), as they are."""

Numbers = Mapping[str, int]
"""Numbers of people by figure that may be told of one territory, in tens; what is kept back is not there."""

HEADLINES = (ENROLLED, WENT_ON, FINISHED, CERTIFICATE)
"""The figures that a report tells of the places below and of the weeks before; of the territory itself it tells all."""

LANGUAGES = frozenset(language.value for language in Language)
PASSPORTS = frozenset(citizenship.value for citizenship in Citizenship)
DISTRICT = 2
NOT_NAMED = "/0"
"""After a territory's code: the people who live in it and named no smaller place. Sub-units are numbered from 1."""


def totals(people: Counts, territories: Territories) -> dict[tuple[str, str], int]:
    """The counters by the territories of today; who named no home is in none."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for (territory, figure), n in people.items():
        if territory:
            found[_counted_in(territory, territories), figure] += n
    return dict(found)


def _counted_in(code: str, territories: Territories) -> str:
    return code if code in territories.by_code else territories.current(district_of(code))


def publish(counts: Counts, territories: Territories) -> dict[str, dict[str, int]]:
    """What may be told of each territory and country, by figure; a place of which nothing is told is left out."""
    work = _Publishing(territories, _by_figure(counts))
    for figure in work.counts:
        inhabited = work.inhabited(figure)
        for country in territories.countries:
            work.tell(country, figure, inhabited)
    return work.told


def question_figure(name: str, lesson: int, question: str) -> str:
    """The figure's name of "asked this question in a first attempt", or "right" there.

    >>> question_figure("asked", 501, "how-soon")
    'asked-501.how-soon'
    """
    return f"{name}-{lesson}.{question}"


def published_shares(part: int | None, whole: int | None) -> int | None:
    """A share of two published numbers in per cent, in steps of five; None where the base is small or kept back."""
    if not part or not whole or whole < 3 * FLOOR:
        return None
    return min(100, 5 * round(20 * part / whole))


def _by_figure(counts: Counts) -> dict[str, dict[str, dict[str, int]]]:
    """{figure: {territory: {group: people}}}; the group "" is everybody."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for (territory, figure), n in counts.items():
        group = figure.partition(APART)[2]
        found.setdefault(base(figure), {}).setdefault(territory, {})[group] = n
    return found


@dataclass(frozen=True, slots=True)
class _Told:
    """A whole as it is, and as it is told."""

    true: int = 0
    told: int = 0
    groups: Mapping[str, int] = field(default_factory=dict)


_NOBODY = _Told()


@dataclass(frozen=True, slots=True)
class _Publishing:
    territories: Territories
    counts: Mapping[str, Mapping[str, Mapping[str, int]]]
    told: dict[str, dict[str, int]] = field(default_factory=dict)

    def inhabited(self, figure: str) -> set[str]:
        """The places in which somebody is counted, and all that they lie in."""
        found: set[str] = set()
        for code in self.counts[figure]:
            path = self.territories.path(code)
            found |= {place.code for place in path} | {place.parent for place in path}
        return found

    def tell(self, code: str, figure: str, inhabited: Container[str]) -> _Told:
        """What is told of a place and, noted on the way, of all below it. Nothing is told where nobody is counted."""
        if code not in inhabited:
            return _NOBODY
        own = _leaf(self.counts[figure].get(code, {}))
        below = (*self.territories.children(code), *self.territories.subunits(code))
        parts = [*(self.tell(place.code, figure, inhabited) for place in below), own]
        if not below:
            whole = own
        else:
            whole = _whole(parts, self._room(code, parts))
            self._note(f"{code}{NOT_NAMED}", figure, own)
        self._note(code, figure, whole)
        return whole

    def _room(self, code: str, parts: list[_Told]) -> int:
        """How many people may stand in what is not told of the parts, with any one of them empty."""
        place = self.territories.get(code)
        if place and place.level == DISTRICT:
            # Sub-units are made by the very people who read the figures: one without people gives no room.
            return (FLOOR - 1) * sum(part.told > 0 for part in parts)
        # Nobody's home is a country: there the last part, the country without its regions, gives no room.
        return (FLOOR - 1) * (len(parts) - (1 if place else 2))

    def _note(self, code: str, figure: str, whole: _Told) -> None:
        numbers = {figure: whole.told} | {f"{figure}{APART}{g}": n for g, n in whole.groups.items()}
        shown = {name: n for name, n in numbers.items() if n}
        if shown:
            self.told.setdefault(code, {}).update(shown)


def _whole(parts: Iterable[_Told], room: int) -> _Told:
    parts = list(parts)
    true, told = sum(part.true for part in parts), sum(part.told for part in parts)
    groups: dict[str, int] = defaultdict(int)
    for part in parts:
        for group, n in part.groups.items():
            groups[group] += n
    return _Told(true, min(tens(true), told + tens(max(room, 0))), groups)


def _leaf(people: Mapping[str, int]) -> _Told:
    """A leaf and its groups. Each kind of group divides everybody, except cohorts: most people are in none."""
    true = people.get("", 0)
    kinds = [{g: tens(n) for g, n in people.items() if g in kind} for kind in (LANGUAGES, PASSPORTS)]
    told = tens(true)
    for kind, all_groups in zip(kinds, (LANGUAGES, PASSPORTS), strict=True):
        if any(group in people for group in all_groups):
            told = min(told, sum(kind.values()) + tens((FLOOR - 1) * (len(all_groups) - 1)))
    cohorts = {group: tens(n) for group, n in people.items() if group.startswith(COHORT)}
    groups: dict[str, int] = {}
    for kind in (*kinds, cohorts):
        groups |= _within(kind, told)
    return _Told(true, told, groups)


def _within(kind: dict[str, int], told: int) -> dict[str, int]:
    """The groups of one kind, lowered until together they tell no more than the whole."""
    while sum(kind.values()) > told:
        largest = max(kind, key=lambda group: (kind[group], group))
        kind[largest] -= FLOOR
    return kind
