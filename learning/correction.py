"""Who must be told that a rule which he has learned has changed. All functions are pure."""

from collections.abc import Mapping
from dataclasses import replace

from learning.course import CHECKS, Correction, Course
from learning.learner import Learner


def pending(course: Course, learner: Learner) -> tuple[Correction, ...]:
    """The changes of law in releases that this person has not met, where he has met the old rule; oldest first."""
    if learner.guest or learner.seen >= course.release:
        return ()
    return tuple(c for c in course.corrections if c.release > learner.seen and concerns(course, c, learner))


def concerns(course: Course, correction: Correction, learner: Learner) -> bool:
    """Whether a person of this passport has passed one of the lessons, or stands at or behind a changed card."""
    if learner.passport not in correction.passports:
        return False
    if correction.cards.keys() & learner.lessons.keys():
        return True
    place = learner.place
    return place is not None and place.card in behind(course, correction).get(place.lesson, ())


def behind(course: Course, correction: Correction) -> Mapping[int, frozenset[str]]:
    """For each lesson the keys at which one stands who has read a changed card: from the first of them on.

    The empty key is that of the questions. A card that was taken out counts by the one that followed it.
    """
    places = {}
    for number, cards in correction.cards.items():
        lesson = course.lesson(number)
        if lesson is None:
            places[number] = cards
            continue
        order = [card.key for card in lesson.cards]
        standing = {course.successors.get((number, key), key) for key in cards}
        first = min((order.index(key) for key in standing if key in order), default=len(order))
        places[number] = frozenset({*order[first:], *cards, ""})
    return places


def met(course: Course, learner: Learner) -> Learner:
    """The person once all that is pending has been told: an attempt at a lesson whose law has changed begins anew.

    So does one at a check, which asks about all lessons.
    """
    if learner.guest or learner.seen >= course.release:
        return learner
    changed = {number for correction in pending(course, learner) for number in correction.cards}
    dropped = learner.attempt is not None and learner.attempt.lesson in {
        *changed,
        *(CHECKS if changed else ()),
    }
    return replace(learner, seen=course.release, attempt=None if dropped else learner.attempt)
