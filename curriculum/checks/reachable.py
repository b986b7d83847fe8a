"""Everything can be reached by somebody, and everybody has something to read in every lesson of his.

Wrong: a `when` that names a territory which does not exist; a lesson that has cards for a passport and no question,
or questions and no card; a lesson for nobody; a question whose card to read again does not exist or is not shown to
all who are asked; a page without steps. A lesson with neither card nor question for a passport is not listed for it;
that is noted.
Why it matters: a person would meet an empty lesson or a button that leads nowhere.
Cure: widen `when`, or add a card or question for that passport.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript, Placed, cards_of, questions_of
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.schema import CardShape, LessonShape, QuestionShape, WhenShape
from curriculum.source import KeyPath, Source
from learning.course import Citizenship
from learning.territory import COUNTRIES


@rule(why=say("A person would meet an empty lesson, or a button that leads nowhere."))
def reachable(manuscript: Manuscript) -> Iterator[Fault]:
    """Everything can be reached by somebody, and everybody has something to read in every lesson of his."""
    for source, path, when in _conditions(manuscript):
        yield from _territories(manuscript, source, path, when)
    for lesson in manuscript.lessons():
        yield from _lesson(lesson)
        for question in questions_of(lesson):
            yield from _card_again(lesson, question)
    for page in manuscript.pages():
        for passport in Citizenship:
            if not any(_sees(step.when, passport) for step in page.item.steps):
                what = say(
                    "the page `{key}` has no step for {passport}", key=page.item.key, passport=passport
                )
                yield Fault(page.source, page.path, what, say("Add a step for that passport."))


def _conditions(manuscript: Manuscript) -> Iterator[tuple[Source, KeyPath, WhenShape]]:
    everything: Iterator[Placed[Any]] = chain(
        manuscript.cards(), manuscript.questions(), manuscript.directory()
    )
    for placed in everything:
        yield placed.source, (*placed.path, "when"), placed.item.when


def _territories(manuscript: Manuscript, source: Source, path: KeyPath, when: WhenShape) -> Iterator[Fault]:
    for code in when.territory:
        if code not in COUNTRIES and manuscript.territories.get(code) is None:
            cure = say("Use a code of the lists in territories/, or a country's.")
            yield Fault(source, (*path, "territory"), say("there is no territory `{code}`", code=code), cure)


def _lesson(lesson: Placed[LessonShape]) -> Iterator[Fault]:
    left_out = []
    for passport in Citizenship:
        cards = any(_sees(card.when, passport) for card in lesson.item.all_cards())
        questions = any(_sees(question.when, passport) for question in lesson.item.questions)
        if cards != questions:
            yield _half(lesson, passport, say("question") if cards else say("card"))
        elif not cards:
            left_out.append(passport)
    if len(left_out) == len(Citizenship):
        what = say("the lesson `{key}` is for nobody", key=lesson.item.key)
        yield Fault(lesson.source, lesson.path, what, say("Add cards and questions, or take it away."))
    elif left_out:
        what = say(
            "the lesson `{key}` is not for {passports}", key=lesson.item.key, passports=", ".join(left_out)
        )
        cure = say("Nothing, if that is meant: there it is not listed. Else widen a `when`.")
        yield Fault(lesson.source, lesson.path, what, cure, severity=Severity.NOTE)


def _half(lesson: Placed[LessonShape], passport: Citizenship, kind: Message) -> Fault:
    what = say(
        "the lesson `{key}` has nothing for {passport}: no {kind}",
        key=lesson.item.key,
        kind=kind,
        passport=passport,
    )
    return Fault(lesson.source, lesson.path, what, say("Add a {kind}, or widen a `when`.", kind=kind))


def _card_again(lesson: Placed[LessonShape], question: Placed[QuestionShape]) -> Iterator[Fault]:
    path, key = (*question.path, "card"), question.item.card
    card = next((placed.item for placed in cards_of(lesson) if placed.item.key == key), None)
    if card is None:
        yield Fault(
            question.source,
            path,
            say("there is no card `{key}` in this lesson", key=key),
            say("Name one of its cards."),
        )
    elif missed := _missed(card, question.item):
        what = say(
            "the card `{key}` is not shown to {passports}, of whom the question is asked",
            key=key,
            passports=", ".join(missed),
        )
        yield Fault(question.source, path, what, say("Name another card, or narrow the question's `when`."))


def _missed(card: CardShape, question: QuestionShape) -> list[Citizenship]:
    return [p for p in Citizenship if p in question.when.readers() and not _sees(card.when, p)]


def _sees(when: WhenShape, passport: Citizenship) -> bool:
    """Whether everybody of this passport sees it, wherever his home is."""
    return when.condition().holds(passport)
