"""How much of the course there is: lessons, cards and questions that are really written, and how long they take.

Counted from the manuscript with whatever mistakes. Something is written in a language once all its words are there,
and none of them is a template's; a lesson, once its title, its cards and its questions are. Uzbek Cyrillic is derived
from Uzbek, and so is not counted by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from curriculum.loader import sketch
from curriculum.manuscript import WRITTEN, Manuscript
from learning import reading
from learning.course import Card, Citizenship, Course, Language, Lesson, Question, Words
from learning.quiz import visible_questions
from learning.walk import visible_cards

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Part:
    """What some people meet of a lesson: its title, and the cards and questions that concern them."""

    lesson: Lesson
    cards: tuple[Card, ...]
    questions: tuple[Question, ...]

    def written(self, language: Language) -> bool:
        """Whether there is something to read, and all of it is written."""
        words = [self.lesson.title, *(card.text for card in self.cards)]
        whole = all(language in each for each in words)
        return bool(self.cards) and whole and all(_asked(one, language) for one in self.questions)


def counts(manuscript: Manuscript) -> Plain:
    """The counts as plain data, by module and for the course; see docs/authoring.md."""
    course = sketch(manuscript)
    modules = [
        {
            "number": module.number,
            "key": module.key,
            **_of_lessons(course, module.lessons),
            "minutes": {str(one.number): _minutes(course, one) for one in module.lessons},
        }
        for module in course.modules
    ]
    whole = {"modules": len(modules), **_of_lessons(course, tuple(course.lessons()))}
    return {"course": whole, "modules": modules}


def _of_lessons(course: Course, lessons: tuple[Lesson, ...]) -> Plain:
    """Counts by language, and by passport and language with the minutes."""
    everybody = [_Part(lesson, lesson.cards, lesson.questions) for lesson in lessons]
    return {
        "lessons": len(lessons),
        "languages": {language.value: _of_parts(everybody, language) for language in WRITTEN},
        "passports": {
            passport.value: {
                language.value: _of_passport(course, lessons, passport, language) for language in WRITTEN
            }
            for passport in Citizenship
        },
    }


def _of_parts(parts: Iterable[_Part], language: Language) -> dict[str, int]:
    told = {"lessons": 0, "cards": 0, "questions": 0}
    for part in parts:
        told["lessons"] += part.written(language)
        told["cards"] += sum(language in card.text for card in part.cards)
        told["questions"] += sum(_asked(question, language) for question in part.questions)
    return told


def _of_passport(
    course: Course, lessons: tuple[Lesson, ...], passport: Citizenship, language: Language
) -> Plain:
    parts = [_part(lesson, passport) for lesson in lessons]
    took = [_took(course, part, passport) for part in parts if part.written(language)]
    return {**_of_parts(parts, language), "minutes": round(sum(took), 1)}


def _minutes(course: Course, lesson: Lesson) -> dict[str, dict[str, float | None]]:
    """How long a lesson takes by passport and language: None where it is not written, or not for that passport."""
    return {
        passport.value: {
            language.value: round(_took(course, part, passport), 1) if part.written(language) else None
            for language in WRITTEN
        }
        for passport in Citizenship
        for part in [_part(lesson, passport)]
    }


def _part(lesson: Lesson, passport: Citizenship) -> _Part:
    return _Part(lesson, visible_cards(lesson, passport), visible_questions(lesson, passport))


def _took(course: Course, part: _Part, passport: Citizenship) -> float:
    return reading.seconds(course, [part.lesson], passport) / 60


def _asked(question: Question, language: Language) -> bool:
    """Whether a question is written: its text, its options and every reply."""
    replies = [words for one in question.options for words in (one.when_right, one.when_wrong)]
    options: list[Words | None] = [option.text for option in question.options]
    return all(language in words for words in (question.text, *options, *replies) if words is not None)
