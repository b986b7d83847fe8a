"""Walking through cards."""

from learning import walk
from learning.course import Citizenship, Course, Language
from learning.learner import Learner, LessonRecord, Place
from tests.sample import COURSE, FIRST, TODAY, WITH_UNION


def keys(citizenship: Citizenship) -> list[str]:
    return [card.key for card in walk.visible_cards(FIRST, citizenship)]


def test_a_card_is_seen_only_by_the_passports_it_concerns() -> None:
    assert keys(Citizenship.KG) == ["why", "term", "union", "act"]
    assert keys(Citizenship.TJ) == ["why", "term", "act"]


def test_next_and_back_pass_over_cards_of_other_passports() -> None:
    view = walk.show(COURSE, Citizenship.TJ, Place(101, "term"))
    assert view is not None
    assert (view.back, view.next, view.position, view.total) == ("why", "act", 2, 3)


def test_the_ends_have_no_neighbour() -> None:
    first, last = (walk.show(COURSE, Citizenship.UZ, Place(101, key)) for key in ("why", "act"))
    assert first is not None and last is not None
    assert (first.back, last.next) == ("", "")


def test_a_removed_card_falls_back_to_the_first() -> None:
    view = walk.show(COURSE, Citizenship.KG, Place(101, "gone"))
    assert view is not None and view.card.key == "why"


def test_a_lesson_that_is_gone_shows_nothing() -> None:
    assert walk.show(COURSE, Citizenship.KG, Place(999, "why")) is None


def test_a_newcomer_begins_at_the_first_lesson() -> None:
    assert walk.continue_at(COURSE, Learner(Language.KY)) == Place(101)


def test_a_learner_goes_on_where_he_was() -> None:
    assert walk.continue_at(COURSE, Learner(Language.KY, place=Place(102, "only"))) == Place(102, "only")


def test_a_place_in_a_removed_lesson_leads_to_the_first_lesson_not_passed() -> None:
    passed = {101: LessonRecord(3, TODAY, 100)}
    assert walk.continue_at(COURSE, Learner(Language.KY, place=Place(7, "x"), lessons=passed)) == Place(102)


def test_who_has_passed_all_has_nowhere_to_go() -> None:
    passed = {number: LessonRecord(3, TODAY, 100) for number in (101, 102)}
    assert walk.continue_at(COURSE, Learner(Language.KY, lessons=passed)) is None


def after(number: int, *passed: int, course: Course = COURSE, passport: Citizenship = Citizenship.KG) -> int:
    """The number of the lesson to take up after one, 0 if there is none."""
    records = {done: LessonRecord(3, TODAY, 100) for done in passed}
    following = walk.next_lesson(course, Learner(Language.KY, passport, lessons=records), number)
    return following.number if following else 0


def test_lessons_follow_in_the_order_of_the_curriculum() -> None:
    assert (after(101), after(101, 101)) == (102, 102)


def test_what_was_left_out_before_is_taken_up_after_the_last() -> None:
    assert (after(102), after(102, 102)) == (101, 101)


def test_what_is_passed_already_is_passed_over() -> None:
    assert after(101, 101, 102, course=WITH_UNION) == 103


def test_who_repeats_a_finished_course_goes_on_in_order() -> None:
    assert (after(101, 101, 102), after(102, 101, 102)) == (102, 0)


def test_a_lesson_without_a_card_for_a_passport_is_none_of_its_lessons() -> None:
    """It is not listed, and nobody is led there."""
    assert [one.number for one in walk.own_lessons(WITH_UNION, Citizenship.KG)] == [101, 102, 103]
    assert [one.number for one in walk.own_lessons(WITH_UNION, Citizenship.TJ)] == [101, 102]
    assert after(102, 101, 102, course=WITH_UNION, passport=Citizenship.TJ) == 0


def test_a_place_in_a_lesson_of_another_passport_is_left() -> None:
    """Who has changed his passport in mid-lesson goes on with a lesson of his own."""
    learner = Learner(Language.KY, Citizenship.TJ, place=Place(103, "join"))
    assert walk.continue_at(WITH_UNION, learner) == Place(101)
