"""What `safar new` begins passes the proof-reader but for the words, and touches nothing else."""

from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

import pytest

from curriculum import (
    Begun,
    Severity,
    TemplateError,
    check,
    load_course,
    new_contact,
    new_fact,
    new_lesson,
    new_module,
    new_question,
)
from tests.curriculum import sample_content
from tests.curriculum.proofread import CONTACTS, COURSE, FACTS, MODULE, TODAY, words
from tests.one_module import one_module

BEGINNINGS: dict[str, Callable[[Path], Begun]] = {
    "module": lambda content: new_module(content, "patent"),
    "module with a number": lambda content: new_module(content, "patent", 7, "how-to-get-one"),
    "lesson": lambda content: new_lesson(content, "registration", "moving-house"),
    "lesson by the module's number": lambda content: new_lesson(content, "5", "moving-house"),
    "question": lambda content: new_question(content, "502", "what-if"),
    "question on a card": lambda content: new_question(content, "502", "what-if", "slip"),
    "contact": lambda content: new_contact(content, "hotline", "emergency", "ufa", "9.05", TODAY),
    "fact": lambda content: new_fact(content, "quota-term", "3.01", TODAY),
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The course itself, to be added to."""
    return one_module(tmp_path / "content")


@pytest.mark.parametrize("name", BEGINNINGS)
def test_only_the_words_are_missing(content: Path, name: str) -> None:
    """Errors none, warnings only for what is still to be written; and the course can be loaded."""
    before = {(f.file, f.rule, f.what) for f in check(content, TODAY)}

    begun = BEGINNINGS[name](content)

    new = [f for f in check(content, TODAY) if (f.file, f.rule, f.what) not in before]
    assert {f.rule for f in new if f.severity is not Severity.NOTE} == {"words_written"}
    assert load_course(content).modules
    line = (content / begun.file).read_text("utf-8").splitlines()[begun.line - 1]
    assert "key:" in line or line.startswith("quota-term:")


@pytest.mark.parametrize("name", BEGINNINGS)
def test_nothing_else_is_touched(content: Path, name: str) -> None:
    """No line of any file is taken away, but for the list of modules."""
    before = {path: path.read_text("utf-8") for path in content.rglob("*.yaml")}

    BEGINNINGS[name](content)

    for path, text in before.items():
        lines = unified_diff(text.splitlines(), path.read_text("utf-8").splitlines(), n=0, lineterm="")
        gone = [line for line in lines if line.startswith("-") and not line.startswith("---")]
        assert all(line.startswith("-modules: ") for line in gone)


def test_numbers_go_on(content: Path) -> None:
    """A lesson gets the number after the module's last; a module's first lesson that of the module."""
    new_lesson(content, "registration", "moving-house")
    new_module(content, "patent")

    course = load_course(content)
    assert [lesson.number for lesson in course.lessons()][-2:] == [504, 601]


def test_right_options_stand_in_different_places(content: Path) -> None:
    """Question after question, without a word of the author."""
    new_lesson(content, "registration", "moving-house")
    for key in ("what-then", "what-if", "who-helps"):
        new_question(content, "504", key)

    assert not [f for f in check(content, TODAY) if f.rule == "right_place_varies"]


@pytest.mark.parametrize(
    ("begin", "why"),
    [
        (lambda content: new_module(content, "registration"), "already"),
        (lambda content: new_module(content, "patent", 5), "number"),
        (lambda content: new_module(content, "Патент"), "can't be a key"),
        (lambda content: new_module(content, "../out"), "can't be a key"),
        (lambda content: new_lesson(content, "registration", "first-days"), "already"),
        (lambda content: new_lesson(content, "patent", "first-days"), "no module"),
        (lambda content: new_lesson(content, "5", "a" * 21), "at most 20"),
        (lambda content: new_question(content, "999", "what-if"), "no one lesson"),
        (lambda content: new_question(content, "501", "host-refuses"), "already"),
        (lambda content: new_question(content, "501", "what-if", "nothing"), "no card"),
        (lambda content: new_contact(content, "emergency", "emergency", "any", "9.05", TODAY), "already"),
        (lambda content: new_contact(content, "x", "nothing", "any", "9.05", TODAY), "no topic"),
        (lambda content: new_contact(content, "x", "emergency", "nowhere", "9.05", TODAY), "no city"),
        (lambda content: new_contact(content, "x", "emergency", "any", "112", TODAY), "fact sheet"),
        (lambda content: new_fact(content, "host-duty", "3.01", TODAY), "already"),
    ],
)
def test_what_cannot_be_begun_is_refused_whole(
    tmp_path: Path, begin: Callable[[Path], Begun], why: str
) -> None:
    """One line that says why, and not a byte is written."""
    content = sample_content.write(tmp_path)
    before = _all(content)

    with pytest.raises(TemplateError, match=why):
        begin(content)

    assert _all(content) == before


@pytest.mark.parametrize("file", [COURSE, MODULE, words("tg"), CONTACTS, FACTS])
def test_a_broken_file_is_refused_whole(tmp_path: Path, file: str) -> None:
    """Nothing is added to what can't be read."""
    content = sample_content.write(tmp_path)
    (content / file).write_text("title: [\n", "utf-8")
    before = _all(content)
    begin = BEGINNINGS["contact" if file == CONTACTS else "fact" if file == FACTS else "lesson"]

    with pytest.raises(TemplateError):
        begin(content)

    assert _all(content) == before


def test_a_lesson_without_questions_gets_its_first(tmp_path: Path) -> None:
    """The list is made; one at the end of the file without a last line break, too."""
    content = sample_content.write(tmp_path)
    text = (content / MODULE).read_text("utf-8")
    (content / MODULE).write_text(text[: text.index("    questions:")].rstrip("\n"), "utf-8")

    new_question(content, "501", "what-if")

    assert "    questions:\n      - key: what-if\n" in (content / MODULE).read_text("utf-8")


def _all(content: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in content.rglob("*") if path.is_file()}
