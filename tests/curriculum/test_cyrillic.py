"""Uzbek Cyrillic comes out right, and what is not Uzbek stays untouched."""

import csv
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from curriculum.cyrillic import convert, leftover_latin

CASES: dict[str, list[dict[str, str]]] = yaml.load(
    Path(__file__).with_name("uz_translit_cases.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
PLACES = Path(__file__).parents[2] / "curriculum" / "content" / "territories" / "uz.csv"
EXCEPTIONS = Path(__file__).parents[2] / "curriculum" / "cyrillic_exceptions.yaml"


def _misses(pairs: list[tuple[str, str]]) -> list[str]:
    turned = [(latin, cyrillic, convert(latin)) for latin, cyrillic in pairs]
    return [f"{latin}: {got}, not {cyrillic}" for latin, cyrillic, got in turned if got != cyrillic]


def test_tricky_words() -> None:
    """At least 98 of the 103 scored words; the doubtful ones are not scored."""
    pairs = [(case["latn"], case["cyrl"]) for case in CASES["dev"] if case["kind"] != "soft?"]
    misses = _misses(pairs)
    print(f"{len(pairs) - len(misses)} of {len(pairs)}", *misses, sep="\n")

    assert len(pairs) == 103
    assert len(pairs) - len(misses) >= 98, misses


def test_tags_addresses_and_placeholders_are_kept() -> None:
    """All eight strings with something to keep come out whole."""
    pairs = [(case["latn"], case["cyrl"]) for case in CASES["keep"]]

    assert len(pairs) == 8
    assert _misses(pairs) == []


def test_names_of_places() -> None:
    """Regions, districts and towns of Uzbekistan agree with the register's own Cyrillic."""
    with PLACES.open(encoding="utf-8", newline="") as file:
        pairs = [(row["name_uz_latn"], row["name_uz_cyrl"]) for row in csv.DictReader(file)]
    misses = _misses(pairs)
    print(f"{len(pairs) - len(misses)} of {len(pairs)}", *misses, sep="\n")

    assert len(pairs) >= 200
    assert len(misses) <= 0.01 * len(pairs), misses


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("politsiya, militsiya, inspeksiya", "полиция, милиция, инспекция"),
        ("kvitansiya va litsenziya", "квитанция ва лицензия"),
        ("funksiya, aksiya, stansiya, korrupsiya", "функция, акция, станция, коррупция"),
        ("pensiya, versiya, sessiya, vizasi", "пенсия, версия, сессия, визаси"),
        ("konsullik, elchixona, prokuratura", "консуллик, элчихона, прокуратура"),
        ("roʻyxatga olish", "рўйхатга олиш"),
        ("sug'urta, bayonnoma, tarjimon, advokat", "суғурта, баённома, таржимон, адвокат"),
        ("mehnat shartnomasi", "меҳнат шартномаси"),
        ("protsent, protsess, retsept, ofitser", "процент, процесс, рецепт, офицер"),
        ("yanvar fevral mart aprel may iyun", "январь февраль март апрель май июнь"),
        ("iyul avgust sentabr oktabr noyabr dekabr", "июль август сентябрь октябрь ноябрь декабрь"),
        ("1-iyuldan 31-dekabrgacha", "1-июлдан 31-декабргача"),
        ("sirkda sirka yoʻq", "циркда сирка йўқ"),
        ("rayon sexi, mayor, rayonda", "район цехи, майор, районда"),
        ("obyektda sudya va premyer", "объектда судья ва премьер"),
        ("moʻjiza, eʼtibor, qatʼiy, masʼul", "мўъжиза, эътибор, қатъий, масъул"),
        ("MA'LUMOT, MIGRATSIYA, OBYEKT, SENTABR", "МАЪЛУМОТ, МИГРАЦИЯ, ОБЪЕКТ, СЕНТЯБРЬ"),
        ("Yoʻl, YOʻL, Yosh, Shahar, Chiqish", "Йўл, ЙЎЛ, Ёш, Шаҳар, Чиқиш"),
        ("MVD, IIV, SNILS, INN, MFC, MChJ, AQSh", "МВД, ИИВ, СНИЛС, ИНН, МФЦ, МЧЖ, АҚШ"),
        ("Gosuslugi, Amina, ruID", "Госуслуги, Амина, ruID"),
        ("Telegramda, WhatsAppga, QR-kod, ID-karta", "Telegramда, WhatsAppга, QR-код, ID-карта"),
        ("SIM-karta, sim-karta, Wi-Fi", "SIM-карта, сим-карта, Wi-Fi"),
        ("IV bob, XIX asr", "IV боб, XIX аср"),
        ("olgan odam yodda tutsin", "олган одам ёдда тутсин"),
        ("'kitob' ‘kitob’ `kitob` togʻ tog'", "'китоб' ‘китоб’ `kitob` тоғ тоғ"),
        ("mashhur, Isʼhoq", "машҳур, Исҳоқ"),
    ],
)
def test_words_of_the_course(latin: str, cyrillic: str) -> None:
    """Words that a course for migrants needs, with their suffixes, capitals and names."""
    assert convert(latin) == cyrillic
    assert leftover_latin(cyrillic.replace("`kitob`", "")) == ()


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        (
            "[sayt](https://example.org/yoʻl) va [bob](../bob.md)",
            "[сайт](https://example.org/yoʻl) ва [боб](../bob.md)",
        ),
        ("gosuslugi.ru, t.me/safar_bot. Uy", "gosuslugi.ru, t.me/safar_bot. Уй"),
        ("va/yoki, oy/yil (/help)", "ва/ёки, ой/йил (/help)"),
        ("<code>bir <b>ikki</b> uch</code> toʻrt", "<code>bir <b>ikki</b> uch</code> тўрт"),
        ("5%da %s va 100 %d", "5%да %s ва 100 %d"),
        ("`bir` ikki", "`bir` икки"),
        ("rus tili B1", "рус тили B1"),
        ("Windows, Western, café", "Windows, Western, café"),
    ],
)
def test_what_is_not_uzbek_stays(latin: str, cyrillic: str) -> None:
    """Link targets, bare sites, commands, code, levels and foreign words are not turned."""
    assert convert(latin) == cyrillic


