"""How far a learner has come: lessons passed of lessons there are, by module and in all."""

from dataclasses import dataclass, replace

from learning.course import Card, Course, Lesson, Module
from learning.learner import Learner
from learning.walk import own_lessons, visible_cards


@dataclass(frozen=True, slots=True)
class Progress:
    """Lessons passed of lessons there are."""

    passed: int
    total: int


def of_module(module: Module, learner: Learner) -> Progress:
    """Progress in one module, of the lessons that concern this learner."""
    lessons = [lesson for lesson in module.lessons if lesson.concerns(learner.passport)]
    return Progress(sum(lesson.number in learner.lessons for lesson in lessons), len(lessons))


def of_course(course: Course, learner: Learner) -> Progress:
    """Progress in the whole course."""
    parts = [of_module(module, learner) for module in course.modules]
    return Progress(sum(part.passed for part in parts), sum(part.total for part in parts))


def unpassed(course: Course, learner: Learner) -> tuple[Lesson, ...]:
    """The lessons that this learner has still to pass, in the order of the curriculum."""
    lessons = own_lessons(course, learner.passport)
    return tuple(lesson for lesson in lessons if lesson.number not in learner.lessons)


def new_cards(lesson: Lesson, learner: Learner) -> tuple[Card, ...]:
    """The cards that came into a lesson after this person had passed it; none for who has not."""
    record = learner.lessons.get(lesson.number)
    if record is None:
        return ()
    return tuple(card for card in visible_cards(lesson, learner.passport) if card.since > record.release)


def next_new(course: Course, learner: Learner) -> tuple[Lesson, Card] | None:
    """The first card that came into a passed lesson later, with its lesson."""
    for lesson in course.lessons():
        for card in new_cards(lesson, learner):
            return lesson, card
    return None


def after_reading(course: Course, learner: Learner, lesson: Lesson, card: str) -> Learner:
    """Who has opened the last of a lesson's new cards knows the lesson as it is in this release."""
    new = new_cards(lesson, learner)
    if not new or new[-1].key != card:
        return learner
    record = replace(learner.lessons[lesson.number], release=course.release)
    return replace(learner, lessons={**learner.lessons, lesson.number: record})
