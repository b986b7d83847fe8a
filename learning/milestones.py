"""What of the course is complete, and since when: kept with the learner, so that a later release takes nothing away."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from learning.completion import course_complete, module_complete
from learning.course import FIRST_CHECK, LAST_CHECK, Course
from learning.learner import Learner

WENT_ON = "went-on"  # passed a first lesson
FINISHED = "finished"  # passed all lessons that concern the passport, and the last check
GAIN = "gain"  # took both checks to their end
CERTIFICATE = "certificate"  # took the certificate


def module_figure(number: int) -> str:
    """The milestone's name of "completed module `number`"."""
    return f"module-{number}"


def finished(course: Course, learner: Learner) -> bool:
    """Whether every lesson that concerns the learner is passed, and the last check, if the course has one."""
    last = learner.checks.get(LAST_CHECK)
    checked = not course.pairs or (last is not None and last.passed_on is not None)
    return checked and course_complete(course, learner)


def reached(course: Course, learner: Learner, today: date) -> Learner:
    """The learner with the milestones that he has come to, dated today; what was reached before stays as it is."""
    if learner.guest:
        return learner
    new = {name: today for name in _now(course, learner) if name not in learner.milestones}
    return replace(learner, milestones={**learner.milestones, **new}) if new else learner


def _now(course: Course, learner: Learner) -> Iterator[str]:
    if learner.lessons:
        yield WENT_ON
    for module in course.modules:
        name = module_figure(module.number)
        if name not in learner.milestones and module_complete(module, learner):
            yield name
    if learner.checks.keys() >= {FIRST_CHECK, LAST_CHECK}:
        yield GAIN
    if FINISHED not in learner.milestones and finished(course, learner):
        yield FINISHED
