"""A card names the facts whose numbers it shows; elsewhere only sure numbers are shown.

Wrong: a card whose words hold `{some-fact}` that its `facts` do not name; a medium fact's number in a question,
a reply, a title or a note.
Why it matters: "which law?" would be silent, and a doubtful number would stand there without its mark.
Cure: name the fact in the card's `facts`; take doubtful numbers out of questions.
"""

from collections.abc import Iterator

from curriculum import placeholders, sayings
from curriculum.manuscript import Manuscript
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.slots import Kind, Slot


@rule(why=say('"Which law?" would be silent, and a doubtful number would stand there without its mark.'))
def facts_named(manuscript: Manuscript) -> Iterator[Fault]:
    """A card names the facts whose numbers it shows; elsewhere only sure numbers are shown."""
    for words in manuscript.files():
        for at, names in words.placeholders.items():
            slot = words.slots[at]
            for key in placeholders.of_facts(names):
                wrong = _wrong(manuscript, slot, key)
                if wrong:
                    yield Fault(words.source, slot.path, wrong[0], wrong[1], f"{{{key}}}")


def _wrong(manuscript: Manuscript, slot: Slot, key: str) -> tuple[Message, Message] | None:
    if slot.kind in (Kind.CARD, Kind.STEP):
        if key in slot.facts:
            return None
        return say("{{{key}}} is shown, but the card's `facts` don't name it", key=key), say(
            "Add `facts: [{key}]`.", key=key
        )
    fact = manuscript.facts.get(key)
    if fact and fact.confidence != "high":
        what = say(
            "{{{key}}} is of {confidence} confidence, and no mark can say so here",
            key=key,
            confidence=sayings.confidence(fact.confidence),
        )
        return what, say("Take the number out, or say it on a card.")
    return None
