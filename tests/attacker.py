"""An attacker reads everything that is published, and knows how it was made. He learns no number below ten.

The attacker is an exact one: every published number bounds a sum of unknown whole numbers, and HiGHS (scipy's `milp`)
finds the smallest and the largest number that a part can be.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from learning.figures import APART
from learning.floor import FLOOR, tens
from learning.publishing import LANGUAGES, NOT_NAMED, PASSPORTS, Counts, publish
from learning.territory import Territories, Territory

FIGURE = "enrolled"
KINDS = (sorted(LANGUAGES), sorted(PASSPORTS))
Leaf = tuple[str, int]  # a territory, in a release


Told = Mapping[str, Mapping[str, int]]  # what is published: by territory, by figure


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

    def __init__(
        self,
        territories: Territories,
        releases: list[dict[tuple[str, str], int]],
        told: Sequence[Told] | None = None,
    ) -> None:
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
            self._read(release, counts, told[release] if told else publish(counts, territories))
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
                sign * row,
                constraints=known,
                integrality=np.ones(len(row), dtype=int),
                bounds=Bounds(0, np.inf),
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


def wide(low: float, high: float, weeks: int) -> bool:
    """Whether bounds tell nothing of a number below ten: from one week, nothing at all.

    Since nobody leaves, weeks together can exclude the highest of the ten values (seen once in some thousand
    questions: 0 to 8); never zero.
    """
    return low <= 0 and high >= (9 if weeks == 1 else 5)
