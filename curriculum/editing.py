"""Puts words into an author's YAML and touches nothing else: comments, order, quotes and indentation stay.

Only the words' own span is written anew, in the style that stands there if it can hold them.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from curriculum.source import parse

Path = tuple[str, ...]


class EditError(Exception):
    """Words can't be put there without touching something else; one line that says where."""


def with_words(text: str, path: Path, words: str, order: Sequence[Path] = ()) -> str:
    """The text of a file with other words under a key path; a missing key comes after those before it in `order`.

    Raises:
        EditError: the file can't be read, or holds something else than text there.
    """
    data = parse("", text).data
    if data is None:
        raise EditError("the file can't be read; mend it first")
    wanted = _replaced(data, path, words.strip())
    for candidate in _candidates(text, path, words.strip(), order):
        found = parse("", candidate).data
        if found is not None and _stripped(found) == _stripped(wanted):
            return candidate
    raise EditError(f"`{'.'.join(path)}` can't be written there by a program; write it by hand")


def _replaced(data: Any, path: Path, words: str) -> Any:
    if not path:
        return words
    inside = data if isinstance(data, dict) else {}
    return {**inside, path[0]: _replaced(inside.get(path[0]), path[1:], words)}


def _stripped(data: Any) -> Any:
    """The data as it is read: spaces around words mean nothing, nor does the order of keys."""
    if isinstance(data, dict):
        return {key: _stripped(value) for key, value in data.items()}
    return data.strip() if isinstance(data, str) else data


def _candidates(text: str, path: Path, words: str, order: Sequence[Path]) -> Iterator[str]:
    root: Any = yaml.compose(text, yaml.CSafeLoader)
    parent, key, value, depth = root, None, root, 0
    flow = False
    for depth, step in enumerate(path):
        found = next((pair for pair in _pairs(value) if pair[0].value == step), None)
        if found is None:
            yield from _inserted(text, value, path, depth, words, order)
            return
        flow = flow or bool(value.flow_style)
        parent, (key, value) = value, found
    if isinstance(value, yaml.ScalarNode) and key is not None:
        column = key.start_mark.column
        yield from _rewritten(text, value, words, column, flow=flow or bool(parent.flow_style))


def _pairs(node: Any) -> list[tuple[Any, Any]]:
    return node.value if isinstance(node, yaml.MappingNode) else []


def _rewritten(text: str, node: Any, words: str, column: int, *, flow: bool) -> Iterator[str]:
    lines = text.splitlines(keepends=True)
    start = node.start_mark
    head = lines[start.line][: start.column]
    if node.style in ("|", ">"):
        last = _last_line(lines, start.line, column)
        sign = lines[start.line][start.column :].split("#")[0].strip() or "|"
        sign = sign.replace(">", "|")
        rest = "".join(lines[last + 1 :])
        before = "".join(lines[: start.line]) + head
        yield f"{before}{_block(words, column, sign)}{rest}"
        yield f"{before}{_block(words, column, '|')}{rest}"
        return
    end = node.end_mark
    before = "".join(lines[: start.line]) + head
    after = lines[end.line][end.column :] + "".join(lines[end.line + 1 :])
    for style in _styles(node.style, words):
        yield before + style + after
    if not flow and not after.partition("\n")[0].strip():
        yield before + _block(words, column, "|") + after.partition("\n")[2]
    yield before + json.dumps(words, ensure_ascii=False) + after


def _styles(style: str | None, words: str) -> Iterator[str]:
    if "\n" in words:
        return
    if style == "'":
        yield "'" + words.replace("'", "''") + "'"
    if style != '"':
        yield words
    yield json.dumps(words, ensure_ascii=False)


def _block(words: str, column: int, sign: str) -> str:
    indent = " " * (column + 2)
    return f"{sign}\n" + "".join(f"{indent}{line}\n" if line.strip() else "\n" for line in words.split("\n"))


def _last_line(lines: Sequence[str], first: int, column: int) -> int:
    """The last line of what belongs to a key at this column; empty lines after it belong to nobody."""
    last = first
    for at in range(first + 1, len(lines)):
        stripped = lines[at].strip()
        if stripped and len(lines[at]) - len(lines[at].lstrip(" ")) <= column:
            break
        if stripped:
            last = at
    return last


def _inserted(
    text: str, node: Any, path: Path, depth: int, words: str, order: Sequence[Path]
) -> Iterator[str]:
    """A key that is missing, with those under it, after its elder brothers; at the end if there are none."""
    if not isinstance(node, yaml.MappingNode) or not node.value:
        return
    lines = text.splitlines(keepends=True)
    if node.flow_style:
        end = node.end_mark
        before = "".join(lines[: end.line]) + lines[end.line][: end.column - 1]
        after = lines[end.line][end.column - 1 :] + "".join(lines[end.line + 1 :])
        yield before.rstrip() + ", " + _flow(path[depth:], words) + after
        return
    elder = list(
        dict.fromkeys(each[depth] for each in order if each[:depth] == path[:depth] and len(each) > depth)
    )
    known = [key.value for key, _ in node.value]
    place = elder.index(path[depth]) if path[depth] in elder else len(elder)
    previous = [key for key in known if key in elder[:place]] or known
    at = next(key for key, _ in node.value if key.value == previous[-1])
    column = at.start_mark.column
    last = _last_line(lines, at.start_mark.line, column)
    if not lines[last].endswith("\n"):
        lines[last] += "\n"
    yield "".join(lines[: last + 1]) + _nested(path[depth:], words, column) + "".join(lines[last + 1 :])


def _flow(path: Path, words: str) -> str:
    if len(path) == 1:
        return f"{path[0]}: {json.dumps(words, ensure_ascii=False)}"
    return f"{path[0]}: {{{_flow(path[1:], words)}}}"


def _nested(path: Path, words: str, column: int) -> str:
    indent = " " * column
    if len(path) == 1:
        return f"{indent}{path[0]}: {_block(words, column, '|')}"
    return f"{indent}{path[0]}:\n" + _nested(path[1:], words, column + 2)
