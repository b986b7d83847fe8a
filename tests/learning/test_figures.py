"""What a learner adds to the figures."""

from dataclasses import replace

from learning.course import Language
from learning.figures import ENROLLED, Contribution, change, contributions, move_home
from learning.learner import Learner, LessonRecord, enrol
from tests.sample import TODAY

NEW = Learner(Language.TG)
ENROLLED_HERE = replace(enrol(NEW, TODAY), home="TJ-KT")


def here(territory: str, *figures: str) -> set[Contribution]:
    """One person counted today, in one place, for these figures."""
    return {Contribution(territory, TODAY, figure) for figure in figures}


def test_a_guest_adds_nothing() -> None:
    assert contributions(NEW) == frozenset()


def test_enrolling_and_passing_count_once_each() -> None:
    learner = replace(ENROLLED_HERE, lessons={501: LessonRecord(1, TODAY, 80)})
    assert contributions(learner) == here("TJ-KT", ENROLLED, "enrolled@tg", "enrolled@other", "lesson-501")


def test_the_first_home_takes_along_what_was_counted_nowhere() -> None:
    before = enrol(NEW, TODAY)
    step = change(before, move_home(before, "TJ-KT"))
    assert step.down == {Contribution("", TODAY, ENROLLED)}
    assert step.up == here("TJ-KT", ENROLLED, "enrolled@tg", "enrolled@other")
    assert step.tally == frozenset()


def test_a_later_home_leaves_the_old_count_where_it_was() -> None:
    step = change(ENROLLED_HERE, move_home(ENROLLED_HERE, "TJ-SU"))
    assert step.tally == here("TJ-KT", ENROLLED, "enrolled@tg", "enrolled@other")
    assert (step.up, step.down) == (frozenset(), frozenset())


def test_forgetting_moves_everything_to_the_tally() -> None:
    step = change(ENROLLED_HERE, None)
    assert step.tally == contributions(ENROLLED_HERE)
    assert (step.up, step.down) == (frozenset(), frozenset())


def test_agreeing_twice_changes_nothing() -> None:
    assert enrol(ENROLLED_HERE, TODAY.replace(day=1)) == ENROLLED_HERE
