"""The public page of a certificate, in a real browser: from the picture that was sent to the verdict."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
import zxingcpp
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image
from playwright.async_api import Browser, Page, expect

from bot.serve import listening
from learning.certificate import Level, grouped
from learning.course import Citizenship, Language
from learning.figures import move_home
from learning.learner import Learner
from office import Office
from office.certificates import Given, give, revoke
from papers.signature import payload, public_key, public_pem, signed
from reports import GUESSES, pages
from screens.certificate import fields
from screens.intents import CodeCertificate, GiveCertificate, NameCertificate
from storage import Pseudonyms, open_store
from tests.bot.test_process import free_port
from tests.finisher import finished, finisher
from tests.scene import our_book, press, scene

NAME = "Айгүл Жумабаева"
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that a test can put forward."""

    moment: datetime = NOW

    def __call__(self) -> datetime:
        return self.moment


@asynccontextmanager
async def served(office: Office) -> AsyncIterator[str]:
    """The pages of an office at an address of this machine, which becomes its site."""
    port = free_port()
    office.site = f"http://127.0.0.1:{port}"
    app: web.Application = pages(office, lambda _text, _now: None)
    async with listening(app, f"127.0.0.1:{port}"):
        yield office.site


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """An office with pages."""
    store = await open_store(f"sqlite:///{tmp_path}/records.sqlite3", Pseudonyms(b"k" * 32, b"c" * 32))
    office = Office(store, our_book, Clock(), Ed25519PrivateKey.generate(), "", "safar_bot")
    async with served(office):
        yield office
    await store.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A browser's page that reads Russian; whatever the page or its policy forbids is an error."""
    page = await browser.new_page(locale="ru-RU")
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    yield page
    assert complaints == []


async def given(
    office: Office, name: str = "", *, into_qr: bool = False, level: Level = Level.REGION
) -> Given:
    """A certificate of somebody who has finished."""
    day = office.today
    somebody = finished(our_book().on(day), Learner(Language.KY, Citizenship.KG, enrolled_on=day), day)
    return await give(office, move_home(somebody, "KG-O"), level, name, into_qr=into_qr)


def address_in(picture: bytes) -> str:
    """What the only QR code in a picture says."""
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
    return found.text


async def stored(page: Page) -> dict[str, str]:
    """The fields from the records, by key."""
    shown = page.locator("dd[data-field]")
    return {
        await field.get_attribute("data-field") or "": await field.inner_text() for field in await shown.all()
    }


async def test_the_picture_that_was_sent_leads_to_its_page_and_verifies(
    tmp_path: Path, browser: Browser, page: Page
) -> None:
    """From the chat to the stranger's browser: scan, open, read; the name is told by the code alone."""
    async with scene(tmp_path) as pretend, served(pretend.service.desk.office):
        person = await finisher(pretend, "ru", "KG", "KG-O")
        await person.type("/certificate")
        await press(person, NameCertificate)
        await person.type(NAME)
        await press(person, CodeCertificate(Level.REGION))
        await press(person, GiveCertificate(Level.REGION, 1, 1))
        [png, _] = [message.document for message in await person.messages() if message.document]
        address = f"{pretend.sandbox.url}/control/files/{png.file_id}"
        async with aiohttp.ClientSession(raise_for_status=True) as http, http.get(address) as answer:
            picture = await answer.read()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
        await page.goto(address_in(picture))
        await expect(page.locator("#certificate-verdict")).to_have_class("valid")
        await expect(page.locator("#certificate-fields")).to_contain_text(NAME)
        assert (await stored(page))["place"] == "Ошская область"
        server_was_told = [each.partition("#")[0] for each in asked]
        assert all("Ай" not in each and "%D0%90" not in each for each in server_was_told)


async def test_all_stored_fields_are_shown_without_scripts(office: Office, browser: Browser) -> None:
    """In each language, with the sentence that it is no permit; there is nothing to see of a name."""
    made = (await given(office, NAME, into_qr=True)).certificate
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    for language in Language:
        await page.goto(f"{office.site}/c/{made.code}?lang={language}")
        told = {field.key: field.value for field in fields(our_book(), language, made)}
        assert await stored(page) == told
        phrases = our_book().phrases
        body = await page.inner_text("main")
        for key in ("valid", "name-unknown", "no-permit", "no-signature"):
            assert phrases.text(language, f"certificate.{key}") in body
        assert NAME not in await page.content()
    await context.close()


async def test_an_altered_code_is_told(office: Office, page: Page) -> None:
    """Another band under the old signature, another key, a sign changed: the page says so, and shows none of it."""
    one = await given(office)
    whole = address_in(one.png)
    said, _, signature = whole.partition("#")[2].partition(".")
    forged = signed(Ed25519PrivateKey.generate(), payload(one.certificate, "Forged"))
    for fragment in (forged, f"{forged.partition('.')[0]}.{signature}", f"{said}A.{signature}"):
        await page.goto("about:blank")
        await page.goto(f"{office.site}/c/{one.certificate.code}#{fragment}")
        await expect(page.locator("#certificate-verdict")).to_have_class("altered")
        await expect(page.locator("#certificate-fields dd")).to_have_count(0)


