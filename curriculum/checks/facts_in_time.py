"""Facts are looked at again in time.

Wrong: a fact whose `review_by` has passed, whose amount has expired, or whose day of withdrawal has come: a warning,
since a course that was good yesterday must start today. A fact to be reviewed within sixty days is a note.
Why it matters: law changes; past its day a card shows learners how old it is, and a withdrawn one is not shown at all.
Cure: read the law again, correct the fact, and set new days.
"""

from collections.abc import Iterator

from curriculum.finding import Severity
from curriculum.impact import impact_on
from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.schema import FactShape
from learning.validity import due, expired, past_review, withdrawn


@rule(
    why=say(
        "Law changes; past its day a card shows learners how old it is, and a withdrawn one is not shown."
    )
)
def facts_in_time(manuscript: Manuscript) -> Iterator[Fault]:
    """Facts are looked at again in time."""
    for key, fact in manuscript.facts.items():
        yield from _review(manuscript, key, fact)
        yield from _end(manuscript, key, fact)


def _review(manuscript: Manuscript, key: str, fact: FactShape) -> Iterator[Fault]:
    source, path, today = manuscript.facts_source, (key, "review_by"), manuscript.today
    if past_review(fact, today):
        what = say("`{key}` was to be reviewed by {day}", key=key, day=fact.review_by)
        cure = say(
            "Read the law again, then set a new day. `safar impact {key}` tells what rests on it.", key=key
        )
        yield Fault(source, path, what, cure, severity=Severity.WARNING)
    if due(fact, today):
        days = (fact.review_by - today).days
        what = say(
            "`{key}` is to be reviewed by {day}, in {days} days", key=key, day=fact.review_by, days=days
        )
        yield Fault(
            source, path, what, say("Read the law again, then set a new day."), severity=Severity.NOTE
        )


def _end(manuscript: Manuscript, key: str, fact: FactShape) -> Iterator[Fault]:
    source, today = manuscript.facts_source, manuscript.today
    if expired(fact, today):
        what = say("the amount of `{key}` has expired on {day} and is not told", key=key, day=fact.expires)
        cure = say("Write the new amount and the day on which that expires.")
        yield Fault(source, (key, "expires"), what, cure, severity=Severity.WARNING)
    if withdrawn(fact, today):
        told = impact_on(manuscript, key)
        what = say(
            "`{key}` is withdrawn since {day}: {cards} cards, {steps} steps of trouble pages and {questions} questions are not shown",
            key=key,
            day=fact.withdraw_by,
            cards=told.counted("card"),
            steps=told.counted("step"),
            questions=told.counted("question"),
        )
        cure = say(
            "Read the law again; then set a later day or take it away, or take out what rests on the fact."
        )
        yield Fault(source, (key, "withdraw_by"), what, cure, severity=Severity.WARNING)
