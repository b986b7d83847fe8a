"""Lessons, modules and the course are as long as people have patience for.

Wrong: a lesson that takes less than 1.5 or more than 4.5 minutes on some passport, has fewer than 4 or more than 7
cards, fewer than 2 or more than 4 questions; a module of fewer than 2 or more than 5 lessons; once there are 12
modules, a course of less than 75 or more than 100 minutes on some passport. Warnings. A lesson outside 2 to 4 minutes
is noted.
Left out: lessons still to be written, and those of less than half a minute, which are a sketch.
Why it matters: a long lesson is not finished, a short one teaches little; two hours are nobody's evening.
Cure: move a card into another lesson, or cut words. `safar check --format json` tells the minutes of every language;
here the Russian counts, of which the others are made.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from curriculum.finding import Severity
from curriculum.loader import sketch
from curriculum.manuscript import Manuscript, Part
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.schema import ModuleShape
from curriculum.source import KeyPath, Source
from learning import reading
from learning.course import Citizenship, Course, Language, Lesson, Words
from learning.quiz import visible_questions
from learning.walk import visible_cards

SKETCH = 0.5  # minutes
MODULES = 12  # as many as the curriculum has: before, the course is not whole


@dataclass(frozen=True, slots=True)
class _Bound:
    """From the fewest to the most."""

    fewest: float
    most: float

    def holds(self, count: float) -> bool:
        return self.fewest <= count <= self.most


CARDS, QUESTIONS, LESSONS = _Bound(4, 7), _Bound(2, 4), _Bound(2, 5)
MEANT, BEARABLE, WHOLE = _Bound(2, 4), _Bound(1.5, 4.5), _Bound(75, 100)


@dataclass(frozen=True, slots=True)
class _Measured:
    """A lesson, where it stands, and how many minutes it takes on each passport that it concerns."""

    source: Source
    path: KeyPath
    lesson: Lesson
    took: Mapping[Citizenship, float]

    @property
    def written(self) -> bool:
        """Whether it is more than a sketch."""
        texts: list[Words] = [card.text for card in self.lesson.cards]
        texts += [question.text for question in self.lesson.questions]
        return all(Language.RU in words for words in texts) and max(self.took.values(), default=0) >= SKETCH

    def warning(self, what: Message, cure: Message) -> Fault:
        """A warning at this lesson."""
        return Fault(self.source, self.path, what, cure, severity=Severity.WARNING)


@rule(why=say("A long lesson is not finished, a short one teaches little; two hours are nobody's evening."))
def course_length(manuscript: Manuscript) -> Iterator[Fault]:
    """Lessons, modules and the course are as long as people have patience for."""
    course = sketch(manuscript, (Language.RU,))
    every: list[_Measured] = []
    for part, module in zip(manuscript.modules, course.modules, strict=True):
        measured = [_measured(course, lesson, part, at) for at, lesson in enumerate(module.lessons)]
        for lesson in measured:
            yield from _cards(lesson)
            if lesson.written:
                yield from _questions(lesson)
                yield from _minutes(lesson)
        if not LESSONS.holds(len(measured)) and any(lesson.written for lesson in measured):
            yield _module(part)
        every += measured
    if manuscript.course and len(course.modules) >= MODULES:
        yield from _whole(manuscript.course.source, every)


def _measured(course: Course, lesson: Lesson, part: Part[ModuleShape], at: int) -> _Measured:
    took = {
        passport: reading.seconds(course, [lesson], passport) / 60
        for passport in Citizenship
        if lesson.concerns(passport)
    }
    return _Measured(part.source, ("lessons", at), lesson, took)


def _cards(measured: _Measured) -> Iterator[Fault]:
    found = {passport: len(visible_cards(measured.lesson, passport)) for passport in measured.took}
    for count, passports in _by_count(found, CARDS):
        what = say(
            "the lesson `{key}` has {count} cards for {passports}",
            key=measured.lesson.key,
            count=count,
            passports=passports,
        )
        cure = say(
            "{fewest} to {most} cards are enough, the action counted.", fewest=CARDS.fewest, most=CARDS.most
        )
        yield measured.warning(what, cure)


def _questions(measured: _Measured) -> Iterator[Fault]:
    found = {passport: len(visible_questions(measured.lesson, passport)) for passport in measured.took}
    for count, passports in _by_count(found, QUESTIONS):
        what = say(
            "the lesson `{key}` has {count} questions for {passports}",
            key=measured.lesson.key,
            count=count,
            passports=passports,
        )
        cure = say("{fewest} to {most} questions are enough.", fewest=QUESTIONS.fewest, most=QUESTIONS.most)
        yield measured.warning(what, cure)


def _by_count(found: dict[Citizenship, int], bound: _Bound) -> Iterator[tuple[int, str]]:
    """Each number out of bounds, with the passports that meet it; a passport without any is told elsewhere."""
    for count in sorted({count for count in found.values() if count and not bound.holds(count)}):
        yield count, ", ".join(passport for passport, own in found.items() if own == count)


def _minutes(measured: _Measured) -> Iterator[Fault]:
    far = {one: minutes for one, minutes in measured.took.items() if not BEARABLE.holds(minutes)}
    near = {one: m for one, m in measured.took.items() if not MEANT.holds(m) and one not in far}
    for found, severity in ((far, Severity.WARNING), (near, Severity.NOTE)):
        if found:
            what = say(
                "the lesson `{key}` takes {minutes} minutes for {passports}",
                key=measured.lesson.key,
                minutes=_range(found.values()),
                passports=", ".join(found),
            )
            cure = say("Two to four minutes are meant: move a card into another lesson, or cut words.")
            yield Fault(measured.source, measured.path, what, cure, severity=severity)


def _module(part: Part[ModuleShape]) -> Fault:
    what = say("the module `{key}` has {count} lessons", key=part.shape.key, count=len(part.shape.lessons))
    cure = say("{fewest} to {most} lessons make a module.", fewest=LESSONS.fewest, most=LESSONS.most)
    return Fault(part.source, ("lessons",), what, cure, severity=Severity.WARNING)


def _whole(source: Source, lessons: list[_Measured]) -> Iterator[Fault]:
    took = {passport: sum(one.took.get(passport, 0) for one in lessons) for passport in Citizenship}
    found = {passport: minutes for passport, minutes in took.items() if not WHOLE.holds(minutes)}
    if found:
        what = say(
            "the course takes {minutes} minutes for {passports}",
            minutes=_range(found.values()),
            passports=", ".join(found),
        )
        cure = say(
            "75 to 100 minutes are meant: `safar check --format json` tells how long each lesson takes."
        )
        yield Fault(source, ("modules",), what, cure, severity=Severity.WARNING)


def _range(minutes: Iterable[float]) -> str:
    told = sorted(round(one, 1) for one in minutes)
    return f"{told[0]}" if told[0] == told[-1] else f"{told[0]}-{told[-1]}"
