"""Authors' small Markdown, turned into Telegram's HTML by markdown-it.

Telegram knows no paragraphs and no lists: a paragraph becomes an empty line, a list item a line with a bullet.
"""

from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from markdown_it.token import Token

_PARSER = MarkdownIt("zero").enable(["emphasis", "link", "list", "newline"])
_INLINE = {
    "strong_open": "<b>",
    "strong_close": "</b>",
    "em_open": "<i>",
    "em_close": "</i>",
    "link_close": "</a>",
    "softbreak": "\n",
    "hardbreak": "\n",
}


@lru_cache(maxsize=8192)
def telegram_html(markdown: str) -> str:
    """Small Markdown as Telegram's HTML; whatever looks like a tag stays text."""
    return _blocks(_PARSER.parse(markdown), _html)


@lru_cache(maxsize=8192)
def plain(markdown: str) -> str:
    """The same words without any mark-up, for buttons, notices and counting characters."""
    return _blocks(_PARSER.parse(markdown), _text)


def _html(token: "Token") -> str:
    if token.type == "link_open":
        return f'<a href="{escape(str(token.attrGet("href")))}">'
    return _INLINE.get(token.type, escape(token.content, quote=False))


def _text(token: "Token") -> str:
    return "\n" if token.type in ("softbreak", "hardbreak") else token.content


def _blocks(tokens: "list[Token]", write: "Callable[[Token], str]") -> str:
    lines: list[str] = []
    bullets: list[int | None] = []
    mark = ""
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            bullets.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            bullets.pop()
            lines.append("")
        elif token.type == "list_item_open":
            mark = _mark(bullets)
        elif token.type == "inline":
            lines.append(mark + "".join(write(child) for child in token.children or ()))
            mark = ""
        elif token.type == "paragraph_close" and not bullets:
            lines.append("")
    return "\n".join(lines).strip()


def _mark(bullets: list[int | None]) -> str:
    number = bullets[-1]
    if number is None:
        return "• "
    bullets[-1] = number + 1
    return f"{number}. "
