"""The certificate: its signature tells any change, its QR code can be read, its words are only words."""

import json
import re
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import product
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # the package says nothing of its types
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from curriculum import CONTENT, convert, load_course, load_territories
from learning.certificate import CODE_LENGTH, Band, Certificate, Missing, code_of, grouped
from learning.course import Citizenship, Language
from learning.learner import Learner
from locales import load
from papers.certificate import certificate
from papers.signature import (
    NAME_LIMIT,
    KeyUnusable,
    Reason,
    SignedFields,
    Untrusted,
    certificate_url,
    new_private_pem,
    own_name,
    payload,
    private_key,
    public_key,
    public_pem,
    signed,
    verified,
)
from screens.certificate import CertificatePaper, fields, page_words, place_words, still_missing, worded
from screens.reader import Book, Reader

DAY = date(2026, 11, 29)
SITE = "https://safar.example.org"
CERTIFICATE = Certificate("7K3QX9M2TD", 3, DAY, Language.KY, "KG-O", Band.GOOD)
# As long as it gets: a district, Cyrillic letters of two bytes, the longest words
LONGEST = Certificate("7K3QX9M2TD", 112, DAY, Language.UZ_CYRL, "KG06207000000", Band.EXCELLENT)
KEY = private_key(new_private_pem())
PUBLIC = public_key(public_pem(KEY))
NAMES = [
    "",
    "Айжаркын Кудайбергенова",
    "Oʻgʻiloy Gʻaniyeva-Toʻxtaboyeva",
    "Ҷамшед Қодирӣ",
    "Ғ" * NAME_LIMIT,
    "Щ" * 200,
    "#let x = 1; *bold* _it_ $a^2$ `raw` <label> @ref \\u{41} [x] // y",
    '"}]} #panic("no")',
]


@pytest.fixture(scope="module")
def book() -> Book:
    """The real course, phrases and places."""
    return Book(load_course(CONTENT), load(convert), load_territories(CONTENT))


def text(made: Certificate = CERTIFICATE, name: str = "") -> str:
    """The signed text of a certificate."""
    return signed(KEY, payload(made, name))


def paper(
    book: Book, made: Certificate = CERTIFICATE, name: str = "", *, in_code: bool = True
) -> CertificatePaper:
    """A paper with the QR code that a site would give it."""
    qr = certificate_url(SITE, "", made.code, text(made, name if in_code else ""))
    return worded(book, made, name, qr, "safar.example.org/c")


def read_code_in(picture: Image.Image) -> str:
    """What the only QR code in a picture says."""
    [found] = zxingcpp.read_barcodes(picture)
    return found.text


def picture_of(pdf: bytes, dots: int = 150) -> Image.Image:
    """The only page of a PDF, as a scanner would see it at so many dots an inch."""
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        seen: Image.Image = document[0].render(scale=dots / 72).to_pil()
        return seen


def words_of(pdf: bytes) -> str:
    """The words in a PDF, each blank as one space."""
    with pypdfium2.PdfDocument(pdf) as document:
        return re.sub(r"\s+", " ", document[0].get_textpage().get_text_range())


# --- The signature


@given(
    code=some.binary(min_size=CODE_LENGTH, max_size=CODE_LENGTH).map(code_of),
    release=some.integers(1, 9999),
    day=some.dates(),
    language=some.sampled_from(Language),
    place=some.sampled_from(["", "KG", "KG-O", "KG06207000000", "TJ001D003"]),
    band=some.sampled_from(Band),
    name=some.text(max_size=NAME_LIMIT).filter(lambda name: not name or own_name(name) == name),
)
def test_what_is_signed_is_read_back(
    code: str, release: int, day: date, language: Language, place: str, band: Band, name: str
) -> None:
    """Every field comes back as it went in, and the same fields are always the same bytes."""
    made = Certificate(code, release, day, language, place, band)
    assert payload(made, name) == payload(replace(made), name)
    assert verified(PUBLIC, signed(KEY, payload(made, name))) == SignedFields(made, name)


def test_the_signed_bytes_are_those_that_are_documented() -> None:
    """Published papers can be checked for ever, so the form may not change under the same version."""
    assert payload(CERTIFICATE, "Айгүл").decode() == (
        '{"band":"good","code":"7K3QX9M2TD","day":"2026-11-29","language":"ky",'
        '"name":"Айгүл","place":"KG-O","release":3,"v":1}'
    )
    assert b"place" not in payload(replace(CERTIFICATE, place="")) and b"name" not in payload(CERTIFICATE)


