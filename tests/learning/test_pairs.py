"""The first check and the last: who may take them when, what is kept of them, and how a day changes them."""

from dataclasses import replace

import pytest

from learning import quiz
from learning.course import (
    FIRST_CHECK,
    LAST_CHECK,
    UNSURE,
    Citizenship,
    Course,
    Language,
    Lesson,
    Module,
)
from learning.figures import Contribution, change, contributions
from learning.learner import Attempt, CheckRecord, Learner, LessonRecord, Outcome
from learning.pairs import asked_of, closed, enter, offered, result
from learning.progress import of_course
from learning.validity import course_on
from learning.walk import continue_at
from tests.sample import COURSE, FIRST, SECOND, TODAY, paired, words

TWO = paired(COURSE)
# A course long enough for somebody to be in the middle of it
LONG = replace(
    TWO,
    modules=(
        Module(
            1,
            "one",
            words("One"),
            (
                FIRST,
                SECOND,
                *(Lesson(n, f"l{n}", words("L"), SECOND.cards, SECOND.questions) for n in range(103, 107)),
            ),
        ),
    ),
)
AIDA = Learner(Language.KY, Citizenship.KG, enrolled_on=TODAY)
RECORD = LessonRecord(3, TODAY, 80)


def passed(*numbers: int) -> Learner:
    """Aida with these lessons passed."""
    return replace(AIDA, lessons=dict.fromkeys(numbers, RECORD))


def check(number: int) -> Lesson:
    """One of the two checks."""
    lesson = TWO.lesson(number)
    assert lesson
    return lesson


def in_hand(learner: Learner) -> Attempt:
    """The attempt that the learner has."""
    assert learner.attempt
    return learner.attempt


def answered(course: Course, learner: Learner, number: int, *options: str, again: int = 1) -> Learner:
    """The learner after these answers, one after the other, in an attempt at a check."""
    lesson = course.lesson(number)
    assert lesson
    for option in options:
        attempt = quiz.attempt_at(course, learner, lesson, again)
        asked = quiz.next_question(lesson, learner.passport, attempt)
        assert asked
        step = quiz.answer(course, learner.passport, asked, option)
        assert step
        learner = quiz.after_answer(course, learner, step, TODAY)
    return learner


def test_checks_are_found_but_are_no_lessons():
    """Lists, progress, and where to go on know nothing of them."""
    assert [lesson.number for lesson in TWO.lessons()] == [101, 102]
    first, last = TWO.lesson(FIRST_CHECK), TWO.lesson(LAST_CHECK)
    assert first and last and first.unit == last.unit == "pairs"
    assert of_course(TWO, AIDA).total == 2
    place = continue_at(TWO, AIDA)
    assert place and place.lesson == 101
    assert COURSE.lesson(FIRST_CHECK) is None


def test_each_passport_meets_its_own_pairs():
    """A pair for one passport is asked of nobody else."""
    assert [pair.key for pair in asked_of(TWO, Citizenship.KG)] == ["term", "host", "work-kg"]
    assert [pair.key for pair in asked_of(TWO, Citizenship.UZ)] == ["term", "host"]


@pytest.mark.parametrize(
    ("learner", "checks"),
    [
        (AIDA, (FIRST_CHECK,)),
        (passed(101, 102), (FIRST_CHECK,)),
        (passed(101, 102, 103), ()),
        (passed(101, 102, 103, 104, 105), ()),
        (passed(101, 102, 103, 104, 105, 106), (LAST_CHECK,)),
        (Learner(Language.KY, Citizenship.KG), (FIRST_CHECK, LAST_CHECK)),
    ],
)
def test_when_a_check_is_offered(learner, checks):
    """The first while fewer than three lessons are passed, the last once all are; a guest may look at both."""
    assert offered(LONG, learner) == checks
    assert [number for number in (FIRST_CHECK, LAST_CHECK) if not closed(LONG, learner, number)] == list(
        checks
    )


def test_a_check_that_is_done_is_not_offered_again_but_the_last():
    """The first measures what was known before: there is one."""
    first = answered(LONG, AIDA, FIRST_CHECK, "d30", UNSURE, "contract")
    assert offered(LONG, first) == ()
    everything = passed(101, 102, 103, 104, 105, 106)
    last = answered(LONG, everything, LAST_CHECK, "d30", "tell", "contract")
    assert offered(LONG, last) == (LAST_CHECK,)


def test_a_course_that_is_done_has_no_before():
    """In a course of two lessons the first check is not offered once both are passed."""
    assert offered(TWO, passed(101, 102)) == (LAST_CHECK,)


def test_no_pairs_no_checks():
    """A course without pairs, or with none for a passport, offers nothing and opens nothing."""
    assert offered(COURSE, AIDA) == ()
    kyrgyz_only = replace(TWO, pairs=TWO.pairs[2:])
    assert offered(kyrgyz_only, replace(AIDA, citizenship=Citizenship.UZ)) == ()
    assert closed(COURSE, AIDA, FIRST_CHECK)


def test_the_check_in_hand_goes_on():
    """It can be gone on with and shown again, whatever is offered meanwhile; lessons are never closed."""
    begun = answered(LONG, passed(101, 102), FIRST_CHECK, "d15")
    assert not closed(LONG, replace(begun, lessons=dict.fromkeys(range(101, 104), RECORD)), FIRST_CHECK)
    done = answered(LONG, begun, FIRST_CHECK, "hide", UNSURE)
    assert not closed(LONG, done, FIRST_CHECK)
    assert closed(LONG, replace(done, attempt=None), FIRST_CHECK)
    assert not closed(LONG, AIDA, 105)


