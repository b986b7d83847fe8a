"""An attacker reads everything that is published, and knows how it was made. He learns no number below ten.

The attacker is an exact one: every published number bounds a sum of unknown whole numbers, and HiGHS (scipy's `milp`)
finds the smallest and the largest number that a part can be. Every number below ten must be able to be 0, and to be 9.
"""

import random
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from learning import publishing
from learning.figures import APART
from learning.floor import FLOOR, tens
from learning.publishing import LANGUAGES, NOT_NAMED, PASSPORTS, Counts, publish, published_shares
from learning.territory import Territories, Territory

FIGURE = "enrolled"
KINDS = (sorted(LANGUAGES), sorted(PASSPORTS))
Leaf = tuple[str, int]  # a territory, in a release


def places(chance: random.Random) -> Territories:
    """A country of one to three regions with up to four districts; some districts have sub-units."""
    found = {}
    for region in range(chance.randint(1, 3)):
        name = f"R{region}"
        found[name] = Territory(name, "KG", 1, {})
        for district in range(chance.randint(0, 4)):
            code = f"{name}D{district}"
            found[code] = Territory(code, name, 2, {})
            for unit in range(1, 1 + chance.choice([0, 0, 0, 1, 3])):
                found[f"{code}/{unit}"] = Territory(f"{code}/{unit}", code, 3, {})
    return Territories(found, countries=("KG",))


def people(
    chance: random.Random, territories: Territories, before: Counts | None = None
) -> dict[tuple[str, str], int]:
    """How many live where, by language and by passport; not fewer than before. Many stand just below a ten."""
    counts: dict[tuple[str, str], int] = defaultdict(int, before or {})
    sizes = chance.choice([(0, 1, 2), (9,), (0, 9, 9, 10), (0, 9, 18, 19, 20), (45, 9, 39), tuple(range(30))])
    languages, passports = chance.choice([1, 2, 5, 5]), chance.choice([1, 2, 4])
    for code in territories.by_code:
        in_turn = chance.random() < 0.7  # so that many groups come near to ten at once
        for n in range(chance.choice(sizes)):
            turn = n if in_turn else chance.randrange(100)
            groups = (KINDS[0][turn % languages], KINDS[1][turn % passports])
            for name in (FIGURE, *(f"{FIGURE}{APART}{group}" for group in groups)):
                counts[code, name] += 1
    return dict(counts)


def has_parts(territories: Territories, code: str) -> bool:
    return bool(territories.children(code) or territories.subunits(code))


def leaves_of(territories: Territories, code: str) -> list[str]:
    """Everything that a place is made of, itself among it: people who named no smaller place."""
    parts = (*territories.children(code), *territories.subunits(code))
    below = [leaf for part in parts for leaf in leaves_of(territories, part.code)]
    return below if code in territories.countries else [code, *below]


class Attacker:
    """What can be concluded from some releases about every part of them."""

    def __init__(self, territories: Territories, releases: list[dict[tuple[str, str], int]]) -> None:
        self.territories = territories
        self.names = [
            (code, release, kind, group)
            for release in range(len(releases))
            for code in territories.by_code
            for kind in (0, 1)
            for group in KINDS[kind]
        ]
        self.at = {name: n for n, name in enumerate(self.names)}
        self.rows: list[np.ndarray] = []
        self.low: list[float] = []
        self.high: list[float] = []
        for release, counts in enumerate(releases):
            self._read(release, counts, publish(counts, territories))
        self._nobody_leaves(len(releases))

    def leaf(self, code: str, release: int, kind: int = 0) -> np.ndarray:
        return sum(
            (self.group(code, release, kind, group) for group in KINDS[kind]), np.zeros(len(self.names))
        )

    def group(self, code: str, release: int, kind: int, group: str) -> np.ndarray:
        row = np.zeros(len(self.names))
        row[self.at[code, release, kind, group]] = 1
        return row

    def whole(self, code: str, release: int) -> np.ndarray:
        leaves = leaves_of(self.territories, code)
        return sum((self.leaf(leaf, release) for leaf in leaves), np.zeros(len(self.names)))

    def _know(self, row: np.ndarray, low: float, high: float) -> None:
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def _read(self, release: int, counts: Counts, told: Mapping[str, Mapping[str, int]]) -> None:
        for code in ("KG", *self.territories.by_code):
            true = sum(counts.get((leaf, FIGURE), 0) for leaf in leaves_of(self.territories, code))
            self._bound(self.whole(code, release), told.get(code, {}).get(FIGURE, 0), true)
        for code in self.territories.by_code:
            self._know(self.leaf(code, release) - self.leaf(code, release, 1), 0, 0)
            if has_parts(self.territories, code):
                own = told.get(code + NOT_NAMED, {}).get(FIGURE, 0)
                self._bound(self.leaf(code, release), own, counts.get((code, FIGURE), 0))
            else:
                for kind in (0, 1):
                    for group in KINDS[kind]:
                        name = f"{FIGURE}{APART}{group}"
                        shown = told.get(code, {}).get(name, 0)
                        self._bound(
                            self.group(code, release, kind, group), shown, counts.get((code, name), 0)
                        )

    def _bound(self, row: np.ndarray, shown: int, true: int) -> None:
        """He even knows which numbers were told lower than rounding asks for, and how much lower."""
        assert shown <= tens(true)
        self._know(row, shown, tens(true) + 9)

    def _nobody_leaves(self, releases: int) -> None:
        for code, release in product(self.territories.by_code, range(1, releases)):
            self._know(self.leaf(code, release) - self.leaf(code, release - 1), 0, np.inf)

    def bounds(self, row: np.ndarray) -> tuple[float, float]:
        known = LinearConstraint(np.array(self.rows), np.array(self.low), np.array(self.high))
        ends = []
        for sign in (1, -1):
            found = milp(
                sign * row, constraints=known, integrality=np.ones(len(row)), bounds=Bounds(0, np.inf)
            )
            assert found.success, found.message
            ends.append(sign * found.fun)
        return ends[0], ends[1]


