"""A route: its lessons in its own order, and what follows on it after a lesson."""

from dataclasses import replace

from learning.course import Route
from learning.routes import lessons_of, next_on, of_route, unfinished
from screens import icons
from screens.intents import GoOn, ShowCard, ShowRoute
from screens.lessons import draft_mark, lesson_button, line
from screens.reader import Reader
from screens.screen import Button, Rows, Screen


def route(reader: Reader, walked: Route) -> Screen:
    """What the route is for, its lessons with what is passed and how long they take, and on to the next."""
    reader = replace(reader, route=walked.key)
    own = lessons_of(reader.course, walked, reader.passport)
    text = f"{_title(reader, walked)}\n\n{reader.say(walked.note)}\n\n{_counted(reader, walked)}"
    text += f" · {reader.minutes(own)}\n" if own else ""
    text += "".join(f"\n{line(reader, lesson)}" for lesson in own) + draft_mark(reader)
    rows = tuple((lesson_button(reader, lesson),) for lesson in own)
    return Screen(text, (*_go_on(reader, walked), *rows, *reader.foot(ShowRoute(walked.key))))


def _title(reader: Reader, route: Route) -> str:
    return f"{route.icon} <b>{reader.title(route.title)}</b>"


def _counted(reader: Reader, route: Route) -> str:
    progress = of_route(reader.course, route, reader.learner)
    return reader.text("lessons.progress", passed=progress.passed, total=progress.total)


def _go_on(reader: Reader, walked: Route) -> Rows:
    following = next_on(reader.course, walked, reader.learner)
    if following is None:
        return ()
    begun = of_route(reader.course, walked, reader.learner).passed
    words = f"{reader.phrase('menu.continue' if begun else 'menu.begin')}: {reader.name(following.title)}"
    return ((reader.wide_button(icons.NEXT, words, "", ShowCard(following.number)),),)


def open_routes(reader: Reader) -> Rows:
    """A button for each route that is not finished, with how long it takes."""
    return tuple((_button(reader, route),) for route in unfinished(reader.course, reader.learner))


def _button(reader: Reader, route: Route) -> Button:
    own = lessons_of(reader.course, route, reader.passport)
    return reader.wide_button(
        route.icon, reader.name(route.title), f" {reader.minutes(own)}", ShowRoute(route.key)
    )


def onward(reader: Reader, number: int) -> Rows:
    """What follows a passed lesson: the next one of the route that is walked, else of the course."""
    go_on = reader.phrase("quiz.go-on")
    walked = reader.walked
    if walked is None:
        return ((reader.button(icons.NEXT, go_on, GoOn()),),)
    following = next_on(reader.course, walked, reader.learner, number)
    if following is None:
        forward = reader.button(icons.NEXT, go_on, GoOn())
    else:
        words = f"{go_on}: {reader.name(following.title)}"
        forward = reader.wide_button(icons.NEXT, words, "", ShowCard(following.number))
    return ((forward,), (_button(reader, walked),))


def standing(reader: Reader, number: int) -> str:
    """How far one is on the route after a passed lesson, or that its end is reached; empty where none is walked."""
    walked = reader.walked
    if walked is None:
        return ""
    title = f"\n\n{_title(reader, walked)}"
    if next_on(reader.course, walked, reader.learner, number) is None:
        return f"{title}\n{reader.text('route.done')}"
    return title if reader.learner.guest else f"{title}\n{_counted(reader, walked)}"
