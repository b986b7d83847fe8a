"""Numbers and yes or no, as the server reads them."""

import pytest

from sandbox.numbers import integer, real, yes

NUMBERS = [
    ("", 0), ("abc", 0), ("12", 12), ("-7x", -7), (" 5", 0), ("+5", 0), ("1.9", 1),
    ("2147483647", 2147483647), ("2147483648", -2147483648), ("4294967297", 1),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_whole_numbers(text: str, number: int) -> None:
    """What begins a text counts, junk is 0, and what is too great wraps around."""
    assert integer(text) == number


def test_a_number_of_many_digits() -> None:
    """Python refuses to read numbers that long at once; the server does not."""
    assert integer("1" + "0" * 5000 + "7") == 7


def test_whole_numbers_of_64_bits() -> None:
    """Ids are wider."""
    assert integer("-1001234567890", 64) == -1001234567890
    assert integer(str(2**64 + 3), 64) == 3


@pytest.mark.parametrize(("text", "number"), [("1.5", 1.5), ("-.5e1x", -5.0), ("x", 0.0), ("", 0.0)])
def test_real_numbers(text: str, number: float) -> None:
    """So do numbers with a fraction."""
    assert real(text) == number


@pytest.mark.parametrize(("text", "answer"), [("True", True), (" YES ", True), ("1", True), ("on", False)])
def test_yes_or_no(text: str, answer: bool) -> None:
    """Three words mean yes."""
    assert yes(text) is answer
