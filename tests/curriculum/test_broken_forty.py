"""The course itself, broken in small ways that authors break it: each is told at its file and line, none passes."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from curriculum import Severity, check
from tests.curriculum.proofread import CONTACTS, COURSE, FACTS, MODULE, TODAY, TROUBLE, words
from tests.one_module import one_module

RU, KY, TG, UZ = (words(language) for language in ("ru", "ky", "tg", "uz"))
LONG = "слово и ещё одно слово. " * 25
PNG = b"\x89PNG\r\n\x1a\n"
STALE = "files:\n  what.ogg: {language: ky, segment: lessons.first-days.cards.what, digest: '000000000000'}\n"


@dataclass(frozen=True)
class Break:
    """`old` in `file` becomes `new`; `rule` bites in `where` (the same file) in the line that holds `at`.

    `at` is the new text's first line, if nothing else is said; an empty one is the first line of the file.
    """

    file: str
    old: str
    new: str
    rule: str
    at: str | None = None
    where: str = ""
    beside: Callable[[Path], None] | None = None


def _media(name: str, raw: bytes, description: str = "") -> Callable[[Path], None]:
    def write(content: Path) -> None:
        folder = content / "modules/05-registration/media"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(raw)
        if description:
            (folder / "audio.yaml").write_text(description, "utf-8")

    return write


def _unlisted(content: Path) -> None:
    (content / "modules" / "06-patent").mkdir()


BREAKS = {
    # the form of a file
    "unknown key": Break(MODULE, "action: {key: agree-with-host", "acton: {key: agree-with-host", "unknown_keys"),
    "key twice": Break(KY, "title: Каттоо", "title: Каттоо\ntitle: Каттоо", "yaml", "title: Каттоо (регистрация)"),
    "yes for a text": Break(TG, "title: Рӯзҳои аввал", "title: yes", "shape"),
    "number for a text": Break(UZ, "title: Birinchi kunlar", "title: 1", "shape"),
    "fact number without quotes": Break(FACTS, '["2.10"]', "[2.10]", "shape", "[2.10]"),
    "date that is none": Break(FACTS, "review_by: 2027-02-01", "review_by: 2027-02-30", "shape"),
    "tab": Break(RU, "    title: Первые дни", "\t title: Первые дни", "yaml"),
    "line too far to the left": Break(RU, "      term: |\n        Ваш", "     term: |\n        Ваш", "yaml"),
    "text after a quote": Break("course/ru.yaml", '"Сафар: перед дорогой в Россию"', '"Сафар" в Россию', "yaml"),
    "colon in a text": Break(UZ, "title: Birinchi kunlar", "title: Birinchi: kunlar", "yaml"),
    "text that begins with stars": Break(KY, "text: Эч нерсе, мөөр", "text: **Эч** нерсе, мөөр", "yaml"),
    "unknown unit": Break(FACTS, "KG: {days: 30}", "KG: {day: 30}", "shape"),
    "places without a column": Break("territories/kg.csv", "name_ky", "name_kg", "territories"),
    # what stands where
    "text missing": Break(TG, "        text: |\n          Азамат аз сарҳад", "        tekst: |\n          Азамат аз сарҳад", "words_complete"),
    "text empty": Break(KY, "title: Алгачкы күндөр", "title: ''", "words_complete"),
    "reply missing": Break(UZ, "            reply: Muhr boshqa,", "            repli: Muhr boshqa,", "every_reply_present", "register:"),
    "placeholder lost": Break(KY, "тартып **{registration-term}**.", "тартып **бир нече күн**.", "placeholders_equal", "term: |"),
    "placeholder misspelt": Break(RU, "Ваш срок — **{registration-term}**", "Ваш срок — **{registration-trem}**", "placeholders_known"),
    "fact not named": Break(MODULE, "{key: term, facts: [registration-term]}", "{key: term}", "facts_named", "Ваш срок", RU),
    "bold not closed": Break(TG, "**Пеш аз рафтан иҷро кунед.**", "**Пеш аз рафтан иҷро кунед.", "emphasis_equal"),
    "bold lost": Break(UZ, "**Joʻnashdan oldin qiling.**", "Joʻnashdan oldin qiling.", "emphasis_equal", "agree-with-host: |"),
    "list item lost": Break(KY, "        - паспорт;\n", "", "emphasis_equal", "bring: |"),
    "link in one language": Break(RU, "через Госуслуги.\n", "через [Госуслуги](https://gosuslugi.example/).\n", "emphasis_equal", "where: |", KY),
    "link without https": Break(RU, "через Госуслуги.\n", "через [Госуслуги](http://gosuslugi.example/).\n", "emphasis_equal"),
    "number typed": Break(UZ, "Oxirgi kunni kutmang.\n", "15 kun bor.\n", "numbers_from_facts", "15 kun"),
    "phone typed": Break(RU, "Регистрирует тот, кто даёт вам жильё.", "Звоните +7 (495) 123-45-67.", "phones_from_contacts", "123-45-67"),
    "emergency number typed": Break("trouble/ru.yaml", "Скажите: «Меня бьют.", "Звоните 112. Скажите: «Меня бьют.", "phones_from_contacts"),
    "site typed": Break("trouble/ru.yaml", "можно и на сайте МВД", "можно и на мвд.рф", "phones_from_contacts"),
    "text cut by a comment": Break(RU, "title: Первые дни", "title: Первые # дни", "comments_apart"),
    "paragraph lost": Break(TG, "\n\n        Агар пешакӣ гапро як кунед, ин душвор нест.", "", "translation_whole", "what: |"),
    "text pasted twice": Break(UZ, "reply: Ishning bunga aloqasi yoʻq. Muddat kirgan kundan boshlab oʻtyapti.", "reply: Birinchi muddat joylashgan kundan emas, Rossiyaga kirgan kundan hisoblanadi. Bunday hisob bilan kechikib qolish oson.", "texts_distinct", "reply: Birinchi muddat joylashgan kundan emas, Rossiyaga kirgan kundan hisoblanadi. Bunday hisob bilan kechikib qolish oson.\n          border"),
    "quotation not closed": Break(KY, "«Мени ушул дарек боюнча каттоого коёсузбу?»", "«Мени ушул дарек боюнча каттоого коёсузбу?", "pairs_closed", "«Мени ушул"),
    "html": Break(RU, "**живёте на самом деле**", "<b>живёте на самом деле</b>", "no_html"),
    # lengths
    "card too long": Break(RU, "        Это не трудно,", f"        {LONG}", "card_fits", "what: |"),
    "button key too long": Break(MODULE, "[enough, register, ask-boss]", "[enough, register, ask-your-boss-first]", "button_fits"),
    "option too long": Break(RU, "text: Ничего, печати хватит", f"text: {LONG[:70]}", "card_fits"),
    "question too long for a poll": Break(RU, "          Бригада живёт", f"          {LONG[:320]} Бригада живёт", "card_fits", "text: |\n          слово и"),
    "title too long for a button": Break(RU, "title: Кто и как регистрирует", "title: Кто и как регистрирует вас в первые недели", "card_fits"),
    # languages and letters
    "kyrgyz in the tajik file": Break(TG, "        Муҳри сарҳад (отметка) ҷои онро намегирад. Аз қайд алоҳида ва дар муҳлаташ гузаштан лозим.", "        Чек арада басылган мөөр анын ордуна жүрбөйт. Каттоого өзүнчө жана мөөнөтүндө туруу керек.", "language_right", "Чек арада"),
    "russian in the kyrgyz file": Break(KY, "reply: Мөөр кирген күндү гана көрсөтөт. Кишинин кайда жашаганын каттоо көрсөтөт.", "reply: Печать говорит лишь о дне въезда, а место жительства видно по записи.", "language_right"),
    "russian copied": Break(KY, "text: Мөөнөтүндө каттоого туруу", "text: Зарегистрироваться в срок", "translation_differs"),
    "uzbek in cyrillic": Break(UZ, "reply: Muhr faqat kirgan kunni koʻrsatadi. Odam qayerda yashashini registratsiya koʻrsatadi.", "reply: Муҳр фақат кирган кунни кўрсатади. Одам қаерда яшашини рўйхат кўрсатади.", "language_right"),
    "english left over": Break(UZ, "reply: Muhr boshqa, registratsiya boshqa. Ikkalasi ham kerak.", "reply: The stamp is one thing and the registration is another.", "language_right"),
    "letter of a neighbour": Break(RU, "Это не трудно,", "Это не тру\u049bно,", "language_right"),
    "invisible space": Break(RU, "Это не трудно,", "Это не\u200bтрудно,", "letters_clean"),
    "apostrophe of the keyboard": Break(UZ, "oʻrnini bosmaydi", "o'rnini bosmaydi", "letters_clean"),
    "latin letter in a russian word": Break(RU, "Это не трудно,", "Это не тpудно,", "letters_clean"),
    "latin left in derived cyrillic": Break(UZ, "«Amina» (Амина) ilovasi", "«Wechat» (Амина) ilovasi", "derived_cyrillic_clean"),
    "russian misspelt": Break(RU, "Это не трудно,", "Это не тррудно,", "spelling_known"),
    "kyrgyz misspelt": Break(KY, "Мөөрдү чек арадан эле текшериңиз.", "Мөөрдү чек арадан эле текшеринз.", "spelling_known"),
    "term said otherwise": Break(TG, "Рӯзи вуруд дар корти муҳоҷират ё", "Рӯзи вуруд дар варақаи вуруд ё", "glossary_kept"),
    "russian name of a form lost": Break(UZ, "tomon (принимающая сторона) topshiradi", "tomon topshiradi", "glossary_kept", "      host: |"),
    "sentence too long": Break(RU, "Это не трудно, если договориться заранее.", f"Это {'не трудно и ' * 12}просто.", "easy_to_read", "Это не трудно"),
    "word too long": Break(RU, "Это не трудно,", "Это переосвидетельствование,", "easy_to_read"),
    # questions
    "right option that is none": Break(MODULE, "right: border", "right: boarder", "one_right_option"),
    "no option has the value": Break(MODULE, "{key: d15, value: {days: 15}}", "{key: d15, value: {days: 14}}", "one_right_option", "right: {fact"),
    "two options with a value": Break(MODULE, "{key: w7, value: {working-days: 7}}", "{key: w7, value: {days: 15}}", "options_distinct", "d15, value"),
    "two options with the same words": Break(RU, "text: Ждать, что скажет начальник", "text: Зарегистрироваться в срок!", "options_distinct"),
    "right option stands out": Break(RU, "text: Зарегистрироваться в срок", "text: Пойти с хозяином и зарегистрироваться в срок", "options_alike"),
    "right option always in one place": Break(MODULE, "[only-owner, need-lawyer, file-self]", "[only-owner, file-self, need-lawyer]", "right_place_varies", "questions:\n      - key: landlord"),
    "card to read again is not shown": Break(MODULE, "card: count", "card: ask-consulate", "reachable"),
    "no action": Break(MODULE, "    action: {key: save-dates}\n", "", "action_last", "- key: keep-it-right"),
    # law and contacts
    "fact of low confidence": Break(FACTS, "confidence: high\n  seen: fact sheet 2.10", "confidence: low\n  seen: fact sheet 2.10", "facts_teachable"),
    "fact without law for a passport": Break(FACTS, "    other: Федеральный закон 109-ФЗ от 18 июля 2006 года, статья 20\n", "", "facts_teachable", "{key: what, facts", MODULE),
    "fact without source": Break(FACTS, "  seen: fact sheet 2.10\n", "", "facts_sourced", "host-files:"),
    "review passed": Break(FACTS, "review_by: 2027-02-01", "review_by: 2026-11-01", "facts_in_time"),
    "source of the future": Break(FACTS, 'true_as_of: "2022"', 'true_as_of: "2028"', "facts_sourced"),
    "checked by nobody": Break(FACTS, 'true_as_of: "2022"', 'checked_on: 2026-11-01\n  true_as_of: "2022"', "facts_teachable", "registration-term:"),
    "no draft, and a medium fact": Break(COURSE, "draft: true", "draft: false", "facts_teachable", "confidence: medium", FACTS),
    "call long ago": Break(CONTACTS, 'phone: {value: "102", fact: "9.01"}', 'phone: {value: "102", fact: "9.01"}, called_on: 2025-01-01', "kept_by_commands"),
    "phone without its fact": Break(CONTACTS, 'phone: {value: "103", fact: "9.01"}', 'phone: {value: "103"}', "contacts_honest"),
    "contact that is not there": Break(TROUBLE, "contacts: [emergency,", "contacts: [emergensy,", "contacts_known"),
    # who meets it
    "nobody fulfils a condition": Break(MODULE, "{key: extend-other, contacts: [consulate-other], when: {citizenship: [other]}}", "{key: extend-other, when: {citizenship: [KG], territory: [TJ]}}", "met_by_somebody"),
    "territory that is not there": Break(MODULE, "when: {citizenship: [other]}}\n    action", "when: {citizenship: [other], territory: [KG-XX]}}\n    action", "reachable", "KG-XX"),
    "step under another key": Break(TROUBLE, "{key: calm, facts", "{key: calmer, facts", "words_complete", "calm: |", "trouble/ru.yaml"),
    "key twice among neighbours": Break(MODULE, "{key: moscow, facts", "{key: count, facts", "keys_unique", "{key: count, facts: [amina]"),
    "module outside the course": Break(COURSE, "pass_mark: 60", "pass_mark: 70", "files_listed", "modules:", beside=_unlisted),
    # pictures and recordings
    "body twice": Break(COURSE, "  - {key: ngo}", "  - {key: ngo}\n  - { key: lawyer }", "keys_unique", "{ key: lawyer }"),
    "fact twice on a card": Break(MODULE, "facts: [entry-date, migration-card]", "facts: [entry-date, entry-date]", "keys_unique", "entry-date, entry-date"),
    "icon in words": Break(TROUBLE, "icon: 🚔", "icon: police", "shape"),
    "phone of one digit": Break(CONTACTS, 'value: "112"', 'value: "1"', "shape"),
    "phrase of one letter": Break("trouble/ru.yaml", "phrases: [задержал,", "phrases: [з,", "phrases_specific"),
    "three dots": Break(RU, "Не ждите последнего дня.", "Не ждите последнего дня...", "signs_plain"),
    "emoji for a title": Break(KY, "title: Алгачкы күндөр", "title: 🙂", "signs_plain"),
    "level of a place": Break("territories/kg.csv", "KG-B,1,", "KG-B,7,", "territories"),
    "picture missing": Break(MODULE, "{key: what, facts", "{key: what, media: {image: card.png}, facts", "media_fit"),
    "picture too large": Break(MODULE, "{key: what, facts", "{key: what, media: {image: card.png}, facts", "media_fit", beside=_media("card.png", PNG + bytes(300_000))),
    "recording of an older text": Break(MODULE, "{key: what, facts", "{key: what, media: {audio: {ky: what.ogg}}, facts", "media_fit", "what.ogg", "modules/05-registration/media/audio.yaml", _media("what.ogg", b"OggS" + bytes(24) + b"OpusHead", STALE)),
}  # fmt: skip


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the course."""
    return one_module(tmp_path_factory.mktemp("course") / "content")