def test_a_change_in_any_position_is_told() -> None:
    """Every sign of the signed text, put up or down: none passes, not even one that decodes to the same bytes."""
    whole = text(name="Айгүл")
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    changes = 0
    for at, sign in enumerate(whole):
        for other in {signs[(signs.find(sign) + step) % 64] for step in (1, -1, 32)} - {sign}:
            with pytest.raises(Untrusted):
                verified(PUBLIC, whole[:at] + other + whole[at + 1 :])
            changes += 1
    assert changes > 2 * len(whole)


OTHERS = [
    replace(CERTIFICATE, code="7K3QX9M2TE"),
    replace(CERTIFICATE, course_release=4),
    replace(CERTIFICATE, issued_on=date(2026, 11, 28)),
    replace(CERTIFICATE, language=Language.TG),
    replace(CERTIFICATE, place="KG-J"),
    replace(CERTIFICATE, place=""),
    replace(CERTIFICATE, band=Band.EXCELLENT),
]


@pytest.mark.parametrize(
    "forged", [*((other, "Айгүл") for other in OTHERS), (CERTIFICATE, "Айнур"), (CERTIFICATE, "")]
)
def test_another_field_under_the_same_signature_is_told(forged: tuple[Certificate, str]) -> None:
    """Each field exchanged for another that would be valid by itself."""
    said = urlsafe_b64encode(payload(*forged)).rstrip(b"=").decode()
    signature = text(name="Айгүл").partition(".")[2]
    with pytest.raises(Untrusted) as told:
        verified(PUBLIC, f"{said}.{signature}")
    assert told.value.reason is Reason.ALTERED


def test_a_certificate_by_another_key_is_told() -> None:
    """A forger with a key of his own."""
    with pytest.raises(Untrusted) as told:
        verified(PUBLIC, signed(private_key(new_private_pem()), payload(CERTIFICATE)))
    assert told.value.reason is Reason.ALTERED


@pytest.mark.parametrize(
    "strange", ["", ".", "abc", "abc.", ".abc", "a b.c", "a.b.c", "https://x", text() + "="]
)
def test_what_is_no_certificate_is_told(strange: str) -> None:
    """Somebody has scanned something else."""
    with pytest.raises(Untrusted) as told:
        verified(PUBLIC, strange)
    assert told.value.reason is Reason.NOT_OURS


@pytest.mark.parametrize(
    "said", [b'{"v":2}', b"[]", b"\xff", b"1", payload(CERTIFICATE).replace(b'"v":1', b'"v":2')]
)
def test_a_form_that_we_do_not_know_is_told_from_a_forgery(said: bytes) -> None:
    """Signed by us, by a later program."""
    with pytest.raises(Untrusted) as told:
        verified(PUBLIC, signed(KEY, said))
    assert told.value.reason is Reason.UNKNOWN_VERSION


def test_keys_survive_their_files_and_others_are_refused() -> None:
    """PEM there and back; what is no key, or another kind of key, is refused with the cure."""
    pem = new_private_pem()
    assert public_pem(private_key(pem)) == public_pem(private_key(pem))
    assert b"PRIVATE" not in public_pem(KEY)
    for read, wrong in product((private_key, public_key), (b"", b"nonsense")):
        with pytest.raises(KeyUnusable, match="PEM"):
            read(wrong)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Айгүл \n Жумабаева ", "Айгүл Жумабаева"),
        ("Oʻgʻiloy Gʻaniyeva", "Oʻgʻiloy Gʻaniyeva"),
        ("Ӣ", "Ӣ"),
        ("O'g'iloy", "O'g'iloy"),
        ("", None),
        ("   ", None),
        ("😀", None),
        ("Али\u202eбек", None),
        ("+7 900 000 00 00", None),
        ("#let", None),
        ("А" * NAME_LIMIT, "А" * NAME_LIMIT),
        ("А" * (NAME_LIMIT + 1), None),
    ],
)
def test_a_name_is_one_line_of_letters(typed: str, name: str | None) -> None:
    """What the fonts can't set, what hides, and what is no name is asked for again."""
    assert own_name(typed) == name


# --- The paper


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_s_code_says_the_very_text(book: Book, name: str) -> None:
    """Read from the picture by an independent reader, and verified; whatever the name is, and whether it is in there."""
    sheet = paper(book, CERTIFICATE, name, in_code=len(name) <= NAME_LIMIT)
    body = certificate(sheet, "png", DAY)
    picture = Image.open(BytesIO(body))
    assert (1500 <= picture.width <= 1700) and len(body) <= 250 * 1024
    assert read_code_in(picture) == sheet.qr
    assert verified(PUBLIC, sheet.qr.partition("#")[2]).certificate == CERTIFICATE


