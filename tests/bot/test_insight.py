"""`safar insight`: from presses in the bot to the operator's screen and the authors' file."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from learning.course import FIRST_CHECK, LAST_CHECK, Citizenship, Language
from learning.learner import Attempt, CheckRecord, Learner, Outcome, rate
from screens.intents import OpenMenu, RateCard, ShowCard
from storage import Pseudonyms, open_store
from tests.scene import assert_clean, buttons, enrolled, intents, press, scene
from tests.storage.people import MONDAY
from workbench import InsightError, read_insight

KEYS = Pseudonyms(b"a test's secret key, 32 bytes...", b"a test's contact key, 32 bytes..")
RIGHT = (("how-long", "d30", True), ("stamp", "register", True))
WRONG = (("how-long", "d15", False), ("stamp", "register", True))


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the operator's database, which is not there yet."""
    url = f"sqlite:///{tmp_path}/safar.sqlite3"
    monkeypatch.setenv("SAFAR_DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    return url


def safar(*words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(app, ["insight", *words])


async def fill(url: str, people: int = 15) -> None:
    """So many who took the wrong option and called the card unclear, twice as many who did not."""
    store = await open_store(url, KEYS)
    for number in range(3 * people):
        wrong = number < people
        learner = Learner(Language.KY, Citizenship.KG, enrolled_on=MONDAY, tried=frozenset({501}))
        learner = replace(learner, attempt=Attempt(501, 1, 1, 60, WRONG if wrong else RIGHT))
        learner = rate(learner, 501, "term", 1, clear=not wrong)
        await store.record(KEYS.person(number + 1), None, learner, number + 1)
    await store.close()


async def test_a_word_about_a_card_is_kept_and_marked(tmp_path: Path) -> None:
    """Clear, then not clear: the second stands, is thanked for, and shown in "what we keep"."""
    async with scene(tmp_path) as pretend:
        person = await enrolled(pretend, "ru", "KG")
        screen = await press(person, RateCard(101, "why", 1))
        assert "👍 Понятно ✓" in [button.text for button in buttons(screen)]
        screen = await press(person, RateCard(101, "why", 0))
        assert "🤔 Непонятно ✓" in [button.text for button in buttons(screen)]
        assert "👍 Понятно" in [button.text for button in buttons(screen)]
        sums, stops = await pretend.service.desk.store.insight()
        assert {name.figure: n for name, n in sums.items()} == {"clear": 0, "unclear": 1}
        assert list(stops.values()) == [1]
        await person.type("/mydata")
        assert "Сказали, понятно ли: 1 карточка" in (await person.screen()).text
        assert_clean(pretend)


async def test_a_card_that_is_gone_leads_on_and_counts_nothing(tmp_path: Path) -> None:
    """An old button, and a guest's that was forged."""
    async with scene(tmp_path) as pretend:
        person = await enrolled(pretend, "ru", "KG")
        old = (await person.screen()).message_id
        screen = await person.press("r.501.gone.1", old)
        assert any(isinstance(intent, ShowCard) for intent in intents(screen))
        screen = await person.press("r.999.what.1", old)
        assert any(not isinstance(intent, OpenMenu) for intent in intents(screen))
        assert (await pretend.service.desk.store.insight())[0] == {}
        assert (pretend.service.failed, pretend.service.unreadable) == (0, 0)


async def test_a_guest_is_not_asked(tmp_path: Path) -> None:
    """Nothing of him is kept."""
    async with scene(tmp_path) as pretend:
        guest = await pretend.sandbox.person("ru")
        await guest.start()
        screen = await guest.press("c.501.what!rK", (await guest.screen()).message_id)
        assert "Регистрация" in screen.text
        assert not any(isinstance(intent, RateCard) for intent in intents(await guest.screen()))


def test_what_is_hard_is_told(records: str) -> None:
    """Hardest question, its most chosen wrong option, the unclear card."""
    asyncio.run(fill(records))

    done = safar()

    assert done.exit_code == 0, done.output
    assert (
        "  501 how-long: 40 people, 65 % right, most chosen wrong option d15, 35 %"
        in done.stdout.splitlines()
    )
    assert "  501 term: 35 % of 40 people" in done.stdout.splitlines()


def test_by_language_lesson_and_release(records: str) -> None:
    """What nobody said there is not told."""
    asyncio.run(fill(records))

    assert "how-long" in safar("--language", "ky").stdout
    assert "how-long" not in safar("--language", "tg").stdout
    assert "how-long" not in safar("--lesson", "502").stdout
    assert "how-long" not in safar("--since", "2").stdout


def test_few_people_are_not_told_of(records: str) -> None:
    """Nine in all: nothing but that it is nothing yet."""
    asyncio.run(fill(records, people=3))

    assert safar().stdout.count("nothing to tell yet") == 4


def test_authors_get_a_file(records: str, tmp_path: Path) -> None:
    """The same as JSON, which the preview reads; nothing below the floor is in it."""
    asyncio.run(fill(records))
    file = tmp_path / "insight.json"

    assert safar("--to", str(file)).exit_code == 0

    assert json.loads(file.read_text("utf-8")) == json.loads(safar("--format", "json").stdout)
    assert {q.question for q in read_insight(file).questions} == {"how-long", "stamp"}


def test_what_cannot_be_read_is_one_line(records: str, tmp_path: Path) -> None:
    """No database, no folder to write to, no file of figures."""
    done = safar()
    assert (done.exit_code, "no records yet" in done.stderr) == (2, True)
    asyncio.run(fill(records, people=1))
    done = safar("--to", str(tmp_path / "nowhere" / "insight.json"))
    assert (done.exit_code, "can't be written" in done.stderr) == (2, True)
    (tmp_path / "other.json").write_text('{"questions": 7}', "utf-8")
    for name in ("other.json", "missing.json"):
        with pytest.raises(InsightError, match="can't be read"):
            read_insight(tmp_path / name)


async def fill_gains(url: str, people: int = 20) -> None:
    """So many who believed something untrue before the course and know better, and as many who didn't know and don't."""
    store = await open_store(url, KEYS)
    for number in range(1, 2 * people + 1):
        first, last = (Outcome.WRONG, Outcome.RIGHT) if number <= people else (Outcome.UNSURE, Outcome.UNSURE)
        before = {FIRST_CHECK: CheckRecord(1, MONDAY, {"how-soon": first}, 0)}
        after = before | {LAST_CHECK: CheckRecord(1, MONDAY, {"how-soon": last}, 0)}
        learner = Learner(Language.KY, Citizenship.KG, enrolled_on=MONDAY, checks=before)
        kept = await store.record(KEYS.person(number), None, learner, number)
        await store.record(KEYS.person(number), kept, replace(learner, checks=after), 1000 + number)
    await store.close()


def test_gain_by_idea_is_told(records: str, tmp_path: Path) -> None:
    """Before and after, what was believed apart from what was not known; all of it in the file for authors."""
    asyncio.run(fill_gains(records))
    told = "how-soon: 40 people; before 50 % don't know, 50 % wrong; after 50 % right, 50 % don't know"

    assert f"  {told}" in safar().stdout.splitlines()
    assert "how-soon" not in safar("--language", "tg").stdout
    assert safar("--to", str(tmp_path / "insight.json")).exit_code == 0
    gains = read_insight(tmp_path / "insight.json").gains
    assert {(each.language, each.citizenship) for each in gains} == {
        (None, None),
        (None, Citizenship.KG),
        (Language.KY, None),
        (Language.KY, Citizenship.KG),
    }


def test_no_gain_of_nine_is_told(records: str) -> None:
    """Nothing of fewer than ten."""
    asyncio.run(fill_gains(records, 4))

    assert "how-soon" not in safar("--format", "json").stdout
