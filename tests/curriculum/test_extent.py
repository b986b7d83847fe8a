"""How much is written is counted from whatever stands in the files."""

from pathlib import Path

import pytest

from curriculum import CONTENT, counts
from curriculum.extent import counts as counts_of
from curriculum.manuscript import read_manuscript
from tests.curriculum import sample_content
from tests.curriculum.proofread import COURSE, FACTS, MODULE, TODAY, words

WHOLE = {"lessons": 1, "cards": 5, "questions": 2}


def test_lessons_cards_and_questions_are_counted_by_module_and_language(tmp_path: Path) -> None:
    """And for the whole course, which has one module here."""
    told = counts(sample_content.write(tmp_path))

    [module] = told["modules"]
    assert (module["number"], module["key"], module["lessons"]) == (5, "registration", 1)
    assert module["languages"] == dict.fromkeys(("ru", "ky", "tg", "uz"), WHOLE)
    assert told["course"]["languages"] == module["languages"]
    assert (told["course"]["modules"], told["course"]["lessons"]) == (1, 1)


def test_a_passport_is_told_what_it_meets_and_how_long_that_takes(tmp_path: Path) -> None:
    """One card of the sample is not for Tajikistan."""
    [module] = counts(sample_content.write(tmp_path))["modules"]

    assert [module["passports"][one]["ru"]["cards"] for one in ("KG", "TJ", "UZ", "other")] == [5, 4, 4, 5]
    assert module["passports"]["TJ"]["ru"] == {"lessons": 1, "cards": 4, "questions": 2, "minutes": 0.4}
    assert module["minutes"]["501"]["KG"] == {"ru": 0.5, "ky": 0.5, "tg": 0.5, "uz": 0.5}


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("      term: Якҷоя", "      term: ✎ Якҷоя", {"lessons": 0, "cards": 4, "questions": 2}),
        ("      host: Якҷоя равед {term.country}\n", "", {"lessons": 0, "cards": 4, "questions": 2}),
        ("reply: Якҷоя равед", "reply: ''", {"lessons": 0, "cards": 5, "questions": 1}),
        ("    title: Пеш", "    title: ✎ Пеш", {"lessons": 0, "cards": 5, "questions": 2}),
    ],
    ids=["template", "missing", "no reply", "title"],
)
def test_what_is_missing_or_a_template_is_not_counted(
    old: str, new: str, left: dict[str, int], tmp_path: Path
) -> None:
    """In its own language only; a lesson counts once all of it is written, and has no minutes before."""
    [module] = counts(sample_content.broken(tmp_path, words("tg"), old, new))["modules"]

    assert module["languages"]["tg"] == left and module["languages"]["ky"] == WHOLE
    assert module["minutes"]["501"]["KG"]["tg"] is None
    assert module["passports"]["KG"]["tg"]["minutes"] == 0


def test_a_lesson_for_others_has_no_minutes(tmp_path: Path) -> None:
    """Nor is it counted for that passport."""
    structure = sample_content.files()[MODULE].replace("key: why}", "key: why, when: {citizenship: [KG]}}")
    for key in ("term", "host"):
        structure = structure.replace(f"key: {key},", f"key: {key}, when: {{citizenship: [KG]}},")
    structure = structure.replace("{key: agree}", "{key: agree, when: {citizenship: [KG]}}")
    [module] = counts(sample_content.write(tmp_path, {MODULE: structure}))["modules"]

    assert module["minutes"]["501"]["TJ"]["ru"] is None and module["passports"]["TJ"]["ru"]["lessons"] == 0
    assert module["minutes"]["501"]["KG"]["ru"] is not None


@pytest.mark.parametrize("name", sorted(sample_content.files()))
def test_whatever_file_is_missing_or_broken_something_is_counted(name: str, tmp_path: Path) -> None:
    """Never a traceback."""
    content = sample_content.write(tmp_path)
    for text in ("", "{", "x: [1]\n", "- 1\n", "\x00"):
        (content / name).write_text(text, "utf-8")
        assert set(counts(content)) == {"course", "modules"}
    (content / name).unlink()
    assert set(counts(content)) == {"course", "modules"}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (MODULE, "    action: {key: agree}\n", ""),
        (MODULE, "right: {fact: registration-term}", "right: {fact: nothing}"),
        (MODULE, "number: 501", "number: 501\n    questions: []"),
        (FACTS, "KG: {days: 30}, ", ""),
        (COURSE, "terms: [country]", "terms: []"),
        (COURSE, "[05-registration]", "[05-registration, 06-none]"),
    ],
)
def test_a_mistake_in_the_structure_stops_no_counting(file: str, old: str, new: str, tmp_path: Path) -> None:
    """No action, no such fact, no amount for a passport, no such module."""
    content = sample_content.broken(tmp_path, file, old, new)

    assert counts(content)["course"]["passports"]["KG"]["ru"]["minutes"] >= 0


def test_an_empty_folder_counts_nothing(tmp_path: Path) -> None:
    """Nothing is there, and nothing breaks."""
    assert counts_of(read_manuscript(tmp_path / "none", TODAY))["course"]["lessons"] == 0


def test_the_real_course_is_written_in_every_language() -> None:
    """As far as it goes: what is counted in Russian is there in the others."""
    course = counts(CONTENT)["course"]

    assert course["languages"]["ru"]["lessons"] == course["lessons"] > 0
    assert course["passports"]["KG"]["ru"]["minutes"] > 0
