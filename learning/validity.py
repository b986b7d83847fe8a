"""How long a legal fact may be told: the course as it is taught on a day.

Three days matter. Past `review_by` a fact is still taught, with its date beside it. From `expires` on its amount is
not told any more. From `withdraw_by` on nothing that rests on it is shown; the lesson stays. All functions are pure.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Protocol

from learning.course import Card, Citizenship, Course, Lesson, Module, Option, Pair, Question, Words

PLACEHOLDER = re.compile(r"\{([a-z0-9-]+)\}")
DUE_WITHIN = 60


class Dated(Protocol):
    """What bears the days of a fact."""

    @property
    def review_by(self) -> date:
        """The last day on which it need not be looked at again."""

    @property
    def expires(self) -> date | None:
        """The first day on which its amount is not told."""

    @property
    def withdraw_by(self) -> date | None:
        """The first day on which nothing that rests on it is shown."""


def past_review(fact: Dated, today: date) -> bool:
    """Whether the day has passed by which the fact was to be looked at again."""
    return fact.review_by < today


def due(fact: Dated, today: date, within: int = DUE_WITHIN) -> bool:
    """Whether the fact is to be looked at again within so many days, and that day has not passed."""
    return 0 <= (fact.review_by - today).days <= within


def expired(fact: Dated, today: date) -> bool:
    """Whether the fact's amount is no longer told."""
    return fact.expires is not None and fact.expires <= today


def withdrawn(fact: Dated, today: date) -> bool:
    """Whether nothing that rests on the fact is shown."""
    return fact.withdraw_by is not None and fact.withdraw_by <= today


def course_on(course: Course, today: date) -> Course:
    """The course as it is taught on a day: without what rests on withdrawn facts, and unasked what can't be judged.

    The same object if the day changes nothing. A trouble page without steps keeps its title and contacts.
    """
    gone = frozenset(key for key, fact in course.facts.items() if withdrawn(fact, today))
    silent = gone | {key for key, fact in course.facts.items() if expired(fact, today)}
    if not silent:
        return course
    trouble = tuple(
        replace(page, steps=tuple(step for step in page.steps if not rests_on(step, gone)))
        for page in course.trouble
    )
    successors = dict(chain.from_iterable(_successors(lesson, gone) for lesson in course.lessons()))
    return replace(
        course,
        pairs=tuple(pair for pair in course.pairs if not _half(pair, gone, silent)),
        modules=tuple(_module_on(module, gone, silent) for module in course.modules),
        trouble=trouble,
        successors={**course.successors, **successors},
    )


def _module_on(module: Module, gone: frozenset[str], silent: frozenset[str]) -> Module:
    return replace(module, lessons=tuple(_lesson_on(lesson, gone, silent) for lesson in module.lessons))


def _half(pair: Pair, gone: frozenset[str], silent: frozenset[str]) -> bool:
    """Whether one of a pair's questions can't be asked: then neither is, or before and after would not be alike."""
    return unasked(pair.first, gone, silent) or unasked(pair.last, gone, silent)


def _lesson_on(lesson: Lesson, gone: frozenset[str], silent: frozenset[str]) -> Lesson:
    cards = tuple(card for card in lesson.cards if not rests_on(card, gone))
    away = {card.key for card in lesson.cards} - {card.key for card in cards}
    asked = tuple(
        question
        for question in lesson.questions
        if question.card not in away and not unasked(question, gone, silent)
    )
    if not away:
        return replace(lesson, questions=asked)
    meant_for = frozenset(passport for passport in Citizenship if lesson.concerns(passport))
    return replace(lesson, cards=cards, questions=asked, meant_for=meant_for)


def rests_on(card: Card, facts: frozenset[str]) -> bool:
    """Whether a card names one of these facts or shows its amount."""
    return bool(facts & {*card.facts, *shown(card.text)})


def unasked(question: Question, gone: frozenset[str], silent: frozenset[str]) -> bool:
    """Whether a question is left out rather than mis-scored: what decides it is not told, or its words rest on what is gone."""
    decides = {question.right_fact, *chain.from_iterable(shown(option.text) for option in question.options)}
    replies = chain.from_iterable(_replies(option) for option in question.options)
    return bool(silent & decides or gone & {*shown(question.text), *replies})


def _replies(option: Option) -> Iterator[str]:
    yield from shown(option.when_right)
    yield from shown(option.when_wrong)


def shown(words: Words | None) -> frozenset[str]:
    """The facts whose amount stands in words, in any language."""
    return frozenset(key for text in (words or {}).values() for key in PLACEHOLDER.findall(text))


def _successors(lesson: Lesson, gone: frozenset[str]) -> Iterator[tuple[tuple[int, str], str]]:
    """For each withdrawn card the one that follows in its place; empty: the questions."""
    following = ""
    for card in reversed(lesson.cards):
        if rests_on(card, gone):
            yield (lesson.number, card.key), following
        else:
            following = card.key
