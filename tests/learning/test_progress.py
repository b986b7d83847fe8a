"""Progress and completion count the lessons that concern the learner."""

from learning.completion import course_complete, module_complete
from learning.course import Citizenship, Language
from learning.learner import Learner, LessonRecord
from learning.progress import Progress, of_course, of_module
from tests.sample import TODAY, WITH_UNION


def learner(passport: Citizenship, *passed: int) -> Learner:
    return Learner(Language.RU, passport, lessons={number: LessonRecord(3, TODAY, 100) for number in passed})


def test_a_lesson_for_other_passports_is_not_counted() -> None:
    assert of_course(WITH_UNION, learner(Citizenship.KG, 101)) == Progress(1, 3)
    assert of_course(WITH_UNION, learner(Citizenship.TJ, 101)) == Progress(1, 2)
    assert of_module(WITH_UNION.modules[1], learner(Citizenship.TJ)) == Progress(0, 0)


def test_a_lesson_passed_on_another_passport_does_not_count_on_this_one() -> None:
    """Who has changed his passport is not told "3 of 2"."""
    assert of_course(WITH_UNION, learner(Citizenship.TJ, 101, 102, 103)) == Progress(2, 2)


def test_the_course_is_complete_without_lessons_of_other_passports() -> None:
    assert course_complete(WITH_UNION, learner(Citizenship.TJ, 101, 102))
    assert not course_complete(WITH_UNION, learner(Citizenship.KG, 101, 102))
    assert not module_complete(WITH_UNION.modules[1], learner(Citizenship.TJ))
