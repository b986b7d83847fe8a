"""Every contact, city and topic that is named exists.

Wrong: a card or page naming a contact that is not in the directory; a contact in a city or topic not listed.
Why it matters: the button for help would lead nowhere.
Cure: correct the name, or add the contact, city or topic to contacts.yaml.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from curriculum.manuscript import Manuscript, Placed
from curriculum.message import say
from curriculum.rule import Fault, rule


@rule(why=say("The way to help would lead nowhere."))
def contacts_known(manuscript: Manuscript) -> Iterator[Fault]:
    """Every contact, city and topic that is named exists."""
    named: Iterator[Placed[Any]] = chain(manuscript.cards(), manuscript.pages())
    for placed in named:
        for at, key in enumerate(placed.item.contacts):
            if manuscript.lacks_contact(key):
                path = (*placed.path, "contacts", at)
                yield Fault(
                    placed.source,
                    path,
                    say("there is no contact `{key}`", key=key),
                    say("Name one of contacts.yaml."),
                )
    yield from _cities_and_topics(manuscript)


def _cities_and_topics(manuscript: Manuscript) -> Iterator[Fault]:
    for contact in manuscript.directory():
        for name in ("cities", "topics"):
            listed = getattr(manuscript.contacts.shape, name) if manuscript.contacts else ()
            for at, key in enumerate(getattr(contact.item, name)):
                if key not in listed:
                    path = (*contact.path, name, at)
                    yield Fault(
                        contact.source,
                        path,
                        say("`{key}` is not listed in `{name}`", key=key, name=name),
                        say("Add it to `{name}`.", name=name),
                    )
