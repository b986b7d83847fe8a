"""`safar broadcast` and `safar outbox` as an operator types them, and who has blocked the bot."""

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.broadcast import duration, quiet
from bot.cli import app
from bot.pretend import Pretence
from learning.broadcast import Reach, Zone
from learning.course import Language
from storage import open_store
from tests.bot.sending import KEYS
from tests.bot.test_outbox import WILLING, moment
from tests.scene import enrolled, scene

GOOD = {"ru": "Новый **закон**", "ky": "Жаңы <мыйзам>", "tg": "Қонуни нав", "uz": "Yangi qonun"}


def safar(folder: Path, *words: object) -> tuple[int, str, str]:
    """Exit status, output and complaint of a command."""
    environment = {
        "SAFAR_DATABASE_URL": f"sqlite:///{folder}/safar.db",
        "SAFAR_SECRET_KEY": "a test's secret key, 32 bytes...",
        "SAFAR_CONTACT_KEY": "a test's contact key, 32 bytes..",
    }
    done = CliRunner().invoke(app, list(map(str, words)), env=environment)
    return done.exit_code, done.stdout, done.stderr


def written(folder: Path, texts: dict[str, str]) -> Path:
    """A file of texts."""
    file = folder / "news.yaml"
    file.write_text("".join(f"{key}: |\n  {text}\n" for key, text in texts.items()), encoding="utf-8")
    return file


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """A folder with the records of three learners, one of whom may not be written to."""
    store = await open_store(f"sqlite:///{tmp_path}/safar.db", KEYS)
    for number, may in enumerate((True, True, False), start=1):
        person = KEYS.person(number)
        await store.record(person, None, replace(WILLING, may_write=may), 1)
    await store.set_blocked(KEYS.person(2), True)
    await store.close()
    return tmp_path


def test_dry_run_shows_everything_and_records_nothing(folder: Path) -> None:
    """Without --send: the texts as they would be sent, who gets them, who stays silent; nothing is recorded."""
    status, said, _ = safar(
        folder, "broadcast", written(folder, GOOD), "--territory", "KG", "--language", "ky"
    )
    assert status == 0
    for wanted in (
        "Новый <b>закон</b>", "Жаңы &lt;мыйзам&gt;", "Янги қонун",
        "ky       1", "in all   1", "1 did not agree", "1 have blocked", "takes 1 s", "Nothing was recorded",
    ):  # fmt: skip
        assert wanted in said
    assert safar(folder, "outbox")[1].strip() == "Nothing was ever broadcast."


def test_send_pause_resume_cancel(folder: Path) -> None:
    """With --send it gets a number; by that it is shown, paused, taken up again and cancelled."""
    status, said, _ = safar(
        folder, "broadcast", written(folder, GOOD), "--not-after", "2999-12-01 18:00", "--send"
    )
    assert (status, "Recorded as number 1" in said) == (0, True)
    assert "ready" in safar(folder, "outbox")[1]
    for word, stage in (("pause", "paused"), ("resume", "ready"), ("cancel", "cancelled")):
        assert safar(folder, "outbox", word, 1)[:2] == (0, f"1: {stage}\n")
        assert f"1: {stage}, " in safar(folder, "outbox", "show", 1)[1]
    assert "1 waiting" in safar(folder, "outbox", "show", 1)[1]
    assert "not after 2999-12-01T18:00 UTC" in safar(folder, "outbox")[1]
    status, _, complaint = safar(folder, "outbox", "resume", 1)
    assert (status, complaint) == (2, "Broadcast 1 can't become ready: it is cancelled.\n")
    assert safar(folder, "outbox", "show", 9)[0] == 2


@pytest.mark.parametrize(
    ("texts", "words", "complaint"),
    [
        ({"ru": "x", "ky": "x", "tg": "x"}, [], "no text in uz, uz_Cyrl"),
        ({**GOOD, "tg": " "}, [], "no text in tg"),
        ({**GOOD, "en": "x"}, [], "en is none of ru, ky, tg, uz"),
        ({**GOOD, "ky": "x" * 4097}, [], "the text in ky has 4097 characters; 4096 is the most"),
        (GOOD, ["--territory", "KG-NOWHERE"], "--territory: there is no KG-NOWHERE"),
        (GOOD, ["--completed", "9999"], "--completed: there is no lesson 9999"),
        (GOOD, ["--not-after", "tomorrow"], "--not-after: 'tomorrow' is no moment"),
        (GOOD, ["--not-after", "2020-01-01 00:00"], "is over"),
        (GOOD, ["--language", "tg"], "Nobody would get this"),
    ],
)
def test_mistakes_are_one_line_and_record_nothing(
    folder: Path, texts: dict[str, str], words: list[str], complaint: str
) -> None:
    """One line that says what is wrong, exit status 2, nothing recorded."""
    status, _, said = safar(folder, "broadcast", written(folder, texts), *words, "--send")
    assert (status, said.count("\n")) == (2, 1)
    assert complaint in said
    assert safar(folder, "outbox")[1].strip() == "Nothing was ever broadcast."


@pytest.mark.parametrize("content", ["ky: [", "- a", "ru: 7", ""])
def test_files_that_are_none(folder: Path, content: str) -> None:
    """A file that holds no texts is refused in one line."""
    file = folder / "news.yaml"
    file.write_text(content)
    status, _, said = safar(folder, "broadcast", file, "--send")
    assert (status, said.count("\n"), "Traceback" in said) == (2, 1, False)


def test_how_long_and_who_sleeps() -> None:
    """The duration is that of the full pace; sleepers are counted by their clock."""
    assert [duration(n) for n in (0, 1, 30, 31, 9000, 1_000_000)] == [
        "0 s",
        "1 s",
        "1 s",
        "2 s",
        "5 min",
        "556 min",
    ]
    reach = Reach({(Language.KY, Zone.KG): 3, (Language.RU, Zone.TJ): 2, (Language.TG, Zone.TJ): 4})
    assert len(quiet(reach, moment(6))) == 1
    assert quiet(reach, moment(2))[1:] == ["asleep now by the clock of TJ: 6, until 8:00 there"]


async def _blocked(pretend: Pretence, who: int) -> bool:
    desk = pretend.service.desk
    kept = await desk.store.load(desk.pseudonyms.person(who))
    assert kept is not None
    return kept.blocked


async def test_blocked_and_welcomed_back(tmp_path: Path) -> None:
    """Who blocks the bot is marked as soon as Telegram tells; who is back is unmarked, by the news or by a press."""
    async with scene(tmp_path) as pretend:
        person = await enrolled(pretend, "ky", "KG")
        desk = pretend.service.desk
        assert not await _blocked(pretend, person.id)
        await person.block()
        await person.quiet()
        assert await _blocked(pretend, person.id)
        await person.unblock()
        await person.quiet()
        assert not await _blocked(pretend, person.id)
        await desk.store.set_blocked(desk.pseudonyms.person(person.id), True)
        await person.type("/menu")
        assert not await _blocked(pretend, person.id)
        stranger = await pretend.sandbox.person("ru")
        await stranger.start()
        await stranger.block()
        await stranger.quiet()
        assert (await desk.store.learners(), pretend.service.failed) == (1, 0)
        assert await pretend.service.metrics.page()
