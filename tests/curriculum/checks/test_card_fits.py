"""Lengths are counted as Telegram counts them, and softer bounds warn."""

from pathlib import Path

import pytest

from tests.curriculum import sample_content
from tests.curriculum.proofread import found, words


@pytest.mark.parametrize(
    ("old", "new", "line", "severity"),
    [
        ("term: Идите вместе", f"term: {'🙂' * 251}", 10, "error"),
        ("buy-paper: {text: Идите вместе", f"buy-paper: {{text: {'🙂' * 31}", 25, "error"),
        ("        text: Идите", f"        text: {'слово ' * 51}", 17, "error"),
        ("    title: Перед дорогой", f"    title: Перед дорогой {'вместе ' * 5}", 4, "warning"),
        ("talk-again: {text: Перед дорогой, reply: Идите", f"talk-again: {{text: Перед дорогой, reply: {'да ' * 70}", 26, "warning"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(old: str, new: str, line: int, severity: str, tmp_path: Path) -> None:
    """An emoji counts twice; a title must fit a button, a reply an explanation under a poll."""
    content = sample_content.broken(tmp_path, words("ru"), old, new)

    assert found(content, "card_fits") == [(words("ru"), line, severity)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("term: Идите вместе", f"term: {'🙂' * 225}"),
        ("1. Идите", f"1. [Идите](https://{'a' * 490}.ru)"),
        ("    title: Перед дорогой", f"    title: {'Перед до' * 5}"),
    ],
)
def test_what_fits_is_fine(old: str, new: str, tmp_path: Path) -> None:
    """Up to the bound; an address behind a link is not seen, and does not count."""
    content = sample_content.broken(tmp_path, words("ru"), old, new)

    assert found(content, "card_fits") == []


@pytest.mark.parametrize(("phrases", "severity"), [(14, []), (16, ["error"])])
def test_a_page_of_phrases_stands_on_one_screen(phrases: int, severity: list[str], tmp_path: Path) -> None:
    """Three lines each: the Russian, how it sounds, what it means; in Russian alone it would fit."""
    keys = [f"wait-{letter}" for letter in "abcdefghijklmnopqrst"[:phrases]]
    files = sample_content.with_phrasebook()
    structure = "phrasebook/phrasebook.yaml"
    files[structure] = files[structure].replace("[wait]", f"[{', '.join(keys)}]")
    for language in sample_content.WORDS:
        said = f'text: "{"слово " * 10}", said: "{"СЛО-во " * 10}"'
        lines = "".join(f"      {key}: {{{said}}}\n" for key in keys)
        files[f"phrasebook/{language}.yaml"] = f"pages:\n  police:\n    title: Слово\n    phrases:\n{lines}"
    content = sample_content.write(tmp_path, files)

    told = [(file, line) for file, line, kind in found(content, "card_fits") if kind == "error"]
    assert told == [(f"phrasebook/{one}.yaml", 2) for one in ("ky", "tg", "uz") for _ in severity]
