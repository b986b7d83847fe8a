"""An attacker reads everything that is published, and knows how it was made: he learns no number below ten."""

import random
from collections import deque
from collections.abc import Mapping

import pytest

from learning import publishing
from learning.floor import tens
from learning.publishing import publish, published_shares
from learning.territory import Territories, Territory
from tests.attacker import FIGURE, Attacker, people, places, small, wide


@pytest.mark.parametrize("seed", range(30))
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
        assert wide(low, high, len(releases)), f"{what} is between {low} and {high}"


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
