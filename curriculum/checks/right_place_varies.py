"""The right option does not always stand in the same place.

Wrong: a lesson or check of three questions or more in which, for some passport, the right option stands in the same place
each time. A warning.
Why it matters: who finds that out passes without reading.
Cure: put the options of one question into another order in module.yaml or pairs.yaml; their words may stay where they are.
"""

from collections.abc import Iterator

from curriculum.finding import Severity
from curriculum.manuscript import Asked, Manuscript, Placed
from curriculum.message import say
from curriculum.rule import Fault, rule
from learning.course import Citizenship

FEWEST = 3


@rule(why=say("Who finds out where the right answer always stands passes without reading."))
def right_place_varies(manuscript: Manuscript) -> Iterator[Fault]:
    """The right option does not always stand in the same place."""
    for name, questions in _together(manuscript):
        same = _same_place(manuscript, questions)
        if same:
            place, passports = same
            what = say(
                "in `{lesson}` the right option is always number {place} for {passports}",
                lesson=name,
                place=place + 1,
                passports=", ".join(passports),
            )
            cure = say("Put the options of one question into another order.")
            first = questions[0]
            path = ("pairs",) if first.item.words[0] == "pairs" else first.path[:-1]
            yield Fault(first.source, path, what, cure, severity=Severity.WARNING)


def _together(manuscript: Manuscript) -> Iterator[tuple[str, list[Placed[Asked]]]]:
    """The questions that are asked one after the other: of each lesson, and of each check."""
    found: dict[tuple[str, str], list[Placed[Asked]]] = {}
    for question in manuscript.questions():
        words = question.item.words
        name = words[-1] if words[0] == "pairs" else words[1]
        found.setdefault((question.source.file, name), []).append(question)
    yield from ((name, questions) for (_, name), questions in found.items())


def _same_place(manuscript: Manuscript, questions: list[Placed[Asked]]) -> tuple[int, list[str]] | None:
    """The place, and the passports for which it is always the right one."""
    places = {passport: _places(manuscript, questions, passport) for passport in Citizenship}
    stuck = {
        p.value: found[0] for p, found in places.items() if len(found) >= FEWEST and len(set(found)) == 1
    }
    return (next(iter(stuck.values())), list(stuck)) if stuck else None


def _places(manuscript: Manuscript, questions: list[Placed[Asked]], passport: Citizenship) -> list[int]:
    asked = [question.item for question in questions if passport in question.item.when.readers()]
    places = [_place(manuscript, question, passport) for question in asked]
    return [place for place in places if place is not None]


def _place(manuscript: Manuscript, question: Asked, passport: Citizenship) -> int | None:
    fact = manuscript.facts.get(question.right.fact or "")
    value = fact.values.get(passport) if fact else None
    for at, option in enumerate(question.options):
        if option.key == question.right.key or (value is not None and option.value == value):
            return at
    return None
