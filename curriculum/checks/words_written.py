"""Every text has been written.

Wrong: words that still begin with the pencil of a template, as `safar new` puts it; also the law or source of a fact.
A warning, so that the preview shows the lesson while you write; no release takes it, not even a draft.
Why it matters: learners would be shown a note that was meant for you.
Cure: write the words in the place of the pencil and what follows it.
"""

from collections.abc import Iterator

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.slots import PENCIL, is_template


@rule(why=say("Learners would be shown a note that was meant for you."))
def words_written(manuscript: Manuscript) -> Iterator[Fault]:
    """Every text has been written."""
    cure = say("Write the words in the place of {pencil} and what follows it.", pencil=PENCIL)
    for text in manuscript.holding(PENCIL):
        if is_template(text.words):
            what = say("`{name}` is still to be written", name=text.slot.name)
            yield Fault(text.source, text.slot.path, what, cure, severity=Severity.WARNING)
    for key, fact in manuscript.facts.items():
        for name, words in (*(("law", law) for law in fact.law.values()), ("seen", fact.seen)):
            if is_template(words):
                what = say("`{name}` is still to be written", name=f"{key}.{name}")
                yield Fault(manuscript.facts_source, (key, name), what, cure, severity=Severity.WARNING)
                break
