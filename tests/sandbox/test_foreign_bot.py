"""The sandbox as a program, and a bot written with another library, each a process of its own."""

import asyncio
import json
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from sandbox import Limits, Person, Sandbox

pytestmark = pytest.mark.asyncio

BOT = Path(__file__).with_name("foreign_bot.py")
SAFAR = (str(Path(sys.executable).parent / "safar"), "sandbox")


@asynccontextmanager
async def process(*command: str) -> AsyncIterator[Process]:
    """Run a program, and end it at the latest when the test ends."""
    running = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()
        await running.communicate()


async def address(running: Process) -> str:
    """Wait until the program says where it listens."""
    assert running.stdout
    line = (await asyncio.wait_for(running.stdout.readline(), 30)).decode()
    found = re.search(r"http://[\d.]+:\d+", line)
    assert found, line
    return found[0]


async def talk(url: str) -> None:
    """Let two people talk with the bot."""
    for language in ("ky", "en"):
        person = await Person.join(url, language_code=language)
        person.timeout = 30
        assert (await person.start("osh")).text == "You said: /start osh"
        assert (await person.type("hello")).text == "You said: hello"


async def test_a_foreign_bot_by_polling() -> None:
    """`safar sandbox` serves a bot of python-telegram-bot, with every rule on; SIGTERM ends it."""
    async with process(*SAFAR, "--port", "0", "--token", "5:five", "--person", "tg:Zarina") as pretend:
        url = await address(pretend)
        async with process(sys.executable, str(BOT), url, "5:five"):
            await talk(url)
            async with aiohttp.ClientSession(url) as http:
                async with http.get("/control/refused") as answer:
                    assert await answer.json() == []
                async with http.get("/control/people") as answer:
                    assert (await answer.json())[0]["first_name"] == "Zarina"
        pretend.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(pretend.wait(), 10) == 0


async def test_a_foreign_bot_by_webhook() -> None:
    """The same bot behind a webhook with a secret; a failure in between loses nothing."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    limits = Limits(resend_after=0.1, resend_at_most=0.1)
    async with Sandbox(limits=limits) as sandbox:
        async with process(sys.executable, str(BOT), sandbox.url, sandbox.token, port):
            async with asyncio.timeout(30):
                while not sandbox.courier.hook.url:
                    await asyncio.sleep(0.05)
            sandbox.faults.add("error", methods=["sendMessage"], carried_out=True, skip=3)
            await talk(sandbox.url)
        assert sandbox.refused() == []
        assert {entry["kind"] for entry in sandbox.state.journal.entries} == {"request", "update", "fault"}


async def test_chats_outlive_the_program(tmp_path: Path) -> None:
    """With --state the people, their messages and what waits are there after a restart."""
    state = tmp_path / "chats.json"
    command = (*SAFAR, "--port", "0", "--state", str(state), "--person", "uz")
    async with process(*command) as first:
        url = await address(first)
        async with aiohttp.ClientSession(url) as http:
            await http.post("/control/people/7000000001/start")
        first.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(first.wait(), 10) == 0
    assert json.loads(state.read_text())["queue"]["waiting"][0]["update"]["message"]["text"] == "/start"
    async with process(*command) as second:
        url = await address(second)
        async with aiohttp.ClientSession(url) as http, http.get("/bot1:sandbox/getUpdates") as answer:
            assert len((await answer.json())["result"]) == 1


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--token", "abc"], "a token is a number"),
        (["--state", __file__], "can't be read as a sandbox's state"),
        (["--host", "192.0.2.1"], "can't listen at 192.0.2.1"),
    ],
)
async def test_what_keeps_it_from_starting(options: list[str], reason: str) -> None:
    """One line says what to mend, and the exit status is 2."""
    async with process(*SAFAR, "--port", "0", *options) as failing:
        _, words = await asyncio.wait_for(failing.communicate(), 30)
    assert reason in words.decode() and len(words.splitlines()) == 1
    assert failing.returncode == 2


async def test_strict_and_lenient() -> None:
    """Strict, the default, holds a flood back; lenient does not."""
    for option, expected in (("--strict", {200, 429}), ("--lenient", {200})):
        statuses = set()
        async with process(*SAFAR, "--port", "0", option) as pretend:
            url = await address(pretend)
            async with aiohttp.ClientSession(url) as http:
                await http.post("/control/people", json={"id": 7, "started": True})
                for _ in range(60):
                    async with http.get("/bot1:sandbox/sendMessage?chat_id=7&text=a") as answer:
                        statuses.add(answer.status)
        assert statuses == expected
