"""A text has the same placeholders in every language.

Wrong: a translation without a placeholder that the Russian has, or with one that it has not.
Why it matters: one reader would be told the number and another not.
Cure: put the same placeholders into the translation; their order is free.
"""

from collections.abc import Iterator

from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.words import Text


@rule(why=say("One reader would be told the number, and another would not."))
def placeholders_equal(manuscript: Manuscript) -> Iterator[Fault]:
    """A text has the same placeholders in every language."""
    for original, words in manuscript.originals():
        for at in original.placeholders.keys() | words.placeholders.keys():
            wants, has = set(original.placeholders.get(at, ())), set(words.placeholders.get(at, ()))
            if has != wants and original.is_text(at) and words.texts[at].strip():
                yield from _unequal(words.text(at), original.source.file, wants, has)


def _unequal(text: Text, original: str, wants: set[str], has: set[str]) -> Iterator[Fault]:
    slot = text.slot
    for name in sorted(wants - has):
        what = say(
            "`{slot}` lacks {{{name}}}, which stands in {file}", slot=slot.name, name=name, file=original
        )
        cure = say("Write {{{name}}} where the number or name belongs.", name=name)
        yield Fault(text.source, slot.path, what, cure)
    for name in sorted(has - wants):
        what = say(
            "`{slot}` has {{{name}}}, which does not stand in {file}",
            slot=slot.name,
            name=name,
            file=original,
        )
        cure = say("Take it out, or put it into both.")
        yield Fault(text.source, slot.path, what, cure, f"{{{name}}}")
