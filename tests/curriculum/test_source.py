"""What is made of plain YAML in short is what PyYAML's own constructor makes of it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum import CONTENT
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
