"""One YAML file, read with suspicion: what it says, and in which line it says it.

The C loader reads; lines and columns are looked up by composing the file, which is only done for a file
that has a mistake. Whatever stands in a file, reading it ends in data or in snags, never in an exception.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from curriculum.message import Message, say
from curriculum.plain import read_plain

KeyPath = tuple[str | int, ...]
LARGEST = 1_000_000
_QUESTION = re.compile(
    r"\?(?!\S)"
)  # looked for by its sign, which is found far sooner than what stands before it
# Held before anything is built, since building recurses in C and a deep nest would end the process.
DEEPEST = 50
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
# A level of a block takes a space or a hyphen at least
_INDENTED = re.compile(rb"\n[ -]{%d}" % (DEEPEST // 2))
_ODD_BREAKS = "\x85\u2028\u2029"  # they end a line for YAML too
_TEXT, _MAPPING, _LIST = (f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq"))
_PLAIN = frozenset(f"tag:yaml.org,2002:{name}" for name in ("int", "float", "timestamp", "bool", "null"))
_KINDS: Mapping[type, str] = {yaml.MappingNode: _MAPPING, yaml.SequenceNode: _LIST}
# With what a number, a day, yes, no or nothing begins; an empty text may be nothing too
_OTHERWISE = frozenset(yaml.CSafeLoader.yaml_implicit_resolvers)
# What PyYAML's constructors raise on forged tags, impossible dates, endless numbers and the like
_BROKEN = (yaml.YAMLError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)


@dataclass(frozen=True, slots=True)
class Snag:
    """Something that keeps a file from being read as it stands; line and column count from 1."""

    line: int
    column: int
    what: Message
    cure: Message


@dataclass(frozen=True)
class Source:
    """A file as read. `data` is its top mapping, None if it could not be read; `file` its relative name."""

    file: str
    text: str
    data: dict[str, Any] | None
    snags: tuple[Snag, ...] = ()
    missing: bool = False
    tree: Any = field(
        default=None, repr=False, compare=False
    )  # what was parsed, where places will be asked for

    def place(self, path: KeyPath, snippet: str = "") -> tuple[int, int]:
        """Line and column of a key path, or of its longest part that exists; of the snippet in it if given."""
        line, column, last = self._spot(path)
        if snippet:
            for number, text in enumerate(self.text.splitlines()[line : last + 1], start=line):
                # The key of the line is not where the snippet is meant to be.
                start = column if number == line else 0
                if snippet in text[start:]:
                    return number + 1, text.index(snippet, start) + 1
        return line + 1, column + 1

    def lines(self, path: KeyPath) -> tuple[int, int]:
        """The first and the last line of what stands under a key path, or under its longest part that exists."""
        line, _, last = self._spot(path)
        return line + 1, max(line, last - 1) + 1

    def _spot(self, path: KeyPath) -> tuple[int, int, int]:
        node, line, column, last = self._root, 0, 0, 0
        for step in path:
            found = _below(node, step)
            if found is None:
                break
            mark, node = found
            line, column, last = mark.line, mark.column, node.end_mark.line
        return line, column, last

    @cached_property
    def _root(self) -> Any:
        if self.data is None or self.tree is not None:  # refused: composing might be what it was refused for
            return self.tree
        try:
            return yaml.compose(self.text, yaml.CSafeLoader)
        except _BROKEN:
            return None


def _below(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """The mark and the value of a key of a mapping, or of a place in a list."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark, node.value[step]
    return None


class _NotPlain(Exception):
    """PyYAML's own constructor is to make something of it."""


