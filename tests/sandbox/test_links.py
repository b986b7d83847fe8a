"""Links beyond what TDLib's recorded answers show."""

import pytest

from sandbox.links import LinkError, checked_link, date_format, mentioned_user, moment


def test_only_https_may_be_wanted() -> None:
    """Buttons that open a page within Telegram take nothing but https."""
    assert checked_link("https://example.org", https_only=True) == "https://example.org/"
    for link in ("example.org", "http://example.org", "tg://resolve"):
        with pytest.raises(LinkError, match="Only HTTPS links are allowed"):
            checked_link(link, https_only=True)


def test_moments_and_their_forms() -> None:
    """Weekday, date and time come in this order; of two forms the short one stays; `r` stands alone."""
    assert [date_format(marks) for marks in ("", "R", "tdW", "TtDd", "rt")] == ["", "r", "wdt", "dt", None]
    assert moment("tg:time?unix=5&format=t&format=T#x") == (5, "T")
    assert moment("tg://time/?format=t") is None


def test_ids_have_forty_bits() -> None:
    """A greater number is nobody's, nor is one with a nought before it."""
    links = [f"tg://user?id={number}" for number in (2**40 - 1, 2**40, "05", 0)]
    assert [mentioned_user(link) for link in links] == [2**40 - 1, 0, 0, 0]
