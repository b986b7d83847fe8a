"""The pages for authors tell of every rule what its docstring says."""

from pathlib import Path

import pytest

from curriculum.checks import RULES
from curriculum.rulebook import PAGES, NoPlaceError, docstring, with_rules


@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_up_to_date(root: Path, page: str) -> None:
    """`make docs` would write nothing."""
    text = (root / page).read_text("utf-8")

    assert with_rules(text, PAGES[page]) == text
    assert [rule.name for rule in RULES if f"`{rule.name}`" not in text] == []


def test_every_rule_says_what_is_wrong_why_it_matters_and_the_cure() -> None:
    """In its file's docstring, from which the page is written."""
    parts = ("Wrong:", "Why it matters:", "Cure:")

    assert {rule.name for rule in RULES if not all(part in docstring(rule) for part in parts)} == set()


def test_a_page_without_a_place_is_refused() -> None:
    """Nothing is put where nobody wanted it."""
    with pytest.raises(NoPlaceError, match="two lines"):
        with_rules("# A page\n", "en")
