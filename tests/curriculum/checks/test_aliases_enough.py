"""Words of search: enough, each once, without digits."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.checks.aliases_enough import _folded, _in_order
from tests.curriculum import sample_content
from tests.curriculum.proofread import found, words

TEN = [f"слово {letter}" for letter in "абвгдежзик"]
CARDS = ("why", "term", "host", "ask", "agree")


def with_aliases(folder: Path, **special: list[str]) -> Path:
    """The sample with ten words of search for each card in each language; the Russian of some cards is special."""
    files = {}
    for language in sample_content.WORDS:
        said = {card: special.get(card, TEN) if language == "ru" else TEN for card in CARDS}
        lines = "".join(f"      {card}: [{', '.join(told)}]\n" for card, told in said.items() if told)
        files[words(language)] = sample_content.files()[words(language)] + f"    aliases:\n{lines}"
    return sample_content.write(folder, files)


def test_ten_to_twenty_of_each_card_are_fine(tmp_path: Path) -> None:
    """And none at all is fine too: they may come later."""
    content = with_aliases(tmp_path, term=[f"слово {letter}" for letter in "абвгдежзиклмнопрстуф"])

    assert found(content, "aliases_enough") == []
    assert found(content, "words_complete") == []
    assert found(sample_content.write(tmp_path / "bare"), "aliases_enough") == []


@pytest.mark.parametrize(
    "aliases",
    [TEN[:9], [*TEN, *(f"{one} {one}" for one in TEN), "слово"], [*TEN, " Слово  А"], [*TEN, "слово 30"]],
    ids=["few", "many", "twice", "digit"],
)
def test_too_few_too_many_twice_or_with_a_digit_is_told(aliases: list[str], tmp_path: Path) -> None:
    """At the line where they stand, as a warning."""
    content = with_aliases(tmp_path, term=aliases)

    assert found(content, "aliases_enough") == [(words("ru"), 29, "warning")]


def test_a_card_without_any_is_told_where_its_neighbours_have_some(tmp_path: Path) -> None:
    """In each language; where one language has them, the others' lack is told by another rule."""
    content = with_aliases(tmp_path)
    for language in sample_content.WORDS:
        file = content / words(language)
        kept = [line for line in file.read_text("utf-8").split("\n") if not line.startswith("      host: [")]
        file.write_text("\n".join(kept), "utf-8")

    assert [file for file, _, _ in found(content, "aliases_enough")] == [
        words(language) for language in ("ru", "ky", "tg", "uz")
    ]
    lacking = with_aliases(tmp_path, host=[])
    assert found(lacking, "aliases_enough") == []
    assert [file for file, _, _ in found(lacking, "words_complete")] == [words("ru")]


WORDS = st.text(alphabet="аАбa1²٣ \t\n\u00a0ß-", max_size=6)


@given(st.lists(st.lists(WORDS, max_size=4).map(tuple), max_size=3))
def test_what_is_passed_over_has_no_fault(lists: list[tuple[str, ...]]) -> None:
    """Words of search that are asked all at once: none stands twice in its list, none has a digit."""
    for aliases, in_order in zip(lists, _in_order(lists), strict=True):
        if in_order:
            assert len({_folded(alias) for alias in aliases}) == len(aliases)
            assert not any(sign.isdigit() for alias in aliases for sign in alias)


def test_lists_in_order_are_passed_over() -> None:
    """Also one whose words stand in a neighbour's list."""
    assert _in_order([("слово", "два слова"), ("слово",), ("а", "а"), ()]) == [True, True, False, True]
