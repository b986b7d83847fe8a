"""A text has the same placeholders in every language.

Wrong: a translation without a placeholder that the Russian has, or with one that it has not.
Why it matters: one reader would be told the number and another not.
Cure: put the same placeholders into the translation; their order is free.
"""

from collections.abc import Iterator
from typing import Any

from curriculum import placeholders
from curriculum.manuscript import Manuscript, Part, WordsFile
from curriculum.message import say
from curriculum.rule import Fault, rule
from learning.course import Language


@rule(why=say("One reader would be told the number, and another would not."))
def placeholders_equal(manuscript: Manuscript) -> Iterator[Fault]:
    """A text has the same placeholders in every language."""
    for part in manuscript.parts():
        for language, words in part.words.items():
            # An override stands in for the Uzbek that it was derived from.
            source = part.words.get(Language.UZ if language is Language.UZ_CYRL else Language.RU)
            if source and source is not words:
                yield from _unequal(part, source, words)


def _unequal(part: Part[Any], source: WordsFile, words: WordsFile) -> Iterator[Fault]:
    for slot in part.slots:
        original, text = source.leaves.get(slot.path), words.leaves.get(slot.path)
        if not isinstance(original, str) or not isinstance(text, str) or not text.strip():
            continue
        has, wants = set(placeholders.names(text)), set(placeholders.names(original))
        for name in sorted(wants - has):
            what = say(
                "`{slot}` lacks {{{name}}}, which stands in {file}",
                slot=slot.name,
                name=name,
                file=source.source.file,
            )
            yield Fault(
                words.source,
                slot.path,
                what,
                say("Write {{{name}}} where the number or name belongs.", name=name),
            )
        for name in sorted(has - wants):
            what = say(
                "`{slot}` has {{{name}}}, which does not stand in {file}",
                slot=slot.name,
                name=name,
                file=source.source.file,
            )
            yield Fault(
                words.source, slot.path, what, say("Take it out, or put it into both."), f"{{{name}}}"
            )
