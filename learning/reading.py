"""How long lessons take: reading every card and question, thinking, and reading the reply.

The speed is about one standard deviation below the mean of 986 +- 175 characters a minute of Russian adults who read
aloud (Trauzettel-Klosinski & Dietz 2012, IReST, Invest Ophthalmol Vis Sci 53:5452): five of six people are as quick.
Nobody has measured Kyrgyz, Tajik or Uzbek readers. But one text takes readers of seventeen languages about the same time,
however many letters each needs for it (1.42 +- 0.13 texts a minute, the same paper): so the Russian text is counted for all.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from learning.course import Citizenship, Course, Language, Lesson, Option, Question, Value, Words
from learning.quiz import visible_questions
from learning.walk import visible_cards

CHARACTERS_A_MINUTE: Final = 800
THINKING: Final = 6  # seconds over each question
_UNIT: Final = 7  # letters of a space and a unit, such as " дней" or " рублей"
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_PLACEHOLDER: Final = re.compile(r"\{([a-z0-9-]+)(?:\.([a-z0-9-]+))?\}")


def seconds(course: Course, lessons: Iterable[Lesson], citizenship: Citizenship) -> float:
    """How long some lessons take on this passport, in any language."""
    return sum(_of_lesson(course, lesson, citizenship) for lesson in lessons)


def minutes(took: float) -> int:
    """Seconds as whole minutes, as they are told: at least one."""
    return max(1, round(took / 60))


def _of_lesson(course: Course, lesson: Lesson, citizenship: Citizenship) -> float:
    asked = visible_questions(lesson, citizenship)
    signs = sum(_signs(course, card.text, citizenship) for card in visible_cards(lesson, citizenship))
    signs += sum(_of_question(course, question, citizenship) for question in asked)
    return 60 * signs / CHARACTERS_A_MINUTE + THINKING * len(asked)


def _of_question(course: Course, question: Question, citizenship: Citizenship) -> float:
    """The characters of the question, of all its options, and of one reply on the average."""
    signs = _signs(course, question.text, citizenship)
    replies = [
        reply for option in question.options for reply in (option.when_right, option.when_wrong) if reply
    ]
    if replies:
        signs += sum(_signs(course, reply, citizenship) for reply in replies) / len(replies)
    return signs + sum(_of_option(course, option, citizenship) for option in question.options)


def _of_option(course: Course, option: Option, citizenship: Citizenship) -> float:
    if option.text is not None:
        return _signs(course, option.text, citizenship)
    return len(_worded(option.value)) if option.value else 0


def _signs(course: Course, words: Words, citizenship: Citizenship) -> float:
    """The characters that a reader sees, with what stands in for placeholders."""
    text = words.get(Language.RU, "")
    if "{" in text:
        text = _PLACEHOLDER.sub(lambda found: _filled(course, found[1], found[2] or "", citizenship), text)
    return _seen(text)


@lru_cache(maxsize=20_000)  # most texts are the same on every passport
def _seen(text: str) -> int:
    """The characters of a text without marks, with one space for each gap."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    return len(" ".join(text.split())) - text.count("*")


def _filled(course: Course, name: str, key: str, citizenship: Citizenship) -> str:
    """About what a reader sees in the place of a placeholder: nothing, if nobody knows it."""
    if not key:
        fact = course.facts.get(name)
        value = fact.values.get(citizenship) if fact else None
        return _worded(value) if value else ""
    if name == "contact":
        contact = course.contacts.get(key)
        return contact.phone if contact else ""
    words = course.terms.get(key, {}).get(citizenship, {})
    return words.get(Language.RU, "")


def _worded(value: Value) -> str:
    """As long as an amount in words: "30 days", "2 000-5 000 roubles"."""
    high = f"-{value.high:,}" if value.high else ""
    return f"{value.low:,}{high}{'.' * _UNIT}"
