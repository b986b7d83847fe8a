"""Uzbek Cyrillic of a text, kept: the check and the loader ask for the same texts."""

from functools import lru_cache

from curriculum.cyrillic import convert


@lru_cache(maxsize=20_000)
def uzbek_cyrillic(latin: str) -> str:
    """The same text in Uzbek Cyrillic."""
    return convert(latin.strip())
