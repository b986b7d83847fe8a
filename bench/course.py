"""What a learner presses in our bot: a lesson from its first card to its last answer, again and again."""

from functools import cache

from bench.presses import FIRST_PERSON, Script
from curriculum import CONTENT, load_course
from learning import quiz, walk
from learning.course import Citizenship, Course, Language, Lesson
from screens.intents import Agree, AskQuestion, GiveAnswer, Intent, ShowCard, Voice, encode

PASSPORT = Citizenship.KG
HOLE = 9_999  # stands for the number of the attempt


def lesson_script(enrolled: bool = False) -> Script:
    """Enrol by the first press; then walk through the first lesson and its quiz. Every press changes the record.

    Who is enrolled already walks at once. People stand at different places of the lesson, so that cards, questions and answers come mixed.
    """
    enrol = encode(Agree(), Voice(Language.RU, PASSPORT))
    forms = _forms()

    def press(person: int, made: int) -> str:
        if made == 0 and not enrolled:
            return enrol
        rounds, place = divmod((person - FIRST_PERSON) % len(forms) + made, len(forms))
        return forms[place].format(rounds + 1)

    return press


@cache
def _forms() -> tuple[str, ...]:
    """The data of the lesson's buttons, a hole in the place of the attempt's number."""
    course = load_course(CONTENT)
    lesson = next(iter(course.lessons()))
    return tuple(encode(intent).replace(str(HOLE), "{}") for intent in _walk(course, lesson))


def _walk(course: Course, lesson: Lesson) -> list[Intent]:
    """The cards of a lesson, its first question, and a right answer to each question."""
    steps: list[Intent] = [ShowCard(lesson.number, card.key) for card in walk.visible_cards(lesson, PASSPORT)]
    steps.append(AskQuestion(lesson.number, HOLE))
    for question in quiz.visible_questions(lesson, PASSPORT):
        right = quiz.right_option(course, question, PASSPORT)
        steps.append(GiveAnswer(lesson.number, HOLE, question.key, right))
    return steps


def plain_script(person: int, made: int) -> str:
    """What a rival is told: start, then one step after the other."""
    del person
    return f"step:{made}" if made else "/start"
