"""What one learner adds to the figures, so that counters can be kept and recomputed from the same rule."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from learning.course import CHECKS, FIRST_CHECK, LAST_CHECK
from learning.learner import Learner, Outcome
from learning.milestones import GAIN

ENROLLED = "enrolled"
PASSED = "last-check-passed"
APART = "@"  # between a figure and the group of people that it is told for
COHORT = "c-"  # before the code of a cohort, which is a group like a language or a passport


@dataclass(frozen=True, slots=True, order=True)
class Contribution:
    """One person counted once: in a territory (empty: not told), on a day, for a figure."""

    territory: str
    day: date
    figure: str


def lesson_figure(number: int) -> str:
    """The figure's name of "passed lesson `number`"."""
    return f"lesson-{number}"


def base(figure: str) -> str:
    """The figure without its group.

    >>> base("enrolled@ky")
    'enrolled'
    """
    return figure.partition(APART)[0]


def groups(learner: Learner) -> tuple[str, ...]:
    """The groups that a learner is told in: language, passport and, if there is one, cohort."""
    cohort = (f"{COHORT}{learner.cohort}",) if learner.cohort else ()
    return (learner.language.value, learner.passport.value, *cohort)


def contributions(learner: Learner) -> frozenset[Contribution]:
    """All that this learner adds to the counters now; what stands in the tally is left out.

    Enrolment and milestones are told by group as well, for people of a known home: nobody asks for the others' groups.
    """
    if learner.enrolled_on is None:
        return frozenset()
    told = {ENROLLED: learner.enrolled_on, **learner.milestones}
    days = told | _lesson_days(learner) | dict.fromkeys(_right(learner), learner.milestones.get(GAIN))
    if learner.home:
        days |= {f"{figure}{APART}{group}": day for figure, day in told.items() for group in groups(learner)}
    return frozenset(
        Contribution(learner.home, day, figure)
        for figure, day in days.items()
        if day and base(figure) not in learner.tallied
    )


def _lesson_days(learner: Learner) -> dict[str, date]:
    days = {lesson_figure(number): record.day for number, record in learner.lessons.items()}
    for number, check in learner.checks.items():
        days[CHECKS[number]] = check.day
        if check.passed_on:
            days[PASSED] = check.passed_on
    return days


def _right(learner: Learner) -> Iterator[str]:
    """The ideas that a person knew before the course and after it, if both checks were taken."""
    if GAIN in learner.milestones:
        for number, when in ((FIRST_CHECK, "before"), (LAST_CHECK, "after")):
            for pair, outcome in learner.checks[number].outcomes.items():
                if outcome is Outcome.RIGHT:
                    yield f"{when}-{pair}"


def move_home(learner: Learner, territory: str) -> Learner:
    """Set the home. What was counted at an earlier home stays counted there, in the anonymous tally."""
    if not learner.home or learner.home == territory:
        return replace(learner, home=territory)
    counted = {base(contribution.figure) for contribution in contributions(learner)}
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
    tally = frozenset(c for c in gone if base(c.figure) in moved)
    return Change(up=new - old, down=gone - tally, tally=tally)
