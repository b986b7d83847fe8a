"""The first check and the last: the same ideas, asked before the course and, in other words, after it.

The first measures: nothing is explained meanwhile, and there is one try. The last explains, and may be repeated; its
first try measures, its best one is the learner's own. All functions are pure.
"""

from dataclasses import dataclass, replace
from datetime import date

from learning.completion import course_complete
from learning.course import CHECKS, FIRST_CHECK, LAST_CHECK, UNSURE, Citizenship, Course, Pair
from learning.learner import Attempt, CheckRecord, Learner, Outcome

STILL_BEFORE = 3  # who has passed so many lessons can't show any more what he knew before the course


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check taken to its end: right answers of total, and the lessons that teach what was not known.

    `before` is what was right of how many in the first check, for a last one; `best` the best score (per cent).
    """

    attempt: Attempt
    right: int
    total: int
    score: int
    passed: bool
    lessons: tuple[int, ...]
    before: tuple[int, int] | None
    best: int


def asked_of(course: Course, citizenship: Citizenship) -> tuple[Pair, ...]:
    """The pairs that concern people of this passport, in order."""
    return tuple(pair for pair in course.pairs if pair.when.holds(citizenship))


def offered(course: Course, learner: Learner) -> tuple[int, ...]:
    """The checks that may be begun now: the first before the course, the last after it; for a guest both."""
    if not asked_of(course, learner.passport):
        return ()
    if learner.guest:
        return tuple(CHECKS)
    if course_complete(course, learner):
        return (LAST_CHECK,)
    late = learner.checks or len(learner.lessons) >= STILL_BEFORE
    return () if late else (FIRST_CHECK,)


def closed(course: Course, learner: Learner, number: int) -> bool:
    """Whether this is a check that may neither be begun nor gone on with; what is in hand may be, and is shown again."""
    in_hand = learner.attempt is not None and learner.attempt.lesson == number
    return number in CHECKS and not in_hand and number not in offered(course, learner)


def outcomes(attempt: Attempt) -> dict[str, Outcome]:
    """How each question was answered, by the key of its pair."""
    return {pair: _outcome(option, right) for pair, option, right in attempt.answers}


def _outcome(option: str, right: bool) -> Outcome:
    if right:
        return Outcome.RIGHT
    return Outcome.UNSURE if option == UNSURE else Outcome.WRONG


def result(course: Course, learner: Learner, attempt: Attempt) -> CheckResult:
    """What a finished attempt at a check shows; lessons that are not in the course any more are left out."""
    found = outcomes(attempt)
    taught = [pair.lesson for pair in course.pairs if found.get(pair.key, Outcome.RIGHT) is not Outcome.RIGHT]
    score, known = _score(attempt), learner.checks.get(attempt.lesson)
    return CheckResult(
        attempt=attempt,
        right=_right(attempt),
        total=len(attempt.answers),
        score=score,
        passed=score >= attempt.pass_mark,
        lessons=tuple(number for number in dict.fromkeys(taught) if course.lesson(number)),
        before=_before(learner) if attempt.lesson == LAST_CHECK else None,
        best=max(score, known.best) if known else score,
    )


def _before(learner: Learner) -> tuple[int, int] | None:
    first = learner.checks.get(FIRST_CHECK)
    return (first.count(Outcome.RIGHT), len(first.outcomes)) if first else None


def enter(learner: Learner, attempt: Attempt, today: date) -> Learner:
    """The learner after a finished attempt at a check: the first stands for ever, a later one may better the score."""
    if not attempt.answers:
        return learner
    number, score = attempt.lesson, _score(attempt)
    known = learner.checks.get(number) or CheckRecord(attempt.release, today, outcomes(attempt), score)
    passed = number == LAST_CHECK and score >= attempt.pass_mark
    passed_on = known.passed_on or (today if passed else None)
    record = replace(known, best=max(known.best, score), passed_on=passed_on)
    return replace(learner, checks={**learner.checks, number: record})


def _right(attempt: Attempt) -> int:
    return sum(right for _, _, right in attempt.answers)


def _score(attempt: Attempt) -> int:
    return 100 * _right(attempt) // max(len(attempt.answers), 1)
