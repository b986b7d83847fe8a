"""Dates as people write them."""

from datetime import date

import pytest

from locales import day, moment

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "23 ноября 2026 года"),
        ("ky", "2026-жылдын 23-ноябры"),
        ("tg", "23 ноябри соли 2026"),
        ("uz", "2026-yil 23-noyabr"),
        ("uz_Cyrl", "2026 йил 23 ноябрь"),
    ],
)
def test_a_day_in_each_language(language: str, words: str) -> None:
    assert day(language, DAY) == words


@pytest.mark.parametrize(
    ("iso", "words"),
    [("2025", "2025 год"), ("2026-03", "март 2026 года"), ("2026-03-02", "2 марта 2026 года")],
)
def test_what_is_known_to_the_month_or_year_only_says_no_more(iso: str, words: str) -> None:
    assert moment("ru", iso) == words


@pytest.mark.parametrize("iso", ["", "soon", "2026-13", "2026-02-30"])
def test_nonsense_is_refused(iso: str) -> None:
    with pytest.raises(ValueError, match="not a year"):
        moment("ru", iso)
