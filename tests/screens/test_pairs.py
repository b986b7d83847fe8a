"""The screens of the two checks, in every language: they fit, explain when they should, and blame nobody."""

from dataclasses import replace
from itertools import product

import pytest

from curriculum import CONTENT, convert, load_territories
from learning import quiz
from learning.course import CHECKS, FIRST_CHECK, LAST_CHECK, UNSURE, Citizenship, Language
from learning.learner import CheckRecord, Learner, LessonRecord, Outcome, enrol
from learning.pairs import enter, offered, result
from locales import load
from sandbox.html import parse
from screens import icons, menu, pairs, settings
from screens import quiz as quizzes
from screens.intents import LIMIT, AskQuestion, GiveAnswer, GoOn, OpenCertificate, ShowCard, decode
from screens.reader import Book, Reader
from screens.screen import Screen
from tests.sample import COURSE, TODAY, paired

BOOK = Book(paired(COURSE), load(convert), load_territories(CONTENT))
ALL = LessonRecord(3, TODAY, 80)


def reader(language: Language = Language.RU, *, guest: bool = False, passed: tuple[int, ...] = ()) -> Reader:
    """Somebody with a Kyrgyz passport who has passed these lessons."""
    learner = Learner(language, Citizenship.KG, lessons=dict.fromkeys(passed, ALL))
    return Reader(BOOK, learner if guest else enrol(learner, TODAY), TODAY)


def meanings(screen: Screen) -> list[object]:
    """What the buttons of a screen mean."""
    return [decode(button.data)[0] for row in screen.rows for button in row]


def taken(one: Reader, number: int, options: tuple[str, ...]) -> tuple[Reader, list[Screen]]:
    """A check taken to its end, with all screens on the way and those of the result."""
    lesson = one.course.lesson(number)
    assert lesson
    attempt, screens = quiz.begin(one.course, lesson, 1), []
    for option in options:
        asked = quiz.next_question(lesson, one.passport, attempt)
        assert asked
        screens.append(quizzes.question(one, asked))
        step = quiz.answer(one.course, one.passport, asked, option)
        assert step
        attempt = step.attempt
        if number == LAST_CHECK:
            screens.append(quizzes.reply(one, step, last=False))
    learner = one.learner if one.learner.guest else enter(one.learner, attempt, TODAY)
    one = replace(one, learner=replace(learner, attempt=attempt))
    return one, [*screens, pairs.result(one, lesson, result(one.course, one.learner, attempt))]


@pytest.mark.parametrize(("language", "guest", "number"), list(product(Language, (True, False), CHECKS)))
def test_every_screen_of_a_check_fits(language: Language, guest: bool, number: int) -> None:
    """Telegram can read it, no placeholder is left, and every button holds its intent."""
    for options in (("d30", "tell", "contract"), ("d15", UNSURE, "patent")):
        one, screens = taken(reader(language, guest=guest), number, options)
        for screen in (*screens, menu.menu(one), menu.done(one), settings.my_data(one)):
            text, _ = parse(screen.text)
            assert 0 < len(text) <= 4096 and "{" not in text
            for button in (button for row in screen.rows for button in row):
                assert button.text.strip() and len(button.data.encode()) <= LIMIT
                decode(button.data)


def test_i_do_not_know_stands_below_the_options() -> None:
    """With words of its own, also where the options are only numbered."""
    _, screens = taken(reader(), FIRST_CHECK, ("d30",))
    *_, unsure, _ = screens[0].rows
    assert [button.text for button in unsure] == [f"{icons.UNSURE} Не знаю"]
    answers = [each.option for each in meanings(screens[0]) if isinstance(each, GiveAnswer)]
    assert answers == ["w7", "d15", "d30", UNSURE]


def test_what_a_check_is_stands_above_its_first_question_only() -> None:
    """It is no exam, and "I don't know" is an honest answer."""
    _, screens = taken(reader(), FIRST_CHECK, ("d30", "tell", UNSURE))
    assert ["не экзамен" in screen.text for screen in screens] == [True, False, False, False]


