"""Whatever the process writes, at its most talkative and when things break, tells of nobody."""

import asyncio
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetMe

from bot.log import in_this_update, set_up
from bot.tour import LONGEST_WALK, Walk, walk_through
from learning.course import Citizenship, Language
from sandbox import Person, Sandbox
from screens.intents import Agree, SetLanguage
from storage import StoreUnavailable
from tests.bot.test_process import SECRET, free_port, process, traces
from tests.scene import our_book, press, scene

FIRST_NAME = "Гүлбарчын-Zamira"
TYPED = ["Кызыл-Кыя шаары", "полиция паспорт алды", "pul bermayapti", "+996 555 010203", "/start geheim77"]
TOKEN = "7654321:token-that-nobody-may-read"
KEYS = {"SAFAR_SECRET_KEY": "5e" * 32, "SAFAR_CONTACT_KEY": "c0" * 32}
FORMS = ["text", "json"]
WHO = [("ky", "KG"), ("tg", "TJ"), ("uz", "UZ"), ("uz_Cyrl", "UZ"), ("ru", "other")]
# What is written has no language, and both forms are made of the same events: one whole course under one of them, the
# first lessons under the other, and all five people under both in a soak.
WALKED = {"text": ([("tg", "TJ")], LONGEST_WALK), "json": ([("uz_Cyrl", "UZ")], 200)}


@pytest.fixture(autouse=True)
def _quiet_again() -> Iterator[None]:
    """Other tests log as they did before."""
    root = logging.getLogger()
    before = (root.level, list(root.handlers), structlog.get_config())
    yield
    root.setLevel(before[0])
    root.handlers = before[1]
    structlog.configure(**before[2])


def personal(person: Person) -> list[str]:
    """What must not be found: ids as numbers and hexadecimal, names, what was typed."""
    return [str(person.id), f"{person.id:x}", f"{person.id:X}", FIRST_NAME, *TYPED]


def found(written: str, forbidden: list[str]) -> list[str]:
    """Those of the forbidden words that were written, as they are or as JSON escapes them."""
    forms = {word: {word, json.dumps(word).strip('"'), word.encode().hex()} for word in forbidden}
    return [word for word, looks in forms.items() if any(look in written for look in looks)]


def callback_data(sandbox: Sandbox) -> list[str]:
    """All that buttons carried, but for what is too short to mean anything in a search."""
    presses = [
        entry["update"].get("callback_query") for entry in sandbox.state.journal.entries if "update" in entry
    ]
    return sorted({press["data"] for press in presses if press and len(press["data"]) > 4})


async def a_life(sandbox: Sandbox, language: str, citizenship: str, course: Any, presses: int) -> Person:
    """The course, or so many presses of it; then whatever a person may type."""
    person = await sandbox.person("ru", FIRST_NAME)
    person.settle = 0.0
    walk = Walk(person, course, Citizenship(citizenship), speak=False)
    await walk_through(walk, Language(language), presses)
    for text in TYPED:
        await person.type(text)
    await person.type("/menu")
    return person


@pytest.mark.parametrize("form", FORMS)
async def test_a_whole_course_leaves_no_trace_in_what_is_written(
    form: str, tmp_path: Path, soak: bool
) -> None:
    """`safar run` at its most talkative: no id, name, typed text, button's data, token, key or secret."""
    port = free_port()
    more = {
        "SAFAR_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "SAFAR_WEBHOOK_SECRET": SECRET,
        "SAFAR_LOG_LEVEL": "debug",
        "SAFAR_LOG_FORMAT": form,
        "PYTHONASYNCIODEBUG": "1",
        **KEYS,
    }
    course = our_book().course
    forbidden = [TOKEN, TOKEN.partition(":")[2], SECRET, *KEYS.values()]
    async with Sandbox(token=TOKEN) as sandbox:
        async with process(sandbox, tmp_path, port, **more):
            cast, presses = (WHO, LONGEST_WALK) if soak else WALKED[form]
            people = await asyncio.gather(*(a_life(sandbox, *who, course, presses) for who in cast))
        forbidden += [word for person in people for word in personal(person)]
        forbidden += callback_data(sandbox)
    written = (tmp_path / "log").read_text()
    assert len(forbidden) > 100
    assert "update finished" in written and "library spoke" in written
    assert found(written, forbidden) == []