@pytest.mark.parametrize("name", NAMES)
def test_the_print_s_code_says_the_very_text_and_the_name_is_only_words(book: Book, name: str) -> None:
    """The PDF turned into a picture; the name stands in it to the letter, on the one page."""
    sheet = paper(book, CERTIFICATE, name, in_code=False)
    body = certificate(sheet, "pdf", DAY)
    assert read_code_in(picture_of(body)) == sheet.qr
    assert re.sub(r"\s", "", name) in re.sub(r"\s", "", words_of(body))


def test_the_longest_code_is_read_after_telegram_has_made_the_picture_small(book: Book) -> None:
    """Telegram shrinks photographs to 1280 dots and squeezes them; the most that a code holds is read all the same."""
    sheet = paper(book, LONGEST, "Ғ" * NAME_LIMIT)
    assert len(sheet.qr.encode()) <= 415
    picture = Image.open(BytesIO(certificate(sheet, "png", DAY))).convert("RGB")
    small = BytesIO()
    picture.resize((1280, 1280 * picture.height // picture.width)).save(small, "JPEG", quality=80)
    assert read_code_in(Image.open(small)) == sheet.qr


@pytest.mark.parametrize("language", list(Language))
def test_it_says_everything_in_both_languages(book: Book, language: Language) -> None:
    """All fields and the sentence that it is no permit, in the learner's language and in Russian."""
    made = replace(CERTIFICATE, language=language)
    sheet = paper(book, made, "Айгүл")
    words = words_of(certificate(sheet, "pdf", DAY))
    assert [half.language for half in sheet.halves] == list(dict.fromkeys((language, Language.RU)))
    for half in sheet.halves:
        said = (half.title, half.statement, half.name_label, half.verify, half.no_permit)
        listed = [part for field in half.fields if field.key != "code" for part in (field.label, field.value)]
        assert [
            each for each in (*said, *listed) if each.replace(" ", "") not in words.replace(" ", "")
        ] == []
        assert {field.key for field in half.fields} == {"band", "place", "day", "language", "release", "code"}
    assert "7K3QX-9M2TD" in words and "Айгүл" in words


def test_black_and_white_is_enough(book: Book) -> None:
    """A printer without colours loses nothing: there are only greys."""
    picture = Image.open(BytesIO(certificate(paper(book), "png", DAY))).convert("RGB")
    colours = picture.getcolors(picture.width * picture.height) or []
    assert colours and all(max(tone) - min(tone) <= 8 for _, tone in colours if isinstance(tone, tuple))


def test_the_same_certificate_is_the_same_file(book: Book) -> None:
    """Nothing of the clock or of chance goes into it."""
    assert certificate(paper(book), "pdf", DAY) == certificate(paper(book), "pdf", DAY)


def test_without_a_site_the_bot_is_asked_and_the_fields_still_travel() -> None:
    """The start payload is one that Telegram takes: at most 64 signs of its alphabet."""
    url = certificate_url("", "safar_bot", CERTIFICATE.code, text())
    address, _, fragment = url.partition("#")
    assert address == "https://t.me/safar_bot?start=c_7K3QX9M2TD"
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", address.partition("start=")[2])
    assert verified(PUBLIC, fragment).certificate == CERTIFICATE


def test_places_are_named_at_each_level(book: Book) -> None:
    """Country, region, district with its region; an old code that we know no more is shown as it is."""
    district = next(place for place in book.territories.by_code.values() if place.level == 2)
    assert place_words(book, Language.RU, "KG") == "Кыргызстан"
    assert place_words(book, Language.RU, "KG-O") == "Ошская область"
    assert place_words(book, Language.RU, district.code).count(", ") == 1
    assert place_words(book, Language.RU, "KG-GONE") == "KG-GONE" and place_words(book, Language.RU, "") == ""
    assert [field.key for field in fields(book, Language.RU, replace(CERTIFICATE, place=""), "Айгүл")] == [
        "name", "band", "day", "language", "release", "code",
    ]  # fmt: skip


def test_what_is_missing_is_told_in_words(book: Book) -> None:
    """How many lessons, in the number that the language asks for, and the last check by its title."""
    reader = Reader(book, Learner(Language.RU, Citizenship.KG), DAY)
    lessons = tuple(book.course.lessons())[:3]
    assert still_missing(reader, Missing(lessons, last_check=True)).split("\n")[1:] == [
        "• 3 урока",
        "• проверка «Что я знаю теперь?»",
    ]
    assert still_missing(reader, Missing((), last_check=True)).count("•") == 1


# --- Checked without us


def documented(root: Path, language: str) -> str:
    """The only block of this language in the paper on certificates."""
    [block] = re.findall(
        rf"^```{language}\n(.*?)^```", (root / "docs/certificates.md").read_text("utf-8"), re.M | re.S
    )
    return str(block)


@pytest.mark.parametrize("language", ["python", "sh"])
@pytest.mark.parametrize("name", ["", "Айгүл", "Oʻg"])
def test_the_documented_check_works_as_it_stands(
    root: Path, tmp_path: Path, language: str, name: str
) -> None:
    """The commands of docs/certificates.md, run to the letter: right for a true certificate, a failure for a forged one."""
    program = {"python": sys.executable, "sh": "sh"}[language]
    (tmp_path / "safar-certificates.pem").write_bytes(public_pem(KEY))

    def run(content: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "certificate.txt").write_text(content + "\n", "utf-8")
        command = [program, "-c", documented(root, language)]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    url = certificate_url(SITE, "", CERTIFICATE.code, text(name=name))
    right = run(url)
    assert right.returncode == 0, right.stderr
    assert json.loads(right.stdout[right.stdout.index("{") :]) == json.loads(payload(CERTIFICATE, name))
    forged = urlsafe_b64encode(payload(replace(CERTIFICATE, band=Band.EXCELLENT), name)).rstrip(b"=").decode()
    wrong = run(f"{SITE}/c/{CERTIFICATE.code}#{forged}.{url.rpartition('.')[2]}")
    assert wrong.returncode != 0 and "excellent" not in wrong.stdout


PAGE = """<!doctype html><meta charset="utf-8">
<p id="certificate-verdict" data-key="{key}" data-code="{code}" data-valid="Valid." data-altered="Altered."
 data-unknown-version="Unknown." data-cannot-check="Can't."></p>
<dl id="certificate-fields" data-words="{words}"></dl>
<script src="certificate.js"></script>
"""


@pytest.fixture(scope="module")
def site(root: Path, book: Book, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with the script, as a file, in a browser without network."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "certificate.js").write_text(
        (root / "reports/static/certificate.js").read_text("utf-8"), "utf-8"
    )
    words = json.dumps(page_words(book, Language.RU, "KG-O"), ensure_ascii=False).replace('"', "&quot;")
    html = PAGE.format(key=public_pem(KEY).decode(), code=CERTIFICATE.code, words=words)
    (folder / "page.html").write_text(html, "utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(offline=True).new_page()
        page.goto((folder / "page.html").as_uri())
        yield page
        browser.close()


def judged(page: Page, fragment: str) -> tuple[str, dict[str, str]]:
    """The verdict of the page on what stands behind `#`, and the fields that it shows."""
    page.evaluate("document.getElementById('certificate-verdict').textContent = ''")
    page.evaluate("fragment => { location.hash = fragment }", fragment)
    page.wait_for_function("document.getElementById('certificate-verdict').textContent !== ''")
    labels = page.locator("#certificate-fields dt").all_text_contents()
    values = page.locator("#certificate-fields dd").all_text_contents()
    return page.locator("#certificate-verdict").text_content() or "", dict(zip(labels, values, strict=True))


def test_the_browser_checks_by_itself_and_shows_all_fields(site: Page, book: Book) -> None:
    """With the published key alone: all fields in words; the name as text, whatever it is."""
    verdict, shown = judged(site, text(name="<b>Айгүл</b>"))
    assert verdict == "Valid."
    told = {field.label: field.value for field in fields(book, Language.RU, CERTIFICATE, "<b>Айгүл</b>")}
    assert shown == told | {"Дата": "2026-11-29"}


def test_the_browser_tells_every_change(site: Page) -> None:
    """A sign changed in each part, another key, another form, and a true text under the address of another code."""
    whole = text(name="Айгүл")
    ends = {"A": "B", "Q": "R", "g": "h", "w": "x"}  # the last sign holds four bits that decoders pass over
    forgeries = [
        whole[:at] + ("A" if whole[at] != "A" else "B") + whole[at + 1 :] for at in range(0, len(whole), 23)
    ]
    forgeries += [
        whole[:-1] + ends[whole[-1]],
        whole + "=",
        "abc",
        signed(private_key(new_private_pem()), b"{}"),
    ]
    forgeries.append(text(replace(CERTIFICATE, code="0000000000")))
    assert [judged(site, forged) for forged in forgeries] == [("Altered.", {})] * len(forgeries)
    assert judged(site, signed(KEY, b'{"v":2}')) == ("Unknown.", {})
    assert judged(site, whole)[0] == "Valid."


def test_codes_are_grouped_on_paper(book: Book) -> None:
    """What people type is easy to read."""
    assert paper(book).code == grouped(CERTIFICATE.code) == "7K3QX-9M2TD"
