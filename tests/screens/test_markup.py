"""Authors' Markdown as Telegram's HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.html import parse
from screens.markup import plain, telegram_html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**bold** and *italic*", "<b>bold</b> and <i>italic</i>"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("one\ntwo", "one\ntwo"),
        ("- a\n- b\n\nend", "• a\n• b\n\nend"),
        ("1. a\n2. b", "1. a\n2. b"),
        ("[site](https://example.org/?a=1&b=2)", '<a href="https://example.org/?a=1&amp;b=2">site</a>'),
        ("1 < 2 & <b>x</b>", "1 &lt; 2 &amp; &lt;b&gt;x&lt;/b&gt;"),
        ("Title:\n\n- **a** b\n- c", "Title:\n\n• <b>a</b> b\n• c"),
    ],
)
def test_markdown_becomes_telegram_s_html(markdown: str, html: str) -> None:
    assert telegram_html(markdown) == html


@given(st.text(alphabet="ab*_[]()<>&\n-1. #`!", max_size=60))
def test_whatever_an_author_types_telegram_can_read_it(markdown: str) -> None:
    parse(telegram_html(markdown))


def test_plain_words_have_no_marks() -> None:
    assert plain("**bold** [site](https://example.org)") == "bold site"
