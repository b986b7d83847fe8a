"""How far a learner has come: lessons passed of lessons there are, by module and in all."""

from dataclasses import dataclass

from learning.course import Course, Module
from learning.learner import Learner


@dataclass(frozen=True, slots=True)
class Progress:
    """Lessons passed of lessons there are."""

    passed: int
    total: int


def of_module(module: Module, learner: Learner) -> Progress:
    """Progress in one module."""
    passed = sum(lesson.number in learner.lessons for lesson in module.lessons)
    return Progress(passed, len(module.lessons))


def of_course(course: Course, learner: Learner) -> Progress:
    """Progress in the whole course."""
    parts = [of_module(module, learner) for module in course.modules]
    return Progress(sum(part.passed for part in parts), sum(part.total for part in parts))
