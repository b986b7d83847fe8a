"""Telegram's two Markdowns; TDLib's cases for the newer one are elsewhere."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.helpers import escape_markdown

from sandbox.entities import Entity, utf16_length
from sandbox.markdown import MarkdownError, parse, parse_legacy

LEGACY: list[tuple[str, str, list[Any]]] = [
    ("*bold* _italic_ `code`", "bold italic code", [("bold", 0, 4), ("italic", 5, 6), ("code", 12, 4)]),
    (r"\* \_ \` \[ \] \. \\", r"* _ ` [ \] \. \\", []),
    ("😀*x*", "😀x", [("bold", 2, 1)]),
    ("*_x_*", "_x_", [("bold", 0, 3)]),
    ("**", "", []),
    ("[x](example.org)", "x", [("text_link", 0, 1, "http://example.org/")]),
    ("[example.org]", "example.org", [("text_link", 0, 11, "http://xample.orgg/")]),
    (r"\_[example.org]", "_example.org", [("text_link", 1, 11, "http://ample.orgrg/")]),
    ("*bold* [t.me]", "bold t.me", [("bold", 0, 4), ("text_link", 5, 4, "http://e.me/")]),
    ("[x](", "x", []),
    ("[x](localhost) y", "x y", []),
    ("[](example.org)", "(example.org)", []),
    ("[x](tg://user?id=7)", "x", [("text_mention", 0, 1, "", 7)]),
    ("```py\nx```", "x", [("pre", 0, 1, "py")]),
    ("```\r\n\nx```", "\nx", [("pre", 0, 2)]),
    ("```py```", "py", [("pre", 0, 2)]),
    ("```py x`y```", " x`y", [("pre", 0, 4, "py")]),
    ("``````", "", []),
]
LEGACY_REFUSED = [("🏟 *x", 5), ("_x*", 0), ("x `y", 2), ("x ```y``", 2), ("[x", 0), (r"*x\*y", None)]

NEWER: list[tuple[str, str, list[Any]]] = [
    (r"7 \- 2\.", "7 - 2.", []),
    ("||x||", "x", [("spoiler", 0, 1)]),
    (r"[x](example\.org/\)\(y)", "x", [("text_link", 0, 1, "http://example.org/)(y")]),
    ("[x](tg://user?id=7)", "x", [("text_mention", 0, 1, "", 7)]),
    ("![x](tg://emoji?id=7)", "x", [("custom_emoji", 0, 1, "", 7)]),
    ("![x](tg://time?unix=7&format=R)", "x", [("date_time", 0, 1, "r", 7)]),
    ("```py\n**x**```", "**x**", [("pre", 0, 5, "py")]),
    (">x\n>y||", "x\ny", [("expandable_blockquote", 0, 3)]),
    (">>x", "x", [("blockquote", 0, 1)]),
    ("\\\n>x", "\nx", [("blockquote", 1, 1)]),
    ("x\n\\\r>x", "x\n\rx", [("blockquote", 3, 1)]),
]
NEWER_REFUSED = [
    ("x.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
    (r"\->x", "Character '>' is reserved and must be escaped with the preceding '\\'"),
    ("x\\\r>x", "Character '>' is reserved and must be escaped with the preceding '\\'"),
    ("x|y", "Character '|' is reserved and must be escaped with the preceding '\\'"),
    ("кг *x", "Can't find end of Bold entity at byte offset 5"),
    ("```py\nx", "Can't find end of PreCode entity at byte offset 0"),
    ("![x](tg://time?unix=0)", "Invalid tg://emoji or tg://time URL specified"),
    ("[x](y", "Can't find end of a URL at byte offset 4"),
]


@pytest.mark.parametrize(("source", "text", "entities"), LEGACY)
def test_the_legacy_marks(source: str, text: str, entities: list[Any]) -> None:
    """Four marks, never one inside another; a backslash helps only before them."""
    assert (text, [Entity(*one) for one in entities]) == parse_legacy(source)


@pytest.mark.parametrize(("source", "at"), LEGACY_REFUSED)
def test_a_legacy_mark_must_end(source: str, at: int | None) -> None:
    """A mark without its end is refused with its byte; a backslash inside of a mark means nothing."""
    if at is None:
        assert parse_legacy(source)[0] == "x\\y"
        return
    with pytest.raises(MarkdownError) as refusal:
        parse_legacy(source)
    assert f"Can't find end of the entity starting at byte offset {at}" == str(refusal.value)


@pytest.mark.parametrize(("source", "text", "entities"), NEWER)
def test_the_newer_marks(source: str, text: str, entities: list[Any]) -> None:
    """Links, emoji, moments, blocks and quotes."""
    assert (text, [Entity(*one) for one in entities]) == parse(source)


@pytest.mark.parametrize(("source", "reason"), NEWER_REFUSED)
def test_the_newer_marks_are_refused_with_the_servers_words(source: str, reason: str) -> None:
    """The error names the sign, or the entity and its byte."""
    with pytest.raises(MarkdownError) as refusal:
        parse(source)
    assert reason == str(refusal.value)


@given(st.text())
def test_escaped_text_reads_back(text: str) -> None:
    """What python-telegram-bot escapes, the server reads as it was, in both Markdowns."""
    assert (text, []) == parse_legacy(escape_markdown(text, version=1))
    assert (text, []) == parse(escape_markdown(text, version=2))


MARKS = [
    "*",
    "_",
    "__",
    "~",
    "||",
    "`",
    "```",
    "[",
    "](",
    ")",
    "![",
    ">",
    "\n",
    "\r",
    "\\",
    "tg://emoji?id=1",
]


@given(st.lists(st.sampled_from(MARKS) | st.text(max_size=2), max_size=30).map("".join))
def test_anything_is_read_or_refused(source: str) -> None:
    """Whatever stands there, it is a MarkdownError or a text whose entities lie inside of it."""
    for read in (parse, parse_legacy):
        try:
            text, entities = read(source)
        except MarkdownError:
            continue
        assert all(0 <= one.offset < one.end <= utf16_length(text) for one in entities)
