"""Only facts that may be taught are taught, with their law, to those whom the law concerns.

Wrong: a card naming a fact that does not exist; a fact of low or unknown confidence; a medium fact when the course
is no draft; a fact without law for a passport that reads the card; a check day without the body that checked.
Why it matters: people act on what stands here, far from home; a false rule costs them money or their entry.
Cure: correct the fact, or don't teach it.
"""

from collections.abc import Iterator

from curriculum import sayings
from curriculum.manuscript import Manuscript, Placed
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.schema import CardShape, FactShape
from learning.course import Citizenship


@rule(why=say("People act on what stands here, far from home; a false rule costs them money or their entry."))
def facts_teachable(manuscript: Manuscript) -> Iterator[Fault]:
    """Only facts that may be taught are taught, with their law, to those whom the law concerns."""
    for key, fact in manuscript.facts.items():
        yield from _confidence(manuscript, key, fact)
        yield from _days(manuscript, key, fact)
    for card in manuscript.cards():
        for at, key in enumerate(card.item.facts):
            yield from _on_card(manuscript, card, at, key)


def _confidence(manuscript: Manuscript, key: str, fact: FactShape) -> Iterator[Fault]:
    source, path = manuscript.facts_source, (key, "confidence")
    if fact.confidence in ("low", "unknown"):
        cure = say('Take it out; say "ask your consulate" on the card.')
        yield Fault(
            source,
            path,
            say(
                "`{key}` is of {confidence} confidence and may not be taught",
                key=key,
                confidence=sayings.confidence(fact.confidence),
            ),
            cure,
        )
    final = manuscript.course is not None and not manuscript.course.shape.draft
    if fact.confidence == "medium" and final:
        cure = say("Have it confirmed, take it out, or keep `draft: true`.")
        yield Fault(
            source, path, say("`{key}` is of medium confidence, and the course is no draft", key=key), cure
        )


def _days(manuscript: Manuscript, key: str, fact: FactShape) -> Iterator[Fault]:
    source = manuscript.facts_source
    if bool(fact.checked_on) != bool(fact.checked_by):
        cure = say("Both are written by the command that takes in a confirmation, never by hand.")
        yield Fault(
            source, (key,), say("`{key}` has only one of `checked_on` and `checked_by`", key=key), cure
        )


def _on_card(manuscript: Manuscript, card: Placed[CardShape], at: int, key: str) -> Iterator[Fault]:
    path = (*card.path, "facts", at)
    if manuscript.lacks_fact(key):
        yield Fault(
            card.source, path, say("there is no fact `{key}`", key=key), say("Name a fact of facts.yaml.")
        )
    fact = manuscript.facts.get(key)
    readers = card.item.when.readers()
    without = [
        passport for passport in Citizenship if passport in readers and fact and passport not in fact.law
    ]
    if without:
        what = say(
            "`{key}` has no law for {passports}, who read the card `{card}`",
            key=key,
            passports=", ".join(without),
            card=card.item.key,
        )
        yield Fault(
            card.source, path, what, say("Add the law, or keep the card from that passport by `when`.")
        )
