"""What the server finds by itself, at the bounds that TDLib's own cases leave out."""

import pytest

from sandbox.entities import Entity
from sandbox.found import cards, found

EVERY_LENGTH = range(13, 20)
# How many digits a card of each system may have, as TDLib's code answered.
CARDS = {
    "4": (13, 16, 18, 19),
    **dict.fromkeys(("51", "55", "2200", "2204", "2221", "2720"), (16,)),
    **dict.fromkeys(("34", "37"), (15,)),
    **dict.fromkeys(("62", "81"), (16, 17, 18, 19)),
    **dict.fromkeys(("50", "56", "35", "63", "2199", "2205", "2220", "2721"), tuple(EVERY_LENGTH)),
}


def checked(begins: str, length: int) -> str:
    """A number with its check digit."""
    bare = begins.ljust(length - 1, "0")
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(bare)))
    return f"{bare}{-total % 10}"


@pytest.mark.parametrize(("begins", "lengths"), CARDS.items())
def test_each_system_has_its_lengths(begins: str, lengths: tuple[int, ...]) -> None:
    """A number of a wrong length for its system is no card."""
    assert lengths == tuple(length for length in EVERY_LENGTH if list(cards(checked(begins, length))))


def test_the_earlier_and_the_longer_win() -> None:
    """Of two findings that overlap, the one that begins first is kept, or the longer; all count UTF-16 units."""
    assert found("😀 x@example.org/@someone") == [Entity("url", 3, 22)]
    assert found("😀 https://t.me/#tag tonsite://x") == [Entity("url", 3, 17), Entity("url", 25, 7)]


def test_the_signs_around_a_link_count() -> None:
    """A link ends at a space of any width, but not at a joiner or a dash."""
    assert found("t.me/a\u2000b") == [Entity("url", 0, 6)]
    assert found("t.me/a\u200db\u2013") == [Entity("url", 0, 9)]
