"""Every text has words, and no sign that a reader would stumble over.

Wrong: a text without a single letter or placeholder; a backslash, a bar of a table, a `#`; signs in rows as in `!!`,
`??` or three dots (write …); a space before a comma or full stop; two placeholders without anything between. Warnings.
Why it matters: such signs are shown as they are typed, and a reader with little schooling takes them for a meaning.
Cure: write plain sentences; one sign is enough.
"""

import re
from collections.abc import Iterator

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript, Text
from curriculum.message import say
from curriculum.rule import Fault, rule

_STRANGE = re.compile(r"[\\|#^~]|!!+|\?\?+|\.\.+|,,+|\}\{|(?<=\S) [,.;:!?](?=\s|$)")
_RARE = frozenset("\\|#^~")
_ROWS = ("!!", "??", "..", ",,", "}{", " ,", " .", " ;", " :", " !", " ?")
_LETTER = re.compile(r"[^\W\d_]")


def _may_be_strange(text: Text) -> bool:
    return not text.signs.isdisjoint(_RARE) or any(row in text.words for row in _ROWS)


@rule(why=say("Such signs are shown as they are typed, and readers take them for a meaning."))
def signs_plain(manuscript: Manuscript) -> Iterator[Fault]:
    """Every text has words, and no sign that a reader would stumble over."""
    for text in manuscript.texts:
        strange = _STRANGE.search(text.words) if _may_be_strange(text) else None
        if strange:
            what = say("the sign `{sign}`", sign=strange[0].strip())
            cure = say("Write plain sentences; one sign is enough.")
            yield Fault(text.source, text.slot.path, what, cure, strange[0], Severity.WARNING)
        elif text.words.strip() and not _LETTER.search(text.words):
            what = say("`{name}` has no words", name=text.slot.name)
            yield Fault(
                text.source, text.slot.path, what, say("Write it in words."), severity=Severity.WARNING
            )
