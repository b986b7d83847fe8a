"""Everything that is written meets somebody.

Wrong: a `when` whose territory lies outside the countries of its passports, so that nobody fulfils it; a card that
names a contact which none of its readers is shown; a topic, or a city, to which no contact belongs; a passport or
place named twice. Warnings. A term that no text uses is noted.
Why it matters: what nobody meets is not missed by anybody either; its mistake stays for years.
Cure: correct the condition, or take away what is not used.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript, Placed
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.schema import CardShape, WhenShape
from curriculum.source import KeyPath, Source
from learning.course import Citizenship
from learning.territory import COUNTRIES


@rule(why=say("What nobody meets is not missed by anybody either; its mistake stays for years."))
def met_by_somebody(manuscript: Manuscript) -> Iterator[Fault]:
    """Everything that is written meets somebody."""
    everything: Iterator[Placed[Any]] = chain(
        manuscript.cards(), manuscript.questions(), manuscript.directory()
    )
    for placed in everything:
        what = _wrong_condition(placed.item.when)
        if what:
            yield _warning(placed.source, (*placed.path, "when"), what, say("Correct the condition."))
    for card in manuscript.cards():
        yield from _contacts(manuscript, card)
    yield from _empty_lists(manuscript)
    yield from _unused_terms(manuscript)


def _wrong_condition(when: WhenShape) -> Message | None:
    for named in (when.citizenship, when.territory):
        twice = next((str(name) for at, name in enumerate(named) if name in named[:at]), "")
        if twice:
            return say("`{name}` is named twice", name=twice)
    if when.citizenship and when.territory and Citizenship.OTHER not in when.citizenship:
        # A home is chosen in the country of the passport; with another passport, in all three.
        for code in when.territory:
            country = code[:2]
            if country in COUNTRIES and country not in when.citizenship:
                return say(
                    "nobody with a passport of {passports} is at home in {code}",
                    passports=", ".join(when.citizenship),
                    code=code,
                )
    return None


def _contacts(manuscript: Manuscript, card: Placed[CardShape]) -> Iterator[Fault]:
    for at, key in enumerate(card.item.contacts):
        contact = manuscript.contact(key)
        if contact and not contact.when.readers() & card.item.when.readers():
            what = say(
                "the contact `{key}` is shown to nobody who reads `{card}`", key=key, card=card.item.key
            )
            cure = say("Name another contact, or correct one of the two `when`.")
            yield _warning(card.source, (*card.path, "contacts", at), what, cure)


def _empty_lists(manuscript: Manuscript) -> Iterator[Fault]:
    if manuscript.contacts is None:
        return
    contacts = [contact.item for contact in manuscript.directory()]
    used = {
        "cities": {city for contact in contacts for city in contact.cities},
        "topics": {topic for contact in contacts for topic in contact.topics},
    }
    for name in ("cities", "topics"):
        for at, key in enumerate(getattr(manuscript.contacts.shape, name)):
            if key not in used[name]:
                what = say("no contact belongs to `{key}`", key=key)
                cure = say("Add a contact, or take it out of `{name}`.", name=name)
                yield _warning(manuscript.contacts.source, (name, at), what, cure)


def _unused_terms(manuscript: Manuscript) -> Iterator[Fault]:
    if manuscript.course is None:
        return
    used = {name for words in manuscript.files() for names in words.placeholders.values() for name in names}
    for at, term in enumerate(manuscript.course.shape.terms):
        if f"term.{term}" not in used:
            what = say("no text uses the term `{term}`", term=term)
            cure = say("Write {{term.{term}}} where it belongs, or take it away.", term=term)
            yield Fault(manuscript.course.source, ("terms", at), what, cure, severity=Severity.NOTE)


def _warning(source: Source, path: KeyPath, what: Message, cure: Message) -> Fault:
    return Fault(source, path, what, cure, severity=Severity.WARNING)
