"""Walking through the cards of a lesson: which card, which is next, which is back."""

from dataclasses import dataclass

from learning.course import Card, Citizenship, Course, Lesson
from learning.learner import Learner, Place


@dataclass(frozen=True, slots=True)
class CardView:
    """A card as one person meets it; `position` counts from 1. `back`/`next` are card keys, empty at the ends."""

    lesson: Lesson
    card: Card
    position: int
    total: int
    back: str
    next: str


def visible_cards(lesson: Lesson, citizenship: Citizenship) -> tuple[Card, ...]:
    """The cards of a lesson that concern people of this passport, in order."""
    return tuple(card for card in lesson.cards if card.when.holds(citizenship))


def own_lessons(course: Course, citizenship: Citizenship) -> tuple[Lesson, ...]:
    """The lessons that concern people of this passport, in the order of the curriculum."""
    return tuple(lesson for lesson in course.lessons() if lesson.concerns(citizenship))


def show(course: Course, citizenship: Citizenship, place: Place) -> CardView | None:
    """The card at a place; None if there is no such lesson, or no card of it is left for this passport.

    A card that was taken out is skipped: the next one is shown. An unknown card falls back to the lesson's first.
    """
    lesson = course.lesson(place.lesson)
    cards = visible_cards(lesson, citizenship) if lesson else ()
    if lesson is None or not cards:
        return None
    keys = [card.key for card in cards]
    at = keys.index(_standing(course, lesson, keys, place.card))
    return CardView(
        lesson=lesson,
        card=cards[at],
        position=at + 1,
        total=len(cards),
        back=keys[at - 1] if at else "",
        next=keys[at + 1] if at + 1 < len(keys) else "",
    )


def _standing(course: Course, lesson: Lesson, visible: list[str], card: str) -> str:
    """The visible card at which somebody stands who was at this card, which may be taken out."""
    if (lesson.number, card) not in course.successors:
        return card if card in visible else visible[0]
    following = course.successors[lesson.number, card]
    order = [card.key for card in lesson.cards]
    ahead = order[order.index(following) :] if following in order else []
    return next((key for key in ahead if key in visible), visible[-1])


def continue_at(course: Course, learner: Learner) -> Place | None:
    """Where to go on: the place left, else the first lesson not passed yet, else None (all passed)."""
    left = course.lesson(learner.place.lesson) if learner.place else None
    if left and left.concerns(learner.passport):
        return learner.place
    unpassed = (one for one in own_lessons(course, learner.passport) if one.number not in learner.lessons)
    lesson = next(unpassed, None)
    return Place(lesson.number) if lesson else None


def next_lesson(course: Course, learner: Learner, number: int) -> Lesson | None:
    """The lesson to take up after this one: the next in order that is not passed, else the first such.

    Who has passed all is repeating: the next in order, None after the last.
    """
    lessons = own_lessons(course, learner.passport)
    numbers = [lesson.number for lesson in lessons]
    at = numbers.index(number) + 1 if number in numbers else 0
    ahead = (*lessons[at:], *lessons[:at])
    unpassed = (one for one in ahead if one.number not in learner.lessons and one.number != number)
    return next(unpassed, next(iter(lessons[at:]), None))