async def test_when_the_network_is_gone_the_address_with_the_token_is_not_written(
    tmp_path: Path, small: dict[str, str]
) -> None:
    """Telegram vanishes under a polling bot: the log says so, without the token."""
    more = {"SAFAR_LOG_LEVEL": "debug", **KEYS, **small}
    async with Sandbox(token=TOKEN) as sandbox:
        async with process(sandbox, tmp_path, free_port(), **more):
            person = await sandbox.person("ky", FIRST_NAME)
            await person.start()
            await sandbox.stop()
            while "fetching failed" not in (tmp_path / "log").read_text():
                await asyncio.sleep(0.05)
        written = (tmp_path / "log").read_text()
    assert found(written, [*personal(person), TOKEN, TOKEN.partition(":")[2], *KEYS.values()]) == []
    assert traces(tmp_path, person.id) == []


def _group(message: str) -> Exception:
    return ExceptionGroup(message, [RuntimeError(message)])


class Leaky:
    """A part whose failure tells all it knows."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __call__(self) -> date:
        raise self._error

    async def load(self, _: object) -> None:
        raise self._error


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("error", [StoreUnavailable, RuntimeError, _group])
async def test_a_failing_step_names_the_error_and_its_place_only(
    error: Callable[[str], Exception],
    form: Any,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A bug, a group of bugs or unreachable records: the message, which may say anything, is not written."""
    monkeypatch.setattr("bot.serve.PATIENCE", 0.1)
    set_up(form, "debug")
    async with scene(tmp_path) as pretend:
        person = await pretend.sandbox.person("ru", FIRST_NAME)
        await person.start()
        await press(person, SetLanguage)
        service, leaky = pretend.service, Leaky(error(f"SQLite: {person.id} {FIRST_NAME} {TOKEN}"))
        part: Any = {"store": leaky} if error is StoreUnavailable else {"today": leaky}
        service.desk, whole = replace(service.desk, **part), service.desk
        await press(person, Agree)
        service.desk = whole
    written = "".join(capfd.readouterr())
    assert "handler failed" in written or "records unavailable" in written
    assert found(written, [*personal(person), TOKEN]) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "library", ["aiogram.event", "aiohttp.server", "asyncio", "asyncpg", "anything.else"]
)
def test_libraries_are_heard_without_their_words(
    library: str, form: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    """Their message, its arguments and their error's message stay out; place and kind of error are told."""
    set_up(form, "debug")
    leak = f"https://api.telegram.org/bot{TOKEN}/getMe"
    try:
        raise TelegramNetworkError(GetMe(), leak)
    except TelegramNetworkError:
        logging.getLogger(library).exception("%s for %s", leak, FIRST_NAME)
        logging.getLogger(library).error(f"{leak} {FIRST_NAME}")  # noqa: G004, TRY400 - as libraries do
        logging.getLogger(library).debug(leak)
    written = "".join(capfd.readouterr())
    assert written.count("test_log.py:") >= 3 and "TelegramNetworkError" in written
    assert found(written, [TOKEN, FIRST_NAME]) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_that_gets_into_a_line_is_taken_out(form: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """Should our own line ever hold a secret of the settings, it is not written."""
    set_up(form, "info", [TOKEN, ""])
    structlog.get_logger().info(f"calling {TOKEN}", url=f"/bot{TOKEN}/x", places=[TOKEN, 7])
    written = "".join(capfd.readouterr())
    assert TOKEN not in written and written.count("[hidden]") == 3


async def test_lines_of_one_update_bear_one_code_and_no_two_updates_share_it(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The code joins the lines of one update; it is made by chance, so it leads to nobody."""
    set_up("json", "info")

    async def update() -> None:
        in_this_update()
        structlog.get_logger().info("one")
        await asyncio.sleep(0)
        structlog.get_logger().info("two")

    async with asyncio.TaskGroup() as both:
        both.create_task(update())
        both.create_task(update())
    codes = [json.loads(line)["update"] for line in capfd.readouterr().err.splitlines()]
    assert sorted(map(codes.count, codes)) == [2, 2, 2, 2] and {len(code) for code in codes} == {8}


DYING = """
import sys, bot.wiring
async def dies(settings):
    raise ValueError("https://api.telegram.org/bot" + settings.bot_token.get_secret_value())
bot.wiring.run = dies
sys.argv = ["safar", "run"]
from bot.cli import main
main()
"""


async def test_an_error_that_ends_the_process_is_named_without_its_message(tmp_path: Path) -> None:
    """The last words of a dying process are the kind of error and the places."""
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        DYING,
        cwd=tmp_path,
        env={**os.environ, "SAFAR_BOT_TOKEN": TOKEN},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    written, _ = await running.communicate()
    assert running.returncode == 1
    assert "ended by an error" in written.decode() and "ValueError" in written.decode()
    assert TOKEN not in written.decode()
