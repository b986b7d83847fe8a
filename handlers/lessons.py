"""Going on, the list of lessons, cards and the law behind them."""

from dataclasses import replace

from handlers import menu
from handlers.desk import Commanded, Pressed, Visit
from learning import quiz, walk
from learning.asking import asked, next_to_ask
from learning.learner import Asked, Place, rate
from learning.progress import after_reading, next_new
from screens import door, home, lessons, settings
from screens import menu as menu_screens
from screens.intents import (
    AskQuestion,
    GoOn,
    Intent,
    ListLessons,
    RateCard,
    ShowCard,
    ShowModule,
    ShowPicture,
    ShowSource,
)


async def go_on(visit: Visit, _: GoOn | None = None) -> None:
    """Go on where the learner was; what has to be asked once is asked here, after the first lesson."""
    learner = visit.learner
    question = next_to_ask(learner)
    if learner.citizenship is None:
        await visit.show(door.passports(visit.reader))
    elif question is Asked.HOME:
        visit.keep(replace(asked(learner, question), typing_home=True))
        await visit.show(home.regions(visit.reader))
    elif question is Asked.WRITE:
        await visit.show(settings.may_write(visit.reader))
    else:
        await _continue(visit)


async def _continue(visit: Visit) -> None:
    place = walk.continue_at(visit.course, visit.learner)
    new = next_new(visit.course, visit.learner)
    if place is None and new:
        await show_card(visit, ShowCard(new[0].number, new[1].key))
    elif place is None:
        await visit.show(menu_screens.done(visit.reader))
    elif _in_quiz(visit, place):
        await visit.turn_to(AskQuestion(place.lesson, 0))
    else:
        await show_card(visit, ShowCard(place.lesson, place.card))


def _in_quiz(visit: Visit, place: Place) -> bool:
    attempt = visit.learner.attempt
    lesson = visit.reader_of(attempt).course.lesson(place.lesson) if attempt else None
    if attempt is None or lesson is None or attempt.lesson != place.lesson or not attempt.answers:
        return False
    return not quiz.finished(lesson, visit.learner.passport, attempt)


async def show_card(visit: Visit, intent: ShowCard) -> None:
    """Show a card and remember that the learner is there; a card of no lesson leads to the menu.

    A lesson that has no cards left today leads to its questions.
    """
    view = walk.show(visit.course, visit.learner.passport, Place(intent.lesson, intent.card))
    lesson = visit.course.lesson(intent.lesson)
    if view is None and lesson and lesson.concerns(visit.learner.passport):
        await visit.turn_to(AskQuestion(intent.lesson, 0))
        return
    if view is None:
        await menu.opened(visit)
        return
    learner = after_reading(visit.course, visit.learner, view.lesson, view.card.key)
    visit.keep(replace(learner, place=Place(view.lesson.number, view.card.key)))
    await visit.show(lessons.card(visit.reader, view, _attempt_to_begin(visit, view)))


def _attempt_to_begin(visit: Visit, view: walk.CardView) -> int:
    attempt = visit.learner.attempt
    if attempt is None or attempt.lesson != view.lesson.number:
        return 1
    lesson = visit.reader_of(attempt).course.lesson(view.lesson.number) or view.lesson
    done = quiz.finished(lesson, visit.learner.passport, attempt)
    return attempt.number + 1 if done else attempt.number


async def show_source(visit: Visit, intent: ShowSource) -> None:
    """Show the law behind a card."""
    view = walk.show(visit.course, visit.learner.passport, Place(intent.lesson, intent.card))
    if view is None:
        await menu.opened(visit)
    else:
        await visit.show(lessons.source(visit.reader, view))


async def show_picture(visit: Visit, intent: ShowPicture) -> None:
    """Send a card's drawing with its words; without one (any more) the card is shown."""
    view = walk.show(visit.course, visit.learner.passport, Place(intent.lesson, intent.card))
    if view is None or view.card.picture not in visit.book.pictures:
        await show_card(visit, ShowCard(intent.lesson, intent.card))
    else:
        await visit.send_picture(lessons.picture(visit.reader, view))


async def rate_card(visit: Visit, intent: RateCard) -> None:
    """Keep whether a card was clear, and show it again; one that is gone leads on."""
    view = walk.show(visit.course, visit.learner.passport, Place(intent.lesson, intent.card))
    if view is None or view.card.key != intent.card or visit.learner.guest:
        await show_card(visit, ShowCard(intent.lesson, intent.card))
        return
    release, clear = visit.course.release, bool(intent.clear)
    visit.keep(rate(visit.learner, view.lesson.number, view.card.key, release, clear=clear))
    screen = lessons.card(visit.reader, view, _attempt_to_begin(visit, view))
    await visit.show(screen, visit.reader.phrase("card.rated"))


async def list_lessons(visit: Visit, _: ListLessons) -> None:
    """Show all modules with progress."""
    await visit.show(lessons.lessons(visit.reader))


async def show_module(visit: Visit, intent: ShowModule) -> None:
    """Show the lessons of a module; one without any for this passport leads to all modules."""
    module = visit.course.module(intent.number)
    if module and any(lesson.concerns(visit.learner.passport) for lesson in module.lessons):
        await visit.show(lessons.module(visit.reader, module))
    else:
        await visit.show(lessons.lessons(visit.reader))


async def lesson_command(visit: Visit, _: str) -> None:
    """/lesson: go on."""
    await go_on(visit)


PRESSES: dict[type[Intent], Pressed] = {
    GoOn: go_on,
    ListLessons: list_lessons,
    ShowModule: show_module,
    ShowCard: show_card,
    ShowSource: show_source,
    ShowPicture: show_picture,
    RateCard: rate_card,
}
COMMANDS: dict[str, Commanded] = {"lesson": lesson_command}
