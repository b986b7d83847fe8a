"""Sentences and words are short enough for a tired reader on a small phone.

Wrong: a sentence of more words, or a word of more letters, than is usual in that language. A warning. What stands
in brackets or « » does not count, a placeholder counts as a word.
Why it matters: long sentences are not read to the end, and the condition often stands there.
Cure: a full stop where there is a comma; two sentences for two thoughts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.placeholders import PLACEHOLDER
from curriculum.rule import Fault, rule
from curriculum.words import Text, WordsFile
from learning.course import Language


@dataclass(frozen=True, slots=True)
class Bound:
    """The most words of a sentence and the most letters of a word."""

    words: int
    letters: int


# Measured on the first module, trouble pages and contacts: the longest sentence has 21, 21, 25 and 20 words, the
# longest word 18, 18, 16 and 17 letters. Tajik says with several short words what the others say with one ending.
BOUNDS = {
    Language.RU: Bound(22, 20),
    Language.KY: Bound(22, 20),
    Language.TG: Bound(26, 18),
    Language.UZ: Bound(22, 20),
    Language.UZ_CYRL: Bound(22, 20),
}
_APART = re.compile(r"\]\([^()\s]*\)|\([^()]*\)|«[^«»]*»|https?://\S+")
_SENTENCE = re.compile(r"(?<=[.!?…])[»)]*\s+|\n+")
_WORD = re.compile(r"[^\W\d_ʻʼ]+(?:[ʻʼ'-][^\W\d_ʻʼ]+)*")


@rule(why=say("Long sentences are not read to the end, where the condition often stands."), of_words=True)
def easy_to_read(manuscript: Manuscript) -> Iterator[Fault]:
    """Sentences and words are short enough for a tired reader on a small phone."""
    for words in manuscript.files():
        bound = BOUNDS[words.language]
        for at, text in enumerate(words.texts):
            if text.count(" ") >= bound.words and _long(text, bound):
                yield from _sentences(words.text(at), _counted(text), bound)
        for wide in words.holding(*_wide(words, bound)):
            # A placeholder counts as a letter.
            pieces = PLACEHOLDER.sub("x", wide.words.replace("*", "")).split()
            if any(len(piece) > bound.letters for piece in pieces):
                yield from _words(wide, _counted(wide.words), bound)


def _wide(words: WordsFile, bound: Bound) -> Iterator[re.Pattern[str]]:
    """So many signs together, after each kind of space; what begins with a given sign is found far sooner."""
    for space in (" ", "\n", *filter(str.isspace, words.rare_signs)):
        yield re.compile(rf"{space}\S{{{bound.letters + 1}}}")


def _long(words: str, bound: Bound) -> bool:
    """Whether a piece between two stops, or ends of lines, has spaces enough for too many words."""
    return any(
        part.count(" ") >= bound.words
        for piece in words.split(". ")
        if piece.count(" ") >= bound.words
        for part in piece.replace("? ", "! ").replace("\n", "! ").split("! ")
    )


def _sentences(text: Text, counted: str, bound: Bound) -> Iterator[Fault]:
    for sentence in _SENTENCE.split(counted):
        words = _WORD.findall(sentence)
        if len(words) > bound.words:
            what = say(
                "a sentence of {count} words; {most} is the most in {language}",
                count=len(words),
                most=bound.words,
                language=text.language,
            )
            cure = say("Make two sentences of it, or a list.")
            snippet = " ".join(words[:2]) if " ".join(words[:2]) in text.words else words[0]
            yield Fault(text.source, text.slot.path, what, cure, snippet, Severity.WARNING)


def _words(text: Text, counted: str, bound: Bound) -> Iterator[Fault]:
    for word in dict.fromkeys(_WORD.findall(counted)):
        if len(word) > bound.letters and "-" not in word:
            what = say(
                "`{word}` has {count} letters; {most} is the most in {language}",
                word=word,
                count=len(word),
                most=bound.letters,
                language=text.language,
            )
            cure = say("Say it with shorter words.")
            yield Fault(text.source, text.slot.path, what, cure, word, Severity.WARNING)


def _counted(words: str) -> str:
    return PLACEHOLDER.sub("x", _APART.sub(" ", words.replace("*", "")))
