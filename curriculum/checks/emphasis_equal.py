"""Marks in a text are whole, and the same in every language.

Wrong: a `**` without its partner; a link without an address, or to an address that is not https; a translation
with other links or list items than the Russian (an error), or with more or fewer bold or italic runs (a warning).
Why it matters: stars and brackets would be shown as they are typed; what one reader is pointed at, another misses.
Cure: close the mark; mark the same words, give the same links and as many list items in each language.
"""

from collections.abc import Iterator

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.markdown import NO_MARKS, Marks
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.slots import Slot
from curriculum.words import Text


@rule(
    why=say(
        "Broken marks are shown as they are typed, and what one reader is pointed at, another would miss."
    )
)
def emphasis_equal(manuscript: Manuscript) -> Iterator[Fault]:
    """Marks in a text are whole, and the same in every language."""
    for words in manuscript.files():
        for at, found in words.marks.items():
            yield from _broken(words.text(at), found)
    for original, words in manuscript.originals():
        for at in original.marks.keys() | words.marks.keys():
            wanted, found = original.marks.get(at, NO_MARKS), words.marks.get(at, NO_MARKS)
            if wanted != found and original.texts[at].strip() and words.texts[at].strip():
                yield from _unequal(words.text(at), original.source.file, wanted, found)


def _broken(text: Text, found: Marks) -> Iterator[Fault]:
    for sign in dict.fromkeys(found.broken):
        what = say("`{sign}` is no whole mark and would be shown as it stands", sign=sign)
        cure = say("Bold is **words**, italic *words*, a link [words](https://address); no space inside.")
        yield Fault(text.source, text.slot.path, what, cure, sign.split("\n")[0])
    for address in dict.fromkeys(found.links):
        if not address:
            yield Fault(
                text.source,
                text.slot.path,
                say("a link without an address"),
                say("Write [words](https://address), or plain words."),
                "]()",
            )
        elif not address.startswith("https://"):
            yield Fault(
                text.source,
                text.slot.path,
                say("the link `{address}` is not https", address=address),
                say("Give the whole address, beginning with https://."),
                address,
            )


def _unequal(text: Text, original: str, wanted: Marks, found: Marks) -> Iterator[Fault]:
    cure = say("Mark the same words, and give the same links and list items, in each language.")
    for what, severity in _differences(text.slot, original, wanted, found):
        yield Fault(text.source, text.slot.path, what, cure, severity=severity)


def _differences(slot: Slot, file: str, wanted: Marks, found: Marks) -> Iterator[tuple[Message, Severity]]:
    if sorted(wanted.links) != sorted(found.links):
        what = say("the links of `{name}` are not those of {file}", name=slot.name, file=file)
        yield what, Severity.ERROR
    if wanted.items != found.items:
        what = say(
            "`{name}` has {found} list items; {file} has {wanted}",
            name=slot.name,
            found=found.items,
            file=file,
            wanted=wanted.items,
        )
        yield what, Severity.ERROR
    runs = {"name": slot.name, "file": file}
    if wanted.bold != found.bold:
        runs |= {"found": str(found.bold), "wanted": str(wanted.bold)}
        yield say("`{name}` has {found} bold runs; {file} has {wanted}", **runs), Severity.WARNING
    if wanted.italic != found.italic:
        runs |= {"found": str(found.italic), "wanted": str(wanted.italic)}
        yield say("`{name}` has {found} italic runs; {file} has {wanted}", **runs), Severity.WARNING
