"""When a module or the course is complete: every lesson in it has been passed."""

from learning.course import Course, Module
from learning.learner import Learner
from learning.progress import Progress, of_course, of_module


def module_complete(module: Module, learner: Learner) -> bool:
    """Whether every lesson of the module has been passed."""
    return _all_passed(of_module(module, learner))


def course_complete(course: Course, learner: Learner) -> bool:
    """Whether every lesson of the course has been passed."""
    return _all_passed(of_course(course, learner))


def _all_passed(progress: Progress) -> bool:
    return progress.total > 0 and progress.passed == progress.total
