"""A home that is merged into another place, in conversation, with the real bot over HTTP."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.pretend import Pretence
from learning.course import Language
from learning.learner import Learner
from learning.territory import FormerName, History, Subunit, Territories, with_subunits
from sandbox import Person
from screens.intents import ChooseHome, OpenSettings, SetHome
from tests.scene import assert_clean, enrolled, intents, press, scene

REGION = "TJ-KT"
NAME = "Абракадабра"


@pytest.fixture
async def pretend(tmp_path: Path) -> AsyncIterator[Pretence]:
    async with scene(tmp_path) as made:
        yield made
        assert_clean(made)


def _set(pretend: Pretence, territories: Territories) -> None:
    desk = pretend.service.desk
    pretend.service.desk = replace(desk, book=replace(desk.book, territories=territories))


def _merged(territories: Territories, gone: str, into: str) -> Territories:
    """The first code's place was called NAME, and is part of the second's; there is a sub-unit of that name too."""
    names = FormerName(dict.fromkeys(Language, NAME), date(2030, 1, 1))
    living = {code: place for code, place in territories.by_code.items() if code != gone}
    history = History(successors={gone: into}, former_names={gone: (names,)})
    return with_subunits(replace(territories, by_code=living, history=history), [Subunit(f"{into}/1", NAME)])


async def _kept(pretend: Pretence, person: Person) -> Learner:
    desk = pretend.service.desk
    record = await desk.store.load(desk.pseudonyms.person(person.id))
    assert record is not None
    return record.learner


async def _choosing(person: Person) -> None:
    await person.type("/start")
    await press(person, OpenSettings)
    await press(person, ChooseHome)


async def test_who_lived_in_a_merged_district_lives_in_its_successor(pretend: Pretence) -> None:
    """The record stays as it was; the screen tells the place that lives."""
    territories = pretend.service.desk.book.territories
    into, gone = territories.children(REGION)[:2]
    person = await enrolled(pretend, "ru", "TJ")
    await _choosing(person)
    await person.type(gone.names[Language.RU])
    await press(person, SetHome(gone.code))
    _set(pretend, _merged(territories, gone.code, into.code))

    await person.type("/mydata")
    shown = await person.screen()

    assert (await _kept(pretend, person)).home == gone.code
    assert into.names[Language.RU] in shown.text
    assert gone.names[Language.RU] not in shown.text


async def test_a_former_name_leads_to_the_successor_alone(pretend: Pretence) -> None:
    """What is typed finds the living place, and no sub-unit of the same name; the living code is kept."""
    territories = pretend.service.desk.book.territories
    into = territories.children(REGION)[0]
    _set(pretend, _merged(territories, "TJ-GONE", into.code))
    person = await enrolled(pretend, "tg", "TJ")
    await _choosing(person)

    screen = await person.type(NAME.lower())
    assert [i for i in intents(screen) if isinstance(i, SetHome)] == [SetHome(into.code)]
    await press(person, SetHome)

    assert (await _kept(pretend, person)).home == into.code


async def test_an_old_button_keeps_the_successor(pretend: Pretence) -> None:
    """A button that was sent before the merger still means a home."""
    territories = pretend.service.desk.book.territories
    into, gone = territories.children(REGION)[:2]
    person = await enrolled(pretend, "ru", "TJ")
    await _choosing(person)
    await person.type(gone.names[Language.RU])
    _set(pretend, _merged(territories, gone.code, into.code))
    await press(person, SetHome(gone.code))

    assert (await _kept(pretend, person)).home == into.code
