"""Placeholders in words: `{registration-term}`, `{contact.emergency}`, `{term.country}`."""

import re
from collections.abc import Iterable

PLACEHOLDER = re.compile(r"\{([a-z0-9-]+(?:\.[a-z0-9-]+)?)\}")


def names(words: str) -> tuple[str, ...]:
    """The placeholders in words, each once, in order."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(words)))


def facts(words: str) -> tuple[str, ...]:
    """The facts whose value stands in words."""
    return of_facts(names(words))


def of_facts(names: Iterable[str]) -> tuple[str, ...]:
    """The facts among placeholders."""
    return tuple(name for name in names if "." not in name)


def without(words: str) -> str:
    """The words with each placeholder taken out."""
    return PLACEHOLDER.sub("", words)
