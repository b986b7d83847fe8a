"""What is made of plain YAML in short is what PyYAML's own parser, resolver and constructor make of it."""

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum import CONTENT
from curriculum.plain import read_plain
from curriculum.source import Source, _has_explicit_key, _Loader, _NotPlain, parse
from tests.curriculum import sample_content

FILES = sample_content.files()
# Values, keys and signs of which YAML makes something else than text
PIECES = (
    "yes", "~", "1", "0o7", "0x1f", "1_000", "1e3", "12:30:45", ".inf", "2026-01-31", "2026-02-31", "<<: {a: b}", "=: a",
    "!!str ", "!!str {a: b}", "!!int x", "!!set {a}", "!!map a", "! a", "title: a\n", "? a\n: b\n", "{a: 1, a: 2}", "[a, [b, {c: }]]",
    '"\\x41"', "'a''b'", "&a ", "*a", "\t", "\u2028", "# a", "--- ", "...\n", "|\n  a\n", ">-\n  a\n", "- ",
)  # fmt: skip
EXPLICIT = re.compile(r"(?m)(?:^|[\[{,:?-])\s*\?(?:\s|$)")


def _by_pyyaml(text: str) -> Source:
    def refuse(*_: object) -> object:
        raise _NotPlain

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("curriculum.source.read_plain", lambda _: None)
        patch.setattr(_Loader, "_plain", refuse)
        for own in ("resolve", "descend_resolver", "ascend_resolver"):
            patch.delattr(_Loader, own)
        return parse("a.yaml", text)


def _told(source: Source) -> tuple[str, object]:
    """All of it, with the types of values and the order of keys, which `==` would not tell."""
    return repr(source.data), source.snags


def test_real_content_is_read_alike() -> None:
    """Every file of the course."""
    for file in CONTENT.rglob("*.yaml"):
        text = file.read_text("utf-8")

        assert _told(parse("a.yaml", text)) == _told(_by_pyyaml(text))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(FILES)), st.lists(st.tuples(st.floats(0, 1), st.sampled_from(PIECES)), max_size=3)
)
def test_odd_yaml_is_read_alike(name: str, pieces: list[tuple[float, str]]) -> None:
    """Also after a colon, where a piece is a value; with the same mistakes told."""
    text = FILES[name]
    for share, piece in pieces:
        colon = text.find(": ", round(share * len(text)))
        at = colon + 2 if colon >= 0 else round(share * len(text))
        text = text[:at] + piece + text[at:]

    assert _told(parse("a.yaml", text)) == _told(_by_pyyaml(text))


# Lines as authors write them, and such as are but little different
STARTS = st.sampled_from(["", "", "  ", "  ", "    ", "    ", " ", "   ", "      "])
KEYS = st.sampled_from(["a", "b", "c-1", "Key", "on", "yes", "null", "n", "1", "é", '"q"', "#", "- a", "? a"])
VALUES = (
    "", "", "", "|", "|", "|", "|-", "|2", ">", "слово", "two words", "a: b", "a:", "a:b", "a #b", "a#b", "a ", "yes", "No", "15", "15 days",
    "1_5", "2026-01-31", "12:30", "3.5", "1e3", "(a) b", "«a» b", "**a**", "- a", "? a", "{a}", "{a: b}", "a {b}", "a, b", "a - b", "@a",
    '"a: b"', '"a \\" b"', '"a\\n"', '""', "'a'", '"a" b', "[]", "[a, b]", "[a b, в-г]", "[a , b]", "[a,b]", "[a, b, ]", "[a, 15]", "[a, on]",
    "[a: b]", "[a?]", "[a, [b]]", "[(a), «b»]", "[a #b]", "[a", "!a b", "&a b", "*a", "%a", "~", "null", "=", "<<", "...", "---", "é", "\u00a0", "a\tb",
)  # fmt: skip
LINES = st.one_of(
    st.tuples(STARTS, KEYS, st.sampled_from([": ", ": ", ":", " : ", ":  "]), st.sampled_from(VALUES)).map(
        "".join
    ),
    st.tuples(STARTS, st.sampled_from(VALUES)).map("".join),
    st.sampled_from(["", "", " ", "      ", "# c", "    # c", "---", "..."]),
)
ENDS = st.sampled_from(["\n", "\n", "\n", "\n", "\n\n", "\r\n", "\u2028", ""])


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.tuples(LINES, ENDS).map("".join), max_size=7).map("".join))
def test_lines_are_read_alike(text: str) -> None:
    """Whatever stands in which order, indented as it may be."""
    assert _told(parse("a.yaml", text)) == _told(_by_pyyaml(text))


def test_every_block_of_four_lines_is_read_alike() -> None:
    """Lines of nothing, of spaces, further to the right or to the left, and a comment: in each order."""
    lines = ["", " ", "  ", "   ", "  x", "   x", " x", "x: y", "  # c"]
    for count in range(5):
        for block in product(lines, repeat=count):
            text = "\n".join(["a: |", *block, ""])

            assert _told(parse("a.yaml", text)) == _told(_by_pyyaml(text)), text


def test_every_value_is_read_alike_whatever_follows() -> None:
    """A key, a comment, more of the text."""
    for sep, value in product([": ", ":", " : ", ":  "], VALUES):
        for line in ("", "b: c", "  b: c", "  more", "# c", "  # c", "  ", "  - x", "- x", "a: d"):
            text = f"a{sep}{value}\n{line}\n"

            assert _told(parse("a.yaml", text)) == _told(_by_pyyaml(text)), text


def test_words_of_the_course_are_plain() -> None:
    """Nearly all of them, so that they are read in a third of the time."""
    files = [file.read_text("utf-8") for file in CONTENT.glob("modules/*/*.yaml") if len(file.stem) == 2]

    assert len([text for text in files if read_plain(text)]) >= 0.9 * len(files) > 40


@pytest.mark.parametrize("piece", PIECES)
def test_places_are_those_of_the_text(piece: str) -> None:
    """A tree that was kept tells the same places as one that is composed for them."""
    text = f"title: {piece}\nlessons:\n  a: {{b: c}}\n  d: [e, f]\n"
    for path in [("title",), ("lessons", "a", "b"), ("lessons", "d", 1), ("nowhere",)]:
        kept, composed = parse("a.yaml", text, keep=True), parse("a.yaml", text)

        assert kept.place(path) == composed.place(path)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_levels_are_counted_after_whatever_ends_a_line(end: str) -> None:
    """Thousands of levels end the process if they reach the parser's C code."""
    for deep in ("- " * 300_000 + "x", "? " * 300_000 + "x", "[" * 300_000):
        source = parse("a.yaml", f"a:{end}{deep}")

        assert source.data is None
        assert source.snags


@given(st.text(alphabet="?a :-,[{\n\t\u2028.", max_size=20))
def test_question_marks_that_stand_for_keys_are_told(text: str) -> None:
    """As the pattern says, which took longer."""
    assert _has_explicit_key(text) == bool(EXPLICIT.search(text))