def test_leftover_words_are_named() -> None:
    """The checker hears of foreign words and of words in two scripts, and of nothing allowed."""
    derived = (
        "Whatsapp, пасpорт; Telegramда <b>QR</b> {name} &amp; @bot /start XXI https://a.uz <code>abc</code>"
    )

    assert leftover_latin(derived) == ("Whatsapp", "пасpорт")


def test_cyrillic_stays_cyrillic() -> None:
    """A text that is Cyrillic already comes out as it went in."""
    text = "Ўзбекистон, <b>меҳнат</b> шартномаси; маъно, йўл — 5-модда."

    assert convert(text) == text


def _text() -> Iterator[Any]:
    yield from (
        "o'",
        "gʻ",
        "sʼh",
        "ts",
        "YE",
        "sentabr",
        "Telegramda",
        "{name}",
        "<b>",
        "</code>",
        "<code>",
        "`",
    )
    yield from (
        "%(n)s",
        "&amp;",
        "https://a.uz/x",
        "a@b.uz",
        "@bot",
        "/start",
        "](x)",
        "XIV",
        " ",
        "'",
        "Я",
        "ch",
    )


MIXED = st.lists(st.one_of(st.sampled_from(list(_text())), st.text(max_size=5)), max_size=12).map("".join)


@given(st.one_of(st.text(), MIXED))
def test_any_text_converts_once_and_for_all(text: str) -> None:
    """Nothing raises, and no word is turned twice."""
    once = convert(text)
    leftover_latin(once)

    assert convert(text) == once
    assert re.findall(r"\d", once) == re.findall(r"\d", text)


@given(st.text(alphabet="aeoghstycxSHYOEʻʼ'’ -,.IXя5", max_size=40))
def test_converting_twice_changes_nothing(text: str) -> None:
    """What was derived is derived: a second pass leaves it as it is."""
    assert convert(convert(text)) == convert(text)


@given(
    st.lists(st.sampled_from(["salom", "{name}", "<b>", "</b>", "&lt;", "%(n)s", "{n:d}", "@bot_uz", "oʻ"]))
)
def test_placeholders_and_tags_are_unchanged(parts: list[str]) -> None:
    """Each placeholder, tag, entity and @name comes out letter by letter, in its place."""
    kept = re.compile(r"\{[^}]*\}|</?b>|&lt;|%\(n\)s|@bot_uz")
    text = " ".join(parts)

    assert kept.findall(convert(text)) == kept.findall(text)


@pytest.mark.parametrize(
    "piece", ["a", "a'", "<a", "{a", "&a", "a.", "a@", "](", "`a", "%(", "/a", "A-", "o'g'", "<code>"]
)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    """No repetition makes the patterns go back over the text again and again."""
    start = perf_counter()
    convert(piece * 20_000)

    assert perf_counter() - start < 2


def test_exceptions_are_words() -> None:
    """YAML has read every entry as text, stems are lower-case Latin, and none says what another says."""
    listed = yaml.load(EXCEPTIONS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    entries = [*listed["stems"].items(), *listed["words"].items()]

    assert all(isinstance(part, str) for part in chain(*entries, listed["keep"]))
    assert [latin for latin, _ in entries if not re.fullmatch(r"[a-zʻʼ]+", latin)] == []
    assert [cyrillic for _, cyrillic in entries if not re.fullmatch(r"[а-яёўқғҳА-Я]+", cyrillic)] == []
    assert set(listed["stems"]).isdisjoint(listed["words"])
    assert len(set(listed["keep"])) == len(listed["keep"])