class _Loader(yaml.CSafeLoader):
    """The C loader, noting keys that stand twice or that YAML takes for something else than text."""

    def __init__(self, raw: bytes) -> None:
        super().__init__(raw)
        self.snags: list[Snag] = []
        self.tree: Any = None

    def resolve(self, kind: type, value: str, implicit: tuple[bool, bool]) -> str:
        """The tag of a node without one. PyYAML's resolver is asked where it might say something else than text."""
        if kind is not yaml.ScalarNode:
            return _KINDS[kind]
        if implicit[0] and value[:1] in _OTHERWISE:
            return str(super().resolve(kind, value, implicit))  # type: ignore[no-untyped-call]
        return _TEXT

    # PyYAML follows the path to each node for tags that hang on paths. There are none here: C functions that do nothing.
    descend_resolver = staticmethod({}.get)  # type: ignore[assignment, var-annotated]
    ascend_resolver = staticmethod({}.clear)

    def get_single_data(self) -> object:
        """What the file says. PyYAML's constructor takes as long as the parser, and hardly a file needs it."""
        node = self.get_single_node()
        try:
            data = None if node is None else self._plain(node)
        except _NotPlain:
            return self.construct_document(node)
        self.tree = node
        return data

    def _plain(self, node: Any) -> object:
        """The same as PyYAML would make of it: keys of text, each once, with texts, lists, numbers and the like."""
        kind = type(node)
        if kind is yaml.ScalarNode:
            return node.value if node.tag == _TEXT else self._plain_scalar(node)
        if kind is yaml.MappingNode and node.tag == _MAPPING:
            data = {}
            for key, value in node.value:
                if type(key) is not yaml.ScalarNode or key.tag != _TEXT:
                    raise _NotPlain
                # Asked here too, since to call for each takes as long again.
                plain = type(value) is yaml.ScalarNode and value.tag == _TEXT
                data[key.value] = value.value if plain else self._plain(value)
            if len(data) == len(node.value):
                return data
        if kind is yaml.SequenceNode and node.tag == _LIST:
            return [self._plain(item) for item in node.value]
        raise _NotPlain

    def _plain_scalar(self, node: Any) -> object:
        if node.tag not in _PLAIN:
            raise _NotPlain
        try:
            return self.yaml_constructors[node.tag](self, node)
        except _BROKEN:
            raise _NotPlain from None

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[object] = set()
        for key_node, _ in node.value:
            self._look_at_key(key_node, seen)
        return super().construct_mapping(node, deep)

    def plainly(self, node: Any) -> object:
        """A number or date; what only looks like one, such as 31 February, stays text for the schema to judge."""
        try:
            kind = node.tag.rpartition(":")[2]
            return getattr(super(), f"construct_yaml_{kind}")(node)
        except (ValueError, AttributeError, IndexError):
            return node.value

    def _look_at_key(self, node: Any, seen: set[object]) -> None:
        if not isinstance(node, yaml.ScalarNode):
            return  # the constructor refuses it
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if node.tag != "tag:yaml.org,2002:str":
            what = say(
                "the key `{key}` is read by YAML as {kind}, not as text", key=node.value, kind=_kind(node.tag)
            )
            self.snags.append(Snag(line, column, what, say('Put it in quotes: "{key}".', key=node.value)))
        elif node.value in seen:
            cure = say("Give one of the two another key, or take it away.")
            self.snags.append(Snag(line, column, say("the key `{key}` stands twice", key=node.value), cure))
        seen.add(node.value)


for _tag in ("int", "float", "timestamp"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _Loader.plainly)


def _kind(tag: str) -> Message:
    kinds = {
        "bool": say("yes or no"),
        "int": say("a number"),
        "float": say("a number"),
        "null": say("nothing"),
    }
    return kinds.get(tag.rpartition(":")[2], say("something else"))


def read(content: Path, file: str, *, keep: bool = False) -> Source:
    """Read one file of the content folder. To `keep` its tree takes memory, and saves composing it for a place."""
    try:
        raw = (content / file).read_bytes()
    except FileNotFoundError:
        snag = Snag(
            1, 1, say("the file is missing"), say("Write it, with the keys of the structure beside it.")
        )
        return Source(file, "", None, (snag,), missing=True)
    except (OSError, ValueError) as error:
        return Source(
            file,
            "",
            None,
            (Snag(1, 1, say("the file can't be opened: {error}", error=error), say("Mend the file.")),),
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Source(
            file, "", None, (Snag(line, 1, say("this line is not UTF-8"), say("Save the file as UTF-8.")),)
        )
    return _parsed(file, text, raw.removeprefix(BOM_UTF8), keep)


def parse(file: str, text: str, *, keep: bool = False) -> Source:
    """Read the text of one file; `keep` as in `read`."""
    return _parsed(file, text, text.encode("utf-8", "surrogatepass"), keep)


def _parsed(file: str, text: str, raw: bytes, keep: bool) -> Source:
    plain = None if keep or len(text) > LARGEST else read_plain(text)
    if plain is not None:
        return Source(file, text, plain)
    refused = None if _plainly_flat(text, raw) else _refusal(text)
    if refused:
        return Source(file, text, None, (refused,))
    try:
        loader = _Loader(raw)
        data = loader.get_single_data()
    except _BROKEN as error:
        return Source(file, text, None, (_refusal(text) or _explain(text, error),))
    snags = tuple(loader.snags)
    if not isinstance(data, dict):
        what = (
            say("the file is empty")
            if data is None
            else say("keys with values are expected, as in `title: ...`")
        )
        return Source(file, text, None, (*snags, Snag(1, 1, what, say("See docs/authoring.md."))))
    keyed = not any("not as text" in snag.what for snag in snags)
    return Source(file, text, data if keyed else None, snags, tree=loader.tree if keep and keyed else None)


def _plainly_flat(text: str, raw: bytes) -> bool:
    """Whether a file can't be too deep, nor too large, nor hold an anchor: as nearly all, and told in no time."""
    if len(text) > LARGEST or "&" in text or _has_odd_break(text) or _has_explicit_key(text):
        return False
    nesting = _nesting(raw.translate(None, _NO_BRACKETS))
    return nesting < DEEPEST // 2 and not _INDENTED.search(b"\n" + raw)


def _nesting(brackets: bytes) -> int:
    """How many are open at once, at most; those closed too often count too."""
    depth = deepest = 0
    for sign in brackets.replace(b"{}", b""):  # most are placeholders
        depth += 1 if sign in b"[{" else -1
        deepest = max(deepest, abs(depth))
    return deepest + 1


def _has_odd_break(text: str) -> bool:
    """Whether a line may end otherwise than in an end of line as editors write it."""
    return text.count("\r") > text.count("\r\n") or any(sign in text for sign in _ODD_BREAKS)


def _has_explicit_key(text: str) -> bool:
    """Whether a `? ` may stand for a key, where `? ` may stand in `? `, level in level; most only end a question."""
    for mark in _QUESTION.finditer(text):
        before = text[text.rfind("\n", 0, mark.start()) + 1 : mark.start()].rstrip()
        if not before or before[-1] in "[{,:?-":
            return True
    return False


def _refusal(text: str) -> Snag | None:
    """Why a file is not even parsed: too large, too deep, or with anchors, which can be made to explode."""
    if len(text) > LARGEST:
        return Snag(
            1, 1, say("the file has more than {most} characters", most=LARGEST), say("Split it into modules.")
        )
    depth = 0
    try:
        for event in yaml.parse(text, yaml.CSafeLoader):
            if getattr(event, "anchor", None):
                return _at(
                    event.start_mark,
                    say("YAML's `&` and `*` references are not used here"),
                    say("Write it out."),
                )
            opens = isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent)
            depth += opens - isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent)
            if depth > DEEPEST:
                return _at(
                    event.start_mark, say("brackets are nested too deeply"), say("Close the brackets.")
                )
    except _BROKEN as error:
        return _explain(text, error)
    return None


