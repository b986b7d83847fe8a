"""The certificate in conversation, with the real bot over HTTP: earned, named, sent, checked, revoked."""

import re
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import aiohttp
import pypdfium2  # type: ignore[import-untyped]  # the package says nothing of its types
import pytest
import zxingcpp
from PIL import Image
from telegram import Message

from bot.pretend import Pretence
from learning.certificate import Level, read_code, read_holder_code
from learning.course import Citizenship, Language
from learning.milestones import CERTIFICATE
from papers.signature import public_key, public_pem, verified
from sandbox import Person
from screens.intents import (
    AskHolderCode,
    ChooseHome,
    ChooseLanguage,
    CodeCertificate,
    GiveCertificate,
    GoOn,
    ListTroubles,
    NameCertificate,
    OpenCertificate,
    OpenMenu,
    OpenSettings,
    PlaceCertificate,
    RevokeCertificate,
    SetLanguage,
)
from tests.finisher import finisher, kept
from tests.scene import assert_clean, enrolled, intents, press, scene

NAME = "Айгүл Жумабаева"
DISTRICT = "KG06207000000"


@pytest.fixture
async def pretend(tmp_path: Path) -> AsyncIterator[Pretence]:
    async with scene(tmp_path) as made:
        yield made
        assert_clean(made)


async def files(pretend: Pretence, person: Person) -> dict[str, bytes]:
    """The files that this person was sent, by the end of their names; the newest of each."""
    found = {}
    for message in await person.messages():
        if message.document and message.document.file_name:
            found[message.document.file_name.rpartition(".")[2]] = await body(pretend, message)
    return found


async def body(pretend: Pretence, message: Message) -> bytes:
    """A file as it was sent."""
    assert message.document
    address = f"{pretend.sandbox.url}/control/files/{message.document.file_id}"
    async with aiohttp.ClientSession(raise_for_status=True) as http, http.get(address) as answer:
        return await answer.read()


def read_code_in(picture: bytes) -> str:
    """What the only QR code in a picture says."""
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
    return found.text


def words_of(pdf: bytes) -> str:
    """The words in a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return re.sub(r"\s+", " ", document[0].get_textpage().get_text_range())


async def without_a_name(person: Person) -> None:
    """Press through to a certificate without a name and without a place."""
    await person.type("/certificate")
    await press(person, NameCertificate)
    await press(person, PlaceCertificate)


async def holder_code(person: Person) -> str:
    """The holder's own code, from the last message."""
    found = re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}\b", (await person.screen()).text)
    assert found
    return found[0]


async def code_of(person: Person) -> str:
    """The code of the certificate that was sent last, from the name of its file."""
    names = [message.document.file_name or "" for message in await person.messages() if message.document]
    return names[-1].partition("-")[2].partition(".")[0]


async def test_who_is_not_done_is_told_what_is_missing(pretend: Pretence) -> None:
    """Lessons and the last check, a way on, and no button in the menu."""
    person = await enrolled(pretend, "ru", "KG")
    screen = await person.type("/certificate")
    assert "•" in screen.text and GoOn() in intents(screen)
    assert OpenCertificate() not in intents(await press(person, OpenMenu))
    with pytest.raises(LookupError):
        await press(person, GiveCertificate)


async def test_a_forged_button_gives_nothing(pretend: Pretence) -> None:
    """Every button of the way looks again whether it is earned."""
    person = await enrolled(pretend, "ru", "KG")
    screen = await person.screen()
    for data in ("cn", "cp", "cg.none", "cg.none.1.1", "cq.none"):
        assert "•" in (await person.press(data, screen.message_id)).text
    assert (await kept(pretend, person)).milestones.get(CERTIFICATE) is None


async def test_a_guest_is_told_why_not(pretend: Pretence) -> None:
    """Nothing is kept of him; a stranger as well."""
    person = await pretend.sandbox.person("ky")
    screen = await person.type("/certificate")
    assert "📜" in screen.text and ListTroubles in {type(each) for each in intents(screen)}


async def test_the_menu_offers_what_is_earned(pretend: Pretence) -> None:
    """The button stands in the menu once all is passed."""
    person = await finisher(pretend)
    await person.type("/menu")
    screen = await press(person, OpenCertificate())
    assert NameCertificate() in intents(screen)
    assert "не документ и не разрешение" in screen.text


