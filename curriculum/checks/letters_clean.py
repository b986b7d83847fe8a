"""Words are made of visible letters, each of its own alphabet.

Wrong: invisible or odd spaces (no-break, zero-width, soft hyphen), letters composed of two signs, a Latin letter
that looks like a Cyrillic one inside a Cyrillic word, and apostrophes in Uzbek other than \u02bb and \u02bc.
Why it matters: search, the converter and screen readers stumble over what no eye can see.
Cure: type the word anew in its own keyboard layout.
"""

import re
import unicodedata
from collections.abc import Iterator
from string import ascii_letters

from curriculum.manuscript import Manuscript
from curriculum.message import Message, say
from curriculum.rule import Fault, rule
from curriculum.words import Text, WordsFile
from learning.course import Language

# Invisible, private, unassigned, or a break of its own kind; and every space but the plain one
_FORBIDDEN = {"Cf", "Cc", "Co", "Cn", "Zl", "Zp", "Zs"}
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
# A text whose signs are all of these is looked at for letters beside those of the other alphabet, and for apostrophes
_USUAL = frozenset(
    "«»—–…№✎ʻʼ"
    + "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "'`")
    + "".join(chr(code) for code in (*range(0x400, 0x483), *range(0x48A, 0x530)))
)
# One alphabet beside the other, found from the side that the language has less of
_LATIN_BESIDE = re.compile(r"[A-Za-z](?:(?<=[\u0400-\u052f].)|(?=[\u0400-\u052f]))")
_CYRILLIC_BESIDE = re.compile(r"[\u0400-\u052f](?:(?<=[A-Za-z].)|(?=[A-Za-z]))")
_APOSTROPHE_BESIDE = (re.compile(r"ʻ(?<![oOgG]ʻ)"), re.compile(r"ʼ(?<=[oOgG]ʼ)"))
_LATIN_TWINS = frozenset("aceijopsxyhABCEHIJKMOPSTXY")
_CYRILLIC_TWINS = frozenset("асеіјорѕхуһАВСЕНІЈКМОРЅТХУ")
_UZBEK_APOSTROPHE = re.compile(r"['‘’`´′ʹʽˊˋ]|(?<![oOgG])ʻ|(?<=[oOgG])ʼ")


@rule(why=say("Search, the converter and screen readers stumble over what no eye can see."))
def letters_clean(manuscript: Manuscript) -> Iterator[Fault]:
    """Words are made of visible letters, each of its own alphabet."""
    for words in manuscript.files():
        for text in words.holding(*(words.rare_signs - _USUAL), *_beside(words)):
            for what, cure, snippet in (*_signs(text), *_twins(text), *_apostrophes(text)):
                yield Fault(text.source, text.slot.path, what, cure, snippet)


def _beside(words: WordsFile) -> Iterator[re.Pattern[str]]:
    """What may be wrong in a file with these pieces though each sign of it is usual."""
    if words.language is Language.UZ or not words.rare_signs.isdisjoint("ʻʼ"):
        yield from _APOSTROPHE_BESIDE
    if words.language is Language.UZ:
        yield _CYRILLIC_BESIDE
    elif any(piece[0] in ascii_letters or piece[-1] in ascii_letters for piece in words.rare_pieces):
        yield _LATIN_BESIDE


def _signs(text: Text) -> Iterator[tuple[Message, Message, str]]:
    for sign in dict.fromkeys(text.words):
        if sign not in " \n" and unicodedata.category(sign) in _FORBIDDEN:
            name = unicodedata.name(sign, "a control character").lower()
            yield (
                say("U+{code}, {name}", code=f"{ord(sign):04X}", name=name),
                say("Take it out; use a plain space or nothing."),
                sign,
            )
    if not unicodedata.is_normalized("NFC", text.words):
        yield say("a letter made of two signs, a letter and a mark"), say("Type it as one letter."), ""


def _twins(text: Text) -> Iterator[tuple[Message, Message, str]]:
    for word in _WORD.findall(text.words):
        latin, cyrillic = set(_LATIN.findall(word)), set(_CYRILLIC.findall(word))
        # Telegramда mixes scripts in the open; сall does it in hiding.
        if latin and cyrillic and (latin <= _LATIN_TWINS or cyrillic <= _CYRILLIC_TWINS):
            fewer = sorted(latin if len(latin) < len(cyrillic) else cyrillic)
            what = say(
                "`{word}` mixes Latin and Cyrillic letters that look alike ({letters})",
                word=word,
                letters=", ".join(fewer),
            )
            yield what, say("Type the word anew in one keyboard layout."), word


def _apostrophes(text: Text) -> Iterator[tuple[Message, Message, str]]:
    found = _UZBEK_APOSTROPHE.search(text.words) if text.language is Language.UZ else None
    if found:
        cure = say(
            "Write oʻ and gʻ with ʻ (U+02BB), the stop as in maʼno with ʼ (U+02BC), quotations in « »."
        )
        yield (
            say(
                "the apostrophe {sign} (U+{code}) does not belong here",
                sign=found[0],
                code=f"{ord(found[0]):04X}",
            ),
            cure,
            found[0],
        )
