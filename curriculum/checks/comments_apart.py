"""No sign cuts a text short unseen.

Wrong: words files in which ` #` follows a text on the same line: YAML takes the rest for a comment. A warning.
Why it matters: the rest of the sentence is never shown, and nothing looks wrong in the file.
Cure: put the text in quotes or after `|`; write a comment on a line of its own.
"""

import re
from collections.abc import Iterator

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.words import WordsFile

_AFTER_TEXT = re.compile(r"^\s*[^\s#].*?\s(#.*)$")


@rule(why=say("The rest of the sentence is never shown, and nothing looks wrong in the file."))
def comments_apart(manuscript: Manuscript) -> Iterator[Fault]:
    """No sign cuts a text short unseen."""
    for part in manuscript.parts():
        for words in part.words.values():
            if " #" in words.source.text or "\t#" in words.source.text:
                yield from _cut(words)


def _cut(words: WordsFile) -> Iterator[Fault]:
    shown = "\n".join(leaf if isinstance(leaf, str) else "\n".join(leaf) for leaf in words.leaves.values())
    for number, line in enumerate(words.source.text.splitlines(), start=1):
        found = _AFTER_TEXT.match(line)
        if found and found[1].rstrip("\"' }],") not in shown:
            comment = found[1].rstrip()
            path = next((path for path in words.leaves if words.source.place(path)[0] == number), ())
            what = say("`{comment}` is taken for a comment and not shown", comment=comment)
            cure = say("Put the text in quotes or after `|`; a comment stands on a line of its own.")
            yield Fault(words.source, path, what, cure, comment, Severity.WARNING)
