"""Somebody has called a number lately that people in trouble are sent to.

Wrong: a day of a call or `seen_as_of` to come; a phone that was last called more than a year ago. Warnings.
A phone that nobody has called yet is noted.
Why it matters: a number that has gone dead fails somebody at the worst moment.
Cure: call it, and write the day down by `safar contacts called`.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from curriculum.calls import called_on
from curriculum.checks.facts_sourced import is_to_come
from curriculum.finding import Severity
from curriculum.manuscript import Manuscript, Placed
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.schema import ContactShape

FRESH = timedelta(days=366)


@rule(why=say("A number that has gone dead fails somebody at the worst moment."))
def contacts_called(manuscript: Manuscript) -> Iterator[Fault]:
    """Somebody has called a number lately that people in trouble are sent to."""
    if manuscript.today == date.min:
        return  # the bot starts on any day
    for contact in manuscript.directory():
        yield from _to_come(contact, manuscript.today)
        if contact.item.phone:
            called = called_on(manuscript.calls, contact.item.key, contact.item.phone.value)
            yield from _stale(contact, called, manuscript.today)


def _to_come(contact: Placed[ContactShape], today: date) -> Iterator[Fault]:
    seen, cure = contact.item.seen_as_of, say("Correct the date.")
    if is_to_come(seen, today):
        what = say("`{key}` was seen in {day}, which is to come", key=contact.item.key, day=seen)
        yield Fault(contact.source, (*contact.path, "seen_as_of"), what, cure, severity=Severity.WARNING)


def _stale(contact: Placed[ContactShape], called: date | None, today: date) -> Iterator[Fault]:
    key, place = contact.item.key, (*contact.path, "phone")
    cure = say("Call it, then: safar contacts called {key} --on DATE --answered yes|no.", key=key)
    if called is None:
        what = say("nobody has called `{key}` yet", key=key)
        yield Fault(contact.source, place, what, cure, severity=Severity.NOTE)
    elif called > today:
        what = say("`{key}` was called on {day}, which is to come", key=key, day=called)
        yield Fault(contact.source, place, what, say("Correct the date."), severity=Severity.WARNING)
    elif today - called > FRESH:
        what = say("`{key}` was last called on {day}", key=key, day=called)
        yield Fault(contact.source, place, what, cure, severity=Severity.WARNING)
