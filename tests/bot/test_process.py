"""The process `safar run` itself: polling and webhook, killed and stopped, and what is left on disk."""

import asyncio
import base64
import io
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from sandbox import Person, Sandbox, Screen
from screens.intents import AskQuestion, ListLessons, OpenMenu, ShowModule
from tests.scene import buttons, intents, press, through_the_door

SAFAR = Path(sys.executable).parent / "safar"
SECRET = "a-secret_of-tests"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@asynccontextmanager
async def process(
    sandbox: Sandbox, folder: Path, port: int, **more: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`safar run` against a sandbox; ready when `/healthz` answers, ended at the latest on leaving.

    Without `small` among the settings it reads and teaches the whole course.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAFAR_")}
    environment |= {
        "SAFAR_BOT_TOKEN": sandbox.token,
        "SAFAR_TELEGRAM_API_URL": sandbox.url,
        "SAFAR_LISTEN": f"127.0.0.1:{port}",
        "SAFAR_LOG_FORMAT": "json",
        **more,
    }
    log = (folder / "log").open("ab")
    running = await asyncio.create_subprocess_exec(SAFAR, "run", cwd=folder, env=environment, stderr=log)
    try:
        await healthy(port, running)
        yield running
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()
        log.close()


async def healthy(port: int, running: asyncio.subprocess.Process) -> None:
    """Wait until the process answers."""
    async with aiohttp.ClientSession() as http:
        while running.returncode is None:
            try:
                async with http.get(f"http://127.0.0.1:{port}/healthz") as answer:
                    assert (await answer.json())["status"] == "ok"
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)
    raise AssertionError("the bot ended before it was ready")


async def into_the_quiz(person: Person) -> None:
    """From the first card to the first question of the first lesson."""
    screen = await person.screen()
    while not any(isinstance(intent, AskQuestion) for intent in intents(screen)):
        forward = next(b for b in buttons(screen) if b.text.startswith("▶"))
        screen = await person.press(forward.data or "")
    await press(person, AskQuestion)


async def test_killed_in_mid_quiz_nothing_is_lost_and_nothing_counts_twice(
    tmp_path: Path, small: dict[str, str]
) -> None:
    """kill -9 after an answer, start again, press the same button and the next: the first answer stands."""
    port = free_port()
    async with Sandbox() as sandbox:
        person = await sandbox.person("ky")
        async with process(sandbox, tmp_path, port, **small) as running:
            await person.start()
            await through_the_door(person, "ky", "KG")
            await into_the_quiz(person)
            question = await person.screen()
            chosen, other = answers(question)[:2]
            reply = await person.press(chosen)
            running.send_signal(signal.SIGKILL)
            await running.wait()
        async with process(sandbox, tmp_path, port, **small):
            again = await person.press(other, question.message_id)
            assert again.text == reply.text
            await press(person, AskQuestion)
            assert answers(await person.screen()) != answers(question)
        assert [refused["method"] for refused in sandbox.refused() if refused["method"] != "getUpdates"] == []
        assert traces(tmp_path, person.id) == []


def answers(screen: Screen) -> list[str]:
    """The data of the answers on a screen."""
    return [b.data for b in buttons(screen) if b.data and b.data.startswith("a.")]


def traces(folder: Path, telegram_id: int) -> list[str]:
    """The files that hold a Telegram id in any encoding we can think of."""
    size = (telegram_id.bit_length() + 7) // 8
    raw = [telegram_id.to_bytes(n, order) for n in (size, 8) for order in ("big", "little")]
    text = [str(telegram_id), f"{telegram_id:x}", f"{telegram_id:X}", f"{telegram_id:o}", f"{telegram_id:b}"]
    needles = raw + [
        form for t in text for form in (t.encode(), t.encode("utf-16-le"), t.encode("utf-16-be"))
    ]
    needles += [base64.b64encode(str(telegram_id).encode()).rstrip(b"=")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files for needle in needles if needle in path.read_bytes()]


async def test_sigterm_ends_the_process_soon_and_with_success(tmp_path: Path, small: dict[str, str]) -> None:
    async with Sandbox() as sandbox:
        person = await sandbox.person("ru")
        async with process(sandbox, tmp_path, free_port(), **small) as running:
            await person.start()
            running.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(running.wait(), 12) == 0


async def test_by_webhook_the_same_bot_serves_and_believes_only_the_secret(
    tmp_path: Path, small: dict[str, str]
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    more = {"SAFAR_WEBHOOK_URL": url, "SAFAR_WEBHOOK_SECRET": SECRET}
    async with Sandbox() as sandbox, process(sandbox, tmp_path, port, **more, **small):
        person = await sandbox.person("tg")
        await person.start()
        await through_the_door(person, "tg", "TJ")
        await press(person, OpenMenu)
        screen = await press(person, ListLessons)
        assert any(isinstance(intent, ShowModule) for intent in intents(screen))
        assert (sandbox.refused(), sandbox.unanswered()) == ([], [])
        update = {"update_id": 1, "message": {}}
        good = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        assert await posted(url, json=update) == 401
        assert await posted(url, json=update, headers={**good, "X-Telegram-Bot-Api-Secret-Token": "ü"}) == 401
        assert await posted(url, data=b"{", headers=good) == 400
        assert await posted(url, json=[], headers=good) == 400
        assert await posted(url, json=update, headers=good) == 200
        assert await posted(url, data=io.BytesIO(b" " * (2 << 20)), headers=good) == 413


async def test_a_stand_in_on_this_machine_may_call_without_a_secret(
    tmp_path: Path, small: dict[str, str]
) -> None:
    port = free_port()
    more = {"SAFAR_WEBHOOK_URL": f"http://127.0.0.1:{port}/"}
    async with Sandbox() as sandbox, process(sandbox, tmp_path, port, **more, **small):
        person = await sandbox.person("uz")
        assert buttons(await person.start())


async def posted(url: str, **request: object) -> int:
    """The status of a POST."""
    async with aiohttp.ClientSession() as http, http.post(url, **request) as answer:  # type: ignore[arg-type]
        return answer.status


@pytest.mark.parametrize(("token", "said"), [("2:unknown", "SAFAR_BOT_TOKEN: Telegram does not know")])
async def test_an_unknown_token_is_one_line(
    token: str, said: str, tmp_path: Path, small: dict[str, str]
) -> None:
    async with Sandbox() as sandbox:
        running = await asyncio.create_subprocess_exec(
            SAFAR,
            "run",
            cwd=tmp_path,
            env={**os.environ, "SAFAR_BOT_TOKEN": token, "SAFAR_TELEGRAM_API_URL": sandbox.url, **small},
            stderr=asyncio.subprocess.PIPE,
        )
        _, error = await asyncio.wait_for(running.communicate(), 60)
    assert running.returncode == 2
    assert error.decode().splitlines()[-1].startswith(said)
