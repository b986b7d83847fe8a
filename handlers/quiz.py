"""Questions: ask the next, take an answer, show the result."""

from handlers import menu
from handlers.desk import Pressed, Visit
from learning import quiz
from learning.course import Lesson
from learning.learner import Attempt
from screens import quiz as screens
from screens.intents import AskQuestion, GiveAnswer, Intent


async def ask(visit: Visit, intent: AskQuestion) -> None:
    """Ask the next question of an attempt; when none is left, show the result."""
    lesson = visit.course.lesson(intent.lesson)
    if lesson is None:
        await menu.opened(visit)
        return
    attempt = _attempt(visit, lesson, intent)
    visit.keep(quiz.after_asking(visit.course, visit.learner, lesson, attempt, visit.today))
    await _show(visit, lesson, attempt)


async def take(visit: Visit, intent: GiveAnswer) -> None:
    """Take one answer, keep it, explain it. An answer to an older attempt counts nothing."""
    course, passport = visit.course, visit.learner.passport
    lesson = course.lesson(intent.lesson)
    if lesson is None:
        await menu.opened(visit)
        return
    attempt = _attempt(visit, lesson, intent)
    asked = quiz.view(lesson, passport, attempt, intent.question)
    current = asked is not None and attempt.number == intent.attempt
    step = quiz.answer(course, passport, asked, intent.option) if asked and current else None
    if step is None:
        await _show(visit, lesson, attempt, visit.reader.phrase("notice.stale"))
        return
    visit.keep(quiz.after_answer(course, visit.learner, step, visit.today))
    await visit.show(screens.reply(visit.reader, step, quiz.finished(lesson, passport, step.attempt)))


def _attempt(visit: Visit, lesson: Lesson, intent: AskQuestion | GiveAnswer) -> Attempt:
    if visit.learner.guest:
        return screens.guest_attempt(visit.reader, lesson, intent.so_far)
    return quiz.attempt_at(visit.course, visit.learner, lesson, intent.attempt)


async def _show(visit: Visit, lesson: Lesson, attempt: Attempt, notice: str = "") -> None:
    passport = visit.learner.passport
    question = quiz.next_question(lesson, passport, attempt)
    if question:
        await visit.show(screens.question(visit.reader, question), notice)
    else:
        await visit.show(screens.result(visit.reader, quiz.result(lesson, passport, attempt)), notice)


PRESSES: dict[type[Intent], Pressed] = {AskQuestion: ask, GiveAnswer: take}
