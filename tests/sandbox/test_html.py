"""Telegram's HTML: what the server makes of it, and what it says when it can't; TDLib's cases are elsewhere."""

import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.entities import Entity, utf16_length
from sandbox.html import HtmlError, parse

UNPAIRED = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)
REFUSED = [
    ("<abacaba", "Unclosed start tag at byte offset 0"),
    ("🏟 <p>x</p>", 'Unsupported start tag "p" at byte offset 5'),
    ("<ПРИВЕТ>", 'Unsupported start tag "ПРИВЕТ" at byte offset 0'),
    ("one<br/>two", 'Unsupported start tag "br/" at byte offset 3'),
    ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    ("кг <u x", 'Unclosed start tag "u" at byte offset 5'),
    ("<b />x", 'Empty attribute name in the tag "b" at byte offset 0'),
    ("<i ", 'Empty attribute name in the tag "i" at byte offset 0'),
    ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("<a href=x", "Unclosed start tag at byte offset 0"),
    ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    ('<tg-emoji emoji-id="01">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    ('<tg-time unix="0" format="x">y</tg-time>', "Invalid date format used"),
    ("&#57311;", UNPAIRED),
    ("<b>&#xD83D;&#xDE00;</b>", UNPAIRED),
]

UNDERSTOOD: list[tuple[str, str, list[Any]]] = [
    ("plain & simple &nbsp;", "plain & simple &nbsp;", []),
    ("&lt;b&gt; &quot;&#8470;&#x2116;&amp &apos;", '<b> "№№& &apos;', []),
    ("&#0; &#x10ffff; &#00000065; &#000065; &#X41;", "&#0; &#x10ffff; &#00000065; A &#X41;", []),
    ("<b>7</b> days", "7 days", [("bold", 0, 1)]),
    ("😀<STRONG>x</strong>", "😀x", [("bold", 2, 1)]),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("<u>x</>", "x", [("underline", 0, 1)]),
    ("  <s> x </s> \n", "   x  \n", [("strikethrough", 2, 3)]),
    ("<b></b>x", "x", []),
    ("<blockquote EXPANDABLE>x</blockquote>", "x", [("blockquote", 0, 1)]),
    ('<a href="localhost">x</a>', "x", []),
    ('<a href="tg://user?id=5">x</a>', "x", [("text_mention", 0, 1, "", 5)]),
    ('<a href="tg://user?id=0">x</a>', "x", [("text_link", 0, 1, "tg://user?id=0")]),
    ('<a href="TG:resolve?domain=x">x</a>', "x", [("text_link", 0, 1, "tg://resolve?domain=x")]),
    ('<a HREF="example.org">x</a>', "x", []),
    (
        '<a href="https://Example.org?a=1&amp;b=2">x</a>',
        "x",
        [("text_link", 0, 1, "https://example.org/?a=1&b=2")],
    ),
    ('<code class="language-py">x</code>', "x", [("code", 0, 1)]),
    (
        '<code class="language-b"><pre><code class="language-a">x</code></pre></code>',
        "x",
        [("pre", 0, 1, "a"), ("code", 0, 1)],
    ),
    ('<tg-time unix="4294967297" format="TtD">x</tg-time>', "x", [("date_time", 0, 1, "Dt", 1)]),
    ('<tg-time unix="-1">x</tg-time>', "x", []),
]


@pytest.mark.parametrize(("source", "reason"), REFUSED)
def test_it_refuses_with_the_servers_words(source: str, reason: str) -> None:
    """Broken markup is refused with the tag and the byte where it broke."""
    with pytest.raises(HtmlError) as refusal:
        parse(source)
    assert reason == str(refusal.value)


@pytest.mark.parametrize(("source", "text", "entities"), UNDERSTOOD)
def test_it_separates_text_and_entities(source: str, text: str, entities: list[Any]) -> None:
    """Offsets count UTF-16 units; links and moments are read as the server reads them."""
    assert (text, [Entity(*one) for one in entities]) == parse(source)


@given(st.text())
def test_escaped_text_reads_back(text: str) -> None:
    """What Python escapes for HTML, Telegram reads as it was; only the apostrophe's name is a number there."""
    assert (text, []) == parse(html.escape(text))


TAGS = [
    "<b>",
    "</b>",
    "<i x=1>",
    "</>",
    '<a href="',
    '">',
    "<pre>",
    "<code class='language-x'>",
    "&#",
    "&lt",
    ";",
    "<",
]


@given(st.lists(st.sampled_from(TAGS) | st.text(max_size=3)).map("".join))
def test_anything_is_read_or_refused(source: str) -> None:
    """Whatever stands there, it is an HtmlError or a text whose entities lie inside of it."""
    try:
        text, entities = parse(source)
    except HtmlError:
        return
    assert all(0 <= one.offset < one.end <= utf16_length(text) for one in entities)
