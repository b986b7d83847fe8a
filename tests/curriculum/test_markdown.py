"""What the proof-reader counts is what a reader sees."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum import CONTENT, markdown
from curriculum.manuscript import read_manuscript
from curriculum.markdown import marks, units, visible
from screens.markup import plain

TEXTS = [
    "a **b** *c* [d](https://e.org)",
    "- a\n- b\n\n1. x\n   c\n\ny",
    "3. a\n4. b",
    "- a\n  - b\n- c",
    "x\n- a",
    "  a\n\n\n b\nc  ",
    "** a **, [x](a b), слово**«Амина»**",
    "1) x",
]


@pytest.mark.parametrize("text", TEXTS)
def test_visible_words_are_those_of_the_screens(text: str) -> None:
    """Marks are read as the screens read them."""
    assert visible(text) == plain(text)


def test_visible_words_of_the_course_are_those_of_the_screens() -> None:
    """In every text of every language."""
    for text in read_manuscript(CONTENT, date.min).texts:
        assert visible(text.words) == plain(text.words), text.slot.name


def test_emoji_counts_twice() -> None:
    """Telegram counts in UTF-16 units."""
    assert units("ӯ🙂") == 3


PIECES = [
    "**",
    "*",
    "- ",
    "-",
    " ",
    "\n",
    "\n\n",
    "а",
    "б.",
    "{x-y}",
    "(",
    ")",
    "«",
    "»",
    "—",
    "_",
    "1. ",
    "+",
    ":",
    "№",
    "🙂",
]


@settings(max_examples=2000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_is_told_without_the_parser_is_what_the_parser_tells(text: str) -> None:
    """Bold words in lines and items are simple enough; anything else is parsed."""
    if markdown._MARKED.search(text):
        assert marks(text) == markdown._parsed_marks(text)
        assert visible(text) == markdown._parsed_visible(text)
