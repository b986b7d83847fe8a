"""Uzbek Cyrillic of a text, kept: the check and the loader ask for the same texts."""

import re
from functools import lru_cache

from curriculum.cyrillic import convert

_GLOSSED = re.compile(r"(\b[\w-]+|«[\w-]+») \(([\w-]+)\)")


@lru_cache(maxsize=20_000)
def uzbek_cyrillic(latin: str) -> str:
    """The same text in Uzbek Cyrillic. A Russian word in brackets goes where the derived word is the same."""
    return _GLOSSED.sub(_once, convert(latin.strip()))


def _once(found: re.Match[str]) -> str:
    same = found[1].strip("«»").casefold() == found[2].casefold()
    return found[1] if same else found[0]
