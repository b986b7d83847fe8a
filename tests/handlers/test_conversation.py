"""The conversation, point by point, with the real bot over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.pretend import Pretence
from learning.course import Language
from learning.learner import Learner
from sandbox import Person, Screen
from screens.intents import (
    Agree,
    AskForget,
    AskQuestion,
    ChooseHome,
    ChooseLanguage,
    ForgetMe,
    HideTrouble,
    ListLessons,
    ListTroubles,
    LookAround,
    OpenMenu,
    OpenPack,
    OpenSettings,
    SendContactCard,
    SendPack,
    SetHome,
    SetLanguage,
    SetPassport,
    ShowCard,
    ShowModule,
    ShowMyData,
    ShowPicture,
    ShowSource,
    ShowTrouble,
)
from tests.scene import assert_clean, buttons, enrolled, intents, press, scene


@pytest.fixture
async def pretend(tmp_path: Path) -> AsyncIterator[Pretence]:
    async with scene(tmp_path) as made:
        yield made
        assert_clean(made)


async def kept(pretend: Pretence, person: Person) -> Learner | None:
    """What the records hold of this person."""
    desk = pretend.service.desk
    record = await desk.store.load(desk.pseudonyms.person(person.id))
    return record.learner if record else None


async def test_every_language_is_named_in_its_own_script(pretend: Pretence) -> None:
    person = await pretend.sandbox.person("en")
    screen = await person.start()
    assert screen.labels[:5] == ["Кыргызча", "Тоҷикӣ", "Oʻzbekcha", "Ўзбекча", "Русский"]


async def test_the_short_door_leads_to_the_first_card(pretend: Pretence) -> None:
    person = await enrolled(pretend, "ky", "KG")
    first = next(pretend.service.desk.book.course.lessons())
    screen = await person.screen()
    assert ShowCard(first.number, first.cards[1].key) in intents(screen)
    learner = await kept(pretend, person)
    assert learner is not None and learner.language is Language.KY


async def test_a_link_fills_in_the_home_after_consent_only(pretend: Pretence) -> None:
    person = await pretend.sandbox.person("ky")
    await person.start("home-KG-B")
    await press(person, SetLanguage(Language.KY, "hs.KG-B"))
    assert await kept(pretend, person) is None
    await press(person, Agree)
    learner = await kept(pretend, person)
    assert learner is not None and learner.home == "KG-B"


async def test_trouble_is_two_presses_away_before_consent(pretend: Pretence) -> None:
    person = await pretend.sandbox.person("ru")
    await person.start()
    await press(person, ListTroubles)
    page = await press(person, ShowTrouble)
    assert HideTrouble() in intents(page)
    assert await kept(pretend, person) is None


async def test_a_hidden_page_leaves_a_neutral_card(pretend: Pretence) -> None:
    person = await enrolled(pretend, "ru", "TJ")
    await press(person, ListTroubles)
    page = await press(person, ShowTrouble)
    hidden = await press(person, HideTrouble)
    assert hidden.message_id == page.message_id
    assert hidden.text != page.text
    assert not any(line in hidden.text for line in page.text.split("\n") if len(line) > 20)


async def test_who_refuses_consent_reads_everything_and_nothing_is_kept(pretend: Pretence) -> None:
    person = await pretend.sandbox.person("ru")
    await person.start()
    await press(person, SetLanguage(Language.UZ_CYRL))
    await press(person, LookAround())
    await press(person, SetPassport)
    screen = await person.screen()
    while not any(isinstance(intent, AskQuestion) for intent in intents(screen)):
        screen = await person.press(forward(screen))
    screen = await press(person, AskQuestion)
    while "%" not in screen.text:
        answer = [b.data for b in buttons(screen) if (b.data or "").startswith("a.")]
        onward = [b.data for b in buttons(screen) if (b.data or "").startswith("q.")]
        screen = await person.press((answer or onward)[0] or "")
    assert await kept(pretend, person) is None


def forward(screen: Screen) -> str:
    """The button that leads on."""
    return next(b.data or "" for b in buttons(screen) if b.text.startswith("▶"))


async def test_all_lessons_lead_to_a_module_a_lesson_and_back(pretend: Pretence) -> None:
    """Each step back leads to where one came from."""
    person = await enrolled(pretend, "ru", "KG")
    await press(person, OpenMenu)
    listed = await press(person, ListLessons)
    module = await press(person, ShowModule)
    await press(person, ShowCard)
    assert (await press(person, ShowModule)).text == module.text
    assert (await press(person, ListLessons)).text == listed.text


async def test_the_same_card_stays_when_the_language_changes_in_mid_lesson(pretend: Pretence) -> None:
    person = await enrolled(pretend, "ky", "KG")
    before = await person.press(forward(await person.screen()))
    await press(person, ChooseLanguage)
    after = await press(person, SetLanguage(Language.TG, _then(await person.screen())))
    assert [i for i in intents(before) if isinstance(i, ShowCard)] == [
        i for i in intents(after) if isinstance(i, ShowCard)
    ]
    assert before.text != after.text


def _then(screen: Screen) -> str:
    return next(i.then for i in intents(screen) if isinstance(i, SetLanguage))


async def test_the_law_behind_a_card_is_shown_with_its_date_and_leads_back(pretend: Pretence) -> None:
    person = await enrolled(pretend, "ru", "UZ")
    screen = await person.screen()
    while not any(isinstance(intent, ShowSource) for intent in intents(screen)):
        screen = await person.press(forward(screen))
    source = await press(person, ShowSource)
    assert "⚖" in source.text and "Последний раз видели в источнике" in source.text
    assert (await press(person, ShowCard)).text == screen.text


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("полиция паспорт алды", "papers-taken"),
        ("pul bermayapti", "not-paid"),
        ("менты задержали", "detained"),
    ],
)
async def test_typed_distress_opens_its_page(pretend: Pretence, words: str, page: str) -> None:
    person = await pretend.sandbox.person("ru")
    screen = await person.type(words)
    found = pretend.service.desk.book.course.trouble_page(page)
    assert found is not None
    assert found.title[Language.RU] in screen.text or ShowTrouble(page) in intents(screen)


async def test_whatever_else_is_typed_gets_a_kind_answer_and_a_way_back(pretend: Pretence) -> None:
    person = await enrolled(pretend, "tg", "TJ")
    screen = await person.type("абракадабра")
    assert {OpenMenu(), ListTroubles()} <= set(intents(screen))


async def test_home_can_be_typed_with_mistakes(pretend: Pretence) -> None:
    person = await enrolled(pretend, "ru", "KG")
    await press(person, OpenMenu)
    await press(person, OpenSettings)
    await press(person, ChooseHome)
    screen = await person.type("баткен")
    await press(person, next(i for i in intents(screen) if isinstance(i, SetHome)))
    learner = await kept(pretend, person)
    assert learner is not None and learner.home.startswith("KG") and not learner.typing_home


async def test_what_is_kept_is_shown_and_forgotten(pretend: Pretence) -> None:
    person = await enrolled(pretend, "ru", "TJ")
    await press(person, OpenMenu)
    await press(person, OpenSettings)
    shown = await press(person, ShowMyData)
    assert "Таджикистан" in shown.text and "Русский" in shown.text
    await press(person, AskForget)
    await press(person, ForgetMe)
    assert await kept(pretend, person) is None
    store = pretend.service.desk.store
    assert await store.counters() == await store.audit()


async def test_an_old_button_of_a_forgotten_person_leads_to_the_door(pretend: Pretence) -> None:
    person = await enrolled(pretend, "ru", "TJ")
    old = await person.screen()
    await person.type("/forget")
    await press(person, ForgetMe)
    await person.press(forward(old), old.message_id)
    message = next(m for m in await person.messages() if m.message_id == old.message_id)
    assert message.reply_markup is not None
    data = [button.callback_data for row in message.reply_markup.inline_keyboard for button in row]
    assert any(str(said).startswith("sl.") for said in data)


async def test_a_forged_or_stale_button_gets_a_fresh_screen(pretend: Pretence) -> None:
    person = await enrolled(pretend, "ru", "TJ")
    message = (await person.screen()).message_id
    for data in (
        "zz.1",
        "c.999.gone",
        "a.501.7.gone.x",
        "tp.gone",
        "kt.gone",
        "kc.gone",
        "hs.gone",
        "hd.gone",
        "md.99",
        "rt.gone",
        "pp.gone",
        "pb",
        f"c.501.what^{'r' * 10}",
    ):
        assert buttons(await person.press(data, message))


async def test_commands_and_descriptions_are_registered_in_every_language(pretend: Pretence) -> None:
    profile = pretend.sandbox.state.profile
    while len(profile.short_description) < 5:
        await asyncio.sleep(0.02)
    lists = next(iter(profile.commands.values()))
    assert (
        set(lists)
        == set(profile.description)
        == set(profile.short_description)
        == {"", "ky", "tg", "uz", "ru"}
    )
    names = [
        "start",
        "menu",
        "lesson",
        "trouble",
        "contacts",
        "pack",
        "certificate",
        "phrases",
        "language",
        "mydata",
        "forget",
        "privacy",
        "help",
    ]
    assert all([command["command"] for command in commands] == names for commands in lists.values())


async def test_the_pack_is_sent_as_a_file_and_the_way_back_works(pretend: Pretence) -> None:
    """Two presses from the menu: a page and contacts; a button below a file leads on in a new message."""
    person = await enrolled(pretend, "uz", "UZ")
    await press(person, OpenMenu)
    await press(person, OpenPack)
    page = await press(person, SendPack)
    assert page.message.document is not None and page.message.document.file_name == "safar-uz-uz.html"

    again = await press(person, OpenPack)
    assert again.message_id > page.message_id and again.message.text is not None
    card = await press(person, SendContactCard)
    assert card.message.document is not None and card.message.document.file_name == "safar.vcf"
    assert OpenMenu() in intents(await press(person, ListTroubles))


async def test_a_drawing_is_sent_with_the_words_of_its_card_and_the_way_back_works(pretend: Pretence) -> None:
    """The migration card as a picture in the chat; the button below it leads back in a new message."""
    person = await enrolled(pretend, "ky", "KG")
    old = (await person.screen()).message_id
    card = await person.press("c.401.read-card", old)
    drawing = await press(person, ShowPicture)
    assert drawing.message.photo and drawing.message.caption
    assert (
        drawing.message.caption in card.text.partition("\n\n")[2]
    )  # the same words and marks, without the heading

    again = await press(person, ShowCard)
    assert again.message_id > drawing.message_id and again.text == card.text
    assert_clean(pretend)


async def test_a_card_without_a_drawing_is_shown_instead(pretend: Pretence) -> None:
    """An old or a forged button."""
    person = await enrolled(pretend, "ru", "TJ")
    shown = await person.press("dr.101.check-first", (await person.screen()).message_id)
    assert shown.message.photo == () and ShowCard in map(type, intents(shown))


async def test_a_guest_carries_the_pack_away_too(pretend: Pretence) -> None:
    person = await pretend.sandbox.person("tg")
    await person.start("")
    await press(person, SetLanguage(Language.TG))
    await press(person, LookAround)
    await press(person, SetPassport)
    await press(person, OpenMenu)
    await press(person, OpenPack)
    assert (await press(person, SendPack)).message.document is not None
    assert await kept(pretend, person) is None
