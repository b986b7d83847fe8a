"""Days of checks and calls come from commands, never from a hand.

Wrong: `checked_on` or `checked_by` in facts.yaml, `called_on` in contacts.yaml.
Why it matters: learners are told that a named body has checked, or that somebody has answered; that must be so.
Cure: take the line out; `safar facts confirm` and `safar contacts called` write such days into files of their own.
"""

from collections.abc import Iterator

from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule


@rule(
    why=say(
        "Learners are told that a named body has checked, or that somebody has answered; that must be so."
    )
)
def kept_by_commands(manuscript: Manuscript) -> Iterator[Fault]:
    """Days of checks and calls come from commands, never from a hand."""
    for key, fact in manuscript.facts.items():
        for name in ("checked_on", "checked_by"):
            if getattr(fact, name):
                what = say("`{name}` of `{key}` is written by hand", name=name, key=key)
                cure = say(
                    "Take it out: `safar facts confirm` keeps it, from the sheet that a body sends back."
                )
                yield Fault(manuscript.facts_source, (key, name), what, cure)
    for contact in manuscript.directory():
        if contact.item.called_on:
            what = say("`called_on` of `{key}` is written by hand", key=contact.item.key)
            cure = say("Take it out: `safar contacts called {key}` keeps it.", key=contact.item.key)
            yield Fault(contact.source, (*contact.path, "called_on"), what, cure)
