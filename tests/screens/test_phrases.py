"""The phrasebook: Russian first, how it sounds, what it means."""

from dataclasses import replace
from itertools import product

import pytest

from learning.course import Citizenship, Language
from screens import menu, phrases
from screens.intents import ListTroubles, OpenPhrasebook, ShowPhrases
from tests.sample import COURSE, INTERPRETER, PHRASEBOOK
from tests.screens.reading import intents, reader

WITH_PHRASES = replace(COURSE, phrasebook=PHRASEBOOK)
ABROAD = [language for language in Language if language is not Language.RU]


@pytest.mark.parametrize(("language", "guest"), list(product(Language, (True, False))))
def test_the_menu_leads_to_the_pages_and_they_to_phrases(language: Language, guest: bool) -> None:
    one = reader(WITH_PHRASES, language=language, guest=guest)
    assert OpenPhrasebook() in intents(menu.menu(one))
    assert {ShowPhrases("police"), ShowPhrases("doctor")} <= set(intents(phrases.phrasebook(one)))
    shown = phrases.phrases(one, PHRASEBOOK[0])
    assert {OpenPhrasebook(), ListTroubles("pp.police")} <= set(intents(shown))


def test_a_course_without_phrases_has_no_button_for_them() -> None:
    assert OpenPhrasebook() not in intents(menu.menu(reader(COURSE)))


@pytest.mark.parametrize("language", ABROAD)
def test_a_phrase_is_russian_in_bold_then_its_sound_and_its_meaning(language: Language) -> None:
    text = phrases.phrases(reader(WITH_PHRASES, language=language), PHRASEBOOK[0]).text
    assert f"<b>Мне нужен переводчик.</b>\n<i>mne NU-zhen ({language})</i>\nI need one ({language})" in text
    assert text.count("<b>") == 3 and text.count("<i>") == 3


def test_who_reads_russian_sees_the_sentences_only() -> None:
    text = phrases.phrases(reader(WITH_PHRASES), PHRASEBOOK[0]).text
    assert text.endswith("<b>Мне нужен переводчик.</b>\n\n<b>Позвоните консулу.</b>")


def test_what_is_withheld_is_left_out_and_the_russian_stays() -> None:
    """Its sound and its meaning may be stale; the sentence can be shown to an official all the same."""
    bare = replace(INTERPRETER, said={}, means={})
    page = replace(PHRASEBOOK[1], phrases=(bare,))
    text = phrases.phrases(reader(WITH_PHRASES, language=Language.TG), page).text
    assert text.endswith("<b>Мне нужен переводчик.</b>")


def test_a_phrase_may_name_what_differs_by_passport() -> None:
    """In Russian, whatever the reader's language."""
    own = {Language.RU: "Кыргызстана", Language.TG: "Қирғизистон"}
    course = replace(WITH_PHRASES, terms={"country": {Citizenship.KG: own}})
    said = replace(INTERPRETER, russian="Я гражданин {term.country}.")
    page = replace(PHRASEBOOK[1], phrases=(said,))
    assert (
        "<b>Я гражданин Кыргызстана.</b>" in phrases.phrases(reader(course, language=Language.TG), page).text
    )


def test_an_unapproved_phrasebook_is_marked_as_a_draft() -> None:
    draft = replace(WITH_PHRASES, unapproved={"phrasebook": frozenset(Language)})
    assert "📝" in phrases.phrases(reader(draft), PHRASEBOOK[0]).text
