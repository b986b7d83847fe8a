"""Every question has exactly one right option, for every passport that it is asked of.

Wrong: `right` names no option; or, with `right: {fact: ...}`, no option or more than one has the fact's value
for a passport; or the fact is not of high confidence.
Why it matters: a question without a right answer can't be answered, and a doubtful fact must not decide it.
Cure: add the option with the fact's value, or correct `right`.
"""

from collections.abc import Iterator

from curriculum import sayings
from curriculum.manuscript import Asked, Manuscript, Placed
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.schema import FactShape
from learning.course import Citizenship


@rule(why=say("A question without one right answer can't be answered; a doubtful fact must not decide it."))
def one_right_option(manuscript: Manuscript) -> Iterator[Fault]:
    """Every question has exactly one right option, for every passport that it is asked of."""
    for question in manuscript.questions():
        right = question.item.right
        if right.key is not None and right.key not in {option.key for option in question.item.options}:
            what = say("the right option `{key}` is not among the options", key=right.key)
            yield Fault(question.source, (*question.path, "right"), what, say("Name one of the options."))
        if right.fact is not None and manuscript.lacks_fact(right.fact):
            yield _fault(
                question, say("there is no fact `{key}`", key=right.fact), say("Name a fact of facts.yaml.")
            )
        fact = manuscript.facts.get(right.fact) if right.fact else None
        if fact:
            yield from _by_fact(question, fact)


def _by_fact(question: Placed[Asked], fact: FactShape) -> Iterator[Fault]:
    name = question.item.right.fact
    if fact.confidence != "high":
        what = say(
            "the fact `{key}` is of {confidence} confidence, and decides what is right",
            key=name,
            confidence=sayings.confidence(fact.confidence),
        )
        yield _fault(question, what, say("Ask about something else until the fact is confirmed."))
    for passport in Citizenship:
        if passport in question.item.when.readers():
            yield from _for_passport(question, fact, passport)


def _for_passport(question: Placed[Asked], fact: FactShape, passport: Citizenship) -> Iterator[Fault]:
    name, value = question.item.right.fact, fact.values.get(passport)
    if value is None:
        what = say(
            "the fact `{key}` has no value for {passport}, and the question is asked of that passport",
            key=name,
            passport=passport,
        )
        yield _fault(question, what, say("Add the value, or keep the question from that passport by `when`."))
        return
    count = sum(option.value == value for option in question.item.options)
    if count != 1:
        amount = value.low if value.high is None else [value.low, value.high]
        what = say(
            "{count} options have the value of `{key}` for {passport}, {{{unit}: {amount}}}",
            count=count,
            key=name,
            passport=passport,
            unit=value.unit,
            amount=amount,
        )
        yield _fault(question, what, say("Let exactly one option have it."))


def _fault(question: Placed[Asked], what: Message, cure: Message) -> Fault:
    return Fault(question.source, (*question.path, "right"), what, cure)
