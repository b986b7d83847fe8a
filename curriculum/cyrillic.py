"""Uzbek Cyrillic, derived from the Uzbek Latin that authors write.

Nobody writes a text twice: `uz-Cyrl` is a view of `uz-Latn`, made when the content is read. The letters follow
the Latin alphabet of 1995 as it is written today; what no rule can know (ц in «цемент», ь in «июнь») stands in
`cyrillic_exceptions.yaml`. Source: spelling as used, machine-gathered; a native speaker's check is still due.

>>> convert("<b>Oʻzbekiston</b>da {n} ta migratsiya boʻlimi")
'<b>Ўзбекистон</b>да {n} та миграция бўлими'
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

# Nested quantifiers never share a letter, and runs start only at their own beginning: time grows with length.
_PROTECTED: Final = re.compile(
    r"""
      </?[A-Za-z][^<>]*>                                           # a tag, an autolink
    | &(?:\#\d{1,7}|\#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});  # an entity
    | \]\([^()\n]*\)                                               # a Markdown link's target
    | (?<![^\W\d_])`[^`\n]+`(?![^\W\d_])                           # Markdown code; in o`zbek ` is an apostrophe
    | \{[^{}]*\}                                                   # {name}
    | %\([^()\s]*\)[-+\#0]?[\d.]*[A-Za-z]                          # %(name)s
    | (?<![\w%])%[sd](?!\w)                                        # %s, but not 5%da
    | \b(?:https?|ftp|tg)://[^\s<>"«»]+                            # an address
    | \b(?:mailto|tel):[^\s<>"«»]+                                 # the same, without slashes
    | (?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+                  # an e-mail
    | (?<![\w.-])(?:[A-Za-z0-9-]+\.)+(?:com|info|me|net|org|ru|su|uz|kg|tj|kz)(?![\w])(?:/[^\s<>"«»]*)?  # a bare site
    | @[A-Za-z0-9_]+                                               # @name
    | (?<![\w/<])/[a-z][a-z0-9_]*(?:@\w+)?(?!\w)                   # /command, but not va/yoki
    | (?<!\w)[ABC][12](?!\w)                                       # B1, a level of a language
    """,
    re.VERBOSE,
)
_VERBATIM_TAG: Final = re.compile(r"<(/?)(?:code|pre)\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_ʻʼ]+(?:['‘’`ʻʼ]{1,2}[^\W\d_ʻʼ]+)*['‘’`ʻʼ]{0,2}")
_UZBEK_WORD: Final = re.compile(r"(?:ch|[abd-vx-zʻʼ])+")  # no c of its own and no w: such a word is foreign
_LATIN_RUN: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]+")
_ROMAN: Final = re.compile(r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SUFFIX: Final = re.compile(
    r"(?=.)(?:lar)?(?:ingiz|imiz|ing|im|si|i)?(?:dagi|ning|dan|da|ni|ga|ka|qa|cha|siz|li)?(?:mi|ku|dir)?"
)
_PIECE: Final = re.compile(
    r"yoʻ|sʼh|oʻ|gʻ|sh|ch|yo|yu|ya|ye"
    r"|(?P<tse>^ts|ts(?=iya|iye|ion|ent|ept|ess|ial|ikl|$)"  # ketsa, aytsin and otsiz keep their тс
    r"|(?<=[knp])s(?=iya|ion))"  # inspeksiya, kvitansiya, korrupsiya
    r"|.",
    re.DOTALL,
)
_APOSTROPHES: Final = "'‘’`ʻʼ"
_QUOTES: Final = "'‘’`"
_LETTERS: Final = {
    **dict(zip("abdefghijklmnopqrstuvxyz", "абдефгҳижклмнопқрстувхйз", strict=True)),
    "yoʻ": "йў",
    "sʼh": "сҳ",
    "oʻ": "ў",
    "gʻ": "ғ",
    "sh": "ш",
    "ch": "ч",
    "ts": "ц",
    "yo": "ё",
    "yu": "ю",
    "ya": "я",
    "ʼ": "ъ",
    "ʻ": "ъ",
}


@dataclass(frozen=True, slots=True)
class _Exceptions:
    """What `cyrillic_exceptions.yaml` says."""

    stems: dict[str, str]
    words: dict[str, str]
    keep: frozenset[str]
    longest: int


def convert(latin: str) -> str:
    """The same text in Uzbek Cyrillic; tags, addresses, placeholders, brands and Cyrillic stay as they are.

    >>> convert("1-sentabrdan Telegramda: @safar_bot, XXI asr")
    '1-сентябрдан Telegramда: @safar_bot, XXI аср'
    """
    pieces = (text if protected else _convert_words(text) for protected, text in _spans(latin))
    return "".join(pieces)


def leftover_latin(cyrillic: str) -> tuple[str, ...]:
    """Latin words of a derived text that nobody has allowed: not protected, no Roman number, not in `keep`.

    The checker wants this empty; a word here is foreign, misspelt, or mixes the two scripts.

    >>> leftover_latin("Telegramда, XXI аср, Booking сайти")
    ('Booking',)
    """
    return tuple(
        match[0]
        for protected, text in _spans(cyrillic)
        if not protected
        for match in _WORD.finditer(text)
        if not all(_stays(run) for run in _LATIN_RUN.findall(match[0]))
    )


def _spans(text: str) -> Iterator[tuple[bool, str]]:
    """The text cut into spans, each with whether it is protected; all of <code>…</code> is."""
    end, depth = 0, 0
    for match in _PROTECTED.finditer(text):
        yield depth > 0, text[end : match.start()]
        yield True, match[0]
        end = match.end()
        if tag := _VERBATIM_TAG.match(match[0]):
            depth = max(0, depth - 1) if tag[1] else depth + 1
    yield depth > 0, text[end:]


def _convert_words(text: str) -> str:
    return _WORD.sub(_convert_match, text)


def _convert_match(match: re.Match[str]) -> str:
    word = match[0]
    quote = word[-1] if _ends_in_quote(match) else ""
    return _convert_word(word.removesuffix(quote)) + quote


def _ends_in_quote(match: re.Match[str]) -> bool:
    """Whether the last sign closes a quotation ('kitob') rather than being a letter (togʻ, jamʼ)."""
    word, opening = match[0], _before(match, 1)
    if word[-1] not in _QUOTES or _one_apostrophe(word) in _exceptions().words:
        return False
    return word[-2] not in "OoGg" or (opening != "" and opening in _QUOTES)


@lru_cache(maxsize=4096)  # a course says the same words again and again: reading it takes a fifth less
def _convert_word(word: str) -> str:
    if _stays(word):
        return word
    if kept := _kept_beginning(word):
        return kept + _convert_word(word[len(kept) :])
    plain = _one_apostrophe(word)
    if plain in _exceptions().words:
        return _in_case_of(word, _exceptions().words[plain])
    if not _UZBEK_WORD.fullmatch(plain):
        return word
    turned = _turn(word, plain)
    return turned.upper() if word.isupper() and len(word) > 1 else turned


def _stays(word: str) -> bool:
    return word in _exceptions().keep or _ROMAN.fullmatch(word) is not None


def _kept_beginning(word: str) -> str | None:
    """`Telegram` of `Telegramda`: a kept name before a suffix."""
    known = _exceptions()
    cuts = range(min(len(word) - 1, known.longest), 1, -1)
    return next(
        (word[:cut] for cut in cuts if word[:cut] in known.keep and _SUFFIX.fullmatch(word[cut:])), None
    )


def _one_apostrophe(word: str) -> str:
    """Lower case, ʻ in oʻ and gʻ, ʼ elsewhere, whichever of the six signs was typed; as long as the word."""
    plain: list[str] = []
    for letter in word:
        if letter not in _APOSTROPHES:
            plain.append(letter.lower() if letter.isascii() else letter)
        else:
            plain.append("ʻ" if plain and plain[-1] in "og" else "ʼ")
    return "".join(plain)


def _turn(word: str, plain: str) -> str:
    """The word by the longest stem that it begins with, then by the rules for what is left of it."""
    stem = _stem(plain)
    cyrillic = _exceptions().stems.get(stem, "")
    if len(stem) < len(plain):
        cyrillic = cyrillic.removesuffix("ь")  # сентябрь, but сентябрда
    pieces = _PIECE.finditer(plain, len(stem))
    rest = (_like(word[piece.start() : piece.end()], _letter(piece)) for piece in pieces)
    return _in_case_of(word, cyrillic) + "".join(rest)


def _stem(plain: str) -> str:
    known = _exceptions()
    lengths = range(min(len(plain), known.longest), 0, -1)
    return next((plain[:length] for length in lengths if plain[:length] in known.stems), "")


def _letter(piece: re.Match[str]) -> str:
    """The Cyrillic for one piece of a word, given what stands before it."""
    before = _before(piece, 2)
    opens = before == "" or before[-1] in "aeiou" or before == "oʻ"
    if piece["tse"]:
        return "ц"
    if piece[0] == "e":
        return "э" if opens else "е"
    if piece[0] == "ye":
        if opens or before[-1] == "ʼ":
            return "е"
        return "ъе" if before[-1] in "bd" else "ье"  # obyekt, but premyer
    return _LETTERS.get(piece[0]) or "".join(_LETTERS[letter] for letter in piece[0])


def _before(match: re.Match[str], length: int) -> str:
    return match.string[max(0, match.start() - length) : match.start()]


def _like(latin: str, cyrillic: str) -> str:
    """Capitals where the Latin has them, letter by letter: Yoʻ gives Йў, YOʻ gives ЙЎ."""
    letters = [letter for letter in latin if letter.isalpha() and letter.isascii()]
    capitals = [letter.isupper() for letter in letters] + [False, False]
    pairs = zip(cyrillic, capitals, strict=False)
    return "".join(letter.upper() if capital else letter for letter, capital in pairs)


def _in_case_of(word: str, cyrillic: str) -> str:
    """The exception's Cyrillic in capitals where the word has them; an acronym brings its own."""
    if word.isupper() and len(word) > 1:
        return cyrillic.upper()
    return cyrillic[:1].upper() + cyrillic[1:] if word[0].isupper() else cyrillic


@cache
def _exceptions() -> _Exceptions:
    """The list beside this file, read once."""
    path = Path(__file__).with_name("cyrillic_exceptions.yaml")
    listed: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    stems, words, keep = listed["stems"], listed["words"], listed["keep"]
    return _Exceptions(stems, words, frozenset(keep), max(map(len, [*stems, *keep])))
