"""What of the course is complete and since when, and how that is counted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from learning.course import FIRST_CHECK, LAST_CHECK, Citizenship, Language
from learning.figures import ENROLLED, Contribution, base, change, contributions, groups, move_home
from learning.learner import CheckRecord, Learner, LessonRecord, Outcome
from learning.milestones import FINISHED, GAIN, WENT_ON, finished, module_figure, reached
from tests.sample import COURSE, TODAY, WITH_UNION, paired

TOMORROW = TODAY + timedelta(days=1)
CHECKED = paired(WITH_UNION)  # two modules, the second for one passport alone, and two checks
RECORD = LessonRecord(3, TODAY, 80)
FIRST = CheckRecord(3, TODAY, {"term": Outcome.WRONG, "host": Outcome.RIGHT, "work": Outcome.UNSURE}, 33)
FAILED = CheckRecord(3, TODAY, {"term": Outcome.RIGHT, "host": Outcome.RIGHT, "work": Outcome.WRONG}, 50)
PASSED = replace(FAILED, best=90, passed_on=TODAY)
AIDA = Learner(Language.KY, Citizenship.KG, home="KG-B", enrolled_on=TODAY)
ZAFAR = replace(AIDA, language=Language.TG, citizenship=Citizenship.TJ, home="TJ-SU")


def passed(
    learner: Learner, *lessons: int, first: CheckRecord | None = None, last: CheckRecord | None = None
):
    """The learner with these lessons and checks behind him."""
    checks = {n: check for n, check in ((FIRST_CHECK, first), (LAST_CHECK, last)) if check}
    return replace(learner, lessons=dict.fromkeys(lessons, RECORD), checks=checks)


@pytest.mark.parametrize(
    ("somebody", "names"),
    [
        (AIDA, set()),
        (passed(AIDA, 101), {WENT_ON}),
        (passed(AIDA, 101, 102), {WENT_ON, "module-1"}),
        (passed(AIDA, 103), {WENT_ON, "module-2"}),
        (passed(AIDA, 101, 102, 103), {WENT_ON, "module-1", "module-2"}),
        (passed(AIDA, 101, 102, 103, last=FAILED), {WENT_ON, "module-1", "module-2"}),
        (passed(AIDA, 101, 102, 103, last=PASSED), {WENT_ON, "module-1", "module-2", FINISHED}),
        (passed(ZAFAR, 101, 102, last=PASSED), {WENT_ON, "module-1", FINISHED}),
        (passed(ZAFAR, 101, last=PASSED), {WENT_ON}),
        (passed(AIDA, first=FIRST), set()),
        (passed(AIDA, 101, first=FIRST, last=FAILED), {WENT_ON, GAIN}),
    ],
)
def test_milestones_are_told_by_lessons_and_checks(somebody: Learner, names: set[str]) -> None:
    """A lesson for another passport is not asked for, and a module without lessons for one's own is never complete."""
    assert dict(reached(CHECKED, somebody, TODAY).milestones) == dict.fromkeys(names, TODAY)


def test_a_course_without_checks_is_finished_by_its_lessons() -> None:
    """Nobody is kept waiting for a check that is not asked."""
    assert finished(COURSE, passed(AIDA, 101, 102))
    assert not finished(CHECKED, passed(AIDA, 101, 102, 103))


def test_what_was_reached_stays_with_its_day() -> None:
    """Neither a later day, nor a release with a lesson more, nor another passport moves it or takes it away."""
    done = reached(CHECKED, passed(ZAFAR, 101, 102, last=PASSED), TODAY)
    for later in (done, replace(done, citizenship=Citizenship.KG), replace(done, lessons={})):
        assert reached(CHECKED, later, TOMORROW).milestones == done.milestones
    assert reached(CHECKED, done, TOMORROW) is done, "nothing new is nothing to record"


def test_only_what_is_new_gets_the_new_day() -> None:
    """Each milestone has the day on which it was come to."""
    first = reached(CHECKED, passed(AIDA, 101), TODAY)
    then = reached(CHECKED, replace(first, lessons=dict.fromkeys((101, 102), RECORD)), TOMORROW)
    assert then.milestones == {WENT_ON: TODAY, module_figure(1): TOMORROW}


def test_a_guest_reaches_nothing() -> None:
    """Of somebody who agreed to nothing nothing is noted."""
    guest = Learner(Language.KY, lessons={101: RECORD})
    assert reached(CHECKED, guest, TODAY) is guest


def test_a_milestone_counts_for_all_and_for_each_group() -> None:
    """For people of a known home; of others only how many, and lessons are told by no group at all."""
    done = reached(CHECKED, replace(passed(AIDA, 101), cohort="ABCD2345"), TODAY)
    of_groups = {f"{name}@{group}" for name in (ENROLLED, WENT_ON) for group in ("ky", "KG", "c-ABCD2345")}
    assert groups(done) == ("ky", "KG", "c-ABCD2345")
    assert contributions(done) == {
        Contribution("KG-B", TODAY, figure) for figure in {ENROLLED, WENT_ON, "lesson-101", *of_groups}
    }
    assert contributions(replace(done, home="")) == {
        Contribution("", TODAY, figure) for figure in (ENROLLED, WENT_ON, "lesson-101")
    }


def test_ideas_known_before_and_after_count_once_both_checks_were_taken() -> None:
    """On the day of the last check, and only those that were answered rightly."""
    before = passed(AIDA, first=FIRST)
    after = reached(CHECKED, passed(AIDA, first=FIRST, last=FAILED), TOMORROW)
    ideas = {c for c in contributions(after) if c.figure.startswith(("before-", "after-"))}
    assert ideas == {
        Contribution("KG-B", TOMORROW, name) for name in ("before-host", "after-term", "after-host")
    }
    assert not [c for c in contributions(before) if c.figure.startswith(("before-", "after-"))]


def test_another_language_passport_or_session_moves_the_group_alone() -> None:
    """One person stands in one group of each kind; the whole stays."""
    done = reached(CHECKED, passed(AIDA, 101), TODAY)
    for other, left, come in (
        (replace(done, language=Language.RU), "ky", "ru"),
        (replace(done, citizenship=Citizenship.TJ), "KG", "TJ"),
        (replace(done, cohort="ABCD2345"), "", "c-ABCD2345"),
    ):
        step = change(done, other)
        assert {c.figure for c in step.up} == {f"{name}@{come}" for name in (ENROLLED, WENT_ON)}
        assert {c.figure for c in step.down} == {f"{name}@{left}" for name in (ENROLLED, WENT_ON) if left}
        assert step.tally == frozenset()


def test_who_moves_home_leaves_milestones_and_groups_where_they_were_reached() -> None:
    """All that was counted moves to the tally; what is reached later counts at the new home."""
    done = reached(CHECKED, passed(AIDA, 101), TODAY)
    moved = move_home(done, "KG-O")
    assert change(done, moved).tally == contributions(done)
    assert contributions(moved) == frozenset()
    later = reached(CHECKED, replace(moved, lessons=dict.fromkeys((101, 102), RECORD)), TOMORROW)
    assert {base(c.figure) for c in contributions(later)} == {"lesson-102", "module-1"}
    assert {c.territory for c in contributions(later)} == {"KG-O"}
