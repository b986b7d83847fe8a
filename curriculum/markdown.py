"""Authors' small Markdown as the proof-reader sees it: what stands in it, and what the reader will see.

The same marks are read as in the screens; a test holds the two together.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LONGEST = 20_000  # no screen holds so much; it is told as too long, and not parsed for minutes
# Most texts have no mark at all; they are not parsed.
_MARKED = re.compile(r"[*\[\]\\]|^\s{0,3}(?:[-+]|\d{1,9}[.)])(?:\s|$)", re.MULTILINE)
# The same, asked of many texts at once: signs, and beginnings of lines
MARKING, LISTING = "*[]\\", re.compile(r"\n(?=[^\S\n]{0,3}[-+\d])")
# Lines and items that hold bold words at most, between spaces, brackets and stops: told without the parser.
_WORDS = r"[^*\[\]\\_\x00-\x1f]"
_BOLD = rf"(?<![^ \n(«])\*\*(?=\S){_WORDS}++(?:(?<=\w)\*\*|(?<=\S)\*\*(?=[ \n.,:;!?)»—…]|\Z))"
_LINE = rf"(?=[^\s+\d-]){_WORDS}*+(?:{_BOLD}{_WORDS}*+)*+"
_LINES = re.compile(rf"(?:(?:{_LINE})?+(?:\n|\Z))++")
_LINES_AND_ITEMS = re.compile(rf"(?:(?:(?:- )?+{_LINE})?+(?:\n|\Z))++")
_BULLET = re.compile(r"• |\d+\. ")
_LEFTOVER = re.compile(r"\*+|\[[^\[\]\n]*\]\([^()\n]*\)?|\[[^\[\]\n]*\]|\]\(")


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands in a text: bold and italic runs, list items, addresses of links, and marks that are none.

    `broken` are the signs that a reader would see as they are typed: a `**` without its partner and the like.
    """

    bold: int = 0
    italic: int = 0
    items: int = 0
    links: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


NO_MARKS = Marks()


@lru_cache(maxsize=20_000)
def marks(words: str) -> Marks:
    """The marks of a text."""
    if len(words) > LONGEST:
        return NO_MARKS
    if _LINES_AND_ITEMS.fullmatch(words):
        return _simple_marks(words.count("**") // 2, f"\n{words}".count("\n- "))
    return _parsed_marks(words) if _MARKED.search(words) else NO_MARKS


@cache
def _simple_marks(bold: int, items: int) -> Marks:
    return Marks(bold, items=items)


def _parsed_marks(words: str) -> Marks:
    blocks = _parser().parse(words)
    inline = [child for block in blocks for child in block.children or ()]
    kinds = [token.type for token in (*blocks, *inline)]
    text = "".join(child.content if child.type == "text" else "\n" for child in inline)
    return Marks(
        bold=kinds.count("strong_open"),
        italic=kinds.count("em_open"),
        items=kinds.count("list_item_open"),
        links=tuple(str(token.attrGet("href")) for token in inline if token.type == "link_open"),
        broken=tuple(_LEFTOVER.findall(text)),
    )


@lru_cache(maxsize=20_000)
def visible(words: str) -> str:
    """The words as a reader sees them, without marks; a placeholder stays as it is written."""
    if len(words) > LONGEST:
        return words
    if _MARKED.search(words) and not _LINES.fullmatch(words):
        return _parsed_visible(words)
    plain = words.replace("**", "").strip()
    return "\n\n".join(map(_unindented, re.split(r"\n(?:[ \t]*\n)+", plain))) if "\n" in plain else plain


def _parsed_visible(words: str) -> str:
    lines: list[str] = []
    bullets: list[int] = []
    for block in _parser().parse(words):
        if block.type.endswith("_list_open"):
            bullets.append(int(block.attrGet("start") or 1) if block.type.startswith("ordered") else 0)
        elif block.type.endswith("_list_close"):
            bullets.pop()
            lines.append("")
        elif block.type == "list_item_open":
            lines.append(_bullet(bullets))
        elif block.type == "inline":
            text = "".join(_seen(child) for child in block.children or ())
            lines[-1:] = [lines[-1] + text] if lines and _BULLET.fullmatch(lines[-1]) else [*lines[-1:], text]
        elif block.type == "paragraph_close" and not bullets:
            lines.append("")
    return "\n".join(lines).strip()


def _unindented(paragraph: str) -> str:
    return "\n".join(line.strip() for line in paragraph.split("\n"))


def _bullet(bullets: list[int]) -> str:
    number = bullets[-1]
    bullets[-1] += number > 0
    return f"{number}. " if number else "• "


def units(text: str) -> int:
    """How long Telegram holds a text to be: in UTF-16 units, so that most emoji count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _seen(token: "Token") -> str:
    return "\n" if token.type in ("softbreak", "hardbreak") else token.content


@lru_cache(maxsize=1)
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 - most texts have no mark and need no parser

    return MarkdownIt("zero").enable(["emphasis", "link", "list", "newline"])
