"""What a session's leader has before him: lessons with their key lines, questions to put, answers, the hour's plan."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from learning.cohort import Cohort
from learning.course import Card, Language, Lesson, Option, Question
from learning.learner import Learner
from learning.quiz import right_option, visible_questions
from learning.session_plan import Part, lessons_in_room, passport_of, plan
from learning.territory import Territories
from learning.walk import visible_cards
from screens.lessons import unconfirmed
from screens.markup import plain
from screens.poster import own_name, readers_of
from screens.quiz import option_words
from screens.reader import Reader
from screens.session import spaced

LINES = 3
SHORTEST = 45  # letters that a line has, if its card goes on
SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[«„\"A-ZА-ЯЁӢӮҒҚҲҶҢӨҮЎʻ0-9])")


@dataclass(frozen=True, slots=True)
class RoomOption:
    """An answer to choose. The shape on the sheets is the one of its place: circle, triangle, square."""

    key: str
    words: str
    right: bool


@dataclass(frozen=True, slots=True)
class RoomQuestion:
    """A question put to the room, and why its right answer is right."""

    lesson: int
    key: str
    words: str
    options: tuple[RoomOption, ...]
    why: str


@dataclass(frozen=True, slots=True)
class RoomLesson:
    """A lesson for a room: a few lines to read out, then questions. `unsure`: a lawyer has not confirmed all of it."""

    number: int
    title: str
    lines: tuple[str, ...]
    questions: tuple[RoomQuestion, ...]
    unsure: bool
    draft: bool


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A step of the hour in words: from which minute to which, what is done."""

    when: str
    what: str
    part: Part
    lesson: int


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The answer sheet's words in one language; `lessons` are titles in the order of the session."""

    language: Language
    title: str
    how: str
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheets:
    """The answer sheet in the languages of the place, and the leader's pages in his own."""

    heads: tuple[SheetHead, ...]
    code: str
    language: Language
    leader: str
    where: str
    day: str
    tally: str
    right: str
    plan_title: str
    plan: tuple[PlanLine, ...]
    lessons: tuple[RoomLesson, ...]
    draft: str
    unsure: str


def reader_in_room(reader: Reader, territories: Territories, cohort: Cohort) -> Reader:
    """The same reader with the passport of the place's country: a room is told one country's rules."""
    return replace(reader, learner=Learner(reader.language, passport_of(cohort.territory, territories)))


def room_lessons(reader: Reader) -> tuple[RoomLesson, ...]:
    """The lessons of the hour in the reader's language, for his passport."""
    return tuple(_lesson(reader, lesson) for lesson in lessons_in_room(reader.course, reader.passport))


def plan_lines(reader: Reader) -> tuple[PlanLine, ...]:
    """The hour's plan in the reader's language."""
    titles = {one.number: reader.name(one.title) for one in lessons_in_room(reader.course, reader.passport)}
    return tuple(
        PlanLine(
            when=reader.phrase("plan.minutes", at=step.at, to=step.at + step.minutes),
            what=_what(reader, step.part, titles.get(step.lesson, "")),
            part=step.part,
            lesson=step.lesson,
        )
        for step in plan(reader.course, reader.passport)
    )


def _what(reader: Reader, part: Part, title: str) -> str:
    said = reader.phrase(f"plan.{part}")
    return f"«{title}»: {said}" if title else said


def sheet_words(reader: Reader, territories: Territories, cohort: Cohort) -> Sheets:
    """The answer sheet of a session; `reader` is its leader."""
    own = reader_in_room(reader, territories, cohort)
    heads = readers_of(reader.book, territories, cohort, reader.today)
    lessons = room_lessons(own)
    return Sheets(
        heads=tuple(_head(each) for each in heads),
        code=spaced(cohort.code),
        language=reader.language,
        leader=own.phrase("sheet.leader"),
        where=own_name(own, territories, cohort.territory),
        day=own.on(cohort.held_on),
        tally=own.phrase("sheet.tally"),
        right=own.phrase("sheet.right"),
        plan_title=own.phrase("plan.title"),
        plan=plan_lines(own),
        lessons=lessons,
        draft=own.phrase("draft.mark") if any(lesson.draft for lesson in lessons) else "",
        unsure=own.phrase("card.unconfirmed") if any(lesson.unsure for lesson in lessons) else "",
    )


def _head(reader: Reader) -> SheetHead:
    return SheetHead(
        reader.language,
        reader.phrase("sheet.title"),
        reader.phrase("sheet.how"),
        tuple(reader.name(lesson.title) for lesson in lessons_in_room(reader.course, reader.passport)),
    )


def _lesson(reader: Reader, lesson: Lesson) -> RoomLesson:
    cards = visible_cards(lesson, reader.passport)[:LINES]
    return RoomLesson(
        number=lesson.number,
        title=reader.name(lesson.title),
        lines=tuple(_key_line(reader, card) for card in cards),
        questions=tuple(_questions(reader, lesson)),
        unsure=any(unconfirmed(reader, card.facts) for card in cards),
        draft=reader.course.is_draft(lesson.unit, reader.language),
    )


def _key_line(reader: Reader, card: Card) -> str:
    """A card's first sentence; the second goes with it where the first is short or only asks."""
    sentences = SENTENCE.split(" ".join(plain(reader.resolved(card.text)).split()))
    alone = len(sentences[0]) >= SHORTEST and not sentences[0].endswith("?")
    return " ".join(sentences[: 1 if alone else 2])


def _questions(reader: Reader, lesson: Lesson) -> Iterator[RoomQuestion]:
    for question in visible_questions(lesson, reader.passport):
        right = right_option(reader.course, question, reader.passport)
        yield RoomQuestion(
            lesson=lesson.number,
            key=question.key,
            words=reader.name(question.text),
            options=tuple(_option(reader, option, right) for option in question.options),
            why=_why(reader, question, right),
        )


def _option(reader: Reader, option: Option, right: str) -> RoomOption:
    return RoomOption(option.key, option_words(reader, option), option.key == right)


def _why(reader: Reader, question: Question, right: str) -> str:
    words = next((one.when_right for one in question.options if one.key == right), None)
    return reader.name(words) if words else ""
