"""Telegram's HTML: what it makes of it, and what it says when it can't."""

import pytest

from sandbox.html import HtmlError, parse

REFUSED = [
    ("<abacaba", "Unclosed start tag at byte offset 0"),
    ("🏟 <p>x</p>", 'Unsupported start tag "p" at byte offset 5'),
    ("one<br/>two", 'Unsupported start tag "br/" at byte offset 3'),
    ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    ("кг <u x", 'Unclosed start tag "u" at byte offset 5'),
    ("<i =aba>x</i>", 'Empty attribute name in the tag "i" at byte offset 0'),
    ("<b />x", 'Empty attribute name in the tag "b" at byte offset 0'),
    ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    (
        "&#57311;",
        "Text contains invalid Unicode characters after decoding HTML entities, "
        "check for unmatched surrogate code units",
    ),
]

UNDERSTOOD = [
    ("plain & simple &nbsp;", "plain & simple &nbsp;", []),
    ("&lt;b&gt; &quot;&#8470;&#x2116;&amp", '<b> "№№&', []),
    ("<b>7</b> days", "7 days", [("bold", 0, 1)]),
    ("😀<STRONG>x</strong>", "😀x", [("bold", 2, 1)]),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("<u>x</>", "x", [("underline", 0, 1)]),
    ("  <s>x</s> \n", "x", [("strikethrough", 0, 1)]),
    ("<b> x </b>", "x", [("bold", 0, 1)]),
    ("<b></b>x", "x", []),
    ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
    ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
    ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
    ("<blockquote>x</blockquote>", "x", [("blockquote", 0, 1)]),
    ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
    ('<a href="localhost">x</a>', "x", []),
]


@pytest.mark.parametrize(("source", "reason"), REFUSED)
def test_it_refuses_with_the_servers_words(source: str, reason: str) -> None:
    """Broken markup is refused with the tag and the byte where it broke."""
    with pytest.raises(HtmlError) as refusal:
        parse(source)
    assert reason == str(refusal.value)


@pytest.mark.parametrize(("source", "text", "entities"), UNDERSTOOD)
def test_it_separates_text_and_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    """Offsets count UTF-16 units of the trimmed text."""
    parsed, found = parse(source)
    assert text == parsed
    assert entities == [(entity.type, entity.offset, entity.length) for entity in found]


def test_a_link_keeps_its_address() -> None:
    """A link's address is decoded and gets the path it lacks."""
    (entity,) = parse('<a href="https://example.org?a=1&amp;b=2">x</a>')[1]
    assert entity.url == "https://example.org/?a=1&b=2"


def test_a_language_of_code_moves_to_the_block() -> None:
    """`<pre><code class=…>` is one entity."""
    (entity,) = parse('<pre><code class="language-python">x</code></pre>')[1]
    assert entity.language == "python"
