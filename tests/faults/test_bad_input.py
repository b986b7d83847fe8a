"""What strangers send: one clear refusal, nothing recorded, nothing believed, no traceback."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from curriculum import check
from sandbox import Limits, Sandbox
from screens.intents import Agree, SetLanguage, StaleButton, decode
from storage import open_store
from tests.curriculum import sample_content
from tests.faults.lives import Cradle, Life, free_port
from tests.faults.reference import KEYS
from tests.scene import intents

SECRET = "a-secret_of-tests"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATE = json.dumps(
    {
        "update_id": 5,
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": 7, "type": "private", "first_name": "x"},
            "from": {"id": 7, "is_bot": False, "first_name": "x"},
            "text": "/start",
        },
    }
).encode()
FORGED_PAYLOADS = [
    "home-",
    "home-XX",
    "home-KG-B-KG-B",
    "home-../../etc/passwd",
    "home-KG-B'; DROP TABLE learner",
    "x" * 5000,
    "home-\u202eKG",
    "0" * 64,
]
FORGED_BUTTONS = [
    "ag~" + "x" * 61,
    "tp.detained~" + "c.501." + "x" * 40,
    "hs.XX",
    "hs.KG-B.KG-B",
    "a.501.99999999999999999999.x.y",
    "a.-1.-1.x.y",
    "q.501.1.zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz!kK",
    "sp.XX",
    "ms.2",
    "sl.__class__",
    "\x00",
    "💥" * 16,
]


@dataclass
class Hooked:
    """A bot that waits for its webhook, as a process."""

    sandbox: Sandbox
    life: Life
    url: str
    database: str

    async def posted(self, body: Any, headers: dict[str, str]) -> tuple[int, bytes]:
        """Status and body of the answer to a POST."""
        async with aiohttp.ClientSession() as http, http.post(self.url, data=body, headers=headers) as answer:
            return answer.status, await answer.read()

    def memory(self) -> int:
        """The most memory that the process has held so far, in MB."""
        status = Path(f"/proc/{self.life.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) // 1024


@pytest.fixture
async def hooked(cradle: Cradle, tmp_path: Path) -> AsyncIterator[Hooked]:
    """`safar run` by webhook."""
    port, database = free_port(), f"sqlite:///{tmp_path}/safar.sqlite3"
    url = f"http://127.0.0.1:{port}/hook"
    environment = {"SAFAR_WEBHOOK_URL": url, "SAFAR_WEBHOOK_SECRET": SECRET, "SAFAR_DATABASE_URL": database}
    async with Sandbox(limits=Limits.relaxed()) as sandbox:
        life = Life(cradle, sandbox, tmp_path / "bot", environment, port=port)
        await life.begin()
        yield Hooked(sandbox, life, url, database)
        await life.stop()
        assert "Traceback" not in life.log()


FORGED_SECRETS = {
    "none": {},
    "empty": {HEADER: ""},
    "wrong": {HEADER: "wrong"},
    "longer": {HEADER: SECRET + "x"},
    "shorter": {HEADER: SECRET[:-1]},
    "capitals": {HEADER: SECRET.upper()},
    "latin-1": {HEADER: "ü"},
    "utf-8": {HEADER: "секрет"},
}


async def test_a_forged_webhook_call_is_refused(hooked: Hooked) -> None:
    """Without the secret nothing is read: 401 in two words, nobody is written to, nothing recorded."""
    for headers in FORGED_SECRETS.values():
        assert await hooked.posted(UPDATE, headers) == (401, b"wrong secret")
    called = {entry.get("method", "").lower() for entry in hooked.sandbox.state.journal.entries}
    assert "sendmessage" not in called
    store = await open_store(hooked.database, KEYS)
    assert await store.learners() == 0
    await store.close()


async def chunks(size: int) -> AsyncIterator[bytes]:
    """A body that does not say how long it is."""
    for _ in range(size // 65536):
        yield b" " * 65536


@pytest.mark.parametrize("said", [True, False], ids=["length told", "in chunks"])
async def test_fifty_megabytes_are_refused_early_and_not_kept(said: bool, hooked: Hooked) -> None:
    """413 whether the length is told or not, and the process does not grow by the body."""
    size, headers = 50 << 20, {HEADER: SECRET}
    before = hooked.memory()
    body: Any = io.BytesIO(b" " * size) if said else chunks(size)
    try:
        status, _ = await hooked.posted(body, headers)
    except aiohttp.ClientConnectionError:  # the server hung up while we were still talking
        status = 413
    assert status == 413
    assert hooked.memory() - before < 15
    assert (await hooked.posted(b"{}", headers))[0] == 400


async def test_what_is_no_update_is_refused(hooked: Hooked) -> None:
    """Foreign bodies with the right secret: 400 each, and the next update is taken."""
    headers = {HEADER: SECRET, "Content-Type": "application/json; charset=none-such"}
    bodies = [b"", b"\xff\xfe\xff", b"[" * 500_000, b'{"a":' * 100_000, b"7", b'{"update_id": "1"}', b"null"]
    assert {(await hooked.posted(body, headers))[0] for body in bodies} == {400}
    assert (await hooked.posted(UPDATE, headers))[0] == 200


async def test_forged_buttons_and_payloads_change_nothing(hooked: Hooked) -> None:
    """A stranger forges buttons and links: he gets the first screen, and nothing is kept of him."""
    person = await hooked.sandbox.person("ru")
    for payload in FORGED_PAYLOADS:
        screen = await person.start(payload)
        assert SetLanguage in {type(intent) for intent in intents(screen)}
        assert all(intent.then == "" for intent in intents(screen) if isinstance(intent, SetLanguage))
    for data in FORGED_BUTTONS:
        screen = await person.press(data, screen.message_id)
        assert screen.labels
    assert hooked.sandbox.unanswered() == []
    store = await open_store(hooked.database, KEYS)
    assert await store.learners() == 0
    await store.close()
    async with aiohttp.ClientSession() as http, http.get(hooked.url.replace("/hook", "/healthz")) as health:
        assert health.status == 200


@pytest.mark.parametrize(
    "folder", ["../../etc", "/etc", "05-registration/..", "..", "05-registration\x00", "~"]
)
def test_content_does_not_reach_outside_its_folder(folder: str, tmp_path: Path) -> None:
    """The only paths that authors write are the modules' folders; one that leads elsewhere is a finding."""
    good = sample_content.files()["course/course.yaml"]
    broken = good.replace("[05-registration]", json.dumps([folder]))
    content = sample_content.write(tmp_path, {"course/course.yaml": broken})
    findings = [found for found in check(content, date(2026, 11, 24)) if found.severity == "error"]
    assert "course/course.yaml" in {found.file for found in findings}
    assert not any(".." in found.file or found.file.startswith(("/", "modules//")) for found in findings)


@pytest.mark.parametrize("data", ["t~" + "x" * 38, "ag~" + "c.501." + "x" * 32])
def test_a_way_back_that_fits_no_button_is_forged(data: str) -> None:
    """It would not fit beside the longest key, so it is refused before a screen is made with it."""
    with pytest.raises(StaleButton):
        decode(data)
    assert isinstance(decode("ag~c.501.term")[0], Agree)


async def test_nobody_else_may_read_the_records(hooked: Hooked) -> None:
    """The database and what SQLite keeps beside it are its owner's alone."""
    person = await hooked.sandbox.person("ky")
    await person.start()
    folder = Path(hooked.database.removeprefix("sqlite:///")).parent
    files = await asyncio.to_thread(lambda: sorted(folder.glob("safar.sqlite3*")))
    assert len(files) >= 2
    assert {oct(file.stat().st_mode & 0o077) for file in files} == {"0o0"}
