"""Plain YAML, as nearly every file of words is written: a key and a line of text, a block after `|`, a list in one line.

So little of YAML that each line says by itself what it is. Whatever has anything else in it, or any mistake, is for
PyYAML to read and to explain. Tests hold the two together; why this is here at all: docs/decisions/0014.
"""

import re
from typing import Any

import yaml

Keyed = dict[str, Any]  # keys, with texts, lists of texts, or keys again
_FIRST = r"(?:[^\W_]|[«(])"  # a letter, a digit, « or ( begins a text, or a number
_ITEM = rf"{_FIRST}[^\n\[\]{{}},:#&*!|>'\"%@`?\\]*"
_LINE = re.compile(
    rf"""
    (?: (?P<indent>[ ]*) (?:
        (?P<key>[A-Za-z][A-Za-z0-9_-]{{0,99}}) : (?:
            [ ] (?:
                (?P<block>[|])
                | "(?P<quoted>[^"\\\n]*)"
                | \[(?P<items>{_ITEM}(?:,[ ]{_ITEM})*)\]
                | (?P<words>{_FIRST}[^\n]*)
            )
        )?
        | [#][^\n]*
    ) )? \n
    """,
    re.VERBOSE,
)
_BLOCK = re.compile(r"(?=(?P<indent>[ ]+)[^ \n])(?:(?:(?P=indent)[^\n]*)?\n)+")
_NOT_IN_WORDS = re.compile(r":[ ]|[ ]\#|[ :]$")
_NOT_IN_ITEMS = re.compile(r"[ ],|[ ]$")
_TEXT = "tag:yaml.org,2002:str"
_RESOLVER = yaml.resolver.Resolver()
# With what anything else than text begins: a number, a day, yes, no
_OTHERWISE = frozenset(yaml.resolver.Resolver.yaml_implicit_resolvers)


class _OtherYamlError(Exception):
    """Something that PyYAML is to read."""


def read_plain(text: str) -> Keyed | None:
    """What a file says; None if it is not this plain."""
    # No tab, no sign that nobody sees, no end of line but the usual one
    if not text.endswith("\n") or not text.replace("\n", "").isprintable():
        return None
    try:
        return _keyed(text)
    except _OtherYamlError:
        return None


def _keyed(text: str) -> Keyed:
    whole: Keyed = {}
    levels = [(0, whole)]
    opened, at = "", 0  # the key whose keys are to follow; how far it is read
    while at < len(text):
        line = _LINE.match(text, at)
        if line is None:
            raise _OtherYamlError
        at = line.end()
        if key := line["key"]:
            _to_level(levels, len(line["indent"]), opened)
            depth, here = levels[-1]
            if key in here or not _is_text(key):
                raise _OtherYamlError
            here[key], at = _value(line, depth)
            opened = key if here[key] is None else ""
    if opened or not whole:
        raise _OtherYamlError
    return whole


def _to_level(levels: list[tuple[int, Keyed]], indent: int, opened: str) -> None:
    """Go down to the keys of the key that was opened, or up to those that stand so far to the right."""
    depth, here = levels[-1]
    if opened:
        if indent <= depth:
            raise _OtherYamlError
        here[opened] = {}
        levels.append((indent, here[opened]))
    while indent < levels[-1][0]:
        levels.pop()
    if indent > levels[-1][0]:
        raise _OtherYamlError


def _value(line: re.Match[str], depth: int) -> tuple[Any, int]:
    """What stands after a key, None if keys of its own are to follow; and where it ends."""
    _, _, block, quoted, items, words = line.groups()
    if words is not None:
        if _NOT_IN_WORDS.search(words) or not _is_text(words):
            raise _OtherYamlError
        return words, line.end()
    if block:
        return _block(line, depth)
    if items is not None:
        listed = items.split(", ")
        if _NOT_IN_ITEMS.search(items) or not all(map(_is_text, listed)):
            raise _OtherYamlError
        return listed, line.end()
    return quoted, line.end()


def _block(line: re.Match[str], depth: int) -> tuple[str, int]:
    """The lines after `|`, without what they are indented by, and one end of line after them."""
    block = _BLOCK.match(line.string, line.end())
    if block is None or len(block["indent"]) <= depth:
        raise _OtherYamlError
    indent = block["indent"]
    lines = block[0].replace(f"\n{indent}", "\n")[len(indent) :]
    return lines.rstrip("\n") + "\n", block.end()


def _is_text(words: str) -> bool:
    """Whether these words, without quotes, are text for YAML, and not a number, a day, yes or no."""
    if words[0] not in _OTHERWISE:
        return True
    return bool(_RESOLVER.resolve(yaml.ScalarNode, words, (True, False)) == _TEXT)  # type: ignore[no-untyped-call]
