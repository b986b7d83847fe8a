"""The first check and the last: where they are offered, and how they end."""

from html import escape

from learning import quiz
from learning.course import FIRST_CHECK, LAST_CHECK, Lesson
from learning.pairs import CheckResult, offered
from screens import icons
from screens.certificate import way_in
from screens.intents import AskQuestion, GoOn, ShowCard
from screens.quiz import lesson_title, so_far
from screens.reader import Reader
from screens.screen import Button, Rows, Screen

_OFFERS = {FIRST_CHECK: "pairs.offer-first", LAST_CHECK: "pairs.last"}


def offers(reader: Reader) -> Rows:
    """A button for each check that may be begun now, or gone on with."""
    return tuple((_offer(reader, number),) for number in offered(reader.course, reader.learner))


def _offer(reader: Reader, number: int) -> Button:
    attempt, lesson = reader.learner.attempt, reader.course.lesson(number)
    following = 1
    if attempt and lesson and attempt.lesson == number:
        following = attempt.number + quiz.finished(lesson, reader.passport, attempt)
    return reader.button(icons.CHECK, reader.phrase(_OFFERS[number]), AskQuestion(number, following))


def result(reader: Reader, lesson: Lesson, outcome: CheckResult) -> Screen:
    """How a check has ended, and the lessons that teach what was not known."""
    shown = _thanks if lesson.number == FIRST_CHECK else _gain
    text, rows = shown(reader, lesson, outcome)
    here = AskQuestion(lesson.number, outcome.attempt.number, so_far(reader, outcome.attempt))
    return Screen(text, (*way_in(reader), *rows, *reader.foot(here)))


def _thanks(reader: Reader, lesson: Lesson, outcome: CheckResult) -> tuple[str, Rows]:
    """After the first check: what is known already; nobody has failed."""
    text = f"{icons.CHECK} {_heading(reader, lesson)}"
    text += reader.text("pairs.thanks", right=outcome.right, total=outcome.total)
    text += "\n\n" + reader.text("pairs.taught" if outcome.lessons else "pairs.all-known")
    onward = reader.button(icons.NEXT, reader.phrase("quiz.go-on"), GoOn())
    return text, ((onward,), *_lessons(reader, icons.NEXT, outcome))


def _gain(reader: Reader, lesson: Lesson, outcome: CheckResult) -> tuple[str, Rows]:
    """After the last check: before and now, whether it is passed, and the best try."""
    text = f"{icons.PASSED if outcome.passed else icons.CHECK} {_heading(reader, lesson)}"
    now = {"right": outcome.right, "total": outcome.total}
    if outcome.before:
        before, asked = outcome.before
        text += reader.text("pairs.gain", before=before, asked=asked, **now)
    else:
        text += reader.text("pairs.now", **now)
    text += "\n" + reader.text("pairs.passed" if outcome.passed else "pairs.not-passed")
    if outcome.best > outcome.score:
        text += "\n" + reader.text("pairs.best", best=outcome.best)
    if outcome.lessons:
        text += "\n\n" + reader.text("quiz.read-again")
    rows = _lessons(reader, icons.BACK, outcome)
    if outcome.right < outcome.total:
        retry = AskQuestion(lesson.number, outcome.attempt.number + 1)
        rows = (*rows, (reader.button(icons.AGAIN, reader.phrase("quiz.retry"), retry),))
    return text, rows


def _heading(reader: Reader, lesson: Lesson) -> str:
    return f"<b>{escape(lesson_title(reader, lesson), quote=False)}</b>\n\n"


def _lessons(reader: Reader, icon: str, outcome: CheckResult) -> Rows:
    found = (reader.course.lesson(number) for number in outcome.lessons)
    return tuple(
        (reader.button(icon, reader.name(lesson.title), ShowCard(lesson.number)),)
        for lesson in found
        if lesson
    )
