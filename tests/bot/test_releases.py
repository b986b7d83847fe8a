"""A running bot takes a new release: nobody loses his place, and exactly the right people are told what changed."""

import asyncio
import shutil
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import bot.shelf
from bot.outbox import Sender
from bot.pace import Pace
from bot.pretend import Pretence, pretence
from curriculum import ContentError, accept, mark, release
from curriculum import Weight as Weigh
from learning.broadcast import Stage
from learning.course import Language
from learning.learner import Attempt, LessonRecord, Place
from sandbox import Person, Sandbox
from screens.intents import (
    AskQuestion,
    GiveAnswer,
    GoOn,
    ListLessons,
    ListTroubles,
    OpenMenu,
    ShowCard,
    ShowModule,
)
from tests.curriculum import sample_content
from tests.scene import assert_clean, enrolled, intents, press

TODAY = date(2026, 11, 24)
MODULE = "modules/05-registration"
STRUCTURE = f"{MODULE}/module.yaml"
WRITTEN = (Language.RU, Language.KY, Language.TG, Language.UZ)
PASSED = {501: LessonRecord(1, TODAY, 80)}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The sample, accepted and released once."""
    folder = sample_content.write(tmp_path / "content")
    for language in WRITTEN:
        accept(folder, language)
    make(folder)
    return folder


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot looks for a new release often, so that no test waits for it."""
    monkeypatch.setattr(bot.shelf, "LOOK_EVERY", 0.02)


def make(content: Path) -> None:
    """Release what stands there, as a draft."""
    release(content, content.parent / "releases", draft=True, name="", today=TODAY)


def edit(content: Path, file: str, old: str, new: str) -> None:
    """Change a file of the content."""
    text = (content / file).read_text("utf-8")
    assert old in text
    (content / file).write_text(text.replace(old, new, 1), "utf-8")


@asynccontextmanager
async def running(content: Path):
    """The real bot on the sandbox, teaching the current release."""
    folder = content.parent
    async with Sandbox() as sandbox:
        database = f"sqlite:///{folder}/safar.sqlite3"
        async with pretence(sandbox, database, releases=folder / "releases") as pretend:
            yield pretend


async def taken(pretend: Pretence, number: int) -> None:
    """Wait until the bot teaches this release."""
    async with asyncio.timeout(20):
        while pretend.service.desk.book.course.release != number:
            await asyncio.sleep(0.02)


async def make_and_take(pretend: Pretence, content: Path, number: int) -> None:
    """A new release, while the bot runs."""
    await asyncio.to_thread(make, content)
    await taken(pretend, number)


async def become(pretend: Pretence, person: Person, **changed: object) -> None:
    """Put a learner's record into a state that would take many presses to reach."""
    desk = pretend.service.desk
    who = desk.pseudonyms.person(person.id)
    kept = await desk.store.load(who)
    assert kept
    await desk.store.record(who, kept, replace(kept.learner, **changed), kept.recent[-1] + 10**6)  # type: ignore[arg-type]


async def learner(pretend: Pretence, person: Person):
    """What is kept of somebody."""
    kept = await pretend.service.desk.store.load(pretend.service.desk.pseudonyms.person(person.id))
    assert kept
    return kept.learner


async def sent(pretend: Pretence) -> None:
    """Send what waits, at an hour when everybody is awake, until all is done."""
    service = pretend.service
    sender = Sender(
        service.desk.store,
        service.bot,
        asyncio.Event(),
        Pace(1000),
        lambda: datetime(2026, 11, 24, 6, tzinfo=UTC),
    )
    sender.book = lambda: service.desk.book
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(sender.work())
        while sender.corrected != service.desk.book.course.release or any(
            each.stage is not Stage.DONE for each in await service.desk.store.broadcasts()
        ):
            await asyncio.sleep(0.05)
        sender.stopping.set()


