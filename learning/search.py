"""Finding by typed words: a trouble by what people say about it, a place by its name.

People type Kyrgyz, Tajik, Uzbek and Russian with whatever keyboard they have: Cyrillic or Latin, with or without
the special letters. So both sides are first brought to a *skeleton*, one Latin key for all these spellings.
What is typed is never stored: only authors' phrases and names are remembered between calls.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Final

_SHORT: Final = 3  # a shorter stem begins too many words to mean something by itself
_ALIKE: Final = 0.45  # two typos in a word of eight letters pass; a strange word does not

_CYRILLIC: Final = {
    **dict(
        zip(
            "абвгдежзийклмнопрстуфхцчэы",
            [
                "a",
                "b",
                "v",
                "g",
                "d",
                "e",
                "j",
                "z",
                "i",
                "y",
                "k",
                "l",
                "m",
                "n",
                "o",
                "p",
                "r",
                "s",
                "t",
                "u",
                "f",
                "h",
                "ts",
                "ch",
                "e",
                "i",
            ],
            strict=True,
        )
    ),
    **dict(
        zip("ғқңөўүӯҳҷӣѓқӊ", ["g", "k", "n", "o", "o", "u", "u", "h", "ch", "i", "g", "k", "n"], strict=True)
    ),
    "ш": "sh",
    "щ": "sh",
    "ю": "yu",
    "я": "ya",
    "ё": "yo",
    "ъ": "",
    "ь": "",
    "і": "i",
    "ї": "i",
    "є": "e",
}
_LATIN: Final = {
    "ş": "sh",
    "ç": "ch",
    "ö": "o",
    "ğ": "g",
    "ı": "i",
    "ü": "u",
    "ŋ": "n",
    "q": "k",
    "w": "v",
    "x": "h",
}
_SIGNS: Final = dict.fromkeys("'‘’`ʻʼ´′ʹ\u00ad", "")
_LETTERS: Final = str.maketrans({**_CYRILLIC, **_LATIN, **_SIGNS})

# ё is typed as е, ц as ts or c, й and ы as y or i: each set becomes one letter.
_FOLDED: Final = {
    "sch": "sh",
    "shch": "sh",
    "zh": "j",
    "kh": "h",
    "gh": "g",
    "ts": "s",
    "ye": "e",
    "yo": "e",
    "ch": "ch",
    "c": "s",
    "y": "i",
}
_SETS: Final = re.compile(r"shch|sch|zh|kh|gh|ts(?!h)|ch|y[eo]|c|y")
_DOUBLE: Final = re.compile(r"([^\W\d_])\1+")
_GAP: Final = re.compile(r"[\W_]+")


def skeleton(text: str) -> str:
    """The Latin key of a text: words of a-z and digits, with single spaces between.

    Spellings of one word meet; some different words meet too, which costs less than a missed one.

    >>> skeleton("Шўрва, Shoʻrva, shorva!")
    'shorva shorva shorva'
    """
    letters = unicodedata.normalize("NFC", text).lower().translate(_LETTERS)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(sign))
    single = _DOUBLE.sub(r"\1", _GAP.sub(" ", bare))
    return _DOUBLE.sub(r"\1", _SETS.sub(_fold, single)).strip()


def words(text: str) -> tuple[str, ...]:
    """The skeleton's words, in the order typed.

    >>> words("Пул бермаяпти")
    ('pul', 'bermaiapti')
    """
    return tuple(skeleton(text).split())


def best_phrases(text: str, phrases: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The keys whose phrases occur in the typed text, best first; equal ones as listed.

    A phrase is a few stems in any order, and occurs when each begins some word of the text. A stem of one or two
    letters must be a whole word, unless it has two and a longer stem of its phrase is found beside it: «ал» alone
    says nothing, while «паспорт ал» is found in «паспорт алды». More stems win, then longer ones.

    >>> best_phrases("полиция паспорт алды", {"detained": ["полиция"], "papers-taken": ["паспорт ал"]})
    ('papers-taken', 'detained')
    """
    typed = frozenset(words(text))
    scores = {
        key: max((_score(_kept_words(phrase), typed) for phrase in said), default=(0, 0))
        for key, said in phrases.items()
    }
    found = [key for key, score in scores.items() if score > (0, 0)]
    return tuple(sorted(found, key=scores.__getitem__, reverse=True))


