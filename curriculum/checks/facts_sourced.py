"""Every fact says where it was read, and its dates make sense.

Wrong: a fact without any law (an error); one without `seen`, with a day of `true_as_of` or `checked_on` to come, to
be reviewed before it was true, with `expires` or `withdraw_by` passed, or ending before its review (warnings, since
no date keeps a course from being loaded).
Why it matters: a date that can't be makes readers trust what nobody has seen.
Cure: give law and source; correct the date.
"""

from collections.abc import Iterator
from datetime import date

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.schema import FactShape

Wrong = tuple[str, Message, Message, Severity]


@rule(why=say("A date that can't be, or a rule that nobody has read, makes people trust what is not so."))
def facts_sourced(manuscript: Manuscript) -> Iterator[Fault]:
    """Every fact says where it was read, and its dates make sense."""
    for key, fact in manuscript.facts.items():
        for name, what, cure, severity in (*_source(key, fact), *_dates(key, fact, manuscript.today)):
            yield Fault(manuscript.facts_source, (key, name), what, cure, severity=severity)


def _source(key: str, fact: FactShape) -> Iterator[Wrong]:
    if not fact.law:
        what = say("`{key}` rests on no law", key=key)
        yield "law", what, say("Give act and article, or take the fact away."), Severity.ERROR
    if not fact.seen.strip():
        what = say("`{key}` does not say where it was read", key=key)
        yield "seen", what, say("Add `seen: ...`; it is never shown to learners."), Severity.WARNING


def _dates(key: str, fact: FactShape, today: date) -> Iterator[Wrong]:
    if today == date.min:
        return  # the bot starts on any day
    if is_to_come(fact.true_as_of, today):
        what = say("`{key}` is true as of {day}, which is to come", key=key, day=fact.true_as_of)
        yield "true_as_of", what, say("Give the date of the newest source."), Severity.WARNING
    if fact.checked_on and fact.checked_on > today:
        what = say("`{key}` was checked on {day}, which is to come", key=key, day=fact.checked_on)
        yield "checked_on", what, say("Correct the day; a command writes it."), Severity.WARNING
    if fact.review_by.isoformat() < fact.true_as_of:
        what = say("`{key}` is to be reviewed before it was true", key=key)
        yield "review_by", what, say("Correct the date."), Severity.WARNING
    for name, day in (("expires", fact.expires), ("withdraw_by", fact.withdraw_by)):
        if day and day < today:
            what = say("`{key}`: the day of `{name}`, {day}, has passed", key=key, name=name, day=day)
            yield name, what, say("Review the fact, or take it off the cards."), Severity.WARNING
        elif day and day < fact.review_by:
            what = say("`{key}`: `{name}` comes before `review_by`", key=key, name=name)
            yield name, what, say("Review it before it ends."), Severity.WARNING


def is_to_come(as_of: str, today: date) -> bool:
    """Whether a year, year-month or day is later than today's."""
    return as_of > today.isoformat()[: len(as_of)]