def _at(mark: Any, what: Message, cure: Message) -> Snag:
    return Snag(mark.line + 1, mark.column + 1, what, cure)


_BEGINS_WITH_PLACEHOLDER = re.compile(r"[:,]\s+\{[a-z0-9.-]+\}")
# What the parser says, what has happened, and the cure, in an author's words
_SAYINGS: Mapping[str, tuple[Message, Message]] = {
    "alias": (
        say("the text begins with `*`, which YAML takes for a reference"),
        say("Put the text in quotes, or on its own line after `|`."),
    ),
    "alphabetic or numeric": (
        say("the text begins with `*` or `&`, which YAML takes for a reference"),
        say("Put the text in quotes, or on its own line after `|`."),
    ),
    "mapping values are not allowed": (
        say("there is a colon inside the text, or this line stands too far to the right"),
        say("Put the text in quotes, or on its own line after `|`."),
    ),
    "expected ':'": (
        say("a key without its colon"),
        say("Write `key: text`; put long text on its own line after `|`."),
    ),
    "end of stream": (say("a quote or a bracket is opened and not closed"), say("Close it.")),
    "expected ',' or": (
        say("a bracket is not closed, or a comma is missing"),
        say("Write `[one, two]` or `{{a: b}}`."),
    ),
    "expected key": (
        say("this line does not stand under its neighbours, or text follows a closed quote"),
        say("Use the same number of spaces as the line above; put text with quotes after `|`."),
    ),
    "expected '-'": (
        say("this line does not stand under its neighbours"),
        say("Use the same number of spaces as the line above."),
    ),
    "block end": (
        say("this line does not stand under its neighbours"),
        say("Use the same number of spaces as the line above."),
    ),
    "escape": (say("a backslash in quotes"), say("Take the backslash away.")),
    "cannot start any token": (
        say("the text begins with a sign that YAML keeps for itself"),
        say("Put the text in quotes, or on its own line after `|`."),
    ),
    "block sequence entries": (
        say("the text begins with `- `"),
        say("Put the list on its own lines after `|`."),
    ),
    "unhashable": (say("brackets where a key is expected"), say("Put the text in quotes.")),
    "document": (say("a line of `---` inside the file"), say("Take the line away.")),
    "constructor for the tag": (say("a word beginning with `!`"), say("Put the text in quotes.")),
}


def _explain(text: str, error: Exception) -> Snag:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if _BEGINS_WITH_PLACEHOLDER.search(_line(text, line)):
        cure = say("Put the text in quotes, or on its own line after `|`.")
        return Snag(
            line, column, say("the text begins with `{{`, which YAML takes for keys with values"), cure
        )
    if "\t" in _line(text, line):
        return Snag(line, column, say("there is a tab in this line"), say("Indent with spaces."))
    said = str(getattr(error, "problem", "") or error)
    for fragment, (what, cure) in _SAYINGS.items():
        if fragment in said:
            return Snag(line, column, what, cure)
    control = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        return Snag(line, 1, say("there is an invisible control character"), say("Type this line anew."))
    cure = say("Compare this line with docs/authoring.md; text with signs in it goes in quotes or after `|`.")
    return Snag(line, column, say("YAML can't read this ({problem})", problem=said), cure)


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number - 1] if number <= len(lines) else ""


def leaves(data: object) -> list[tuple[tuple[str, ...], object]]:
    """All that is not a mapping, with the keys that lead to it."""
    found: list[tuple[tuple[str, ...], object]] = []
    if isinstance(data, dict):
        _gather(data, (), found)
    else:
        found.append(((), data))
    return found


def _gather(
    data: dict[str, object], path: tuple[str, ...], found: list[tuple[tuple[str, ...], object]]
) -> None:
    for key, value in data.items():
        if isinstance(value, dict) and value:
            _gather(value, (*path, key), found)
        else:
            found.append(((*path, key), value))
