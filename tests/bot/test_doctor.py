"""`safar doctor` finds each fault that is provoked here, and calls a healthy installation healthy."""

import asyncio
import json
import os
import shutil
import sqlite3
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, date, datetime, timedelta
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot import doctor
from bot.doctor import Finding
from bot.pretend import Pretence
from bot.settings import Settings, read_settings
from curriculum import CONTENT
from learning.course import Citizenship, Language
from learning.learner import Learner
from sandbox import Sandbox
from sandbox.updates import Hook
from storage import Pseudonyms, open_store
from tests.bot.test_process import SAFAR, SECRET, free_port, process
from tests.scene import scene

KEYS = {"secret.key": "5e" * 32, "contact.key": "c0" * 32}
MONDAY = date(2026, 11, 23)


def settings(folder: Path, **more: Any) -> Settings:
    return read_settings(
        **{
            "bot_token": "1:unused",
            "database_url": f"sqlite:///{folder}/data/safar.sqlite3",
            "keys_dir": folder / "keys",
            "listen": f"127.0.0.1:{free_port()}",
            **more,
        }
    )


def write_keys(folder: Path, mode: int = 0o600) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, key in KEYS.items():
        (folder / name).write_text(f"{key}\n")
        (folder / name).chmod(mode)


async def write_records(folder: Path, keys: Pseudonyms | None = None) -> Path:
    """A database with somebody who may be written to."""
    keys = keys or Pseudonyms(*(key.encode() for key in KEYS.values()))
    store = await open_store(f"sqlite:///{folder}/data/safar.sqlite3", keys)
    somebody = Learner(Language.KY, Citizenship.KG, enrolled_on=MONDAY, may_write=True)
    await store.record(keys.person(7_000_000_001), None, somebody, 1)
    await store.close()
    return folder / "data" / "safar.sqlite3"


def one(findings: list[Finding], what: str) -> Finding:
    """The worst line about this."""
    return max((f for f in findings if f.what == what), key=lambda f: ["ok", "warn", "fail"].index(f.state))


def write(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as session, session:
        session.execute(sql)


# --- Keys, records, disk, content ----------------------------------------------------------------------------


async def test_a_first_start_is_no_fault(tmp_path: Path) -> None:
    """No keys and no database yet: said, with what will happen."""
    given = settings(tmp_path)
    assert one(await doctor.look_at_keys(given), "keys").state == "warn"
    assert one(await doctor.look_at_records(given), "records").state == "warn"
    assert not (tmp_path / "keys").exists() and not (tmp_path / "data").exists()


async def test_what_is_in_order_is_ok(tmp_path: Path) -> None:
    """Private keys that fit, a database of this release whose counters add up, room on the disk, sound content."""
    write_keys(tmp_path / "keys")
    await write_records(tmp_path)
    given = settings(tmp_path)
    found = await doctor.look_at_keys(given) + await doctor.look_at_records(given, audit=True)
    assert {finding.state for finding in found} == {"ok"}, found
    assert {finding.what for finding in found} == {"keys", "records", "schema", "audit"}
    assert one(doctor.look_at_content(CONTENT, MONDAY), "content").state in ("ok", "warn")


async def test_lost_keys_with_learners_are_a_fault(tmp_path: Path) -> None:
    await write_records(tmp_path)
    found = one(await doctor.look_at_keys(settings(tmp_path)), "keys")
    assert found.state == "fail" and "restore" in found.todo


def test_without_a_key_for_certificates_the_next_start_would_fail(tmp_path: Path) -> None:
    """On SQLite it is made; on PostgreSQL, or when what lies there is no key, that is a fault before the start says so."""
    on_file = settings(tmp_path)
    assert one(doctor.look_at_certificates(on_file), "certificates").state == "ok"
    away = settings(tmp_path, database_url="postgresql://127.0.0.1:1/safar")
    assert "SAFAR_CERTIFICATE_KEY is missing" in one(doctor.look_at_certificates(away), "certificates").seen
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "certificate.key").write_text("no key")
    assert one(doctor.look_at_certificates(on_file), "certificates").state == "fail"


async def test_keys_that_others_can_read_or_that_lie_by_the_records_are_a_warning(tmp_path: Path) -> None:
    write_keys(tmp_path / "keys", 0o644)
    found = one(await doctor.look_at_keys(settings(tmp_path)), "keys")
    assert (found.state, "chmod 600" in found.todo) == ("warn", True)
    write_keys(tmp_path / "data")
    found = one(await doctor.look_at_keys(settings(tmp_path, keys_dir=tmp_path / "data")), "keys")
    assert (found.state, "same folder" in found.seen) == ("warn", True)


