"""Whatever stands in the files, the proof-reader answers with findings or with a course, never a traceback."""

import tempfile
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum import ContentError, Finding, check, load_course
from tests.curriculum import sample_content

FILES = sample_content.files()
PIECES = [
    "&a ", "*a", "!!python/object:os.system ", "!!binary ", "!!timestamp x", "!!bool x", "? ", "- ", ": ", "\t",
    "{", "}", "[", "]", "|\n", ">", "'", '"', "#", "%", "@", "`", "---\n", "...\n", "<<: ", "no", "null", "~",
    "1e9999", "9" * 5000, "2026-13-45", "0x", ".nan", "\x00", "\x85", "\u2028", "\ufeff", "🙂", "\\x", "\r",
]  # fmt: skip


def _found(content: Path) -> list[Finding]:
    """The findings; no rule may have broken down on the way."""
    found = check(content, date(2026, 11, 23))
    assert [finding.what for finding in found if finding.rule == "rules_work"] == []
    return found


@st.composite
def _mutated(draw: st.DrawFn) -> tuple[str, str]:
    """One file of the sample, cut, doubled or with foreign signs put in."""
    name = draw(st.sampled_from(sorted(FILES)))
    text = FILES[name]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        middle = draw(st.one_of(st.sampled_from([*PIECES, ""]), st.text(max_size=5)))
        text = text[:start] + middle + text[end:]
    return name, text[: draw(st.integers(0, len(text)))] if draw(st.booleans()) else text


@settings(max_examples=80, deadline=None)
@given(_mutated())
def test_mutated_file_gives_findings_or_loads(mutated: tuple[str, str]) -> None:
    """No mutation of one file brings the reader down, and what has no error loads."""
    name, text = mutated
    with tempfile.TemporaryDirectory() as folder:
        content = sample_content.write(Path(folder), {name: text.encode("utf-8", "replace").decode()})
        errors = [finding for finding in _found(content) if finding.severity == "error"]
        refused = []
        try:
            load_course(content)
        except ContentError as error:
            refused = list(error.findings)

        assert refused == errors


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.binary(max_size=200))
def test_any_bytes_are_survived(name: str, raw: bytes) -> None:
    """A file need not even be text."""
    with tempfile.TemporaryDirectory() as folder:
        content = sample_content.write(Path(folder))
        (content / name).write_bytes(raw)

        _found(content)


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [{', '.join(['*a'] * 9)}]\n" for n in range(40)),
        "a: &a {b: *a}",
        "a: " + "[" * 100_000,
        "{a: " * 100_000,
        "- " * 100_000,
        "a: " + "9" * 900_000,
        "a: " + "x" * 2_000_000,
        "? " * 50_000,
    ],
    ids=["laughs", "itself", "brackets", "braces", "dashes", "digits", "large", "questions"],
)
@pytest.mark.parametrize("name", ["facts.yaml", "course/ru.yaml", "modules/05-registration/module.yaml"])
def test_bomb_is_refused_at_once(name: str, bomb: str, tmp_path: Path) -> None:
    """Files made to explode are refused in no time."""
    content = sample_content.write(tmp_path, {name: bomb})
    began = time.perf_counter()

    found = _found(content)

    assert name in [finding.file for finding in found]
    assert time.perf_counter() - began < 3


def test_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    """A folder called facts.yaml is a finding too."""
    content = sample_content.write(tmp_path)
    (content / "facts.yaml").unlink()
    (content / "facts.yaml").mkdir()

    assert "facts.yaml" in [finding.file for finding in _found(content)]


def test_content_may_be_absent(tmp_path: Path) -> None:
    """No folder at all: every file that is needed is named."""
    found = _found(tmp_path / "nowhere")

    assert {"course/course.yaml", "facts.yaml", "territories/kg.csv"} <= {finding.file for finding in found}
