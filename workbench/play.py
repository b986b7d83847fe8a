"""Pressing a button in the preview: the rules that the bot goes by, for a guest whose buttons carry all he has done.

Nothing is kept: language, passport and the answers given so far stand in each button, as with the bot's guests.
"""

from dataclasses import replace
from datetime import date

from learning import pairs, quiz, walk
from learning.course import CHECKS, FIRST_CHECK
from learning.learner import Learner, Place
from screens import contacts, lessons, menu, phrases, routes, trouble
from screens import pairs as checks
from screens import quiz as quizzes
from screens.intents import (
    AskQuestion,
    GiveAnswer,
    GoOn,
    HideTrouble,
    Intent,
    ListContactsByCity,
    ListContactsByTopic,
    ListLessons,
    ListTroubles,
    OpenDirectory,
    OpenMenu,
    OpenPhrasebook,
    ShowAbout,
    ShowCard,
    ShowModule,
    ShowPhrases,
    ShowPicture,
    ShowRoute,
    ShowSource,
    ShowTrouble,
    StaleButton,
    Step,
    decode,
    encode,
)
from screens.reader import Book, Reader
from screens.screen import Screen


def first_press(what: str, key: str) -> str:
    """The button that leads to a lesson, a check, a page or a topic of contacts; to the menu for anything else."""
    if what == "lesson" and key.isdecimal():
        return encode(ShowCard(int(key)))
    if what == "check" and key.isdecimal():
        return encode(AskQuestion(int(key), 1))
    if what == "trouble":
        return encode(ShowTrouble(key))
    if what == "phrases":
        return encode(ShowPhrases(key))
    return encode(ListContactsByTopic(key) if what == "contacts" else OpenMenu())


def pressed(book: Book, learner: Learner, today: date, data: str) -> Screen:
    """The screen that a press leads to; whatever has no place in a preview leads to the menu."""
    try:
        intent, voice = decode(data)
    except StaleButton:
        return menu.menu(Reader(book, learner, today))
    if voice:
        learner = replace(learner, language=voice.language, citizenship=voice.citizenship)
    return screen_of(Reader(book, learner, today), intent)


def screen_of(reader: Reader, intent: Intent) -> Screen:
    """What an intent shows to a guest."""
    if isinstance(intent, Step):
        reader = replace(reader, route=intent.route)
    shown = _lesson_screen(reader, intent) or _help_screen(reader, intent)
    return shown or (menu.about(reader) if isinstance(intent, ShowAbout) else menu.menu(reader))


def _lesson_screen(reader: Reader, intent: Intent) -> Screen | None:
    if isinstance(intent, GoOn):
        first = next(iter(walk.own_lessons(reader.course, reader.passport)), None)
        return _card(reader, Place(first.number)) if first else None
    if isinstance(intent, ShowCard):
        return _card(reader, Place(intent.lesson, intent.card))
    if isinstance(intent, ShowSource):
        view = walk.show(reader.course, reader.passport, Place(intent.lesson, intent.card))
        return lessons.source(reader, view) if view else None
    if isinstance(intent, ShowPicture):
        view = walk.show(reader.course, reader.passport, Place(intent.lesson, intent.card))
        return lessons.picture(reader, view) if view else None
    if isinstance(intent, ListLessons):
        return lessons.lessons(reader)
    if isinstance(intent, ShowModule):
        module = reader.course.module(intent.number)
        return lessons.module(reader, module) if module else lessons.lessons(reader)
    if isinstance(intent, ShowRoute):
        route = reader.course.route(intent.route)
        return routes.route(reader, route) if route else None
    if isinstance(intent, AskQuestion | GiveAnswer):
        return _question(reader, intent)
    return None


def _card(reader: Reader, place: Place) -> Screen | None:
    view = walk.show(reader.course, reader.passport, place)
    return lessons.card(reader, view, 1) if view else _question(reader, AskQuestion(place.lesson, 1))


def _question(reader: Reader, intent: AskQuestion | GiveAnswer) -> Screen | None:
    lesson = reader.course.lesson(intent.lesson)
    if lesson is None or not (lesson.number in CHECKS or lesson.concerns(reader.passport)):
        return None
    attempt = quizzes.guest_attempt(reader, lesson, intent.so_far)
    if isinstance(intent, GiveAnswer):
        asked = quiz.view(lesson, reader.passport, attempt, intent.question)
        step = quiz.answer(reader.course, reader.passport, asked, intent.option) if asked else None
        if step and lesson.number != FIRST_CHECK:
            return quizzes.reply(reader, step, quiz.finished(lesson, reader.passport, step.attempt))
        attempt = step.attempt if step else attempt
    following = quiz.next_question(lesson, reader.passport, attempt)
    if following:
        return quizzes.question(reader, following)
    if lesson.number in CHECKS:
        return checks.result(reader, lesson, pairs.result(reader.course, reader.learner, attempt))
    return quizzes.result(reader, quiz.result(lesson, reader.passport, attempt))


def _help_screen(reader: Reader, intent: Intent) -> Screen | None:
    if isinstance(intent, ListTroubles):
        return trouble.troubles(reader, intent.then)
    if isinstance(intent, ShowTrouble):
        page = reader.course.trouble_page(intent.page)
        return trouble.trouble(reader, page, intent.then) if page else trouble.troubles(reader)
    if isinstance(intent, HideTrouble):
        return menu.neutral(reader)
    if isinstance(intent, OpenPhrasebook):
        return phrases.phrasebook(reader)
    if isinstance(intent, ShowPhrases):
        phrase_page = reader.course.phrase_page(intent.page)
        return phrases.phrases(reader, phrase_page) if phrase_page else phrases.phrasebook(reader)
    if isinstance(intent, OpenDirectory):
        return contacts.directory(reader)
    if isinstance(intent, ListContactsByTopic) and intent.topic in reader.course.topics:
        return contacts.by_topic(reader, intent.topic)
    if isinstance(intent, ListContactsByCity) and intent.city in reader.course.cities:
        return contacts.by_city(reader, intent.city)
    return None
