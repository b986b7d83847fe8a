"""The catalogues: complete in every language, with the same fields, short enough for a phone."""

import re
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from curriculum import convert
from locales import load
from locales.phrases import FOLDER, LANGUAGES, catalogue
from screens.markup import plain

LIMITS = {
    "command.": 60,
    "bot.description": 512,
    "bot.short-description": 120,
    "notice.": 200,
}
LONGEST_BUTTON = 32
FORBIDDEN = re.compile("[\u200b-\u200f\u00a0\u00ad\ufeff'‘’`]")


def keyed(language: str) -> dict[str, Message]:
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message
        for message in catalogue(language)
        if message.id
    }


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


RUSSIAN = keyed("ru")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_there_and_none_is_left_over(language: str) -> None:
    assert keyed(language).keys() == RUSSIAN.keys()
    assert [key for key, message in keyed(language).items() if not all(forms(message))] == []
    assert [key for key, message in keyed(language).items() if message.fuzzy] == []


def test_the_template_names_the_same_keys() -> None:
    with (FOLDER / "bot.pot").open("rb") as file:
        ids = [message.id for message in read_po(file) if message.id]
    assert {key if isinstance(key, str) else key[0] for key in ids} == RUSSIAN.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_are_those_of_the_russian_phrase(language: str) -> None:
    strays = [
        key
        for key, message in keyed(language).items()
        if any(fields(form) != fields(forms(RUSSIAN[key])[0]) for form in forms(message))
    ]
    assert strays == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_as_many_as_the_language_has(language: str) -> None:
    wanted = 3 if language == "ru" else 2
    assert {len(forms(m)) for m in keyed(language).values() if not isinstance(m.id, str)} == {wanted}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_short_enough_for_their_place(language: str) -> None:
    for key, message in keyed(language).items():
        words = plain(forms(message)[0])
        limit = next((limit for begin, limit in LIMITS.items() if key.startswith(begin)), 4096)
        if any(comment.startswith("button") for comment in message.auto_comments):
            limit = LONGEST_BUTTON
        assert len(words) <= limit, f"{language} {key}: {len(words)} > {limit}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_stray_signs_hide_in_the_words(language: str) -> None:
    found = {key for key, m in keyed(language).items() for form in forms(m) if FORBIDDEN.search(form)}
    assert found == set()


def test_uzbek_cyrillic_is_derived_with_its_fields_untouched() -> None:
    phrases = load(convert)
    assert phrases.text("uz_Cyrl", "language.name") == "Ўзбекча"
    assert phrases.count("uz_Cyrl", "unit.days", 15) == "15 кун"
    assert "7" in phrases.text("uz_Cyrl", "notice.sorry", code="7")


def test_russian_counts_in_three_forms() -> None:
    phrases = load(convert)
    assert [phrases.count("ru", "unit.days", n) for n in (1, 3, 15)] == ["1 день", "3 дня", "15 дней"]


def test_a_missing_phrase_is_an_error_not_its_key() -> None:
    with pytest.raises(KeyError):
        load(convert).text("ru", "no.such-phrase")
