"""The right option does not always stand in the same place.

Wrong: a lesson of three questions or more in which, for some passport, the right option stands in the same place
each time. A warning.
Why it matters: who finds that out passes without reading.
Cure: put the options of one question into another order in module.yaml; their words may stay where they are.
"""

from collections.abc import Iterator

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.schema import LessonShape, QuestionShape
from learning.course import Citizenship

FEWEST = 3


@rule(why=say("Who finds out where the right answer always stands passes without reading."))
def right_place_varies(manuscript: Manuscript) -> Iterator[Fault]:
    """The right option does not always stand in the same place."""
    for lesson in manuscript.lessons():
        same = _same_place(manuscript, lesson.item)
        if same:
            place, passports = same
            what = say(
                "in `{lesson}` the right option is always number {place} for {passports}",
                lesson=lesson.item.key,
                place=place + 1,
                passports=", ".join(passports),
            )
            cure = say("Put the options of one question into another order.")
            yield Fault(lesson.source, (*lesson.path, "questions"), what, cure, severity=Severity.WARNING)


def _same_place(manuscript: Manuscript, lesson: LessonShape) -> tuple[int, list[str]] | None:
    """The place, and the passports for which it is always the right one."""
    places = {passport: _places(manuscript, lesson, passport) for passport in Citizenship}
    stuck = {
        p.value: found[0] for p, found in places.items() if len(found) >= FEWEST and len(set(found)) == 1
    }
    return (next(iter(stuck.values())), list(stuck)) if stuck else None


def _places(manuscript: Manuscript, lesson: LessonShape, passport: Citizenship) -> list[int]:
    asked = [question for question in lesson.questions if passport in question.when.readers()]
    places = [_place(manuscript, question, passport) for question in asked]
    return [place for place in places if place is not None]


def _place(manuscript: Manuscript, question: QuestionShape, passport: Citizenship) -> int | None:
    fact = manuscript.facts.get(question.right.fact or "")
    value = fact.values.get(passport) if fact else None
    for at, option in enumerate(question.options):
        if option.key == question.right.key or (value is not None and option.value == value):
            return at
    return None
