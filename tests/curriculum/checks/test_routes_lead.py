"""Routes lead through lessons that are there."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import COURSE, MODULE, found

WORDS = "routes:\n  leaving: {{title: {title}, note: {text}}}\n"


def with_routes(tmp_path: Path, *routes: str, **changed: str) -> Path:
    """The sample with routes, and words for one called "leaving"."""
    texts = sample_content.files()
    files = {COURSE: texts[COURSE] + "routes:\n" + "".join(f"  - {route}\n" for route in routes)}
    for language, said in sample_content.WORDS.items():
        name = f"course/{language}.yaml"
        files[name] = texts[name] + WORDS.format(**said)
    return sample_content.write(tmp_path, files | changed)


def test_a_route_through_the_course_is_fine(tmp_path: Path) -> None:
    content = with_routes(tmp_path, "{key: leaving, icon: 🚀, lessons: [501]}")

    for rule in ("routes_lead", "button_fits", "keys_unique", "words_complete", "card_fits"):
        assert found(content, rule) == []


@pytest.mark.parametrize("lessons", ["[501, 502]", "[501, 501]", "[502, 501]"])
def test_a_lesson_that_is_not_there_or_twice_is_told(lessons: str, tmp_path: Path) -> None:
    content = with_routes(tmp_path, f"{{key: leaving, icon: 🚀, lessons: {lessons}}}")

    assert found(content, "routes_lead") == [(COURSE, 7, "error")]


def test_where_a_module_cannot_be_read_nothing_is_said_of_its_lessons(tmp_path: Path) -> None:
    content = with_routes(
        tmp_path, "{key: leaving, icon: 🚀, lessons: [502]}", **{MODULE: "key: registration\n"}
    )

    assert found(content, "routes_lead") == []


def test_the_key_of_a_route_is_short_and_stands_once(tmp_path: Path) -> None:
    """Ten characters travel beside lesson, question and option."""
    content = with_routes(
        tmp_path,
        "{key: leaving, icon: 🚀, lessons: [501]}",
        "{key: leaving, icon: 🏡, lessons: [501]}",
        "{key: leaving-now, icon: 🏡, lessons: [501]}",
        "{key: leaving-up, icon: 🏡, lessons: [501]}",
    )

    assert found(content, "keys_unique") == [(COURSE, 8, "error")]
    assert found(content, "button_fits") == [(COURSE, 9, "error")]


def test_a_long_title_of_a_route_is_cut_in_the_menu(tmp_path: Path) -> None:
    """A warning: there its minutes stand beside it."""
    content = with_routes(tmp_path, "{key: leaving, icon: 🚀, lessons: [501]}")
    file = content / "course/ru.yaml"
    file.write_text(
        file.read_text("utf-8").replace(
            "leaving: {title: Перед дорогой", "leaving: {title: Перед самой дорогой домой"
        ),
        "utf-8",
    )

    assert found(content, "card_fits") == [("course/ru.yaml", 5, "warning")]