async def test_without_a_name_three_presses_give_it(pretend: Pretence) -> None:
    """Picture and print come, each with the same code, and the holder's own code apart from them."""
    person = await finisher(pretend)
    await without_a_name(person)
    sent = await files(pretend, person)
    office = pretend.service.desk.office
    signed = verified(public_key(public_pem(office.signing_key)), read_code_in(sent["png"]).partition("#")[2])
    assert signed.name == "" and signed.certificate.place == ""
    assert (await office.store.certificate(signed.certificate.code)) == (signed.certificate, None)
    assert f"?start=c_{signed.certificate.code}#" in read_code_in(sent["png"])
    assert sent["pdf"].startswith(b"%PDF") and "отлично" in words_of(sent["pdf"])
    assert read_holder_code(await holder_code(person))
    below = (await person.messages())[-2]
    assert below.caption and "не документ и не разрешение" in below.caption
    assert (await kept(pretend, person)).milestones[CERTIFICATE] == pretend.service.desk.today()


@pytest.mark.parametrize(("in_code", "signed_name"), [(1, NAME), (0, "")])
async def test_a_typed_name_stands_on_the_paper_and_in_the_code_only_if_wanted(
    pretend: Pretence, in_code: int, signed_name: str
) -> None:
    """Name, place, code: each question shows the name; the papers bear it, the code if that was wanted."""
    person = await finisher(pretend, "ky", "KG", DISTRICT)
    await person.type("/certificate")
    await press(person, NameCertificate)
    asked = await person.type(f"  {NAME} ")
    assert [each.level for each in intents(asked) if isinstance(each, CodeCertificate)] == list(Level)
    assert NAME in asked.text
    assert NAME in (await press(person, CodeCertificate(Level.REGION))).text
    await press(person, GiveCertificate(Level.REGION, 1, in_code))
    sent = await files(pretend, person)
    assert NAME in words_of(sent["pdf"])
    key = public_key(public_pem(pretend.service.desk.office.signing_key))
    signed = verified(key, read_code_in(sent["png"]).partition("#")[2])
    assert (signed.name, signed.certificate.place) == (signed_name, "KG-O")
    mine = [
        message.text or message.caption or ""
        for message in await person.messages()
        if message.from_user and message.from_user.is_bot
    ]
    assert [text for text in mine if NAME in text] == []


async def test_a_name_is_taken_though_a_home_was_being_typed(pretend: Pretence) -> None:
    """Who left the question for the home open is not sent looking for a place of his name."""
    person = await finisher(pretend)
    await person.type("/menu")
    await press(person, OpenSettings)
    await press(person, ChooseHome)
    await person.type("/certificate")
    await press(person, NameCertificate)
    asked = await person.type(NAME)
    assert GiveCertificate(Level.NONE, 1, 1) in intents(asked)


async def test_the_name_can_be_written_behind_the_command(pretend: Pretence) -> None:
    """Whatever else the words may mean; what is no name is asked for again."""
    person = await finisher(pretend)
    assert GiveCertificate(Level.NONE, 1, 0) in intents(await person.type(f"/certificate {NAME}"))
    again = await person.type("/certificate 1+1")
    assert "только буквы" in again.text and PlaceCertificate() in intents(again)


async def test_a_button_whose_message_lost_the_name_asks_again(pretend: Pretence) -> None:
    """An old phone presses "into the code too" where the menu stands by now: its title becomes nobody's name."""
    person = await finisher(pretend)
    menu = await person.type("/menu")
    screen = await person.press("cg.none.1.1", menu.message_id)
    assert PlaceCertificate() in intents(screen)
    assert await files(pretend, person) == {}


async def test_who_has_one_already_is_told_and_may_have_another(pretend: Pretence) -> None:
    """It counts once; both hold."""
    person = await finisher(pretend)
    await without_a_name(person)
    first, learner = await code_of(person), await kept(pretend, person)
    screen = await person.type("/certificate")
    assert "уже брали" in screen.text and AskHolderCode() in intents(screen)
    await without_a_name(person)
    second = await code_of(person)
    assert first != second and (await kept(pretend, person)).milestones == learner.milestones
    store = pretend.service.desk.office.store
    assert None not in (await store.certificate(first), await store.certificate(second))


