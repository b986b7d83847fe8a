"""Every text has words, and no sign that a reader would stumble over.

Wrong: a text without a single letter or placeholder; a backslash, a bar of a table, a `#`; signs in rows as in `!!`,
`??` or three dots (write …); a space before a comma or full stop; two placeholders without anything between. Warnings.
Why it matters: such signs are shown as they are typed, and a reader with little schooling takes them for a meaning.
Cure: write plain sentences; one sign is enough.
"""

import re
from collections.abc import Iterator

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.words import Text

_STRANGE = re.compile(r"[\\|#^~]|!!+|\?\?+|\.\.+|,,+|\}\{|(?<=\S) [,.;:!?](?=\s|$)")
_RARE = frozenset("\\|#^~")
_ROWS = {"!": "!!", "?": "??", "{": "}{"}
_COMMON_ROWS = ("..", ",,", re.compile(" [,.;:!?]"))
_LETTER = re.compile(r"[^\W\d_]")


@rule(why=say("Such signs are shown as they are typed, and readers take them for a meaning."), of_words=True)
def signs_plain(manuscript: Manuscript) -> Iterator[Fault]:
    """Every text has words, and no sign that a reader would stumble over."""
    for words in manuscript.files():
        for text in words.holding(*_strange(words.rare_signs)):
            strange = _STRANGE.search(text.words)
            if strange:
                what = say("the sign `{sign}`", sign=strange[0].strip())
                cure = say("Write plain sentences; one sign is enough.")
                yield Fault(text.source, text.slot.path, what, cure, strange[0], Severity.WARNING)
        for at, written in enumerate(words.texts):
            # Nearly every text begins with a letter.
            if not written[:1].isalpha() and written.strip() and not _LETTER.search(written):
                yield from _wordless(words.text(at))


def _strange(rare: frozenset[str]) -> Iterator[str | re.Pattern[str]]:
    """What may be strange in a file with these signs."""
    yield from _RARE & rare
    yield from (row for sign, row in _ROWS.items() if sign in rare)
    yield from _COMMON_ROWS


def _wordless(text: Text) -> Iterator[Fault]:
    if not _STRANGE.search(text.words):
        what = say("`{name}` has no words", name=text.slot.name)
        yield Fault(text.source, text.slot.path, what, say("Write it in words."), severity=Severity.WARNING)
