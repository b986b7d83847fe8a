"""A file of words answers for all its texts at once what each of them would answer."""

import re
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum import CONTENT, check
from curriculum.manuscript import read_manuscript
from curriculum.markdown import MARKING, NO_MARKS, marks
from curriculum.placeholders import names
from curriculum.words import WordsFile
from tests.curriculum import sample_content

TODAY = date(2026, 11, 23)
FILES = sample_content.files()
WHAT = ("a", "**", "ё", re.compile(r"[А-Я]"), re.compile(r"\n[А-Я]"), re.compile(r"\.(?<=\w\.)\w"))
# Each is what some rule looks for
PIECES = (
    "  ", " ,", "..", "!!", "}{", "\\", "#", "«", ")", "[", '"', "5", "½", "\u0664", "@name", "x@y.ru", "мвд.рф", "<b>", "&nbsp;",
    "✎ ", "**", "*", "- а", "1. ", "{x}", "{contact.emergency}", "{term.country}", "{", "a", "т", "ʻ", "ʼ", "'", "\u00ad", "é",
    "\u0301", "слово " * 25, "перемена" * 4, "112", "[a](b)",
)  # fmt: skip


@pytest.mark.parametrize("what", WHAT)
def test_places_are_those_of_each_text(what: str | re.Pattern[str]) -> None:
    """A piece or a pattern is found in exactly the texts that hold it."""
    for words in read_manuscript(CONTENT, date.min).files():
        lines = [f"\n{text}" if isinstance(what, re.Pattern) else text for text in words.texts]
        each = [
            at
            for at, text in enumerate(lines)
            if (re.search(what, text) if isinstance(what, re.Pattern) else what in text)
        ]
        assert words.places(what) == each


def test_marks_placeholders_and_signs_are_those_of_each_text() -> None:
    """Also in files that hold nothing of the kind."""
    for words in read_manuscript(CONTENT, date.min).files():
        assert words.marks == {
            at: marked for at, text in enumerate(words.texts) if (marked := marks(text)) != NO_MARKS
        }
        assert {at: tuple(dict.fromkeys(found)) for at, found in words.placeholders.items()} == {
            at: found for at, text in enumerate(words.texts) if (found := names(text))
        }
        assert {sign for sign in MARKING + "{}0123456789«»" if sign in words.whole} <= words.rare_signs


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([name for name in sorted(FILES) if name[-7:] in ("ru.yaml", "ky.yaml", "uz.yaml")]),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(PIECES)), min_size=1, max_size=4),
)
def test_rules_find_no_more_when_they_look_at_every_text(name: str, pieces: list[tuple[float, str]]) -> None:
    """What is asked of a file as a whole leaves no text out that a rule would find something in."""
    text = FILES[name]
    for share, piece in pieces:
        at = round(share * len(text))
        text = text[:at] + piece + text[at:]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        content = sample_content.write(Path(folder), {name: text})
        found = check(content, TODAY)
        patch.setattr(WordsFile, "places", lambda words, *what: list(range(len(words.texts))))
        patch.setattr(WordsFile, "folded_places", lambda words, piece: range(len(words.texts)))

        assert check(content, TODAY) == found
