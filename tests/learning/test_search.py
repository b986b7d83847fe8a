"""What people type finds what they mean, in whatever script, language and spelling."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.search import best_phrases, rank, skeleton, words

PHRASES: Mapping[str, Sequence[str]] = {
    "detained": ["полиция", "милиция карма", "задержал", "ushla", "дастгир", "кармап кет"],
    "papers-taken": ["паспорт ал", "pasport ol", "забрал паспорт", "шиноснома гирифт"],
    "not-paid": ["pul berma", "oylik berma", "не плат", "акча берб", "айлык берб", "маош надод", "пул надод"],
    "injured": ["ish jarohat", "травм", "жаракат", "маҷрӯҳ"],
}
NAMES: Mapping[str, Sequence[str]] = {
    "KG-GO": ["Ош шаары", "город Ош", "Osh City"],
    "KG-O": ["Ош облусу", "Ошская область", "Osh Region"],
    "KG-J": ["Жалал-Абад облусу", "Джалал-Абадская область", "Jalal-Abad Region"],
    "KG-UZ": ["Өзгөн району", "Узгенский район", "Uzgen District"],
    "TJ-HU": ["шаҳри Хуҷанд", "город Худжанд", "Khujand City"],
    "TJ-DU": ["шаҳри Душанбе", "город Душанбе", "Dushanbe City"],
    "UZ-FA": ["Fargʻona viloyati", "Фарғона вилояти", "Ферганская область", "Fergana Region"],
    "UZ-TK": ["Toshkent shahri", "Тошкент шаҳри", "Город Ташкент", "Tashkent City"],
    "UZ-BU": ["Buxoro shahri", "Бухоро шаҳри", "город Бухара", "Bukhara City"],
}


@pytest.mark.parametrize(
    "spellings",
    [
        ["полиция", "politsiya", "policiya", "policia", "ПОЛИЦИЯ"],
        ["миграция", "migratsiya", "migraciya"],
        ["ўзбек", "oʻzbek", "o'zbek", "o`zbek", "ozbek", "özbek"],
        ["Фарғона", "Fargʻona", "Fargona", "Фаргона", "Farğona"],
        ["йўл", "yoʻl", "yol"],
        ["ёш", "yosh"],
        ["объект", "obyekt", "obʼyekt"],
        ["шаҳар", "shahar", "шахар", "şahar"],
        ["учёт", "учет", "uchyot", "uchet"],
        ["жумуш", "jumush", "zhumush"],
        ["үйгө", "уйго", "uygo"],
        ["ҷарима", "чарима", "charima"],
        ["Хоруғ", "Хоруг", "Khorugh", "Xorug"],
    ],
)
def test_spellings_of_one_word_meet(spellings: list[str]) -> None:
    """Cyrillic, Latin, transliteration and missing special letters give one key."""
    assert len({skeleton(spelling) for spelling in spellings}) == 1


def test_composed_and_decomposed_letters_are_the_same() -> None:
    """A keyboard may send й, ё and ў in two parts."""
    assert skeleton("и\u0306 е\u0308 у\u0306") == skeleton("й ё ў")


def test_words_are_split_at_signs() -> None:
    """Punctuation, hyphens, underscores and emoji part words; apostrophes do not."""
    assert words("  Salom,o'rtoq! 5-uy_2 🙂") == ("salom", "ortok", "5", "ui", "2")
    assert words("…!") == ()


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("полиция паспорт алды", "papers-taken"),
        ("Паспортумду алып койду", "papers-taken"),
        ("pul bermayapti", "not-paid"),
        ("пул бермаяпти", "not-paid"),
        ("boshliq pulimni bermadi", "not-paid"),
        ("начальник не платит", "not-paid"),
        ("nachalnik ne platit", "not-paid"),
        ("кожоюн айлыгымды бербей жатат", None),
        ("айлык бербей жатат", "not-paid"),
        ("сардор маоши маро надод", "not-paid"),
        ("шиносномаи маро гирифтанд", "papers-taken"),
        ("shinosnoma giriftand", "papers-taken"),
        ("politsiya ushladi", "detained"),
        ("ish joyida jarohat oldim", "injured"),
        ("мачрух шудам", "injured"),
        ("жаракат алдым", "injured"),
        ("zaderzhali menya", "detained"),
        ("об-ҳаво чӣ хел", None),
        ("", None),
    ],
)
def test_typed_words_find_the_trouble(text: str, best: str | None) -> None:
    """The first key is the trouble meant; ordinary words find none."""
    found = best_phrases(text, PHRASES)

    assert (found[0] if found else None) == best


def test_more_stems_win_then_longer_ones_then_the_order_listed() -> None:
    """The phrase that says more about the text comes first."""
    phrases = {"one": ["паспорт"], "two": ["пас ал"], "same": ["паспорт"], "short": ["пас"]}

    assert best_phrases("паспорт алды", phrases) == ("two", "one", "same", "short")


def test_a_short_stem_is_a_whole_word_unless_a_longer_one_stands_beside_it() -> None:
    """«ал» begins too many words to mean anything alone, and one letter means nothing even in company."""
    assert best_phrases("алма", {"take": ["ал"]}) == ()
    assert best_phrases("ал", {"take": ["ал"]}) == ("take",)
    assert best_phrases("паспорт алды", {"take": ["паспорт ал"]}) == ("take",)
    assert best_phrases("паспорт алды", {"take": ["паспорт а"]}) == ()
    assert best_phrases("ал бирге", {"take": ["ал би"]}) == ()


def test_an_empty_phrase_finds_nothing() -> None:
    """A slip in an author's list doesn't answer every question."""
    assert best_phrases("anything", {"slip": ["", "…"], "none": []}) == ()


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("Ош", ("KG-GO", "KG-O", "UZ-TK")),
        ("Ошская область", ("KG-O",)),
        ("oshskaya oblast", ("KG-O",)),
        ("Жалалабад", ("KG-J",)),
        ("jalal abad", ("KG-J",)),
        ("озгон", ("KG-UZ",)),
        ("uzgen", ("KG-UZ",)),
        ("Хучанд", ("TJ-HU",)),
        ("хуҷанд", ("TJ-HU",)),
        ("hujand", ("TJ-HU",)),
        ("душамбе", ("TJ-DU",)),
        ("fargona", ("UZ-FA",)),
        ("Фаргона вилояти", ("UZ-FA",)),
        ("Ферганская обл", ("UZ-FA",)),
        ("Firgana", ("UZ-FA",)),
        ("Toshkint", ("UZ-TK",)),
        ("ташкент", ("UZ-TK",)),
        ("ганская", ("UZ-FA",)),
        ("qwerty", ()),
        ("абракадабра", ()),
        ("привет как дела", ()),
        ("qwerty область", ()),
        ("", ()),
        ("!!!", ()),
    ],
)
def test_a_typed_name_finds_its_place(query: str, codes: tuple[str, ...]) -> None:
    """Beginnings, inner parts and typing errors find the place; nonsense finds nothing."""
    assert rank(query, NAMES, 5) == codes


def test_no_more_places_than_asked_for() -> None:
    """The best come first, and the limit holds."""
    assert rank("Ош", NAMES, 1) == ("KG-GO",)
    assert rank("Ош", NAMES, 0) == ()


@given(st.text())
def test_any_text_can_be_typed(text: str) -> None:
    """Nothing typed breaks the search, and the key holds plain words only."""
    assert skeleton(text) == " ".join(words(text))
    assert set(best_phrases(text, PHRASES)) <= set(PHRASES)
    assert set(rank(text, NAMES, 3)) <= set(NAMES)
