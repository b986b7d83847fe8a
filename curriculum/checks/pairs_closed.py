"""Brackets and quotation marks are closed, and spaces single.

Wrong: more opening than closing `«`, `(` or `[`, or the other way round; quotation marks of the keyboard (`"`) or
others than « »; two spaces in a row. Warnings.
Why it matters: one sign too few, and a reader can't tell where the sentence to be said aloud ends.
Cure: close what is opened; write « ».
"""

import re
from collections.abc import Iterator

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.words import Text, WordsFile

# Opening and closing sign, and what is surely closed: both in a line
PAIRS = {
    ("«", "»"): re.compile(r"«[^«»\n]*»"),
    ("(", ")"): re.compile(r"\([^()\n]*\)"),
    ("[", "]"): re.compile(r"\[[^][\n]*\]"),
}
_QUOTES = frozenset('"“”„')
_QUOTE = re.compile(f"[{''.join(_QUOTES)}]")
_SPACES = re.compile(r"\S(  +)\S")


@rule(
    why=say("One sign too few, and a reader can't tell where the sentence to be said aloud ends."),
    of_words=True,
)
def pairs_closed(manuscript: Manuscript) -> Iterator[Fault]:
    """Brackets and quotation marks are closed, and spaces single."""
    for words in manuscript.files():
        for text in (*_uneven(words), *words.holding(*(_QUOTES & words.rare_signs), "  ")):
            for what, cure, snippet in _wrong(text):
                yield Fault(text.source, text.slot.path, what, cure, snippet, Severity.WARNING)


def _uneven(words: WordsFile) -> Iterator[Text]:
    """The texts with more of one sign of a pair than of the other."""
    for (opening, closing), pair in PAIRS.items():
        if opening in words.rare_signs or closing in words.rare_signs:
            rest = pair.sub("", words.whole)
            for at, text in enumerate(words.texts if opening in rest or closing in rest else ()):
                if text.count(opening) != text.count(closing):
                    yield words.text(at)


def _wrong(text: Text) -> Iterator[tuple[Message, Message, str]]:
    words = text.words
    for opening, closing in PAIRS:
        opened, closed = words.count(opening), words.count(closing)
        if opened != closed:
            what = say("{opened} of {opening} and {closed} of {closing}", opened=opened, opening=opening, closed=closed, closing=closing)  # fmt: skip
            yield what, say("Close what is opened."), opening if opened > closed else closing
    quote = _QUOTE.search(words)
    if quote:
        yield say("the quotation mark {sign}", sign=quote[0]), say("Write « and »."), quote[0]
    spaces = _SPACES.search(words) if "  " in words else None
    if spaces:
        yield say("two spaces in a row"), say("Leave one."), spaces[0]
