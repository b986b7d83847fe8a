"""What one learner adds to the figures, so that counters can be kept and recomputed from the same rule."""

from dataclasses import dataclass, replace
from datetime import date

from learning.course import CHECKS
from learning.learner import Learner

ENROLLED = "enrolled"
PASSED = "last-check-passed"


@dataclass(frozen=True, slots=True, order=True)
class Contribution:
    """One person counted once: in a territory (empty: not told), on a day, for a figure."""

    territory: str
    day: date
    figure: str


def lesson_figure(number: int) -> str:
    """The figure's name of "passed lesson `number`"."""
    return f"lesson-{number}"


def contributions(learner: Learner) -> frozenset[Contribution]:
    """All that this learner adds to the counters now; what stands in the tally is left out."""
    if learner.enrolled_on is None:
        return frozenset()
    days = {ENROLLED: learner.enrolled_on}
    days |= {lesson_figure(number): record.day for number, record in learner.lessons.items()}
    for number, check in learner.checks.items():
        days[CHECKS[number]] = check.day
        if check.passed_on:
            days[PASSED] = check.passed_on
    return frozenset(
        Contribution(learner.home, day, figure)
        for figure, day in days.items()
        if figure not in learner.tallied
    )


def move_home(learner: Learner, territory: str) -> Learner:
    """Set the home. What was counted at an earlier home stays counted there, in the anonymous tally."""
    if not learner.home or learner.home == territory:
        return replace(learner, home=territory)
    counted = {contribution.figure for contribution in contributions(learner)}
    return replace(learner, home=territory, tallied=learner.tallied | counted)


@dataclass(frozen=True, slots=True)
class Change:
    """How one step changes the figures: counters up, counters down, and what moves to the tally uncounted."""

    up: frozenset[Contribution]
    down: frozenset[Contribution]
    tally: frozenset[Contribution]


def change(before: Learner | None, after: Learner | None) -> Change:
    """The change between two states of one person; `after` None means forgotten."""
    old = contributions(before) if before else frozenset()
    if before is None or after is None:
        new = contributions(after) if after else frozenset()
        return Change(up=new - old, down=frozenset(), tally=old)
    new = contributions(after)
    moved = after.tallied - before.tallied
    gone = old - new
    tally = frozenset(c for c in gone if c.figure in moved)
    return Change(up=new - old, down=gone - tally, tally=tally)