async def test_a_true_code_under_another_s_address_is_told(office: Office, page: Page) -> None:
    """Whoever glues one certificate's signature to another's code is found out."""
    one, other = await given(office), await given(office)
    fragment = address_in(one.png).partition("#")[2]
    await page.goto(f"{office.site}/c/{other.certificate.code}#{fragment}")
    await expect(page.locator("#certificate-verdict")).to_have_class("altered")


async def test_a_revoked_one_is_said_to_be_revoked_and_its_signature_counts_nothing(
    office: Office, page: Page
) -> None:
    """The true code, scanned after the holder has revoked it: no word that it is valid."""
    one = await given(office, NAME, into_qr=True)
    await revoke(office, one.holder_code)
    await page.goto(address_in(one.png))
    body = await page.inner_text("main")
    assert "Владелец отозвал этот сертификат" in body and "29 ноября 2026" in body
    assert "Подпись верна" not in body and "не отозван" not in body
    assert await page.locator("script").count() == 0
    assert (await stored(page))["band"] == "отлично"


async def test_a_code_that_we_do_not_know_is_not_believed_whoever_signed_it(
    office: Office, page: Page
) -> None:
    """Signed with our very key, say a stolen one, but never given: it is not found, and nothing says "valid"."""
    one = await given(office)
    made = signed(
        office.signing_key, payload(one.certificate).replace(one.certificate.code.encode(), b"0000000002")
    )
    answer = await page.goto(f"{office.site}/c/0000000002#{made}")
    assert answer is not None and answer.status == 404
    body = await page.inner_text("main")
    assert "Такого сертификата нет" in body and "Подпись верна" not in body


async def test_a_code_is_typed_into_the_form(office: Office, page: Page) -> None:
    """As it stands on the paper, in small letters; with a keyboard alone; what is no code is told."""
    one = await given(office)
    await page.goto(f"{office.site}/c")
    await page.get_by_label("Введите код").fill(grouped(one.certificate.code).lower())
    await page.keyboard.press("Enter")
    await expect(page.locator(".verdict.valid")).to_be_visible()
    await expect(page.locator("#certificate-verdict")).to_contain_text("наведите камеру")
    await page.get_by_label("Введите код").fill("<b>x</b>")
    await page.get_by_role("button", name="Проверить").click()
    await expect(page.locator(".verdict")).to_contain_text("Такого сертификата нет")
    assert await page.locator("main b").count() == 0


async def test_another_language_keeps_what_was_scanned(office: Office, page: Page) -> None:
    """The link to the same page in another language does not lose the signature."""
    one = await given(office, NAME, into_qr=True)
    await page.goto(address_in(one.png))
    await expect(page.locator("#certificate-verdict")).to_have_class("valid")
    await page.get_by_role("link", name="Кыргызча").click()
    await expect(page.locator("h1")).to_have_text("Сертификатты текшерүү")
    await expect(page.locator("#certificate-fields")).to_contain_text(NAME)


@pytest.mark.parametrize("width", [320, 1280])
async def test_it_fits_a_phone_and_a_desk(office: Office, page: Page, width: int) -> None:
    """Nothing runs out at the side, with the longest name."""
    one = await given(office, "Щ" * 40, into_qr=True)
    await page.set_viewport_size({"width": width, "height": 800})
    await page.goto(address_in(one.png))
    await expect(page.locator("#certificate-verdict")).to_have_class("valid")
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_whoever_guesses_codes_must_wait(office: Office) -> None:
    """Ten guesses from an address, then none is looked at, a true one neither; later again."""
    one = await given(office)
    async with aiohttp.ClientSession(office.site) as http:

        async def status(code: str) -> int:
            async with http.get(f"/c/{code}") as answer:
                return answer.status

        assert await status(one.certificate.code) == 200
        assert {await status(f"00000000{number:02}") for number in range(20, 20 + GUESSES)} == {404}
        assert await status("0000000099") == await status(one.certificate.code) == 429
        assert isinstance(office.now, Clock)
        office.now.moment += timedelta(minutes=10)
        assert await status(one.certificate.code) == 200


async def test_the_key_is_published(office: Office) -> None:
    """The public half, as a file that the documented commands take."""
    async with aiohttp.ClientSession(office.site) as http, http.get("/safar-certificates.pem") as answer:
        pem = await answer.read()
        assert answer.status == 200 and "attachment" in answer.headers["Content-Disposition"]
    assert public_pem(office.signing_key) == pem
    assert public_key(pem) == office.signing_key.public_key() and b"PRIVATE" not in pem


async def test_nothing_of_ours_is_asked_from_elsewhere(office: Office) -> None:
    """The policy of the page lets its own script run and nothing else; no cookie is set."""
    one = await given(office)
    async with aiohttp.ClientSession(office.site) as http, http.get(f"/c/{one.certificate.code}") as answer:
        policy, text = answer.headers["Content-Security-Policy"], await answer.text()
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
        assert "Set-Cookie" not in answer.headers
    assert re.findall(r'(?:src|href)="https?://', text) == []
