"""Terms are said as agreed."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import found, words

GLOSSARY = "glossary.yaml"
TERMS = """\
terms:
  going:
    ru: [идите вмест]
    ky: [чогуу]
    tg: [якҷоя]
    uz: [birga]
    form: {form}
"""


def _content(tmp_path: Path, form: str = "false", **changed: tuple[str, str]) -> Path:
    texts = {
        words(language): sample_content.files()[words(language)].replace(*swap, 1)
        for language, swap in changed.items()
    }
    return sample_content.write(tmp_path, {GLOSSARY: TERMS.format(form=form)} | texts)


def test_other_word_is_told(tmp_path: Path) -> None:
    """The Russian uses the term, and the translation says something else."""
    content = _content(tmp_path, ky=("term: Чогуу барыңыз", "term: Бирге барыңыз"))

    assert found(content, "glossary_kept") == [(words("ky"), 10, "warning")]


def test_form_without_its_russian_name_is_told(tmp_path: Path) -> None:
    """At the first use in a module and on each page, in each language."""
    told = found(_content(tmp_path, form="true"), "glossary_kept")

    assert told == [
        (file, line, "warning")
        for folder, line in (("modules/05-registration", 6), ("trouble", 5))
        for file in (f"{folder}/ky.yaml", f"{folder}/tg.yaml", f"{folder}/uz.yaml")
    ]


def test_russian_name_in_brackets_is_fine(tmp_path: Path) -> None:
    """Once named, it need not be named again in that module."""
    content = _content(tmp_path, "true", ky=("1. Чогуу барыңыз", "1. Чогуу барыңыз (идите вместе)"))

    assert (words("ky"), 6, "warning") not in found(content, "glossary_kept")


def test_agreed_words_are_fine(tmp_path: Path) -> None:
    """Also with other endings, in any case."""
    content = _content(tmp_path, ky=("term: Чогуу барыңыз", "term: ЧОГУУЛАП барыңыз"))

    assert found(content, "glossary_kept") == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("ky: [чогуу]", "ky: чогуу", 4), ("    tg: [якҷоя]\n", "", 2), ("form:", "forms:", 7)],
)
def test_broken_glossary_is_told(old: str, new: str, line: int, tmp_path: Path) -> None:
    """The glossary has a shape as every file has."""
    content = sample_content.write(tmp_path, {GLOSSARY: TERMS.format(form="false").replace(old, new)})

    assert (GLOSSARY, line, "error") in found(content, "shape") + found(content, "unknown_keys")
