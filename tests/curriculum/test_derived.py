"""Uzbek Cyrillic as the loader derives it."""

from curriculum.derived import uzbek_cyrillic


def test_a_gloss_that_says_the_same_word_again_is_left_out() -> None:
    assert uzbek_cyrillic("Patent (патент) kerak") == "Патент керак"
    assert uzbek_cyrillic("«Amina» (Амина) ilovasi") == "«Амина» иловаси"


def test_a_gloss_that_says_another_word_stays() -> None:
    assert (
        uzbek_cyrillic("migratsiya kartasi (миграционная карта)") == "миграция картаси (миграционная карта)"
    )
    assert uzbek_cyrillic("uzib olinadigan qism (отрывная часть)") == "узиб олинадиган қисм (отрывная часть)"