def rank(query: str, names: Mapping[str, Sequence[str]], limit: int) -> tuple[str, ...]:
    """The codes of the places that a typed name may mean, at most `limit`, best first; equal ones as listed.

    First the names with words that begin as typed, then those that contain it, and only if there are none,
    those that look alike in groups of three letters, for typing errors. Nonsense finds nothing.

    >>> rank("fargona", {"UZ-FA": ["Fargʻona viloyati", "Ферганская область"], "KG-O": ["Ош облусу"]}, 5)
    ('UZ-FA',)
    """
    typed = words(query)
    for closeness in (_contained, _likeness):
        scores = {
            code: max((closeness(typed, name) for name in known), default=0.0)
            for code, known in names.items()
        }
        found = [code for code, score in scores.items() if score > 0]
        if found:
            return tuple(sorted(found, key=scores.__getitem__, reverse=True)[: max(0, limit)])
    return ()


def _score(stems: tuple[str, ...], typed: frozenset[str]) -> tuple[int, int]:
    """How many stems were found, and how long they are together; nothing unless all were."""
    if not stems or not all(_begins(stem, typed) for stem in stems):
        return (0, 0)
    whole = [stem for stem in stems if len(stem) < _SHORT]
    leaning = len(whole) < len(stems)
    if not all(stem in typed or (leaning and len(stem) > 1) for stem in whole):
        return (0, 0)
    return (len(stems), sum(map(len, stems)))


def _begins(stem: str, typed: Collection[str]) -> bool:
    return any(word.startswith(stem) for word in typed)


def _contained(typed: tuple[str, ...], name: str) -> float:
    """2 and more if the name's words begin as typed, 1 and more if they contain it; the fuller the higher."""
    known = _kept_words(name)
    if not typed or not known:
        return 0.0
    share = min(1.0, len("".join(typed)) / len("".join(known)))
    if all(_begins(word, known) for word in typed):
        return 2 + share
    inside = all(len(word) >= _SHORT and any(word in other for other in known) for word in typed)
    return 1 + share if inside or _runs_on("".join(typed), known) else 0.0


def _runs_on(typed: str, known: tuple[str, ...]) -> bool:
    """Whether the name, written as one word from some word on, begins as typed: Жалалабад for Жалал-Абад."""
    tails = ("".join(known[start:]) for start in range(len(known) - 1))
    return len(typed) >= _SHORT and any(tail.startswith(typed) for tail in tails)


def _likeness(typed: tuple[str, ...], name: str) -> float:
    """How alike the least alike typed word is to the name's words, 0 below the threshold."""
    known = _kept_words(name)
    if not typed or not known:
        return 0.0
    least = min(max(_alike(word, other) for other in known) for word in typed)
    return least if least >= _ALIKE else 0.0


def _alike(typed: str, known: str) -> float:
    """The share of three-letter groups that two words have in common (Dice), edges counted as letters."""
    if len(typed) <= _SHORT:  # too short for a typing error to be told from another word
        return float(typed == known)
    mine, theirs = _groups(typed), _kept_groups(known)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))


def _groups(word: str) -> frozenset[str]:
    edged = f" {word} "
    return frozenset(edged[start : start + 3] for start in range(len(edged) - 2))


def _fold(match: re.Match[str]) -> str:
    return _FOLDED[match[0]]


# Only for authors' texts and names of places: typed text must leave no trace.
_kept_words: Final = lru_cache(maxsize=8192)(words)
_kept_groups: Final = lru_cache(maxsize=8192)(_groups)
