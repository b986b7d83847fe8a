"""Routes through the course."""

from dataclasses import replace

from learning import routes
from learning.course import Citizenship, Course, Language
from learning.learner import Learner, LessonRecord, enrol
from learning.progress import Progress
from tests.sample import AT_HOME, LEAVING, ROUTED, TODAY, WITH_UNION


def learner(*passed: int, passport: Citizenship = Citizenship.KG) -> Learner:
    records = {number: LessonRecord(3, TODAY, 100) for number in passed}
    return enrol(Learner(Language.RU, passport, lessons=records), TODAY)


def following(who: Learner, after: int = 0, course: Course = ROUTED) -> int:
    lesson = routes.next_on(course, LEAVING, who, after)
    return lesson.number if lesson else 0


def test_a_route_has_an_order_of_its_own() -> None:
    lessons = routes.lessons_of(ROUTED, LEAVING, Citizenship.KG)
    assert [lesson.number for lesson in lessons] == [201, 101, 501]


def test_a_lesson_that_is_gone_or_for_others_is_passed_over() -> None:
    """In the course without these numbers, and on a passport that the lesson does not concern."""
    course = replace(WITH_UNION, routes=(replace(LEAVING, lessons=(103, 999, 101)),))
    for passport, numbers in ((Citizenship.KG, [103, 101]), (Citizenship.TJ, [101])):
        lessons = routes.lessons_of(course, course.routes[0], passport)
        assert [lesson.number for lesson in lessons] == numbers
    assert routes.of_route(course, course.routes[0], learner(passport=Citizenship.TJ)) == Progress(0, 1)


def test_the_next_is_the_first_not_passed() -> None:
    assert [following(learner(*passed)) for passed in ((), (201,), (201, 501), (201, 101, 501))] == [
        201, 101, 101, 0
    ]  # fmt: skip


def test_after_a_lesson_comes_the_next_not_passed_and_what_was_left_out_at_last() -> None:
    assert following(learner(201), after=201) == 101
    assert following(learner(201, 101), after=201) == 501
    assert following(learner(101, 501), after=501) == 201
    assert following(learner(201, 101, 501), after=501) == 0


def test_after_a_lesson_of_no_route_it_begins_at_its_first() -> None:
    assert following(learner(302), after=302) == 201


def test_a_guest_comes_to_the_end_once() -> None:
    """Nothing is kept of him: he would go round for ever."""
    guest = Learner(Language.RU, Citizenship.KG)
    assert [following(guest, after) for after in (0, 201, 101, 501)] == [201, 101, 501, 0]


def test_a_finished_route_is_not_offered() -> None:
    """Nor is one that has no lesson for this passport."""
    assert routes.unfinished(ROUTED, learner()) == (LEAVING, AT_HOME)
    assert routes.unfinished(ROUTED, learner(102)) == (LEAVING,)
    for_others = replace(WITH_UNION, routes=(replace(LEAVING, lessons=(103,)),))
    assert routes.unfinished(for_others, learner(passport=Citizenship.TJ)) == ()
