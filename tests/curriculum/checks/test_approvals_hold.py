"""What bodies have signed for is held against what stands there; a forged entry is an error at its file."""

from datetime import date
from pathlib import Path

import pytest

from curriculum import accept, approve
from learning.course import Language
from tests.curriculum import sample_content
from tests.curriculum.proofread import COURSE, MODULE, found, words

RULE = "approvals_hold"
ON = date(2026, 11, 23)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The sample with one body, which has agreed to everything."""
    folder = sample_content.write(tmp_path / "content")
    with (folder / COURSE).open("a", encoding="utf-8") as file:
        file.write("bodies: [{key: lawyer}]\n")
    for language in (Language.RU, Language.KY, Language.TG, Language.UZ):
        with (folder / f"course/{language}.yaml").open("a", encoding="utf-8") as file:
            file.write(f"bodies: {{lawyer: {sample_content.WORDS[language.value]['title']}}}\n")
        accept(folder, language)
    approve(folder, "lawyer", [str(folder)], "L.", ON, ON, tmp_path / "lawyer.pem")
    return folder


def test_agreement_that_holds_is_silent(content: Path) -> None:
    """Signed, and nothing has changed since."""
    assert found(content, RULE) == []


def test_body_that_was_never_asked_is_noted(content: Path) -> None:
    """A draft is normal: told once, at the body's line."""
    (content / "approvals/lawyer.json").unlink()
    assert found(content, RULE) == [(COURSE, 6, "note")]


def test_agreement_to_an_earlier_text_warns(content: Path) -> None:
    """At the structure of what has changed."""
    path = content / words("ru")
    path.write_text(
        path.read_text("utf-8").replace("term: Идите вместе", "term: Идите вместе, не ждите"), "utf-8"
    )
    assert found(content, RULE) == [(MODULE, 1, "warning")]


def test_forged_agreement_is_an_error(content: Path) -> None:
    """Nobody writes a signature by hand."""
    path = content / "approvals/lawyer.json"
    path.write_text(path.read_text("utf-8").replace('"by": "L."', '"by": "M."'), "utf-8")
    assert ("approvals/lawyer.json", 1, "error") in found(content, RULE)


def test_unreadable_agreements_are_told(content: Path) -> None:
    """A file that a merge has broken has a place, not a traceback."""
    (content / "approvals/lawyer.json").write_text("{", "utf-8")
    assert found(content, "yaml") == [("approvals/lawyer.json", 1, "error")]
