"""What people gain by the course: for each idea, how they answered before it and how after it.

Counted is who has taken both checks, once, by the first try of each; an idea is known by the key of its pair, whatever
words a release gives it. The sums point to nobody; what may be told of them is in `learning/floor.py`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from learning.course import FIRST_CHECK, LAST_CHECK, Citizenship, Language
from learning.floor import FLOOR, fives, shares, tens
from learning.learner import Learner, Outcome


@dataclass(frozen=True, slots=True, order=True)
class PairSum:
    """The name of a sum: readers of a language with a passport, who took the last check in a release, and answered
    this pair so the first time and so the last."""

    language: Language
    citizenship: Citizenship
    release: int
    pair: str
    first: Outcome
    last: Outcome


Gains = Mapping[PairSum, int]


@dataclass(frozen=True, slots=True)
class GainInsight:
    """One idea, by readers of one language or (None) of all, with one passport or (None) any.

    `people` are those who took both checks, in tens. All else is shares in per cent, in steps of five, None where too
    few would be told of. `wrong_before` and `wrong_after` are those who believed something untrue, not those who knew
    that they didn't know. `learned` were right only after, `kept` both times, `lost` only before.
    """

    pair: str
    language: Language | None
    citizenship: Citizenship | None
    people: int
    right_before: int | None
    unsure_before: int | None
    wrong_before: int | None
    right_after: int | None
    unsure_after: int | None
    wrong_after: int | None
    learned: int | None
    kept: int | None
    lost: int | None


def gained(before: Learner | None, after: Learner) -> dict[PairSum, int]:
    """What one step of a person adds: each pair, at the end of the first try of the last check, if there was a first."""
    first, last = after.checks.get(FIRST_CHECK), after.checks.get(LAST_CHECK)
    known = before.checks if before else {}
    if first is None or last is None or LAST_CHECK in known:
        return {}
    names = (after.language, after.passport, last.release)
    both = first.outcomes.keys() & last.outcomes.keys()
    return {PairSum(*names, key, first.outcomes[key], last.outcomes[key]): 1 for key in both}


def gain_of(gains: Gains, since: int = 0) -> tuple[GainInsight, ...]:
    """What may be told of the sums of all releases from `since` on: the ideas with the smallest gain first."""
    items: dict[tuple[str, Language | None, Citizenship | None], Counter[tuple[Outcome, Outcome]]] = {}
    for name, n in gains.items():
        if name.release >= since:
            for language, passport in product((name.language, None), (name.citizenship, None)):
                here = items.setdefault((name.pair, language, passport), Counter())
                here[name.first, name.last] += n
    told = (_told(*key, found) for key, found in items.items() if found.total() >= FLOOR)
    return tuple(sorted(told, key=_least_first))


def _least_first(each: GainInsight) -> tuple[int, str, str, str]:
    known = each.right_before is not None and each.right_after is not None
    rise = (each.right_after or 0) - (each.right_before or 0) if known else 100
    return rise, each.pair, each.language or "", each.citizenship or ""


def _told(
    pair: str,
    language: Language | None,
    citizenship: Citizenship | None,
    found: Counter[tuple[Outcome, Outcome]],
) -> GainInsight:
    before, after = (shares(dict(_side(found, side))) for side in (0, 1))
    joint = _joint(found)
    return GainInsight(
        pair=pair,
        language=language,
        citizenship=citizenship,
        people=tens(found.total()),
        right_before=before[Outcome.RIGHT],
        unsure_before=before[Outcome.UNSURE],
        wrong_before=before[Outcome.WRONG],
        right_after=after[Outcome.RIGHT],
        unsure_after=after[Outcome.UNSURE],
        wrong_after=after[Outcome.WRONG],
        learned=joint.get((False, True)),
        kept=joint.get((True, True)),
        lost=joint.get((True, False)),
    )


def _side(found: Counter[tuple[Outcome, Outcome]], side: int) -> Iterator[tuple[Outcome, int]]:
    for outcome in Outcome:
        yield outcome, sum(n for both, n in found.items() if both[side] is outcome)


def _joint(found: Counter[tuple[Outcome, Outcome]]) -> dict[tuple[bool, bool], int]:
    """The shares of right and not right, before and after; none of them if one of the four is of few people."""
    cells: Counter[tuple[bool, bool]] = Counter()
    for (first, last), n in found.items():
        cells[first is Outcome.RIGHT, last is Outcome.RIGHT] += n
    few = any(cells[first, last] < FLOOR for first, last in product((True, False), repeat=2))
    return {} if few else {cell: fives(n, cells.total()) for cell, n in cells.items()}
