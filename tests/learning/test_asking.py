"""What is asked once, and when."""

from dataclasses import replace

from learning.asking import asked, next_to_ask
from learning.completion import course_complete, module_complete
from learning.course import Language
from learning.learner import Asked, Learner, LessonRecord, enrol
from learning.progress import Progress, of_course
from tests.sample import COURSE, TODAY

LEARNER = enrol(Learner(Language.UZ), TODAY)
AFTER_ONE = replace(LEARNER, lessons={101: LessonRecord(3, TODAY, 100)})


def test_nothing_is_asked_before_the_first_lesson_is_passed() -> None:
    assert next_to_ask(LEARNER) is None
    assert next_to_ask(Learner(Language.UZ, lessons=AFTER_ONE.lessons)) is None


def test_home_is_asked_first_then_whether_we_may_write_then_nothing() -> None:
    assert next_to_ask(AFTER_ONE) is Asked.HOME
    told = asked(AFTER_ONE, Asked.HOME)
    assert next_to_ask(told) is Asked.WRITE
    assert next_to_ask(asked(told, Asked.WRITE)) is None


def test_a_home_filled_in_by_a_link_is_not_asked() -> None:
    assert next_to_ask(replace(AFTER_ONE, home="UZ-AN")) is Asked.WRITE


def test_progress_and_completion_count_lessons_passed() -> None:
    both = replace(LEARNER, lessons={n: LessonRecord(3, TODAY, 60) for n in (101, 102)})
    assert of_course(COURSE, AFTER_ONE) == Progress(1, 2)
    assert not course_complete(COURSE, AFTER_ONE)
    assert course_complete(COURSE, both) and module_complete(COURSE.modules[0], both)