@pytest.fixture(scope="module")
def cache(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was found in the course as it stands, as an author has it who breaks it then."""
    folder = tmp_path_factory.mktemp("cache")
    check(course, TODAY, folder)
    return folder


@pytest.mark.parametrize("name", BREAKS)
def test_broken_course_is_told_at_its_place(name: str, course: Path, cache: Path, tmp_path: Path) -> None:
    """By its rule, in its file and line, with a cure, and as more than a note."""
    broken, content = BREAKS[name], Path(shutil.copytree(course, tmp_path / "content", copy_function=os.link))
    text = (content / broken.file).read_text("utf-8")
    assert broken.old in text, "the course has changed; break it elsewhere"
    (content / broken.file).unlink()  # the file is shared with the other copies
    (content / broken.file).write_text(text.replace(broken.old, broken.new, 1), "utf-8")
    if broken.beside:
        broken.beside(content)

    findings = check(content, TODAY, cache)

    told = [finding for finding in findings if finding.severity is not Severity.NOTE]
    where = broken.where or broken.file
    assert (broken.rule, where, _line(content / where, broken)) in [(f.rule, f.file, f.line) for f in told]
    assert all(finding.what and finding.why and finding.cure for finding in findings)


def test_forty_are_tried() -> None:
    """Fewer would prove little."""
    assert len(BREAKS) >= 40


def _line(file: Path, broken: Break) -> int:
    text = file.read_text("utf-8")
    at = broken.new.split("\n")[0] if broken.at is None else broken.at
    assert at in text, f"{file} does not hold {at!r}"
    return text[: text.index(at)].count("\n") + 1
