"""What a lawyer is handed: every sentence as a person reads it, with the facts that it rests on.

Pure: a course in, rows out. Words are Russian, with the placeholders filled for each passport; passports that read
the same words share a row.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from learning.course import (
    UNSURE,
    Card,
    Citizenship,
    Course,
    Language,
    Lesson,
    Option,
    Pair,
    Question,
    TroublePage,
    Words,
)
from learning.learner import Learner
from learning.quiz import right_option
from learning.validity import shown
from screens.quiz import option_words
from screens.reader import Book, Reader

NAMES = {
    Citizenship.KG: "Кыргызстан",
    Citizenship.TJ: "Таджикистан",
    Citizenship.UZ: "Узбекистан",
    Citizenship.OTHER: "другие страны",
}
EVERYBODY = "для всех"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words to be judged. `key` is their place in the folder, `part` the lesson or page that they stand in.

    `number` counts the sentences of a sheet from 1.
    """

    key: str
    part: str
    what: str
    passports: tuple[Citizenship, ...]
    text: str
    facts: tuple[str, ...]
    number: int = 0

    @property
    def who(self) -> str:
        """Who reads it, in Russian."""
        return for_whom(self.passports)


def numbered(sentences: Iterable[Sentence]) -> list[Sentence]:
    """The sentences of a sheet with their numbers."""
    return [replace(sentence, number=number) for number, sentence in enumerate(sentences, start=1)]


def for_whom(passports: Iterable[Citizenship]) -> str:
    """Passports in Russian."""
    some = tuple(passports)
    return EVERYBODY if set(some) == set(Citizenship) else ", ".join(NAMES[passport] for passport in some)


def readers(book: Book) -> dict[Citizenship, Reader]:
    """One who reads Russian, for each passport, on a day on which nothing has expired."""
    return {passport: Reader(book, Learner(Language.RU, passport), date.min) for passport in Citizenship}


Filled = Callable[[Reader], str]


@dataclass(frozen=True, slots=True)
class Kit:
    """Makes the rows of a course."""

    readers: dict[Citizenship, Reader]

    @property
    def course(self) -> Course:
        """The course that is handed over."""
        return self.readers[Citizenship.OTHER].book.course

    def lesson(self, lesson: Lesson) -> Iterator[Sentence]:
        """Cards, questions with their right answers, and replies of a lesson."""
        here, title = f"lessons.{lesson.key}", self._say(lesson.title)
        for card in lesson.cards:
            yield from self._card(f"{here}.cards.{card.key}", title, "Карточка", card)
        for question in lesson.questions:
            cards = (card for card in lesson.cards if card.key == question.card)
            taught = tuple(fact for card in cards for fact in card.facts)
            yield from self._question(f"{here}.questions.{question.key}", title, question, taught)

    def pair(self, pair: Pair) -> Iterator[Sentence]:
        """Both questions of a pair, with the replies of the last one."""
        for name, part, question in (
            ("first", "Первая проверка", pair.first),
            ("last", "Последняя проверка", pair.last),
        ):
            yield from self._question(f"pairs.{pair.key}.{name}", part, _asked_about(question), ())

    def page(self, page: TroublePage) -> Iterator[Sentence]:
        """The steps of a trouble page."""
        for step in page.steps:
            yield from self._card(f"pages.{page.key}.steps.{step.key}", self._say(page.title), "Шаг", step)

    def _say(self, words: Words) -> str:
        return self.readers[Citizenship.OTHER].name(words)

    def _card(self, key: str, part: str, what: str, card: Card) -> Iterator[Sentence]:
        facts = tuple(dict.fromkeys((*card.facts, *sorted(shown(card.text)))))
        blank = Sentence(key, part, what, (), "", facts)
        yield from self._by_passport(blank, card.when.holds, lambda reader: reader.name(card.text))

    def _question(
        self, key: str, part: str, question: Question, taught: tuple[str, ...]
    ) -> Iterator[Sentence]:
        """A question rests on what decides it, else on what the card teaches to which it leads back."""
        decides = (question.right_fact,) if question.right_fact else taught
        facts = tuple(dict.fromkeys((*decides, *sorted(shown(question.text)))))
        blank = Sentence(f"{key}.text", part, "Вопрос и верный ответ", (), "", facts)
        yield from self._by_passport(blank, question.when.holds, lambda reader: _asked(reader, question))
        for option in question.options:
            yield from self._replies(f"{key}.options.{option.key}", part, question, option, decides)

    def _replies(
        self, key: str, part: str, question: Question, option: Option, decides: tuple[str, ...]
    ) -> Iterator[Sentence]:
        """The reply to an option, where it is right and where it is wrong."""
        for words, right in ((option.when_right, True), (option.when_wrong, False)):
            if words is None:
                continue
            leaf = "reply" if option.value is None else "when_right" if right else "when_wrong"
            facts = tuple(dict.fromkeys((*decides, *sorted(shown(words)))))
            blank = Sentence(f"{key}.{leaf}", part, "Пояснение к ответу", (), "", facts)
            meets = partial(self._meets, question, option, right)
            yield from self._by_passport(blank, meets, partial(_reply, option, words))

    def _meets(self, question: Question, option: Option, right: bool, passport: Citizenship) -> bool:
        """Whether somebody of this passport can choose the option, and is then right (or wrong)."""
        is_right = right_option(self.course, question, passport) == option.key
        return question.when.holds(passport) and is_right is right

    def _by_passport(
        self, blank: Sentence, holds: Callable[[Citizenship], bool], filled: Filled
    ) -> Iterator[Sentence]:
        """A row for each different text, with all passports that read it."""
        texts: dict[str, list[Citizenship]] = {}
        for passport, reader in self.readers.items():
            if holds(passport):
                texts.setdefault(filled(reader), []).append(passport)
        for text, passports in texts.items():
            yield replace(blank, text=text, passports=tuple(passports))


def _asked_about(question: Question) -> Question:
    """A question of a check without "I don't know", of which there is nothing to confirm."""
    return replace(question, options=tuple(each for each in question.options if each.key != UNSURE))


def _reply(option: Option, words: Words, reader: Reader) -> str:
    return f"«{option_words(reader, option)}» — {reader.name(words)}"


def _asked(reader: Reader, question: Question) -> str:
    right = right_option(reader.book.course, question, reader.passport)
    words = {option.key: option_words(reader, option) for option in question.options}
    others = "; ".join(text for key, text in words.items() if key != right)
    return f"{reader.name(question.text)}\nВерно: {words.get(right, '—')}\nНеверно: {others}"
