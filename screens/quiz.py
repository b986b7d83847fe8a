"""A question, the reply to an answer, and the result of an attempt."""

from html import escape

from learning import walk
from learning.course import Lesson, Option
from learning.learner import Attempt, Place
from learning.quiz import Answered, QuestionView, Result, replay
from screens import icons
from screens.intents import AskQuestion, GiveAnswer, ShowCard
from screens.lessons import draft_mark
from screens.reader import Reader
from screens.routes import onward, standing
from screens.screen import Button, Rows, Screen

SHORT_OPTION = 30
LETTERS = "abcdef"


def question(reader: Reader, view: QuestionView) -> Screen:
    """One question. Options too long for a narrow phone's button stand in the text, with numbered buttons."""
    words = [option_words(reader, option) for option in view.question.options]
    text = f"{_heading(reader, view)}\n\n{reader.say(view.question.text)}"
    if max(map(len, words)) > SHORT_OPTION:
        numbered = zip(icons.OPTION_NUMBERS, words, strict=False)
        text += "\n\n" + "\n".join(f"{icon} {escape(option, quote=False)}" for icon, option in numbered)
        rows: Rows = (_options(reader, view, [""] * len(words)),)
    else:
        rows = tuple((button,) for button in _options(reader, view, words))
    here = AskQuestion(view.lesson.number, view.attempt.number, so_far(reader, view.attempt))
    return Screen(text, (*rows, *reader.foot(here)))


def _heading(reader: Reader, view: QuestionView) -> str:
    where = reader.text("quiz.position", position=view.position, total=view.total)
    return f"{icons.QUIZ} <b>{reader.title(view.lesson.title)}</b>\n{where}"


def _options(reader: Reader, view: QuestionView, words: list[str]) -> tuple[Button, ...]:
    before = so_far(reader, view.attempt)
    return tuple(
        reader.button(
            icon,
            text,
            GiveAnswer(view.lesson.number, view.attempt.number, view.question.key, option.key, before),
        )
        for icon, text, option in zip(icons.OPTION_NUMBERS, words, view.question.options, strict=False)
    )


def option_words(reader: Reader, option: Option) -> str:
    """An option in words: the author's, or its value's."""
    if option.text is not None:
        return reader.name(option.text)
    return reader.value(option.value) if option.value else ""


def reply(reader: Reader, answered: Answered, last: bool) -> Screen:
    """Right or not, what was chosen, and why."""
    option = answered.option
    verdict = "quiz.right" if answered.right else "quiz.wrong"
    icon = icons.RIGHT if answered.right else icons.WRONG
    text = f"{_heading(reader, answered.view)}\n\n{icon} <b>{reader.text(verdict)}</b>\n"
    text += f"{reader.text('quiz.chosen')} <i>{escape(option_words(reader, option), quote=False)}</i>"
    words = option.when_right if answered.right else option.when_wrong
    if words:
        text += f"\n\n{reader.say(words)}"
    here = AskQuestion(answered.view.lesson.number, answered.attempt.number, so_far(reader, answered.attempt))
    onward = reader.phrase("quiz.result" if last else "quiz.next")
    text += draft_mark(reader, answered.view.lesson.unit)
    return Screen(text, ((reader.button(icons.NEXT, onward, here),), *reader.foot(here)))


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
