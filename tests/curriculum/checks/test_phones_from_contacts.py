"""Phones and addresses come from the directory."""

from pathlib import Path

import pytest

from curriculum import check
from tests.curriculum import sample_content
from tests.curriculum.proofread import TODAY, found, words


@pytest.mark.parametrize(
    "typed",
    [
        "+7 (495) 123-45-67",
        "8 800 555 35 35",
        "84951234567",
        "112",
        "help@example.org",
        "@safar_help",
        "t.me/safar_help",
        "мвд.рф",
        "https://example.com/page",
    ],
)
def test_typed_contact_is_told_once(typed: str, tmp_path: Path) -> None:
    """However it is spelt, and not a second time as a number."""
    content = sample_content.broken(tmp_path, words("ru"), "1. Идите", f"1. {typed} Идите")

    assert found(content, "phones_from_contacts") == [(words("ru"), 9, "error")]
    assert found(content, "numbers_from_facts") == []


def test_known_phone_is_named(tmp_path: Path) -> None:
    """The cure for the number of a known contact is its placeholder."""
    content = sample_content.broken(tmp_path, words("ru"), "1. Идите", "1. 112 Идите")
    [finding] = [finding for finding in check(content, TODAY) if finding.rule == "phones_from_contacts"]

    assert "{contact.emergency}" in finding.cure


@pytest.mark.parametrize("typed", ["15", "Идите… вместе", "и т.д.", "{contact.emergency}"])
def test_other_words_are_none(typed: str, tmp_path: Path) -> None:
    """An amount is told by another rule; abbreviations and placeholders are no addresses."""
    content = sample_content.broken(tmp_path, words("ru"), "1. Идите", f"1. {typed} Идите")

    assert found(content, "phones_from_contacts") == []
