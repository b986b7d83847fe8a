"""Every placeholder can be filled for everybody who reads it.

Wrong: a fact, contact or term that does not exist; a fact without a value, or a contact not shown, for a
passport that reads the card; a contact without a phone; a brace that belongs to no placeholder.
Why it matters: the reader would see a hole, or a bare brace, where the number should stand.
Cure: correct the name, add the value, or keep the card from that passport by `when`.
"""

from collections.abc import Iterator
from typing import Any

from curriculum import placeholders
from curriculum.manuscript import Manuscript, Part
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.slots import Kind, Slot
from curriculum.words import Text
from learning.course import Citizenship


@rule(why=say("The reader would see a hole, or a bare brace, where the number or name should stand."))
def placeholders_known(manuscript: Manuscript) -> Iterator[Fault]:
    """Every placeholder can be filled for everybody who reads it."""
    for words in manuscript.files():
        if any(words.whole.count(brace) != sum(map(len, words.placeholders.values())) for brace in "{}"):
            for text in words.holding("{", "}"):
                yield from _stray_braces(text)
    for part in manuscript.parts():
        yield from _unfilled(manuscript, part)


def _unfilled(manuscript: Manuscript, part: Part[Any]) -> Iterator[Fault]:
    told: set[tuple[tuple[str, ...], str]] = set()
    files = part.words.values()
    for at in sorted({at for words in files for at in words.placeholders}):
        for words in files:
            slot = words.slots[at]
            for name in words.placeholders.get(at, ()):
                wrong = _wrong(manuscript, slot, name)
                # Said once, not for each language again.
                if wrong and (slot.path, name) not in told:
                    told.add((slot.path, name))
                    yield Fault(words.source, slot.path, wrong[0], wrong[1], f"{{{name}}}")


def _stray_braces(text: Text) -> Iterator[Fault]:
    rest = placeholders.without(text.words)
    for brace in "{}":
        if brace in rest:
            cure = say(
                "Write a placeholder as {{name}}, {{contact.name}} or {{term.name}}; braces have no other use."
            )
            yield Fault(
                text.source,
                text.slot.path,
                say("a `{brace}` that belongs to no placeholder", brace=brace),
                cure,
                brace,
            )


def _wrong(manuscript: Manuscript, slot: Slot, name: str) -> tuple[Message, Message] | None:
    """What keeps a placeholder from being filled, and the cure."""
    if slot.kind is Kind.TERM:
        return say("a placeholder inside a term, {{{name}}}", name=name), say(
            "Write the term in plain words."
        )
    kind, dot, key = name.partition(".")
    if not dot:
        return _wrong_fact(manuscript, slot, name)
    if kind == "contact":
        return _wrong_contact(manuscript, slot, key)
    if kind == "term":
        terms = manuscript.course.shape.terms if manuscript.course else (key,)
        return (
            None
            if key in terms
            else (say("there is no term `{key}`", key=key), say("Add it to `terms` of course.yaml."))
        )
    return say("`{kind}.` is not known", kind=kind), say("Write {{name}}, {{contact.name}} or {{term.name}}.")


def _wrong_fact(manuscript: Manuscript, slot: Slot, key: str) -> tuple[Message, Message] | None:
    if manuscript.lacks_fact(key):
        return say("there is no fact `{key}`", key=key), say("Name a fact of facts.yaml.")
    fact = manuscript.facts.get(key)
    without = [passport for passport in _readers(slot) if fact and passport not in fact.values]
    if without:
        what = say(
            "the fact `{key}` has no value for {passports}, who read this",
            key=key,
            passports=", ".join(without),
        )
        return what, say("Add the value, or keep the card from that passport by `when`.")
    return None


def _wrong_contact(manuscript: Manuscript, slot: Slot, key: str) -> tuple[Message, Message] | None:
    if manuscript.lacks_contact(key):
        return say("there is no contact `{key}`", key=key), say("Name a contact of contacts.yaml.")
    contact = manuscript.contact(key)
    if contact is None:
        return None
    if contact.phone is None:
        return say("the contact `{key}` has no phone", key=key), say(
            "Write its name instead, and name it in `contacts`."
        )
    missed = [passport for passport in _readers(slot) if passport not in contact.when.readers()]
    if missed:
        return say(
            "the contact `{key}` is not for {passports}, who read this", key=key, passports=", ".join(missed)
        ), say("Narrow `when`.")
    return None


def _readers(slot: Slot) -> list[Citizenship]:
    return [passport for passport in Citizenship if passport in slot.readers]
