"""A question, the reply to an answer, and the result of an attempt."""

from html import escape

from learning import walk
from learning.course import CHECKS, FIRST_CHECK, LAST_CHECK, UNSURE, Lesson, Option
from learning.learner import Attempt, Place
from learning.quiz import Answered, QuestionView, Result, replay, right_option
from screens import icons
from screens.intents import AskQuestion, GiveAnswer, ShowCard
from screens.lessons import draft_mark
from screens.reader import Reader
from screens.routes import onward, standing
from screens.screen import Button, Rows, Screen

SHORT_OPTION = 30
LETTERS = "abcdef"
CHECK_TITLES = {FIRST_CHECK: "pairs.first", LAST_CHECK: "pairs.last"}
_INTROS = {FIRST_CHECK: "pairs.intro-first", LAST_CHECK: "pairs.intro-last"}


def question(reader: Reader, view: QuestionView) -> Screen:
    """One question. Options too long for a narrow phone's button stand in the text, with numbered buttons."""
    options = [option for option in view.question.options if option.key != UNSURE]
    words = [option_words(reader, option) for option in options]
    text = f"{_heading(reader, view)}\n\n{_intro(reader, view)}{reader.say(view.question.text)}"
    if max(map(len, words)) > SHORT_OPTION:
        numbered = zip(icons.OPTION_NUMBERS, words, strict=False)
        text += "\n\n" + "\n".join(f"{icon} {escape(option, quote=False)}" for icon, option in numbered)
        rows: Rows = (_options(reader, view, [""] * len(words)),)
    else:
        rows = tuple((button,) for button in _options(reader, view, words))
    here = AskQuestion(view.lesson.number, view.attempt.number, so_far(reader, view.attempt))
    return Screen(text, (*rows, *_unsure(reader, view), *reader.foot(here)))


def lesson_title(reader: Reader, lesson: Lesson) -> str:
    """A lesson's title without mark-up; a check has the interface's words."""
    words = CHECK_TITLES.get(lesson.number)
    return reader.phrase(words) if words else reader.name(lesson.title)


def _heading(reader: Reader, view: QuestionView) -> str:
    icon = icons.CHECK if view.lesson.number in CHECKS else icons.QUIZ
    where = reader.text("quiz.position", position=view.position, total=view.total)
    return f"{icon} <b>{escape(lesson_title(reader, view.lesson), quote=False)}</b>\n{where}"


def _intro(reader: Reader, view: QuestionView) -> str:
    """What a check is, said once, above its first question."""
    words = _INTROS.get(view.lesson.number, "") if view.position == 1 else ""
    return f"<i>{reader.text(words, total=view.total)}</i>\n\n" if words else ""


def _options(reader: Reader, view: QuestionView, words: list[str]) -> tuple[Button, ...]:
    return tuple(
        reader.button(icon, text, _answer(reader, view, option))
        for icon, text, option in zip(icons.OPTION_NUMBERS, words, view.question.options, strict=False)
    )


def _unsure(reader: Reader, view: QuestionView) -> Rows:
    """ "I don't know", where a question has it, on a row of its own."""
    return tuple(
        (reader.button(icons.UNSURE, option_words(reader, option), _answer(reader, view, option)),)
        for option in view.question.options
        if option.key == UNSURE
    )


def _answer(reader: Reader, view: QuestionView, option: Option) -> GiveAnswer:
    attempt = view.attempt
    return GiveAnswer(
        view.lesson.number, attempt.number, view.question.key, option.key, so_far(reader, attempt)
    )


def option_words(reader: Reader, option: Option) -> str:
    """An option in words: the author's, its value's, or the interface's for "I don't know"."""
    if option.key == UNSURE:
        return reader.phrase("pairs.unsure")
    if option.text is not None:
        return reader.name(option.text)
    return reader.value(option.value) if option.value else ""


def reply(reader: Reader, answered: Answered, last: bool) -> Screen:
    """Right or not, what was chosen, and why."""
    text = f"{_heading(reader, answered.view)}\n\n{_verdict(reader, answered)}"
    here = AskQuestion(answered.view.lesson.number, answered.attempt.number, so_far(reader, answered.attempt))
    onward = reader.phrase("quiz.result" if last else "quiz.next")
    text += draft_mark(reader, answered.view.lesson.unit)
    return Screen(text, ((reader.button(icons.NEXT, onward, here),), *reader.foot(here)))


def _verdict(reader: Reader, answered: Answered) -> str:
    """Right or wrong, and why; who does not know is told the right answer, and why it is."""
    option = answered.option
    if option.key == UNSURE:
        key = right_option(reader.course, answered.view.question, reader.passport)
        option = next((each for each in answered.view.question.options if each.key == key), option)
        said, words = f"{icons.UNSURE} {reader.text('pairs.unsure-reply')}", option.when_right
    else:
        icon, verdict = (icons.RIGHT, "quiz.right") if answered.right else (icons.WRONG, "quiz.wrong")
        said = f"{icon} <b>{reader.text(verdict)}</b>\n{reader.text('quiz.chosen')}"
        words = option.when_right if answered.right else option.when_wrong
    said += f" <i>{escape(option_words(reader, option), quote=False)}</i>"
    return f"{said}\n\n{reader.say(words)}" if words else said


def result(reader: Reader, outcome: Result) -> Screen:
    """The score, what to read again, and where to go on."""
    number = outcome.lesson.number
    icon, verdict = (icons.PASSED, "quiz.passed") if outcome.passed else (icons.AGAIN, "quiz.not-passed")
    text = f"{icon} <b>{reader.title(outcome.lesson.title)}</b>\n\n"
    if outcome.total:
        text += reader.text("quiz.score", right=outcome.right, total=outcome.total, score=outcome.score)
        text += f"\n{reader.text(verdict)}"
    else:
        text += reader.text("quiz.no-questions")
    rows: list[tuple[Button, ...]] = []
    if outcome.passed:
        text += standing(reader, number)
        rows += onward(reader, number)
    if outcome.read_again:
        text += f"\n\n{reader.text('quiz.read-again')}"
        rows.append(tuple(_card_button(reader, outcome, key) for key in outcome.read_again))
    if outcome.right < outcome.total:
        retry = AskQuestion(number, outcome.attempt.number + 1)
        rows.append((reader.button(icons.AGAIN, reader.phrase("quiz.retry"), retry),))
    return Screen(text, (*rows, *reader.foot(ShowCard(number))))


def _card_button(reader: Reader, outcome: Result, key: str) -> Button:
    place = Place(outcome.lesson.number, key)
    card = walk.show(reader.course, reader.passport, place)
    words = reader.phrase("quiz.card-again", number=card.position if card else 1)
    return reader.button(icons.BACK, words, ShowCard(place.lesson, place.card))


def guest_attempt(reader: Reader, lesson: Lesson, letters: str) -> Attempt:
    """A guest's attempt, read back from the letters that his button carried."""
    places = [LETTERS.find(letter) for letter in letters]
    return replay(reader.course, reader.passport, lesson, places)


def so_far(reader: Reader, attempt: Attempt) -> str:
    """A guest's answers, a letter each by the option's place, to be carried by his next button."""
    if not reader.learner.guest:
        return ""
    lesson = reader.course.lesson(attempt.lesson)
    options = {q.key: [o.key for o in q.options] for q in lesson.questions} if lesson else {}
    return "".join(LETTERS[options[question].index(option)] for question, option, _ in attempt.answers)
