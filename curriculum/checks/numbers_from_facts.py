"""No number is typed by hand.

Wrong: a digit in words, outside placeholders and outside the numbering of a list.
Why it matters: a law changes once, in facts.yaml; a typed number would stay false in every language.
Cure: use the fact's or contact's placeholder, or say it in words. A phone is told by `phones_from_contacts`.
"""

import re
from collections.abc import Iterator

from curriculum import placeholders
from curriculum.checks.phones_from_contacts import known_phones, phone_spans
from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.words import Text

_NUMBERING = re.compile(r"^[ ]*[0-9]{1,2}\.[ ]", re.MULTILINE)


@rule(
    why=say("A law changes once, in facts.yaml; a number typed by hand would stay false in every language.")
)
def numbers_from_facts(manuscript: Manuscript) -> Iterator[Fault]:
    """No number is typed by hand."""
    known = known_phones(manuscript)
    for text in _with_numbers(manuscript):
        bare = _NUMBERING.sub("", placeholders.without(text.words))
        for start, end in sorted(phone_spans(bare, known), reverse=True):
            bare = bare[:start] + " " + bare[end:]
        found = next((number for number in _numbers(bare)), None)
        if found:
            cure = say("Use the placeholder of the fact or contact, or say it in words.")
            yield Fault(
                text.source,
                text.slot.path,
                say("the number {number} is typed by hand", number=found),
                cure,
                found,
            )


def _with_numbers(manuscript: Manuscript) -> Iterator[Text]:
    for words in manuscript.files():
        yield from words.holding(*filter(str.isnumeric, words.rare_signs))


def _numbers(words: str) -> Iterator[str]:
    """Whatever counts as a number: 15, ½, ², ٣."""
    number = ""
    for sign in f"{words} ":
        if sign.isnumeric():
            number += sign
        elif number:
            yield number
            number = ""
