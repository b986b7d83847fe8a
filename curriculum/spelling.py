"""Which words are spelt as somebody has agreed: Russian by a dictionary, and every language by the project's lists.

The lists are `spelling/words.<language>.txt` in the content folder, one word a line, grown by `safar words accept`.
No dictionary of Kyrgyz, Tajik or Latin Uzbek may be shipped with the project: there a new word is one to look at.
The Russian dictionary is A. Lebedev's, see `dictionary/LICENSE-ru`.
"""

import difflib
import io
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from curriculum import placeholders
from curriculum.manuscript import WRITTEN, Manuscript
from curriculum.words import Text
from learning.course import Language

_DICTIONARY = Path(__file__).with_name("dictionary")
LONGEST = 40  # letters; trying how a longer one might be put together would take for ever
_OWN = Path(__file__).with_name("content")
_WORD = re.compile(r"[^\W\d_ʻʼ]+(?:[ʻʼ’'-][^\W\d_ʻʼ]+)*[ʻʼ]?")
_ADDRESS = re.compile(r"https?://\S+|\]\([^()\s]*\)|(?<![\w-])[\w-]+(?:\.[\w-]+)+\b|@\w+")
_APART = re.compile(r"\([^()]*\)|«[^«»]*»")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, each once, in order; without placeholders and addresses."""
    return tuple(dict.fromkeys(_WORD.findall(_ADDRESS.sub(" ", placeholders.without(text)))))


def list_file(content: Path, language: Language) -> Path:
    """The list of good words of a language; the project's own where the content folder keeps none."""
    own = content / "spelling" / f"words.{language}.txt"
    return own if own.exists() else _OWN / "spelling" / own.name


def read_words(content: Path, language: Language) -> frozenset[str]:
    """The good words of a language, in lower case; none if there is no list, or none that can be read."""
    try:
        return _read(list_file(content, language))
    except OSError:
        return frozenset()


def _read(path: Path) -> frozenset[str]:
    """The words of a list. Raises OSError, also for what is no text."""
    try:
        return _folded(path.read_text("utf-8-sig"))
    except ValueError as error:
        raise OSError(f"{path} is not UTF-8") from error


def unreadable_lists(content: Path) -> tuple[str, ...]:
    """The lists of a content folder that are there and can't be read."""
    unreadable = []
    for language in WRITTEN:
        path = content / "spelling" / f"words.{language}.txt"
        try:
            _read(path)
        except FileNotFoundError:
            continue
        except OSError:
            unreadable.append(f"spelling/{path.name}")
    return tuple(unreadable)


@lru_cache(maxsize=16)
def _folded(text: str) -> frozenset[str]:
    return frozenset(line.strip().lower() for line in text.splitlines() if line.strip())


def unknown_words(language: Language, words: Iterable[str], known: frozenset[str]) -> tuple[str, ...]:
    """The words that neither the list nor, in Russian, the dictionary knows. A single letter is no word."""
    return tuple(word for word in words if len(word) > 1 and not _is_known(language, word, known))


def new_words(text: Text, known: frozenset[str]) -> tuple[str, ...]:
    """The new words of one text. A Russian word in brackets or in « » is judged as Russian too."""
    new = unknown_words(text.language, words_of(text.words), known)
    if text.language is Language.RU or not new:
        return new
    apart = {word for piece in _APART.findall(text.words) for word in words_of(piece)}
    russian = [word for word in new if word in apart or text.language is Language.UZ]
    good = {word for word in russian if _CYRILLIC.search(word) and in_dictionary(word)}
    return tuple(word for word in new if word not in good)


def near(word: str, known: frozenset[str]) -> str:
    """The good word that may be meant, or nothing."""
    found = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.8)
    return found[0] if found else ""


def new_by_language(manuscript: Manuscript) -> dict[Language, tuple[str, ...]]:
    """All new words of the course by language, sorted."""
    known = {language: read_words(manuscript.content, language) for language in WRITTEN}
    new: dict[Language, set[str]] = {language: set() for language in WRITTEN}
    for text in manuscript.written():
        if text.language in new:
            new[text.language].update(word.lower() for word in new_words(text, known[text.language]))
    return {language: tuple(sorted(words)) for language, words in new.items()}


def accept(content: Path, language: Language, words: Iterable[str]) -> None:
    """Write words into the list of a language, sorted; the list is written whole or not at all.

    Raises:
        OSError: the list can't be read or written; it stays as it is.
    """
    path = content / "spelling" / f"words.{language}.txt"
    known = _read(path) if path.exists() else read_words(content, language)
    whole = sorted(known | {word.lower() for word in words})
    path.parent.mkdir(exist_ok=True)
    half = path.with_suffix(".half")
    half.write_text("".join(f"{word}\n" for word in whole), "utf-8")
    half.replace(path)


def _is_known(language: Language, word: str, known: frozenset[str]) -> bool:
    if word.lower() in known:
        return True
    parts = word.lower().split("-")
    if len(parts) > 1 and all(part in known for part in parts):
        return True
    return language is Language.RU and in_dictionary(word)


@cache
def in_dictionary(word: str) -> bool:
    """Whether the Russian dictionary knows a word. The first call takes some seconds to load it."""
    if len(word) > LONGEST:
        return False
    dictionary = _dictionary()
    spellings = (word, word.replace("ё", "е"), word.lower(), word.lower().replace("ё", "е"))
    return any(bool(dictionary.lookup(spelling)) for spelling in dict.fromkeys(spellings))


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    # Late, since it is slow. Read from memory: the library's own reader leaves its files open.
    from spylls.hunspell import Dictionary, readers  # type: ignore[import-untyped]  # noqa: PLC0415
    from spylls.hunspell.readers.file_reader import BaseReader  # type: ignore[import-untyped]  # noqa: PLC0415

    class Reader(BaseReader):  # type: ignore[misc]
        def __init__(self, path: Path) -> None:
            self.text = path.read_text("utf-8")
            super().__init__(io.StringIO(self.text))

        def reset_encoding(self, _encoding: str) -> None:
            self.reset_io(io.StringIO(self.text))

    aff, context = readers.read_aff(Reader(_DICTIONARY / "ru.aff"))
    return Dictionary(aff, readers.read_dic(Reader(_DICTIONARY / "ru.dic"), aff=aff, context=context))