async def test_a_link_shows_a_stranger_all_fields_in_his_language(pretend: Pretence) -> None:
    """Who scans the code needs no account in the course; the language can be changed on the spot."""
    holder = await finisher(pretend, "tg", "TJ", "TJ-KT")
    await holder.type("/certificate")
    await press(holder, NameCertificate)
    await press(holder, PlaceCertificate)
    await press(holder, GiveCertificate(Level.REGION))
    code = await code_of(holder)
    stranger = await pretend.sandbox.person("ru")
    screen = await stranger.start(f"c_{code}")
    for said in (
        "отлично",
        "Хатлонская область",
        "Тоҷикӣ",
        f"{code[:5]}-{code[5:]}",
        "не отозван",
        "Имени мы не храним",
    ):
        assert said in screen.text
    await press(stranger, ChooseLanguage)
    assert "бекор нашудааст" in (await press(stranger, SetLanguage(Language.TG, f"cc.{code}"))).text


@pytest.mark.parametrize("typed", ["{}", "{} ", "/certificate {}"])
async def test_a_typed_code_is_looked_up(pretend: Pretence, typed: str) -> None:
    """As it stands on the paper, in small letters, and by a learner who was asked for his home."""
    person = await finisher(pretend)
    await without_a_name(person)
    code = await code_of(person)
    shown = await person.type(typed.format(f"{code[:5]}-{code[5:]}".lower()))
    assert "отлично" in shown.text
    assert "Такого сертификата нет" in (await person.type("7K3QX-9M2TD")).text
    assert "Такого сертификата нет" in (await person.start("c_nonsense")).text


async def test_the_holder_s_code_revokes_after_a_question(pretend: Pretence) -> None:
    """Anybody who has it can; from then on the check says so, and a second time there is nothing to revoke."""
    person = await finisher(pretend)
    await without_a_name(person)
    code, own = await code_of(person), await holder_code(person)
    other = await enrolled(pretend, "ru", "UZ")
    asked = await other.type(own.lower())
    assert RevokeCertificate(read_holder_code(own) or "") in intents(asked)
    assert "не отозван" in (await person.type(code)).text
    assert "отозван." in (await press(other, RevokeCertificate)).text
    assert "Владелец отозвал" in (await person.type(code)).text
    await other.type(own)
    assert "Такого личного кода нет" in (await press(other, RevokeCertificate)).text


async def test_an_unknown_holder_s_code_revokes_nothing(pretend: Pretence) -> None:
    """Guessing says the same as a mistake."""
    person = await finisher(pretend)
    await without_a_name(person)
    code = await code_of(person)
    await person.type("7K3QX-9M2TD-00000")
    assert "Такого личного кода нет" in (await press(person, RevokeCertificate)).text
    assert "не отозван" in (await person.type(code)).text


async def test_a_name_is_no_code_and_others_words_stay_words(pretend: Pretence) -> None:
    """A name of ten letters that could be a code is a name; who has earned nothing is asked for no name."""
    person = await finisher(pretend)
    assert GiveCertificate(Level.NONE, 1, 0) in intents(await person.type("Samat Karim"))
    newcomer = await enrolled(pretend, "ru", "KG")
    assert GiveCertificate not in {type(each) for each in intents(await newcomer.type("Samat Karim"))}
    assert read_code("Samat Karim") is not None


@pytest.mark.parametrize("language", list(Language))
async def test_it_is_given_in_every_language(pretend: Pretence, language: Language) -> None:
    """All words fit where they stand, and nothing is refused."""
    person = await finisher(pretend, language.value, "UZ", "UZ-FA")
    await person.type("/certificate")
    await press(person, NameCertificate)
    await person.type("Oʻgʻiloy Gʻaniyeva")
    await press(person, CodeCertificate(Level.REGION))
    await press(person, GiveCertificate)
    sent = await files(pretend, person)
    assert set(sent) == {"png", "pdf"} and "Oʻgʻiloy" in words_of(sent["pdf"])
    assert (await kept(pretend, person)).citizenship is Citizenship.UZ
