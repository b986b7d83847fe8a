"""Every screen of the real course, for every reader: it fits, Telegram can read it, and nothing leaks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product

import pytest

from curriculum import CONTENT, convert, load_course, load_territories
from learning import pairs, quiz, walk
from learning.course import CHECKS, Citizenship, Confidence, Language
from learning.learner import Learner, Place, enrol
from locales import load
from sandbox.html import parse
from screens import contacts, door, home, lessons, menu, pack, phrases, routes, settings, trouble
from screens import pairs as pair_screens
from screens import quiz as quiz_screens
from screens.intents import LIMIT, decode
from screens.reader import Book, Reader
from screens.screen import Screen
from tests.sample import LEAVING, PHRASEBOOK

TODAY = date(2026, 11, 23)
READERS = list(product(Language, Citizenship, (True, False)))


@cache
def book() -> Book:
    """The real course in the real words, with made-up phrases and a route where it has none yet."""
    course = load_course(CONTENT)
    if not course.phrasebook:
        course = replace(course, phrasebook=PHRASEBOOK)
    if not course.routes:
        course = replace(
            course, routes=(replace(LEAVING, lessons=tuple(one.number for one in course.lessons())),)
        )
    return Book(course, load(convert), load_territories(CONTENT))


def reader(language: Language, citizenship: Citizenship, guest: bool) -> Reader:
    learner = Learner(language, citizenship)
    return Reader(book(), learner if guest else enrol(learner, TODAY), TODAY)


def screens(one: Reader) -> Iterator[Screen]:
    """All screens that a reader can meet, but for those of the home's districts."""
    course = one.course
    yield from (door.languages(one), door.consent(one), door.passports(one), door.not_understood(one))
    yield from (pack.pack(one), pack.below(one, "pack.caption"), pack.below(one, "pack.contacts-caption"))
    yield from (menu.menu(one), menu.about(one), menu.privacy(one), menu.neutral(one), menu.done(one))
    yield from (menu.how_to(one), lessons.lessons(one), settings.settings(one), settings.my_data(one))
    yield from (settings.may_write(one), settings.ask_forget(one), settings.forgotten(one), home.regions(one))
    yield from (trouble.trouble(one, page) for page in course.trouble)
    yield from (trouble.troubles(one), trouble.which_trouble(one, course.trouble[:3]))
    yield contacts.directory(one)
    yield from (contacts.by_topic(one, topic) for topic in course.topics)
    yield from (contacts.by_city(one, city) for city in course.cities)
    yield from (lessons.module(one, module) for module in course.modules)
    yield phrases.phrasebook(one)
    yield from (phrases.phrases(one, page) for page in course.phrasebook)
    yield from (routes.route(one, route) for route in course.routes)
    yield from cards(one)
    yield from questions(one)
    if one.learner.guest and one.language is Language.RU:  # his buttons are the longest, in any language
        for route in course.routes:
            yield from cards(replace(one, route=route.key))
            yield from questions(replace(one, route=route.key))


def cards(one: Reader) -> Iterator[Screen]:
    for lesson in one.course.lessons():
        for card in walk.visible_cards(lesson, one.passport):
            view = walk.show(one.course, one.passport, Place(lesson.number, card.key))
            assert view is not None
            yield from (lessons.card(one, view, 1), lessons.source(one, view))


def questions(one: Reader) -> Iterator[Screen]:
    for lesson in (*one.course.lessons(), *filter(None, map(one.course.lesson, CHECKS))):
        attempt = quiz.begin(one.course, lesson, 1)
        while asked := quiz.next_question(lesson, one.passport, attempt):
            yield quiz_screens.question(one, asked)
            replies = [quiz.answer(one.course, one.passport, asked, o.key) for o in asked.question.options]
            yield from (quiz_screens.reply(one, answered, last=False) for answered in replies if answered)
            last = replies[-1]
            assert last is not None
            attempt = last.attempt
        if lesson.number in CHECKS:
            yield pair_screens.result(one, lesson, pairs.result(one.course, one.learner, attempt))
        else:
            yield quiz_screens.result(one, quiz.result(lesson, one.passport, attempt))


@pytest.mark.parametrize(("language", "citizenship", "guest"), READERS)
def test_every_screen_fits_and_telegram_can_read_it(
    language: Language, citizenship: Citizenship, guest: bool
) -> None:
    """Text within 4096 characters, buttons with words and within 64 bytes, no placeholder left open."""
    for screen in screens(reader(language, citizenship, guest)):
        text, _ = parse(screen.text)
        assert 0 < len(text) <= 4096
        assert "{" not in text and "}" not in text
        for button in (button for row in screen.rows for button in row):
            assert button.text.strip()
            assert len(button.data.encode()) <= LIMIT
            decode(button.data)


def test_where_an_author_read_a_fact_is_shown_to_nobody() -> None:
    """Learners see law and article only; some of the sources are dangerous to pass on."""
    seen = {fact.seen for fact in book().course.facts.values()}
    shown = "\n".join(screen.text for who in READERS for screen in screens(reader(*who)))
    assert seen and not any(words in shown for words in seen)
    assert "fact sheet" not in shown


def test_words_of_search_are_shown_to_nobody() -> None:
    """They are for finding a card, slips and all."""
    course = book().course
    secret = dict.fromkeys(Language, ("zzsecretzz",))
    modules = tuple(
        replace(
            module,
            lessons=tuple(
                replace(one, cards=tuple(replace(card, aliases=secret) for card in one.cards))
                for one in module.lessons
            ),
        )
        for module in course.modules
    )
    for language, passport in product((Language.RU, Language.UZ_CYRL), Citizenship):
        one = reader(language, passport, guest=False)
        one = replace(one, book=replace(book(), course=replace(course, modules=modules)))
        assert not any("zzsecretzz" in f"{screen.text}{screen.rows}" for screen in screens(one))


def test_a_right_answer_rests_on_no_medium_fact() -> None:
    course = book().course
    asked = (*course.lessons(), *filter(None, map(course.lesson, CHECKS)))
    rights = {q.right_fact for lesson in asked for q in lesson.questions if q.right_fact}
    assert rights and {course.facts[key].confidence for key in rights} == {Confidence.HIGH}


def test_every_passport_finds_a_right_option_in_every_question() -> None:
    course = book().course
    asked = (*course.lessons(), *filter(None, map(course.lesson, CHECKS)))
    for lesson, citizenship in product(asked, Citizenship):
        for question in quiz.visible_questions(lesson, citizenship):
            assert quiz.right_option(course, question, citizenship)
