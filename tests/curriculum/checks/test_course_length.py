"""How long lessons, modules and the course are."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import COURSE, MODULE, found, words

SENTENCE = "Слово за словом и дальше. "  # 26 characters: about two seconds


def lesson_of(tmp_path: Path, sentences: int, **changed: str) -> Path:
    """The sample with a lesson as long as so many sentences on one card, in Russian."""
    ru = sample_content.files()[words("ru")]
    longer = ru.replace("term: Идите вместе", f"term: Идите вместе {SENTENCE * sentences}")
    return sample_content.write(tmp_path, {words("ru"): longer} | changed)


def lengths(content: Path, file: str = MODULE) -> list[tuple[int, str]]:
    return [(line, kind) for where, line, kind in found(content, "course_length") if where == file]


@pytest.mark.parametrize(
    ("sentences", "told"),
    [
        (0, []),  # a sketch: nothing is said of it yet
        (20, [(4, "warning")]),
        (40, [(4, "note")]),
        (60, []),
        (95, []),
        (115, [(4, "note")]),
        (140, [(4, "warning")]),
    ],
)
def test_a_lesson_takes_two_to_four_minutes(
    sentences: int, told: list[tuple[int, str]], tmp_path: Path
) -> None:
    """Beyond that it is noted, and far beyond a warning; once for all passports."""
    content = lesson_of(tmp_path, sentences)

    assert [each for each in lengths(content) if each[0] != 3] == told


def test_a_template_is_not_measured(tmp_path: Path) -> None:
    """Words still to be written are told by another rule."""
    ru = sample_content.files()[words("ru")].replace("      host: Идите", "      host: ✎ Идите")
    content = lesson_of(tmp_path, 60, **{words("ru"): ru})

    assert found(content, "course_length") == []


def test_a_module_of_one_lesson_is_told(tmp_path: Path) -> None:
    """At the line of its lessons."""
    assert lengths(lesson_of(tmp_path, 60)) == [(3, "warning")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("      - {key: host, facts: [host-duty]}\n", ""),
        ("      - {key: why}\n", "".join(f"      - {{key: why-{one}}}\n" for one in "abcde")),
    ],
    ids=["few", "many"],
)
def test_few_or_many_cards_are_told(old: str, new: str, tmp_path: Path) -> None:
    """For the passports that meet too few or too many of them."""
    content = sample_content.broken(tmp_path, MODULE, old, new)

    assert set(lengths(content)) == {(4, "warning")}


def test_few_or_many_questions_are_told(tmp_path: Path) -> None:
    """One is few, five are many."""
    structure = sample_content.files()[MODULE]
    [head, second] = structure.split("      - key: host-refuses\n")
    five = structure + "".join(f"      - key: more-{one}\n{second}" for one in "abc")
    asked = sample_content.files()[words("ru")].split("      host-refuses:\n")[1]

    for at, changed in enumerate((head, five)):
        content = lesson_of(tmp_path / str(at), 60, **{MODULE: changed})
        file = content / words("ru")
        more = "".join(f"      more-{one}:\n{asked}" for one in "abc" * at)
        file.write_text(file.read_text("utf-8") + more, "utf-8")
        assert (4, "warning") in lengths(content)


@pytest.mark.parametrize(
    ("modules", "sentences", "told"), [(12, 60, 1), (11, 60, 0), (12, 210, 0), (12, 300, 1)]
)
def test_a_whole_course_takes_seventy_five_to_a_hundred_minutes(
    modules: int, sentences: int, told: int, tmp_path: Path
) -> None:
    """Before there are twelve modules it is not whole, and nothing is said."""
    texts = sample_content.files()
    content = lesson_of(tmp_path, sentences)
    folders = ["05-registration", *(f"{number:02}-m{number}" for number in range(6, 5 + modules))]
    for number, folder in enumerate(folders[1:], 6):
        here = content / "modules" / folder
        here.mkdir()
        shape = texts[MODULE].replace("key: registration\nnumber: 5", f"key: m{number}\nnumber: {number}")
        (here / "module.yaml").write_text(shape.replace("number: 501", f"number: {number}01"), "utf-8")
        for language in sample_content.WORDS:
            (here / f"{language}.yaml").write_text((content / words(language)).read_text("utf-8"), "utf-8")
    listed = texts[COURSE].replace("[05-registration]", f"[{', '.join(folders)}]")
    (content / COURSE).write_text(listed, "utf-8")

    assert lengths(content, COURSE) == [(4, "warning")] * told