async def test_one_legal_number_changed_once(content):
    """The same presses before and after: only those who had learned the old number are told, once, old and new."""
    async with running(content) as pretend:
        people = {}
        crowd: list[tuple[str, str, dict[str, Any]]] = [
            ("passed, willing", "TJ", {"lessons": PASSED, "may_write": True}),
            ("passed, silent", "TJ", {"lessons": PASSED}),
            ("passed, blocked", "TJ", {"lessons": PASSED, "may_write": True}),
            ("behind the card", "TJ", {"place": Place(501, "host"), "may_write": True}),
            ("before the card", "TJ", {"place": Place(501, "why"), "may_write": True}),
            ("other passport", "KG", {"lessons": PASSED, "may_write": True}),
        ]
        for name, passport, changed in crowd:
            people[name] = await enrolled(pretend, "tg", passport)
            await become(pretend, people[name], **changed)
        await people["passed, blocked"].block()
        edit(content, "facts.yaml", "TJ: {days: 15}", "TJ: {days: 30}")
        await make_and_take(pretend, content, 2)
        await sent(pretend)

        told = {name: [m.text for m in await person.messages() if m.text and "📣" in m.text]
                for name, person in people.items()}  # fmt: skip
        assert {name for name, texts in told.items() if texts} == {"passed, willing", "behind the card"}
        [text] = told["passed, willing"]
        assert text.index("15 рӯз") < text.index("30 рӯз")

        await people["passed, blocked"].unblock()
        for person in people.values():
            await person.type("/menu")
        met_now = {name for name, person in people.items() if "📣" in (await person.screen()).text}
        assert met_now == {"passed, silent", "passed, blocked"}
        for person in people.values():
            await person.press((await person.screen()).buttons[0][0].data or "")
            assert "📣" not in (await person.screen()).text
        assert_clean(pretend)


async def test_news_stands_before_what_was_pressed_and_leads_on_to_it(content):
    """The old press is not lost: the button under the news does what was wanted."""
    async with running(content) as pretend:
        person = await enrolled(pretend, "ru", "TJ")
        await become(pretend, person, lessons=PASSED)
        edit(content, "facts.yaml", "TJ: {days: 15}", "TJ: {days: 30}")
        await make_and_take(pretend, content, 2)
        screen = await press(person, ShowCard)
        assert "15 дней" in screen.text
        assert "30 дней" in screen.text
        after = await person.press(screen.labels[0])
        assert "📣" not in after.text
        assert ShowCard in {type(intent) for intent in intents(after)}


async def test_help_is_never_held_up(content):
    """Who presses the trouble button gets help, whatever has changed; the news comes after."""
    async with running(content) as pretend:
        person = await enrolled(pretend, "ky", "TJ")
        await become(pretend, person, lessons=PASSED)
        edit(content, "facts.yaml", "TJ: {days: 15}", "TJ: {days: 30}")
        await make_and_take(pretend, content, 2)
        assert "📣" not in (await press(person, ListTroubles)).text
        assert "📣" in (await press(person, OpenMenu)).text


async def test_questions_begun_are_ended_as_they_were(content):
    """A question is taken out while somebody is at it: he answers it still; the next attempt has the new questions."""
    async with running(content) as pretend:
        person = await enrolled(pretend, "ru", "KG")
        await become(pretend, person, place=Place(501, "agree"), attempt=Attempt(501, 1, 1, 60))
        edit(content, STRUCTURE, "      - key: host-refuses", "      - key: host-wants")
        for language in WRITTEN:
            edit(content, f"{MODULE}/{language}.yaml", "host-refuses:", "host-wants:")
        await make_and_take(pretend, content, 2)
        screen = await press(person, OpenMenu)
        screen = await press(person, GoOn)
        screen = await press(person, AskQuestion)
        while any(isinstance(intent, GiveAnswer) for intent in intents(screen)):
            await press(person, GiveAnswer)
            screen = await press(person, AskQuestion)
        attempt = (await learner(pretend, person)).attempt
        assert attempt.release == 1
        assert [question for question, _, _ in attempt.answers] == ["how-many-days", "host-refuses"]
        assert_clean(pretend)


