"""Somebody answers at each phone that is shown.

Wrong: a phone at which the last three calls were not answered: a warning.
Why it matters: somebody will call it in need, and lose time.
Cure: find the number that is in use, or leave the phone out.
"""

from collections.abc import Iterator

from curriculum.calls import TOO_OFTEN, unanswered
from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule


@rule(why=say("Somebody will call it in need, and lose time."))
def contacts_answer(manuscript: Manuscript) -> Iterator[Fault]:
    """Somebody answers at each phone that is shown."""
    for placed in manuscript.directory():
        contact = placed.item
        calls = unanswered(manuscript.calls, contact.key, contact.phone.value if contact.phone else "")
        if calls >= TOO_OFTEN:
            what = say(
                "the last {calls} calls to `{key}` were not answered",
                calls=calls,
                key=contact.key,
            )
            cure = say("Find the number that is in use, or leave the phone out; an empty phone is normal.")
            yield Fault(placed.source, (*placed.path, "phone"), what, cure, severity=Severity.WARNING)
