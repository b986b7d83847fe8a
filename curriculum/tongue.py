"""Which language a text is in: by its letters first, then by pycld2, then by py3langid where that is in doubt.

Pure: words in, an answer out. The two libraries and py3langid's model are loaded at the first doubtful text.
"""

import re
from functools import cache, lru_cache

from curriculum import placeholders
from learning.course import Language

ENOUGH = 20  # letters; a shorter text says too little by itself
_APART = re.compile(r"\([^()]*\)|«[^«»]*»|https?://\S+|\[([^\[\]]*)\]\([^()\s]*\)")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_ʻʼ]+(?:[ʻʼ'’-][^\W\d_ʻʼ]+)*")
_LATIN, _CYRILLIC = re.compile(r"[A-Za-zʻʼ]"), re.compile(r"[\u0400-\u052f]")
_KYRGYZ, _TAJIK, _UZBEK = "ңүө", "ҷӣӯқҳғ", "ўқҳғ"
_RUSSIAN = "ыщ"
# Letters that a language never writes in a word of its own
_ALIEN = {
    Language.RU: re.compile(f"[{_KYRGYZ}{_TAJIK}{_UZBEK}]", re.IGNORECASE),
    Language.KY: re.compile(f"[{_TAJIK}{_UZBEK}]", re.IGNORECASE),
    Language.TG: re.compile(f"[{_KYRGYZ}ў{_RUSSIAN}]", re.IGNORECASE),
    Language.UZ: re.compile(r"[\u0400-\u052f]"),
    Language.UZ_CYRL: re.compile(f"[{_KYRGYZ}ҷӣӯ{_RUSSIAN}]", re.IGNORECASE),
}
# What the tie-break chooses among: ours, and what else is likely to be pasted
_AMONG = ["ru", "ky", "tg", "uz", "en", "tr", "kk", "fa"]
_CODES = {
    Language.RU: "ru",
    Language.KY: "ky",
    Language.TG: "tg",
    Language.UZ: "uz",
    Language.UZ_CYRL: "uz",
}


def core(words: str, listed: tuple[str, ...] = ()) -> str:
    """The words that must be in the text's own language.

    Without placeholders, brackets, quotations, addresses, and the listed beginnings of words or phrases.
    """
    text = _APART.sub(r" \1 ", placeholders.without(words).replace("*", ""))
    return " ".join((_beginnings(listed).sub(" ", text) if listed else text).split())


@cache
def _beginnings(listed: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\w*", re.IGNORECASE)


def letters(text: str) -> int:
    """How many letters a text has."""
    return sum(map(len, _LETTERS.findall(text)))


def alien_words(language: Language, text: str) -> tuple[str, ...]:
    """Words with a letter that the language never writes."""
    return tuple(word for word in _WORDS.findall(text) if _ALIEN[language].search(word))


def from_word(words: str, word: str) -> str:
    """The line of a text from a whole word on: enough to find the place of this word and no other."""
    found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)[^\n]*", words)
    return found[0].rstrip() if found else word


def is_foreign(language: Language, text: str) -> bool:
    """Whether a text, of ENOUGH letters or more, is surely not in this language and script."""
    latin, cyrillic = len(_LATIN.findall(text)), len(_CYRILLIC.findall(text))
    if (latin > cyrillic) != (language is Language.UZ):
        return True
    if len(alien_words(language, text)) * 4 > len(_WORDS.findall(text)):
        return True
    wanted = _CODES[language]
    return wanted not in _by_cld2(text) and _by_langid(text) != wanted


def _by_cld2(text: str) -> tuple[str, ...]:
    import pycld2  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load

    # The library refuses control characters; other rules tell them.
    visible = "".join(sign if sign.isprintable() else " " for sign in text)
    _, _, guesses = pycld2.detect(visible, isPlainText=True, bestEffort=True)
    return tuple(code for _, code, _, _ in guesses[:1])


@lru_cache(maxsize=20_000)
def _by_langid(text: str) -> str:
    import py3langid  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load

    py3langid.set_languages(_AMONG)
    code, _ = py3langid.classify(text)
    return str(code)
