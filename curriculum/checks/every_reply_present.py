"""Every option has its replies, in every language.

Wrong: an option without `reply`; an option with a value without `when_right` or `when_wrong`.
Why it matters: the reply is where a person learns why; an answer must never meet silence.
Cure: write the reply. An option with a value may be right for one passport and wrong for another: it has both.
"""

from collections.abc import Iterator

from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.slots import Kind


@rule(why=say("The reply is where a person learns why; an answer must never meet silence."))
def every_reply_present(manuscript: Manuscript) -> Iterator[Fault]:
    """Every option has its replies, in every language."""
    for slot, words in manuscript.gaps:
        if slot.kind is Kind.REPLY:
            what = say("`{name}` has no words in {language}", name=slot.name, language=words.language)
            yield Fault(
                words.source, slot.path, what, say("Write `{key}: ...` for this option.", key=slot.path[-1])
            )