async def test_unusable_keys_are_a_fault(tmp_path: Path) -> None:
    """Too short, or not readable as text."""
    write_keys(tmp_path / "keys")
    for content in (b"short\n", b"\xff" * 64):
        (tmp_path / "keys" / "secret.key").write_bytes(content)
        assert one(await doctor.look_at_keys(settings(tmp_path)), "keys").state == "fail"


async def test_keys_of_another_database_are_a_fault(tmp_path: Path) -> None:
    write_keys(tmp_path / "keys")
    await write_records(tmp_path, Pseudonyms(b"x" * 32, b"y" * 32))
    found = one(await doctor.look_at_keys(settings(tmp_path)), "keys")
    assert (found.state, "don't fit" in found.seen) == ("fail", True)


async def test_a_database_that_cannot_be_used_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No database at all in the file; one that is locked; a server that isn't there."""
    monkeypatch.setattr("storage.inspection.PATIENCE", 0.1)
    path = await write_records(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        found = one(await doctor.look_at_records(settings(tmp_path)), "records")
        assert (found.state, "takes no step" in found.seen) == ("fail", True)
    path.write_bytes(b"x" * 8192)
    assert one(await doctor.look_at_records(settings(tmp_path)), "records").state == "fail"
    away = settings(tmp_path, database_url=f"postgresql://u:hidden-pw@127.0.0.1:{free_port()}/safar")
    found = one(await doctor.look_at_records(away), "records")
    assert found.state == "fail" and "hidden-pw" not in str(found)


def test_programs_that_backups_need_are_missed_on_postgresql_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An SQLite file needs none."""
    monkeypatch.setenv("PATH", str(tmp_path))
    server = settings(tmp_path, database_url="postgresql://u@127.0.0.1/safar")
    assert [finding.state for finding in doctor._tools(server)] == ["warn"]
    assert doctor._tools(settings(tmp_path)) == []


@pytest.mark.parametrize(("revision", "state"), [("9999", "fail"), ("", "warn")])
async def test_a_database_of_another_release_is_told(revision: str, state: str, tmp_path: Path) -> None:
    """A newer one is a fault; one without tables is a first start."""
    path = await write_records(tmp_path)
    write(
        path,
        f"UPDATE alembic_version SET version_num = '{revision}'"
        if revision
        else "DROP TABLE alembic_version",
    )
    found = await doctor.look_at_records(settings(tmp_path))
    assert one(found, "schema" if revision else "records").state == state


async def test_counters_that_do_not_add_up_are_a_fault(tmp_path: Path) -> None:
    """Only --audit reads every row, and only it can know."""
    write(await write_records(tmp_path), "UPDATE counter SET n = n + 1")
    assert {finding.state for finding in await doctor.look_at_records(settings(tmp_path))} == {"ok"}
    found = await doctor.look_at_records(settings(tmp_path), audit=True)
    assert one(found, "audit").state == "fail"


@pytest.mark.parametrize(("limit", "state"), [("DISK_FAIL", "fail"), ("DISK_WARN", "warn")])
async def test_a_disk_that_fills_up_is_told(
    limit: str, state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against limits that no disk meets."""
    monkeypatch.setattr(doctor, limit, 1 << 62)
    assert one(await doctor.look_at_disk(settings(tmp_path)), "disk").state == state


def test_broken_content_is_a_fault(tmp_path: Path) -> None:
    """The first mistake is named; a bot would not start with it."""
    shutil.copytree(CONTENT, tmp_path / "content")
    (tmp_path / "content" / "course" / "course.yaml").write_text("release: [")
    found = one(doctor.look_at_content(tmp_path / "content", MONDAY), "content")
    assert found.state == "fail" and "course.yaml" in found.seen


# --- The process and Telegram ----------------------------------------------------------------------------------


@pytest.fixture
async def pretend(tmp_path: Path) -> AsyncIterator[Pretence]:
    async with scene(tmp_path) as made:
        yield made


async def test_an_unknown_token_a_silent_telegram(tmp_path: Path) -> None:
    """The one is for @BotFather, the other for the network; neither line holds the token."""
    async with Sandbox(token="1:known") as sandbox:
        unknown = settings(tmp_path, bot_token="2:unknown-to-it", telegram_api_url=sandbox.url)
        found = await doctor.look_at_telegram(unknown)
        assert one(found, "token").state == "fail" and one(found, "clock").state == "ok"
    away = settings(tmp_path, bot_token="2:unknown-to-it", telegram_api_url=f"http://127.0.0.1:{free_port()}")
    silent = await doctor.look_at_telegram(away)
    assert one(silent, "telegram").state == "fail"
    assert "unknown-to-it" not in "".join(map(str, found + silent))


async def test_another_program_that_polls_is_a_fault(tmp_path: Path, pretend: Pretence) -> None:
    """A bot elsewhere with our token: ours would get half of the updates, or none."""
    given = settings(tmp_path, bot_token=pretend.sandbox.token, telegram_api_url=pretend.sandbox.url)
    found = one(await doctor.look_at_telegram(given), "updates")
    assert (found.state, "another program" in found.seen) == ("fail", True)


async def test_a_webhook_that_is_not_ours_is_told(tmp_path: Path) -> None:
    """Polling while a webhook is set; a webhook elsewhere; none yet; ours."""
    ours, theirs = "http://127.0.0.1:9/ours", "http://127.0.0.1:9/theirs"
    cases = [
        (None, theirs, "warn"),
        (ours, theirs, "fail"),
        (ours, "", "warn"),
        (ours, ours, "ok"),
        (None, "", "ok"),
    ]
    async with Sandbox() as sandbox:
        for wanted, there, state in cases:
            sandbox.state.queue.hook = Hook(there)
            access = {"bot_token": sandbox.token, "telegram_api_url": sandbox.url}
            given = settings(tmp_path, **access, webhook_url=wanted)
            assert one(await doctor.look_at_telegram(given), "updates").state == state, (wanted, there)


@asynccontextmanager
async def answering(answers: dict[str, Any], date_header: str = "") -> AsyncIterator[str]:
    """A Bot API with these answers and this clock."""

    async def answer(request: web.Request) -> web.Response:
        result = answers.get(request.path.rpartition("/")[2], {})
        return web.json_response(
            {"ok": True, "result": result}, headers={"Date": date_header or formatdate()}
        )

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with _listening(app) as port:
        yield f"http://127.0.0.1:{port}"


@asynccontextmanager
async def _listening(app: web.Application, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(("off", "state"), [(0, "ok"), (60, "warn"), (7200, "fail")])
async def test_a_clock_that_is_off_is_told(off: float, state: str, tmp_path: Path) -> None:
    """Compared with the clock that Telegram shows in each answer."""
    async with answering({}, formatdate(time.time() + off)) as url:
        assert (
            one(await doctor.look_at_telegram(settings(tmp_path, telegram_api_url=url)), "clock").state
            == state
        )


async def test_updates_that_pile_up_and_failing_calls_are_told(tmp_path: Path) -> None:
    state = {
        "url": "https://bot.example/hook",
        "pending_update_count": 4000,
        "last_error_date": int(time.time()) - 60,
        "last_error_message": "Wrong response from the webhook: 502 Bad Gateway",
    }
    async with answering({"getWebhookInfo": state}) as url:
        found = await doctor.look_at_telegram(
            settings(tmp_path, telegram_api_url=url, webhook_url=state["url"], webhook_secret=SECRET)
        )
    assert one(found, "waiting").state == "warn" and "4000" in one(found, "waiting").seen
    assert one(found, "webhook").state == "warn" and "502" in one(found, "webhook").seen
    assert one(found, "updates").state == "ok"


async def test_a_process_that_is_not_ready_and_a_stranger_at_the_port_are_faults(tmp_path: Path) -> None:
    """Nobody there is a warning only: doctor is asked before the first start too."""

    async def readyz(_: web.Request) -> web.Response:
        return web.json_response({"status": "not ready", "records": "unavailable"}, status=503)

    ill = web.Application()
    ill.router.add_get("/readyz", readyz)
    async with _listening(ill) as port:
        found = one(await doctor.look_at_process(settings(tmp_path, listen=f"127.0.0.1:{port}")), "process")
        assert (found.state, "records: unavailable" in found.seen) == ("fail", True)
    async with _listening(web.Application()) as port:
        found = one(await doctor.look_at_process(settings(tmp_path, listen=f"127.0.0.1:{port}")), "process")
        assert (found.state, "no Safar bot" in found.seen) == ("fail", True)
    assert one(await doctor.look_at_process(settings(tmp_path)), "process").state == "warn"


# --- The way in ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "what", "state"),
    [
        ("http://bot.example/x", "address", "fail"),
        ("https://bot.example:8444/x", "address", "fail"),
        ("http://127.0.0.1:9/x", "address", "warn"),
    ],
)
async def test_an_address_that_telegram_never_calls_is_told(
    address: str, what: str, state: str, tmp_path: Path
) -> None:
    found = await doctor.look_at_address(settings(tmp_path, webhook_url=address, webhook_secret=SECRET))
    assert one(found, what).state == state


async def test_a_name_that_leads_nowhere_and_one_that_leads_home() -> None:
    assert (await doctor.look_at_name("nowhere.invalid", 443)).state == "fail"
    assert (await doctor.look_at_name("localhost", 443)).state == "warn"


def certificate(folder: Path, days: int, name: str = "localhost") -> ssl.SSLContext:
    """A web server's certificate of its own making, for so many days; `folder/cert.pem` is what one would trust."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=90))
        .not_valid_after(now + timedelta(days=days, hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    text = serialization.Encoding.PEM
    secret = key.private_bytes(text, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "cert.pem").write_bytes(made.public_bytes(text))
    (folder / "both.pem").write_bytes(secret + made.public_bytes(text))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


@pytest.mark.parametrize(
    ("days", "name", "trusted", "state"),
    [
        (60, "localhost", True, "ok"),
        (5, "localhost", True, "warn"),
        (-5, "localhost", True, "fail"),
        (60, "localhost", False, "fail"),
        (60, "bot.example", True, "fail"),
    ],
)
async def test_a_certificate_is_judged_as_a_stranger_would(
    days: int, name: str, trusted: bool, state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Good, about to end, ended, self-made, for another name."""
    context = certificate(tmp_path, days, name)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    async with _listening(web.Application(), context) as port:
        assert (await doctor.look_at_certificate("localhost", port)).state == state
    assert (await doctor.look_at_certificate("localhost", free_port())).state == "fail"


@pytest.mark.parametrize(("status", "state"), [(401, "ok"), (200, "fail"), (502, "fail"), (404, "fail")])
async def test_the_web_server_must_hand_on_to_a_bot_that_wants_the_secret(status: int, state: str) -> None:
    async def hook(_: web.Request) -> web.Response:
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/hook", hook)
    async with _listening(app) as port:
        assert (await doctor.look_at_handing_on(f"http://127.0.0.1:{port}/hook")).state == state
    assert (await doctor.look_at_handing_on(f"http://127.0.0.1:{free_port()}/hook")).state == "fail"


# --- The command -----------------------------------------------------------------------------------------------


async def command(folder: Path, *words: str, **environment: str) -> tuple[int, str]:
    """`safar doctor` in a folder: its exit status and all that it wrote."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("SAFAR_")}
    running = await asyncio.create_subprocess_exec(
        SAFAR,
        "doctor",
        *words,
        cwd=folder,
        env={**bare, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    written, _ = await running.communicate()
    return int(running.returncode or 0), written.decode()


async def test_a_running_bot_is_found_well(tmp_path: Path, small: dict[str, str]) -> None:
    """Exit status 0, JSON with every part, no secret; and the bot's polling is not disturbed."""
    port = free_port()
    async with Sandbox() as sandbox, process(sandbox, tmp_path, port, **small):
        person = await sandbox.person("ky")
        await person.start()
        status, written = await command(
            tmp_path,
            "--audit",
            "--format",
            "json",
            SAFAR_BOT_TOKEN=sandbox.token,
            SAFAR_TELEGRAM_API_URL=sandbox.url,
            SAFAR_LISTEN=f"127.0.0.1:{port}",
        )
        findings = json.loads(written)
        assert status == 0, written
        told = {finding["what"]: finding["state"] for finding in findings}
        assert told.keys() >= {
            "settings",
            "keys",
            "records",
            "schema",
            "audit",
            "disk",
            "content",
            "process",
            "token",
        }
        assert (told["process"], told["updates"], told["audit"]) == ("ok", "ok", "ok")
        assert sandbox.token not in written
        assert "getUpdates" not in {refused["method"] for refused in sandbox.refused()}


async def test_a_wrong_setting_ends_the_examination_with_one_line(tmp_path: Path) -> None:
    """Exit status 1 and what to mend."""
    status, written = await command(tmp_path, SAFAR_BOT_TOKEN="hello")
    assert status == 1
    assert written.startswith("fail  settings") and "SAFAR_BOT_TOKEN" in written and "->" in written
