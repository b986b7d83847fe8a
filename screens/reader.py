"""The one who reads: in which language, by which passport. All words on a screen go through here."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from html import escape

from learning.course import Citizenship, Course, Language, LegalFact, Lesson, Route, Unit, Value, Words
from learning.learner import Learner
from learning.reading import minutes, seconds
from learning.territory import Territories
from learning.validity import course_on, expired, past_review, withdrawn
from locales import Phrases, day, moment
from screens import icons
from screens.intents import (
    LIMIT,
    LONGEST_THEN,
    ChooseLanguage,
    Intent,
    ListTroubles,
    OpenMenu,
    Voice,
    encode,
    on_route,
)
from screens.markup import plain, telegram_html
from screens.screen import WIDE, Button, Rows, shortened

PLACEHOLDER = re.compile(r"\{([a-z0-9.-]+)\}")


@dataclass(frozen=True)
class Book:
    """All that can be read: the course, the interface's words, the places; and the course in older releases.

    `pictures` holds the bytes of the cards' drawings by their file.
    """

    course: Course
    phrases: Phrases
    territories: Territories
    editions: Mapping[int, Course] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    def edition(self, release: int) -> "Book":
        """The book as it stood in an older release, for who began something in it; this one if that is gone."""
        if release == self.course.release or release not in self.editions:
            return self
        return self._older[release]

    @cached_property
    def _older(self) -> "dict[int, Book]":
        return {number: replace(self, course=course, editions={}) for number, course in self.editions.items()}

    def on(self, today: date) -> Course:
        """The course as it is taught on a day; made once a day."""
        if today not in self._days:
            self._days.clear()
            self._lengths.clear()
            self._days[today] = course_on(self.course, today)
        return self._days[today]

    @cached_property
    def _days(self) -> dict[date, Course]:
        return {}

    def seconds(self, today: date, lesson: Lesson, citizenship: Citizenship) -> float:
        """How long a lesson takes as it is taught on a day; counted once a day for a passport."""
        course, key = self.on(today), (lesson.number, citizenship)
        if key not in self._lengths:
            self._lengths[key] = seconds(course, [lesson], citizenship)
        return self._lengths[key]

    @cached_property
    def _lengths(self) -> dict[tuple[int, Citizenship], float]:
        return {}


@dataclass(frozen=True)
class Reader:
    """A person with the book open, on a day: turns words, facts and intents into what he sees.

    `route` is the key of the route that he walks; each of his steps in a lesson carries it on.
    """

    book: Book
    learner: Learner
    today: date
    route: str = ""

    @property
    def course(self) -> Course:
        """The course as it is taught today."""
        return self.book.on(self.today)

    @property
    def language(self) -> Language:
        """The language that is read."""
        return self.learner.language

    @property
    def passport(self) -> Citizenship:
        """The passport whose rules are read."""
        return self.learner.passport

    @cached_property
    def voice(self) -> Voice | None:
        """What a guest's buttons must carry; None for a learner, whose record knows it."""
        return Voice(self.language, self.learner.citizenship) if self.learner.guest else None

    @cached_property
    def walked(self) -> Route | None:
        """The route that is walked, if the course has it."""
        return self.course.route(self.route) if self.route else None

    def _on_route(self, intent: Intent, voice: Voice | None, room: int) -> Intent:
        return on_route(intent, self.walked.key, voice, room) if self.walked else intent

    def phrase(self, key: str, **fields: object) -> str:
        """A phrase of the interface without mark-up."""
        return plain(self.book.phrases.text(self.language, key, **fields))

    def count(self, key: str, n: int) -> str:
        """A phrase of the interface in the number that `n` asks for, without mark-up."""
        return plain(self.book.phrases.count(self.language, key, n))

    def text(self, key: str, **fields: object) -> str:
        """A phrase of the interface as HTML."""
        return telegram_html(self.book.phrases.text(self.language, key, **fields))

    def say(self, words: Words) -> str:
        """Authors' words as HTML, placeholders resolved; if they are withheld, a notice and the Russian words."""
        said = telegram_html(self.resolved(words))
        if self.language in words or not said:
            return said
        return f"{icons.WITHHELD} <i>{self.text('withheld.notice')}</i>\n{said}"

    def title(self, words: Words) -> str:
        """Authors' words without mark-up as HTML, for headings; Russian if they are withheld."""
        return escape(self.name(words), quote=False)

    def name(self, words: Words) -> str:
        """Authors' words without mark-up, for buttons; Russian if they are withheld."""
        return plain(self.resolved(words))

    def value(self, value: Value) -> str:
        """A legal amount in words: "30 days", "2 000-5 000 roubles"."""
        return self._counted(value, self.language)

    def _counted(self, value: Value, language: Language) -> str:
        if value.high is None:
            return self.book.phrases.count(language, f"unit.{value.unit}", value.low)
        counted = self.book.phrases.count(language, f"unit.{value.unit}", value.high)
        return f"{value.low:,}–".replace(",", " ") + counted

    def minutes(self, lessons: Iterable[Lesson], key: str = "lessons.minutes") -> str:
        """About how many minutes lessons take, in words."""
        took = sum(self.book.seconds(self.today, one, self.passport) for one in lessons)
        return self.phrase(key, n=minutes(took))

    def as_of(self, iso: str) -> str:
        """A date known to the day, the month or the year, in words."""
        return moment(self.language, iso)

    def on(self, when: date) -> str:
        """A calendar date in words."""
        return day(self.language, when)

    def button(self, icon: str, words: str, intent: Intent) -> Button:
        """A button with an icon, words and an intent; a guest's voice and the route go along."""
        data = encode(self._on_route(intent, self.voice, LIMIT), self.voice)
        return Button(f"{icon} {words}".strip(), data)

    def wide_button(self, icon: str, words: str, end: str, intent: Intent) -> Button:
        """A button over the whole width; the words are cut if need be, so that what stands at the end is seen."""
        return self.button(icon, shortened(words, WIDE - len(f"{icon} {end}")) + end, intent)

    def then(self, intent: Intent | None) -> str:
        """An intent as another intent's `then`."""
        return encode(self._on_route(intent, None, LONGEST_THEN)) if intent else ""

    def foot(self, here: Intent | None = None) -> Rows:
        """The row under every screen: trouble, language, menu. `here` is the screen to come back to."""
        back = self.then(here)
        return (
            (
                self.button(icons.TROUBLE, self.phrase("trouble.button"), ListTroubles(back)),
                self.button(icons.LANGUAGE, "", ChooseLanguage(back)),
                self.button(icons.MENU, self.phrase("menu.button"), OpenMenu()),
            ),
        )

    def fact_mark(self, fact: LegalFact) -> str:
        """How sure a fact is, in one honest line."""
        if fact.checked_on:
            return self.phrase("source.checked", who=fact.checked_by, day=self.on(fact.checked_on))
        return self.phrase("source.unchecked", day=self.as_of(fact.true_as_of))

    def overdue_marks(self, facts: Iterable[str]) -> list[str]:
        """A line for each fact, among those that concern this passport, that was to be looked at again before today."""
        known = (self.course.facts[key] for key in facts)
        late = [fact for fact in known if self.passport in fact.law and past_review(fact, self.today)]
        return list(dict.fromkeys(self.overdue_mark(fact) for fact in late))

    def overdue_mark(self, fact: LegalFact) -> str:
        """How old a fact is, and the day by which it was to be looked at again."""
        return f"{self.fact_mark(fact)} {self.phrase('fact.overdue', day=self.on(fact.review_by))}"

    def resolved(self, words: Words) -> str:
        """Authors' words as Markdown without placeholders, for this passport; Russian if they are withheld."""
        language = self.language if self.language in words else Language.RU
        return PLACEHOLDER.sub(lambda found: self._filled(found[1], language), words[language])

    def _filled(self, name: str, language: Language) -> str:
        kind, dot, key = name.partition(".")
        if dot and kind == "contact":
            return self.course.contacts[key].phone
        if dot and kind == "term":
            words = self.course.terms[key][self.passport]
            return words.get(language) or words[Language.RU]
        return self._amount(self.course.facts[name], language)

    def _amount(self, fact: LegalFact, language: Language) -> str:
        """What a fact says for this passport; once that has expired, words that name no number."""
        value = fact.values[self.passport]
        if expired(fact, self.today) or withdrawn(fact, self.today):
            key = "fact.expired-sum" if value.unit in (Unit.ROUBLES, Unit.PERCENT) else "fact.expired-term"
            return plain(self.book.phrases.text(language, key))
        return self._counted(value, language)
