"""The phrasebook in conversation: for learners, guests and strangers."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.pretend import Pretence
from learning.course import Citizenship, Language
from screens.intents import (
    ListTroubles,
    LookAround,
    OpenMenu,
    OpenPhrasebook,
    SetLanguage,
    SetPassport,
    ShowPhrases,
    ShowTrouble,
)
from tests.sample import PHRASEBOOK, TODAY
from tests.scene import assert_clean, enrolled, intents, press, scene, set_day


@pytest.fixture
async def pretend(tmp_path: Path) -> AsyncIterator[Pretence]:
    async with scene(tmp_path) as made:
        set_day(made, TODAY, replace(made.service.desk.book.course, phrasebook=PHRASEBOOK))
        yield made
        assert_clean(made)


async def test_from_the_menu_to_a_phrase_and_from_trouble_back(pretend: Pretence) -> None:
    person = await enrolled(pretend, "tg", "TJ")
    await press(person, OpenMenu)
    await press(person, OpenPhrasebook)
    page = await press(person, ShowPhrases("doctor"))
    assert "Мне нужен переводчик." in page.text and "mne NU-zhen (tg)" in page.text
    await press(person, ListTroubles)
    await press(person, ShowTrouble)
    assert (await press(person, ShowPhrases)).text == page.text


async def test_a_guest_reads_phrases_too(pretend: Pretence) -> None:
    person = await pretend.sandbox.person("ru")
    await person.start()
    await press(person, SetLanguage(Language.KY))
    await press(person, LookAround())
    await press(person, SetPassport(Citizenship.KG))
    await press(person, OpenMenu)
    await press(person, OpenPhrasebook)
    assert "I need one (ky)" in (await press(person, ShowPhrases)).text


async def test_the_command_opens_them_for_a_stranger(pretend: Pretence) -> None:
    person = await pretend.sandbox.person("uz")
    screen = await person.type("/phrases")
    assert ShowPhrases("police") in intents(screen)
    assert "mne NU-zhen (uz)" in (await press(person, ShowPhrases)).text


async def test_without_phrases_the_command_shows_the_menu(pretend: Pretence) -> None:
    set_day(pretend, TODAY, replace(pretend.service.desk.book.course, phrasebook=()))
    person = await enrolled(pretend, "ru", "KG")
    screen = await person.type("/phrases")
    assert OpenPhrasebook() not in intents(screen) and ListTroubles() in intents(screen)
