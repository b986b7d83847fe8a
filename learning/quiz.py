"""Questions, answers and attempts.

An attempt keeps the release and the pass mark that it began with. Each question is answered once in an
attempt: a second press changes nothing and shows the same reply. All functions are pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from learning.course import CHECKS, Citizenship, Course, Lesson, Option, Question
from learning.learner import Attempt, Learner, LessonRecord, Place
from learning.pairs import enter
from learning.walk import next_lesson


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as one person meets it; `position` counts from 1."""

    lesson: Lesson
    attempt: Attempt
    question: Question
    position: int
    total: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer led to: the option that counts, whether it is right, and the attempt after it."""

    view: QuestionView
    option: Option
    right: bool
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Result:
    """A finished attempt: right answers of total, the score in per cent, and the cards to read again."""

    lesson: Lesson
    attempt: Attempt
    right: int
    total: int
    score: int
    passed: bool
    read_again: tuple[str, ...]


def visible_questions(lesson: Lesson, citizenship: Citizenship) -> tuple[Question, ...]:
    """The questions of a lesson that concern people of this passport, in order."""
    return tuple(question for question in lesson.questions if question.when.holds(citizenship))


def right_option(course: Course, question: Question, citizenship: Citizenship) -> str:
    """The key of the right option for this passport; empty if the course names none."""
    if not question.right_fact:
        return question.right
    value = course.facts[question.right_fact].values.get(citizenship)
    return next((option.key for option in question.options if value and option.value == value), "")


def begin(course: Course, lesson: Lesson, number: int) -> Attempt:
    """A new attempt with today's release and pass mark."""
    return Attempt(lesson.number, number, course.release, course.pass_mark)


def attempt_at(course: Course, learner: Learner, lesson: Lesson, number: int) -> Attempt:
    """The learner's open attempt at this lesson; the next one once that is asked for, the first if there is none.

    A press that names an older attempt gets the open one: an old button changes nothing.
    """
    open_one = learner.attempt
    if open_one is None or open_one.lesson != lesson.number:
        return begin(course, lesson, 1)
    return begin(course, lesson, open_one.number + 1) if number > open_one.number else open_one


def replay(course: Course, citizenship: Citizenship, lesson: Lesson, options: Sequence[int]) -> Attempt:
    """A guest's attempt, rebuilt from the places (0, 1, ...) of the options he chose, question by question.

    Places that don't exist end the replay: what a button says is never trusted.
    """
    attempt = begin(course, lesson, 1)
    for place in options:
        asked = next_question(lesson, citizenship, attempt)
        if asked is None or not 0 <= place < len(asked.question.options):
            break
        answered = answer(course, citizenship, asked, asked.question.options[place].key)
        attempt = answered.attempt if answered else attempt
    return attempt


def finished(lesson: Lesson, citizenship: Citizenship, attempt: Attempt) -> bool:
    """Whether every question of this passport has been answered in this attempt."""
    return next_question(lesson, citizenship, attempt) is None


def view(lesson: Lesson, citizenship: Citizenship, attempt: Attempt, key: str) -> QuestionView | None:
    """The question of this key, or None when it is not (or no longer) asked of this passport."""
    questions = visible_questions(lesson, citizenship)
    for position, question in enumerate(questions, start=1):
        if question.key == key:
            return QuestionView(lesson, attempt, question, position, len(questions))
    return None


def next_question(lesson: Lesson, citizenship: Citizenship, attempt: Attempt) -> QuestionView | None:
    """The first question not answered yet in this attempt, or None when all are."""
    answered = {question for question, _, _ in attempt.answers}
    for question in visible_questions(lesson, citizenship):
        if question.key not in answered:
            return view(lesson, citizenship, attempt, question.key)
    return None


def answer(course: Course, citizenship: Citizenship, asked: QuestionView, option_key: str) -> Answered | None:
    """Take one answer. The first counts; a later press on the same question gives the first one back.

    None when the question has no such option.
    """
    given = {question: option for question, option, _ in asked.attempt.answers}
    counted = given.get(asked.question.key, option_key)
    option = next((option for option in asked.question.options if option.key == counted), None)
    if option is None:
        return None
    right = option.key == right_option(course, asked.question, citizenship)
    attempt = asked.attempt
    if asked.question.key not in given:
        answers = (*attempt.answers, (asked.question.key, option.key, right))
        attempt = replace(attempt, answers=answers)
    return Answered(asked, option, right, attempt)


def result(lesson: Lesson, citizenship: Citizenship, attempt: Attempt) -> Result:
    """Score an attempt: per cent of right answers, rounded down; answers to removed questions still count.

    Where nothing is left to ask, reading to the end is enough.
    """
    right = sum(was_right for _, _, was_right in attempt.answers)
    total = len(attempt.answers)
    score = 100 * right // total if total else 100
    wrong = {question for question, _, was_right in attempt.answers if not was_right}
    cards = [question.card for question in visible_questions(lesson, citizenship) if question.key in wrong]
    return Result(
        lesson=lesson,
        attempt=attempt,
        right=right,
        total=total,
        score=score,
        passed=score >= attempt.pass_mark,
        read_again=tuple(dict.fromkeys(cards)),
    )


def after_answer(course: Course, learner: Learner, answered: Answered, today: date) -> Learner:
    """The learner after an answer: the attempt kept, and once it is finished, its result entered.

    Who passes stands at the next lesson from then on.
    """
    lesson = answered.view.lesson
    return conclude(course, learner, lesson, answered.attempt, today)


def after_asking(course: Course, learner: Learner, lesson: Lesson, attempt: Attempt, today: date) -> Learner:
    """The learner who asked for the next question of an attempt: if none is left, the lesson is concluded.

    So it is where all questions, or the rest of them, were taken out since the lesson began.
    """
    if lesson.number in learner.lessons:
        return replace(learner, attempt=attempt)
    return conclude(course, learner, lesson, attempt, today)


def conclude(course: Course, learner: Learner, lesson: Lesson, attempt: Attempt, today: date) -> Learner:
    """Keep the attempt, and once it is finished, enter its result."""
    learner = replace(learner, attempt=attempt)
    if learner.guest or not finished(lesson, learner.passport, attempt):
        return learner
    if lesson.number in CHECKS:
        return enter(learner, attempt, today)
    outcome = result(lesson, learner.passport, attempt)
    learner = replace(learner, tried=learner.tried | {lesson.number})
    settled = settle(learner, outcome, today)
    following = next_lesson(course, settled, lesson.number)
    onward = Place(following.number) if following else None
    return replace(settled, place=onward) if outcome.passed else settled


def settle(learner: Learner, outcome: Result, today: date) -> Learner:
    """Enter a finished attempt in the learner's record: first day and release of passing, best score."""
    if not outcome.passed:
        return learner
    number = outcome.lesson.number
    known = learner.lessons.get(number)
    if known and known.score >= outcome.score:
        return learner
    record = LessonRecord(outcome.attempt.release, today, outcome.score)
    if known:
        record = replace(known, score=outcome.score)
    return replace(learner, lessons={**learner.lessons, number: record})
