"""What a session in a room goes through in an hour: the lessons and questions of the express route, with timings.

Lessons share the time that welcome, joining and the end leave over, by how long each takes to read: who leads the room
reads aloud, puts the questions and talks about the answers, which takes about twice as long as reading alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from learning.course import Citizenship, Course, Lesson, Question
from learning.quiz import visible_questions
from learning.reading import seconds
from learning.routes import lessons_of
from learning.territory import Territories

EXPRESS = "express"
"""The key of the route that a room takes."""
MINUTES = 60


class Part(StrEnum):
    """What a step of the hour is for."""

    WELCOME = "welcome"
    JOINING = "joining"
    LESSON = "lesson"
    QUESTIONS = "questions"
    PACK = "pack"
    CLOSING = "closing"


_BEFORE = {Part.WELCOME: 3, Part.JOINING: 7}
_AFTER = {Part.QUESTIONS: 6, Part.PACK: 4, Part.CLOSING: 2}


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A step of the hour: it begins `at` minutes after the start and lasts `minutes`. `lesson` is a number, or 0."""

    part: Part
    at: int
    minutes: int
    lesson: int = 0


def plan(course: Course, citizenship: Citizenship) -> tuple[PlanStep, ...]:
    """An hour in a room of people of this passport; without lessons, questions of the people take their time."""
    lessons = lessons_in_room(course, citizenship)
    room = MINUTES - sum(_BEFORE.values()) - sum(_AFTER.values())
    shared = _shared(room, [seconds(course, [lesson], citizenship) for lesson in lessons])
    after = _AFTER if lessons else _AFTER | {Part.QUESTIONS: _AFTER[Part.QUESTIONS] + room}
    steps = [
        *((part, took, 0) for part, took in _BEFORE.items()),
        *((Part.LESSON, took, lesson.number) for lesson, took in zip(lessons, shared, strict=True)),
        *((part, took, 0) for part, took in after.items()),
    ]
    return tuple(_timed(steps))


def _timed(steps: Sequence[tuple[Part, int, int]]) -> Iterator[PlanStep]:
    at = 0
    for part, took, lesson in steps:
        yield PlanStep(part, at, took, lesson)
        at += took


def _shared(whole: int, weights: Sequence[float]) -> list[int]:
    """Whole minutes in proportion to the weights, which sum to the whole: the largest rests are rounded up."""
    total = sum(weights)
    exact = [whole * weight / total for weight in weights]
    shared = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda at: shared[at] - exact[at])
    for at in by_rest[: whole - sum(shared)]:
        shared[at] += 1
    return shared


def lessons_in_room(course: Course, citizenship: Citizenship) -> tuple[Lesson, ...]:
    """The lessons that a room of this passport goes through; none if the course has no express route."""
    route = course.route(EXPRESS)
    return lessons_of(course, route, citizenship) if route else ()


def question_in_room(
    course: Course, citizenship: Citizenship, lesson: int, question: str
) -> tuple[Lesson, Question] | None:
    """A question that may be put to the room, with its lesson; None if it isn't one."""
    found = next((one for one in lessons_in_room(course, citizenship) if one.number == lesson), None)
    asked = visible_questions(found, citizenship) if found else ()
    return next(((found, one) for one in asked if found and one.key == question), None)


def passport_of(territory: str, territories: Territories) -> Citizenship:
    """The passport of most people in a place: that of its country; the general rules where there is none."""
    path = territories.path(territory)
    country = path[0].parent if path else territory
    return Citizenship(country) if country in list(Citizenship) else Citizenship.OTHER