def test_the_first_check_ends_in_thanks() -> None:
    """What is known, the lessons that teach the rest, the way on; no verdict and no second try."""
    _, screens = taken(reader(), FIRST_CHECK, ("d30", UNSURE, "patent"))
    end = screens[-1]
    assert "Вы уже знаете: <b>1 из 3</b>" in end.text
    assert meanings(end)[:3] == [GoOn(), ShowCard(102), ShowCard(101)]
    assert not any(isinstance(each, AskQuestion) for each in meanings(end))
    assert not any(sign in screen.text for screen in screens for sign in (icons.RIGHT, icons.WRONG, "%"))


def test_the_last_check_explains() -> None:
    """Right or wrong with its reply; who doesn't know is told the right answer and why."""
    _, screens = taken(reader(), LAST_CHECK, ("d30", UNSURE, "patent"))
    right, unsure, wrong = screens[1], screens[3], screens[5]
    assert icons.RIGHT in right.text and "right" in right.text
    assert "Верный ответ: <i>tell</i>" in unsure.text and "right" in unsure.text
    assert icons.WRONG in wrong.text and "wrong" in wrong.text


def test_the_last_check_ends_in_before_and_now() -> None:
    """What was known before the course, what is known now; lessons to read again, and another try."""
    first = CheckRecord(
        3, TODAY, {"term": Outcome.WRONG, "host": Outcome.UNSURE, "work-kg": Outcome.RIGHT}, 33
    )
    one = reader(passed=(101, 102))
    one = replace(one, learner=replace(one.learner, checks={FIRST_CHECK: first}))
    after, screens = taken(one, LAST_CHECK, ("d30", "tell", "patent"))
    assert "До курса: <b>1 из 3</b>. Теперь: <b>2 из 3</b>." in screens[-1].text
    assert "пройдена" in screens[-1].text
    assert meanings(screens[-1])[:3] == [OpenCertificate(), ShowCard(101), AskQuestion(LAST_CHECK, 2)]
    _, screens = taken(after, LAST_CHECK, ("d15", "hide", UNSURE))
    assert "66 %" in screens[-1].text and "Пока не всё" in screens[-1].text


def test_checks_are_offered_in_their_time() -> None:
    """The first in the menu before the course, the last there and where the course is done; a guest has both."""
    assert AskQuestion(FIRST_CHECK, 1) in meanings(menu.menu(reader()))
    done = reader(passed=(101, 102))
    assert AskQuestion(LAST_CHECK, 1) in meanings(menu.menu(done))
    assert meanings(menu.done(done))[0] == AskQuestion(LAST_CHECK, 1)
    guest = reader(guest=True)
    assert [each for each in meanings(menu.menu(guest)) if isinstance(each, AskQuestion)] == [
        AskQuestion(number, 1) for number in offered(BOOK.course, guest.learner)
    ]


def test_a_check_that_was_left_is_gone_on_with() -> None:
    """The button leads to the attempt in hand; after its end, to the next."""
    one, _ = taken(reader(), FIRST_CHECK, ("d30",))
    one = replace(one, learner=replace(one.learner, checks={}))
    assert AskQuestion(FIRST_CHECK, 1) in meanings(menu.menu(one))
    one, _ = taken(reader(passed=(101, 102)), LAST_CHECK, ("d30", UNSURE, UNSURE))
    assert AskQuestion(LAST_CHECK, 2) in meanings(menu.menu(one))


def test_what_is_kept_of_a_check_is_shown() -> None:
    """In words: the day, how many were right, wrong, unknown, and the best try."""
    one, _ = taken(reader(), FIRST_CHECK, ("d30", UNSURE, "patent"))
    text = settings.my_data(one).text
    assert "Проверка «Что я уже знаю?»: 23 ноября 2026" in text
    assert "верно 1, неверно 1, «не знаю» 1, лучший результат 33 %" in text
