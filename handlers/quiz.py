"""Questions: ask the next, take an answer, show the result."""

from handlers import menu
from handlers.desk import Pressed, Visit
from learning import pairs, quiz
from learning.course import CHECKS, FIRST_CHECK, Lesson
from learning.learner import Attempt
from screens import pairs as checks
from screens import quiz as screens
from screens.intents import AskQuestion, GiveAnswer, Intent


async def ask(visit: Visit, intent: AskQuestion) -> None:
    """Ask the next question of an attempt; when none is left, show the result."""
    lesson = _open(visit, intent.lesson)
    if lesson is None:
        await menu.opened(visit)
        return
    attempt = _attempt(visit, lesson, intent)
    lesson = _as_begun(visit, lesson, attempt)
    visit.keep(quiz.after_asking(visit.course, visit.learner, lesson, attempt, visit.today))
    await _show(visit, lesson, attempt)


async def take(visit: Visit, intent: GiveAnswer) -> None:
    """Take one answer, keep it, explain it. An answer to an older attempt counts nothing.

    In the first check the next question follows at once: it measures, and nobody is to feel tested.
    """
    passport, lesson = visit.learner.passport, _open(visit, intent.lesson)
    if lesson is None:
        await menu.opened(visit)
        return
    attempt = _attempt(visit, lesson, intent)
    lesson, reader = _as_begun(visit, lesson, attempt), visit.reader_of(attempt)
    asked = quiz.view(lesson, passport, attempt, intent.question)
    current = asked is not None and attempt.number == intent.attempt
    step = quiz.answer(reader.course, passport, asked, intent.option) if asked and current else None
    if step is None:
        await _show(visit, lesson, attempt, visit.reader.phrase("notice.stale"))
        return
    visit.keep(quiz.after_answer(visit.course, visit.learner, step, visit.today))
    if lesson.number == FIRST_CHECK:
        await _show(visit, lesson, step.attempt)
        return
    reader = visit.reader_of(step.attempt)
    await visit.show(screens.reply(reader, step, quiz.finished(lesson, passport, step.attempt)))


def _open(visit: Visit, number: int) -> Lesson | None:
    """The lesson of this number, if it concerns who presses; a check, if he may take it now."""
    lesson = visit.course.lesson(number)
    if lesson is None or pairs.closed(visit.course, visit.learner, number):
        return None
    return lesson if number in CHECKS or lesson.concerns(visit.learner.passport) else None


def _attempt(visit: Visit, lesson: Lesson, intent: AskQuestion | GiveAnswer) -> Attempt:
    if visit.learner.guest:
        return screens.guest_attempt(visit.reader, lesson, intent.so_far)
    return quiz.attempt_at(visit.course, visit.learner, lesson, intent.attempt)


def _as_begun(visit: Visit, lesson: Lesson, attempt: Attempt) -> Lesson:
    """The lesson as it was when the attempt began: nobody's questions change under his hands."""
    return visit.reader_of(attempt).course.lesson(lesson.number) or lesson


async def _show(visit: Visit, lesson: Lesson, attempt: Attempt, notice: str = "") -> None:
    passport, reader = visit.learner.passport, visit.reader_of(attempt)
    question = quiz.next_question(lesson, passport, attempt)
    if question:
        await visit.show(screens.question(reader, question), notice)
    elif lesson.number in CHECKS:
        ended = pairs.result(reader.course, visit.learner, attempt)
        await visit.show(checks.result(reader, lesson, ended), notice)
    else:
        await visit.show(screens.result(reader, quiz.result(lesson, passport, attempt)), notice)


PRESSES: dict[type[Intent], Pressed] = {AskQuestion: ask, GiveAnswer: take}