def small(
    territories: Territories, releases: list[dict[tuple[str, str], int]], attacker: Attacker
) -> Iterator[tuple[str, np.ndarray]]:
    """Every number below ten, as what the attacker asks about."""
    for release, counts in enumerate(releases):
        for code in territories.by_code:
            leaves = leaves_of(territories, code)
            if sum(counts.get((leaf, FIGURE), 0) for leaf in leaves) < FLOOR:
                yield f"{code} in release {release}", attacker.whole(code, release)
            if counts.get((code, FIGURE), 0) < FLOOR:
                yield f"{code} itself in release {release}", attacker.leaf(code, release)
            for kind in (0, 1):
                for group in KINDS[kind]:
                    if counts.get((code, f"{FIGURE}{APART}{group}"), 0) < FLOOR:
                        yield f"{code} {group} in {release}", attacker.group(code, release, kind, group)


@pytest.mark.parametrize("seed", range(60))
def test_nothing_small_can_be_worked_out(seed: int) -> None:
    """Over random trees, groups and one to three releases: whatever is below ten may be anything from 0 to 9."""
    chance = random.Random(seed)
    territories = places(chance)
    releases: list[dict[tuple[str, str], int]] = []
    for _ in range(chance.randint(1, 3)):
        releases.append(people(chance, territories, releases[-1] if releases else None))
    attacker = Attacker(territories, releases)
    asked = list(small(territories, releases, attacker))
    for what, row in chance.sample(asked, min(len(asked), 12)):
        low, high = attacker.bounds(row)
        assert low <= 0 and high >= 9, f"{what} is between {low} and {high}"


@pytest.mark.parametrize("rule", ["_room", "_leaf"])
def test_the_attacker_can_find_something(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without either of the two bounds, rounding alone gives small numbers away: so the test above can fail."""
    if rule == "_room":
        monkeypatch.setattr(publishing._Publishing, "_room", lambda *_: 10**6)
    else:
        monkeypatch.setattr(publishing, "_leaf", _rounded_only)
    with pytest.raises(AssertionError, match="is between"):
        deque(map(test_nothing_small_can_be_worked_out, range(60)))


def _rounded_only(people: Mapping[str, int]) -> publishing._Told:
    true = people.get("", 0)
    return publishing._Told(true, tens(true), {group: tens(n) for group, n in people.items() if group})


def test_early_figures_are_told_as_sums() -> None:
    """Twenty districts of three people each: no district is told, but the region is."""
    districts = {f"D{n}": Territory(f"D{n}", "R", 2, {}) for n in range(20)}
    territories = Territories({"R": Territory("R", "KG", 1, {}), **districts}, countries=("KG",))
    told = publish({(code, FIGURE): 3 for code in districts}, territories)
    assert told == {"R": {FIGURE: 60}, "KG": {FIGURE: 60}}


def test_what_is_told_is_near_the_truth() -> None:
    """A country of 10,000 people in 150 districts is told to within a hundred."""
    chance = random.Random(1)
    found = {f"R{n}": Territory(f"R{n}", "KG", 1, {}) for n in range(7)}
    found |= {f"D{n}": Territory(f"D{n}", f"R{n % 7}", 2, {}) for n in range(150)}
    territories = Territories(found, countries=("KG",))
    counts = {(f"D{n}", FIGURE): chance.randrange(10, 123) for n in range(150)}
    told = publish(counts, territories)["KG"][FIGURE]
    assert 0 <= sum(counts.values()) - told < 10


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(20, 20, None), (None, 50, None), (30, 40, 75), (10, 300, 5)]
)
def test_shares_stand_on_a_base_that_is_told(part: int | None, whole: int | None, share: int | None) -> None:
    """No share of fewer than thirty people, and none of a number that is kept back."""
    assert published_shares(part, whole) == share