async def test_removed_card_is_skipped_and_new_one_is_offered(content):
    """His card is gone: he stands at the next one. Who passed is offered the new card, until he has read it."""
    async with running(content) as pretend:
        standing, passed = await enrolled(pretend, "uz", "KG"), await enrolled(pretend, "ky", "KG")
        await become(pretend, standing, place=Place(501, "host"))
        await become(pretend, passed, lessons=PASSED, asked=frozenset({"home", "write"}))
        edit(content, STRUCTURE, "- {key: host, facts: [host-duty]}", "- {key: home, facts: [host-duty]}")
        edit(content, STRUCTURE, "card: host", "card: home")
        for language in WRITTEN:
            edit(content, f"{MODULE}/{language}.yaml", "host: ", "home: ")
        await make_and_take(pretend, content, 2)

        await press(standing, OpenMenu)
        await press(standing, GoOn)
        assert (await learner(pretend, standing)).place == Place(501, "ask")

        menu = await press(passed, OpenMenu)
        assert "1 жаңы карточка" in menu.text
        assert any(label.startswith("🆕 5. ") for label in (await press(passed, ListLessons)).labels)
        assert any("1 жаңы карточка" in label for label in (await press(passed, ShowModule)).labels)
        await press(passed, ShowCard(501, "home"))
        assert (await learner(pretend, passed)).lessons == {501: replace(PASSED[501], release=2)}
        assert "🆕" not in (await press(passed, OpenMenu)).text
        assert_clean(pretend)


async def test_withheld_translation_shows_russian_and_says_why(content):
    """The law behind a card has changed and Tajik is made anew, Kyrgyz not: its readers get Russian with a notice."""
    async with running(content) as pretend:
        kyrgyz, tajik = await enrolled(pretend, "ky", "KG"), await enrolled(pretend, "tg", "KG")
        edit(
            content,
            f"{MODULE}/ru.yaml",
            "why: |\n        **Идите вместе**",
            "why: |\n        **Идите вместе сразу**",
        )
        mark(content, Weigh.LEGAL, None, TODAY)
        accept(content, Language.TG)
        await make_and_take(pretend, content, 2)
        for person in (kyrgyz, tajik):
            await press(person, OpenMenu)
            if "📣" in (await person.screen()).text:
                await person.press((await person.screen()).labels[0])
            await press(person, GoOn)
        assert "Идите вместе сразу" in (await kyrgyz.screen()).text
        assert "🔄" in (await kyrgyz.screen()).text
        assert "🔄" not in (await tajik.screen()).text


async def test_bad_release_never_replaces_a_good_one(content):
    """A touched release is refused, told and counted; people go on with the old one, and the next good one is taken."""
    async with running(content) as pretend:
        person = await enrolled(pretend, "ru", "KG")
        await asyncio.to_thread(_broken_release, content)
        async with asyncio.timeout(20):
            while b"safar_release_refused 2.0" not in await pretend.service.metrics.page():
                await asyncio.sleep(0.02)
        assert pretend.service.desk.book.course.release == 1
        assert "Перед дорогой" in (await press(person, OpenMenu)).text
        edit(content, "facts.yaml", "TJ: {days: 15}", "TJ: {days: 30}")
        await make_and_take(pretend, content, 3)
        assert b"safar_release_refused 0.0" in await pretend.service.metrics.page()


def _broken_release(content: Path) -> None:
    """A release of which a file was changed after it was made."""
    releases = content.parent / "releases"
    shutil.copytree(releases / "0001", releases / "0002")
    told = releases / "0002" / "release.json"
    told.chmod(0o644)
    told.write_text(told.read_text("utf-8").replace('"number": 1', '"number": 2'), "utf-8")
    facts = releases / "0002" / "content" / "facts.yaml"
    facts.chmod(0o644)
    facts.write_text(facts.read_text("utf-8").replace("UZ: {days: 15}", "UZ: {days: 30}"), "utf-8")
    (releases / "current").write_text("2\n", "ascii")


def test_start_falls_back_to_the_newest_good_release(content):
    """A bot that starts on a broken release teaches the one before it; with none it does not start."""
    releases = content.parent / "releases"
    edit(content, "facts.yaml", "TJ: {days: 15}", "TJ: {days: 30}")
    make(content)
    for number, left in ((2, 1), (1, None)):
        file = releases / f"{number:04}" / "release.json"
        file.chmod(0o644)
        file.write_text("{", "utf-8")
        if left:
            assert bot.shelf.first_book(releases).course.release == left
        else:
            with pytest.raises(ContentError, match=r"release\.json"):
                bot.shelf.first_book(releases)