def test_the_first_check_is_kept_by_idea():
    """Right, wrong, unsure; nothing else of the learner changes: neither lessons nor place nor what authors count."""
    after = answered(TWO, AIDA, FIRST_CHECK, "d30", UNSURE, "patent")
    outcomes = {"term": Outcome.RIGHT, "host": Outcome.UNSURE, "work-kg": Outcome.WRONG}
    assert after.checks == {FIRST_CHECK: CheckRecord(3, TODAY, outcomes, 33)}
    assert (after.lessons, after.place, after.tried) == ({}, None, frozenset())


def test_the_result_names_the_lessons_that_teach_the_rest():
    """In the order of the pairs, each once; of lessons that are not in the course any more nothing is said."""
    after = answered(TWO, AIDA, FIRST_CHECK, "d15", UNSURE, "patent")
    told = result(TWO, after, in_hand(after))
    assert (told.right, told.total, told.lessons, told.before) == (0, 3, (101, 102), None)
    shorter = replace(TWO, modules=(replace(TWO.modules[0], lessons=(FIRST,)),))
    assert result(shorter, after, in_hand(after)).lessons == (101,)


def test_the_last_check_tells_before_and_now():
    """With the best of all tries; passed by the pass mark that the attempt began with."""
    first = answered(TWO, AIDA, FIRST_CHECK, "d15", UNSURE, "contract")
    first = replace(first, lessons={101: RECORD, 102: RECORD})
    last = answered(TWO, first, LAST_CHECK, "d30", "tell", "patent")
    told = result(TWO, last, in_hand(last))
    assert (told.before, told.right, told.total, told.score, told.passed) == ((1, 3), 2, 3, 66, True)
    assert told.lessons == (101,)
    assert last.checks[LAST_CHECK].passed_on == TODAY


def test_a_second_try_betters_the_score_only():
    """What was answered first stands; the learner sees his best."""
    everything = passed(101, 102)
    once = answered(TWO, everything, LAST_CHECK, "d15", "hide", UNSURE)
    assert (once.checks[LAST_CHECK].best, once.checks[LAST_CHECK].passed_on) == (0, None)
    twice = answered(TWO, once, LAST_CHECK, "d30", "tell", "contract", again=2)
    record = twice.checks[LAST_CHECK]
    assert (record.best, record.passed_on) == (100, TODAY)
    assert record.outcomes == once.checks[LAST_CHECK].outcomes
    thrice = answered(TWO, twice, LAST_CHECK, "d15", "hide", UNSURE, again=3)
    assert thrice.checks == twice.checks
    assert result(TWO, thrice, in_hand(thrice)).best == 100


def test_the_first_answer_counts_in_a_check_too():
    """A second press on the same question changes nothing, nor does asking for the result again."""
    begun = answered(TWO, AIDA, FIRST_CHECK, "d15")
    lesson = check(FIRST_CHECK)
    asked = quiz.view(lesson, Citizenship.KG, in_hand(begun), "term")
    step = quiz.answer(TWO, Citizenship.KG, asked, "d30") if asked else None
    assert step and quiz.after_answer(TWO, begun, step, TODAY) == begun
    done = answered(TWO, begun, FIRST_CHECK, UNSURE, UNSURE)
    assert quiz.after_asking(TWO, done, lesson, in_hand(done), TODAY) == done


def test_a_guest_keeps_nothing():
    """He sees his result, and is as he was."""
    guest = Learner(Language.KY, Citizenship.KG)
    attempt = quiz.replay(TWO, Citizenship.KG, check(LAST_CHECK), [0, 1, 2])
    after = quiz.conclude(TWO, guest, check(LAST_CHECK), attempt, TODAY)
    assert after.checks == {}
    assert result(TWO, after, attempt).total == 3


def test_a_check_without_answers_is_none():
    """Where nothing is left to ask today, nothing is entered."""
    assert enter(AIDA, Attempt(FIRST_CHECK, 1, 3, 60), TODAY) is AIDA


def test_a_pair_is_asked_whole_or_not_at_all():
    """When the fact that decides one of the two questions has expired, the other one is not asked either."""
    facts = {"term": replace(TWO.facts["term"], expires=TODAY)}
    taught = course_on(replace(TWO, facts=facts), TODAY)
    assert [pair.key for pair in taught.pairs] == ["host", "work-kg"]
    one_half = replace(TWO.pairs[0], first=replace(TWO.pairs[0].first, right="d30", right_fact=""))
    taught = course_on(replace(TWO, facts=facts, pairs=(one_half, *TWO.pairs[1:])), TODAY)
    assert [pair.key for pair in taught.pairs] == ["host", "work-kg"]


def test_figures_count_who_took_a_check_and_who_passed():
    """By home and day; who is forgotten stays in the anonymous tally."""
    first = replace(answered(TWO, AIDA, FIRST_CHECK, "d15", UNSURE, "contract"), home="KG-B")
    last = answered(
        TWO, replace(first, lessons={101: RECORD, 102: RECORD}), LAST_CHECK, "d30", "tell", "contract"
    )
    checks = {c for c in contributions(last) if "check" in c.figure}
    names = ("first-check", "last-check", "last-check-passed")
    assert checks == {Contribution("KG-B", TODAY, name) for name in names}
    assert checks <= change(last, None).tally
