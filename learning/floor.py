"""What may be told of how many people: nothing of fewer than ten, heads in tens, shares in steps of five."""

from collections.abc import Mapping
from typing import TypeVar

FLOOR = 10

Name = TypeVar("Name")


def tens(n: int) -> int:
    """Heads, down to the ten."""
    return n // 10 * 10


def fives(part: int, whole: int) -> int:
    """A share in per cent, in steps of five."""
    return 5 * round(20 * part / whole)


def told(part: int, whole: int) -> bool:
    """Whether both the part and what is left are enough people to be told of."""
    return part >= FLOOR and whole - part >= FLOOR


def share(part: int, whole: int) -> int | None:
    """A share in per cent, in steps of five; None if one side is too few."""
    return fives(part, whole) if told(part, whole) else None


def shares(counts: Mapping[Name, int]) -> dict[Name, int | None]:
    """The share of each of several parts. If few alone were kept back, the others would tell them: the next goes too."""
    whole = sum(counts.values())
    kept_back = {name for name, n in counts.items() if not told(n, whole)}
    few = [name for name in kept_back if counts[name]]
    if len(few) == 1:
        others = (name for name in counts if name not in kept_back)
        kept_back |= {min(others, key=lambda name: counts[name])} if len(kept_back) < len(counts) else set()
    return {name: None if name in kept_back else fives(n, whole) for name, n in counts.items()}
