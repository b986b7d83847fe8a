"""Words hold no HTML.

Wrong: `<b>`, `<br>`, `<a href=...>` and the like, or `&nbsp;`.
Why it matters: it is shown to the reader as it stands, signs and all.
Cure: `**bold**`, `*italic*`, lists with `- `, links as `[words](address)`.
"""

import re
from collections.abc import Iterator

from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule

_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>|<!--|&(?:#\w{1,7}|[A-Za-z]{2,10});")


@rule(why=say("HTML is shown to the reader as it stands, signs and all."))
def no_html(manuscript: Manuscript) -> Iterator[Fault]:
    """Words hold no HTML."""
    for text in manuscript.holding("<", "&"):
        found = _TAG.search(text.words)
        if found:
            cure = say("Use **bold**, *italic*, lists with `- `, links as [words](address).")
            yield Fault(
                text.source, text.slot.path, say("HTML in the words: {tag}", tag=found[0]), cure, found[0]
            )
