"""`safar doctor`: looks at everything a running bot needs, changes nothing, and says what to do.

Each check is a function that returns findings; whatever it can't look at is a finding too, never a stack of errors.
Nothing secret is printed: no token, no key, no address with a password.
"""

import asyncio
import errno
import shutil
import socket
import ssl
import stat
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import aiohttp

from bot.keys import present, signing_key_trouble
from bot.settings import LOOPBACK, Settings, SettingsError, read_settings
from curriculum import CONTENT, ContentError, check, current, load_course, load_release
from storage import Inspection, StoreError, inspect, keys_fit, writable

State = Literal["ok", "warn", "fail"]
PATIENCE = aiohttp.ClientTimeout(total=10)
PROBE = 3  # seconds of long polling, in which another program that polls would send ours away
MANY = 100  # updates that wait at Telegram
WEBHOOK_PORTS = (443, 80, 88, 8443)
CLOCK_WARN, CLOCK_FAIL = 10.0, 300.0  # seconds
DISK_WARN, DISK_FAIL = 1 << 30, 100 << 20  # bytes
CERTIFICATE_WARN = 14  # days
RECENT_ERROR = 3600  # seconds


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, what was seen, and what to do."""

    what: str
    state: State
    seen: str
    todo: str = ""

    def __str__(self) -> str:
        """For people."""
        cure = f"\n      {'':14}-> {self.todo}" if self.todo else ""
        return f"{self.state:4}  {self.what:14}{self.seen}{cure}"

    def plain(self) -> dict[str, str]:
        """For machines."""
        return asdict(self)


Findings = list[Finding]


async def examine(*, audit: bool = False) -> Findings:
    """Look at everything; without settings there is nothing else to look at."""
    try:
        settings = read_settings()
    except SettingsError as error:
        return [
            Finding(
                "settings", "fail", str(error), "mend it in the environment or in .env, and run this again"
            )
        ]
    checks: list[Awaitable[Findings]] = [
        look_at_keys(settings),
        asyncio.to_thread(look_at_certificates, settings),
        look_at_records(settings, audit=audit),
        look_at_disk(settings),
        asyncio.to_thread(look_at_course, settings.releases, datetime.now(UTC).date()),
        look_at_process(settings),
        look_at_telegram(settings),
        look_at_address(settings),
    ]
    found = [Finding("settings", "ok", "complete")]
    for awaited in checks:  # one after the other: the order is the order of the lines
        found += await awaited
    return found


# --- On this machine ----------------------------------------------------------------------------------------


async def look_at_keys(settings: Settings) -> Findings:
    """Are the keys there, readable, private, kept apart from the records, and the ones that belong to them?"""
    files = [settings.keys_dir / name for name in ("secret.key", "contact.key")]
    if not (settings.secret_key and settings.contact_key):
        missing = await asyncio.to_thread(_problems_of_files, files)
        if missing:
            return [await _without_keys(settings, missing)]
    keys = present(settings)
    if keys is None:
        return [Finding("keys", "fail", "too short or not text", "restore them from your backup of the keys")]
    found = await asyncio.to_thread(_manners_of_files, settings, files)
    return found + await _fitting(settings)


def look_at_certificates(settings: Settings) -> Findings:
    """Can certificates be signed, by the key that signed those before?"""
    trouble = signing_key_trouble(settings)
    if trouble:
        return [Finding("certificates", "fail", trouble, "the bot doesn't start without it")]
    return [Finding("certificates", "ok", "the key that signs them is there, or is made at the first start")]


def _problems_of_files(files: list[Path]) -> str:
    for file in files:
        try:
            file.read_text("ascii")
        except (OSError, UnicodeDecodeError) as error:
            return f"can't read {file} ({getattr(error, 'strerror', None) or 'not text'})"
    return ""


async def _without_keys(settings: Settings, problem: str) -> Finding:
    try:
        standing = await inspect(settings.database_url)
    except StoreError:
        standing = None
    if (
        "No such file" in problem
        and settings.database_url.startswith("sqlite")
        and not (standing and standing.learners)
    ):
        return Finding(
            "keys", "warn", "none yet", "they are made at the first start; then copy them to a safe place"
        )
    return Finding(
        "keys", "fail", problem, "restore it from your backup of the keys; a new one would lose everybody"
    )


def _manners_of_files(settings: Settings, files: list[Path]) -> Findings:
    files = [file for file in files if file.exists()]
    if settings.secret_key and settings.contact_key:
        return [Finding("keys", "ok", "in the settings")]
    open_ones = [file for file in files if stat.S_IMODE(file.stat().st_mode) & 0o077]
    if open_ones:
        names = " ".join(map(str, open_ones))
        return [Finding("keys", "warn", f"others can read {names}", f"chmod 600 {names}")]
    database = _file(settings)
    if database and settings.keys_dir.resolve() == database.parent.resolve():
        todo = "move them to a folder of their own (SAFAR_KEYS_DIR), so that a copy of the one is no copy of the other"
        return [Finding("keys", "warn", "in the same folder as the database", todo)]
    return [Finding("keys", "ok", f"in {settings.keys_dir}, readable by their owner only")]


async def _fitting(settings: Settings) -> Findings:
    keys = present(settings)
    try:
        standing = await inspect(settings.database_url)
        fit = await keys_fit(settings.database_url, keys) if keys and standing and standing.learners else None
    except StoreError:
        return []  # the line about the records says it
    if fit is False:
        todo = "restore the keys that belong to this database; with these nobody's progress is found"
        return [Finding("keys", "fail", "they don't fit the records", todo)]
    return [Finding("keys", "ok", "they fit the records")] if fit else []


def _file(settings: Settings) -> Path | None:
    scheme, _, path = settings.database_url.partition(":///")
    return Path(path) if scheme.startswith("sqlite") else None


async def look_at_records(settings: Settings, *, audit: bool = False) -> Findings:
    """Is the database there, does it take steps, is it of this release, and do its counters add up?"""
    try:
        standing = await inspect(settings.database_url, audit=audit)
        if standing is None or not standing.revision:
            todo = "nothing, if this is the first start: it makes them"
            return [Finding("records", "warn", "no database or no tables yet", todo)]
        takes = await writable(settings.database_url)
    except StoreError as error:
        return [
            Finding(
                "records", "fail", str(error), "check SAFAR_DATABASE_URL, the server and the file's owner"
            )
        ]
    if not takes:
        todo = "is it locked by another program, read-only, a standby, or another user's?"
        return [Finding("records", "fail", "it can be read but takes no step", todo)]
    found = [Finding("records", "ok", f"{standing.learners} learners, writable"), _schema(standing)]
    return found + _tools(settings) + (_balance(standing) if audit else [])


def _tools(settings: Settings) -> Findings:
    """What backups of a PostgreSQL database are made by."""
    missing = [name for name in ("pg_dump", "pg_restore", "psql") if not shutil.which(name)]
    if _file(settings) or not missing:
        return []
    todo = "install PostgreSQL's client programs, of the server's version (postgresql-client)"
    return [Finding("backup", "warn", f"{' '.join(missing)} not installed: no backup can be made here", todo)]


def _schema(standing: Inspection) -> Finding:
    if standing.revision == standing.head:
        return Finding("schema", "ok", standing.revision)
    if standing.known:
        seen = f"{standing.revision}, and this release wants {standing.head}"
        return Finding("schema", "warn", seen, "safar upgrade --rehearse; the next start brings it up")
    return Finding(
        "schema", "fail", f"{standing.revision} is of a newer release", "install the newer release again"
    )


def _balance(standing: Inspection) -> Findings:
    if standing.damage:
        return [
            Finding(
                "audit",
                "fail",
                f"damaged: {standing.damage[:200]}",
                "stop the bot; safar restore the last backup",
            )
        ]
    if standing.balanced is None:
        return [Finding("audit", "warn", "not possible before the upgrade", "safar upgrade, then again")]
    if not standing.balanced:
        todo = "keep a backup and report it: a step was recorded without its counters"
        return [Finding("audit", "fail", "the counters don't equal the recount of the records", todo)]
    return [Finding("audit", "ok", f"{standing.figures} counted, equal to the recount")]


async def look_at_disk(settings: Settings) -> Findings:
    """Is there room for the records, and for a copy of them?"""
    database = _file(settings)
    folder = database.parent if database else Path()
    return [await asyncio.to_thread(_room, folder, database)]


def _room(folder: Path, database: Path | None) -> Finding:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    size = database.stat().st_size if database and database.exists() else 0
    seen = f"{free >> 20} MB free"
    if free < DISK_FAIL:
        return Finding("disk", "fail", seen, f"make room in {folder}: nothing can be recorded on a full disk")
    if free < max(DISK_WARN, 2 * size):
        return Finding(
            "disk", "warn", seen, "make room: a backup and a rehearsal need as much as the database each"
        )
    return Finding("disk", "ok", seen)


def look_at_course(releases: Path | None, today: date) -> Findings:
    """Can the current release be read, and is it one for real learners? Without releases, would the content do?"""
    try:
        number = current(releases) if releases else None
        if releases is None or number is None:
            return look_at_content(CONTENT, today)
        course = load_release(releases, number)
    except ContentError as error:
        return [Finding("content", "fail", str(error), "safar rollback, or copy the release here anew")]
    if course.draft:
        return [
            Finding("content", "warn", f"release {number}, a draft", "for trials only: not agreed to yet")
        ]
    return [Finding("content", "ok", f"release {number}")]


def look_at_content(content: Path, today: date) -> Findings:
    """Would the content let the bot start, and is it a release for real learners?"""
    findings = check(content, today)
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        seen = f"{len(errors)} errors; the first: {str(errors[0]).splitlines()[0]}"
        return [
            Finding("content", "fail", seen, "safar check lists them all; install a release that was checked")
        ]
    course = load_course(content)
    seen = f"release {course.release}, {len(findings)} warnings"
    if course.draft:
        return [
            Finding("content", "warn", f"{seen}, a draft", "for trials only: lawyers have not confirmed it")
        ]
    return [Finding("content", "ok", seen)]


async def look_at_process(settings: Settings) -> Findings:
    """Does a bot run here, and is it ready?"""
    try:
        parts = await _readiness(settings)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return [_nobody_listens(settings, error)]
    lacking = ", ".join(f"{name}: {state}" for name, state in parts.items() if state != "ok")
    if not lacking:
        return [Finding("process", "ok", f"a bot runs and is ready at {settings.listen}")]
    return [
        Finding(
            "process", "fail", f"a bot runs but is not ready ({lacking})", "see the lines about that part"
        )
    ]


async def _readiness(settings: Settings) -> dict[str, str]:
    """The parts of the bot that runs here. Raises ValueError when it is another program."""
    async with (
        aiohttp.ClientSession(timeout=PATIENCE) as http,
        http.get(f"http://{settings.listen}/readyz") as answer,
    ):
        parts = await answer.json(content_type=None)
    if not isinstance(parts, dict) or parts.pop("status", "") not in ("ready", "not ready"):
        raise ValueError
    return parts


def _nobody_listens(settings: Settings, error: Exception) -> Finding:
    if isinstance(error, aiohttp.ClientConnectorError) and error.os_error.errno == errno.ECONNREFUSED:
        return Finding(
            "process", "warn", f"no bot listens at {settings.listen}", "start it, if it should run"
        )
    todo = "another program may have the port: change SAFAR_LISTEN"
    return Finding("process", "fail", f"what listens at {settings.listen} is no Safar bot", todo)


# --- At Telegram --------------------------------------------------------------------------------------------


class _Silent(Exception):
    """No answer from the Bot API."""


async def look_at_telegram(settings: Settings) -> Findings:
    """Does Telegram know the token, is our clock right by its own, and do updates reach us?"""
    async with aiohttp.ClientSession(timeout=PATIENCE) as http:
        try:
            me, said_at = await _call(http, settings, "getMe")
        except _Silent as error:
            todo = "check the network, the proxy and SAFAR_TELEGRAM_API_URL"
            return [
                Finding(
                    "telegram", "fail", f"no answer from {_host(settings.telegram_api_url)} ({error})", todo
                )
            ]
        if not me.get("ok"):
            todo = "copy it whole from @BotFather, or ask him for a new one"
            return [Finding("token", "fail", "Telegram does not know it", todo), _clock(said_at)]
        found = [Finding("token", "ok", f"@{me['result'].get('username', '?')}"), _clock(said_at)]
        try:
            return found + await _updates(http, settings)
        except _Silent as error:
            return [*found, Finding("updates", "fail", f"Telegram fell silent ({error})", "try again")]


async def _call(
    http: aiohttp.ClientSession, settings: Settings, method: str, **params: int
) -> tuple[dict[str, Any], str]:
    """The answer and the moment that Telegram's clock showed. Errors name no address: the token is in it."""
    address = f"{settings.telegram_api_url}/bot{settings.bot_token.get_secret_value()}/{method}"
    try:
        async with http.post(address, json=params) as answer:
            body = await answer.json(content_type=None)
            return (body if isinstance(body, dict) else {}), answer.headers.get("Date", "")
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise _Silent(type(error).__name__) from None


def _clock(said_at: str) -> Finding:
    try:
        off = abs(time.time() - parsedate_to_datetime(said_at).timestamp())
    except (ValueError, TypeError):
        return Finding("clock", "warn", "Telegram told no time", "compare the clock yourself")
    seen = f"{off:.0f} s off Telegram's"
    if off > CLOCK_WARN:
        todo = "switch on time synchronisation: days are recorded by this clock (timedatectl set-ntp true)"
        return Finding("clock", "fail" if off > CLOCK_FAIL else "warn", seen, todo)
    return Finding("clock", "ok", seen)


async def _updates(http: aiohttp.ClientSession, settings: Settings) -> Findings:
    info, _ = await _call(http, settings, "getWebhookInfo")
    state = info.get("result") or {}
    found = [_waiting(state), *_last_error(state)]
    if settings.webhook_url:
        return [_set_webhook(state, settings.webhook_url), *found]
    if state.get("url"):
        todo = "the next start removes it; if it comes back, another installation uses this token"
        return [
            Finding("updates", "warn", f"a webhook is set ({_host(state['url'])}), but we poll", todo),
            *found,
        ]
    return [await _poller(http, settings), *found]


def _set_webhook(state: dict[str, Any], wanted: str) -> Finding:
    there = state.get("url", "")
    if there == wanted:
        return Finding("updates", "ok", f"Telegram calls {_host(wanted)}")
    if not there:
        return Finding("updates", "warn", "no webhook is set", "start the bot: it sets it")
    todo = "start the bot: it sets it anew; if it changes back, another installation uses this token"
    return Finding("updates", "fail", f"Telegram calls another address ({_host(there)})", todo)


def _waiting(state: dict[str, Any]) -> Finding:
    waiting = int(state.get("pending_update_count", 0))
    if waiting > MANY:
        return Finding(
            "waiting",
            "warn",
            f"{waiting} updates wait at Telegram",
            "does the bot run, and keep up? (/metrics)",
        )
    return Finding("waiting", "ok", f"{waiting} updates wait at Telegram")


def _last_error(state: dict[str, Any]) -> Findings:
    moment = int(state.get("last_error_date", 0))
    if time.time() - moment > RECENT_ERROR:
        return []
    seen = f"Telegram's last call failed at {datetime.fromtimestamp(moment, UTC):%H:%M} UTC: {state.get('last_error_message', '')}"
    return [
        Finding("webhook", "warn", seen, "see the line about the address; the web server's log says more")
    ]


async def _poller(http: aiohttp.ClientSession, settings: Settings) -> Finding:
    """Whether another program polls with our token. A bot that runs here is that program, so then nobody is asked."""
    with suppress(aiohttp.ClientError, TimeoutError, ValueError):
        await _readiness(settings)
        return Finding("updates", "ok", "the bot that runs here polls")
    answer, _ = await _call(http, settings, "getUpdates", limit=1, timeout=PROBE)
    if answer.get("error_code") == HTTPStatus.CONFLICT:
        todo = "stop it, or revoke the token at @BotFather if you don't know it"
        return Finding("updates", "fail", "another program polls with this token", todo)
    return Finding("updates", "ok", "free for polling")


def _host(address: str) -> str:
    parts = urlsplit(address)
    return parts.hostname or "?"


# --- The way in ---------------------------------------------------------------------------------------------


async def look_at_address(settings: Settings) -> Findings:
    """Can Telegram reach the webhook: port, name, certificate, and the web server's handing on?"""
    if not settings.webhook_url:
        return []
    parts = urlsplit(settings.webhook_url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if parts.hostname in LOOPBACK:
        return [
            Finding(
                "address", "warn", "this machine only", "fine for a stand-in; Telegram itself can't call it"
            )
        ]
    if parts.scheme != "https" or port not in WEBHOOK_PORTS:
        seen = f"{parts.scheme} at port {port}"
        return [Finding("address", "fail", seen, "Telegram calls https only, at port 443, 80, 88 or 8443")]
    return [
        await look_at_name(str(parts.hostname), port),
        await look_at_certificate(str(parts.hostname), port),
        await look_at_handing_on(settings.webhook_url),
    ]


async def look_at_name(host: str, port: int) -> Finding:
    """Does the name lead to an address that Telegram can reach?"""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return Finding(
            "name", "fail", f"{host} leads nowhere", "enter it at your name server, or mend SAFAR_WEBHOOK_URL"
        )
    addresses = {ip_address(str(entry[4][0])) for entry in found}
    if not any(address.is_global for address in addresses):
        todo = "fine if your network answers for itself; from outside it must lead to a public address"
        return Finding("name", "warn", f"{host} leads to a private address", todo)
    return Finding("name", "ok", f"{host} is known")


async def look_at_certificate(host: str, port: int) -> Finding:
    """Would a stranger believe the certificate, and for how long?"""
    try:
        async with asyncio.timeout(PATIENCE.total), _handshake(host, port) as certificate:
            until = ssl.cert_time_to_seconds(certificate["notAfter"])
    except ssl.SSLCertVerificationError as error:
        return Finding(
            "certificate", "fail", error.verify_message, "get one for this name (Caddy does it by itself)"
        )
    except (OSError, TimeoutError) as error:
        todo = "is the web server up, and does the firewall let the port in?"
        return Finding("certificate", "fail", f"no TLS at {host}:{port} ({type(error).__name__})", todo)
    days = int((until - time.time()) // 86400)
    if days < CERTIFICATE_WARN:
        return Finding("certificate", "warn", f"ends in {days} days", "does its renewal still run?")
    return Finding("certificate", "ok", f"good for {days} days")


@asynccontextmanager
async def _handshake(host: str, port: int) -> AsyncIterator[dict[str, Any]]:
    _, writer = await asyncio.open_connection(host, port, ssl=ssl.create_default_context())
    try:
        yield writer.get_extra_info("peercert")
    finally:
        writer.close()


async def look_at_handing_on(address: str) -> Finding:
    """A call without the secret must be turned away by the bot itself: then the web server hands on."""
    async with aiohttp.ClientSession(timeout=PATIENCE) as http:
        try:
            async with http.post(address, json={}) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError) as error:
            return Finding("handing on", "fail", f"no answer ({type(error).__name__})", "see the lines above")
    if status == HTTPStatus.UNAUTHORIZED:
        return Finding("handing on", "ok", "the bot answers there, and wants the secret")
    if status == HTTPStatus.OK:
        return Finding(
            "handing on",
            "fail",
            "it believes a call without the secret",
            "set SAFAR_WEBHOOK_SECRET; is it this bot?",
        )
    todo = "let the web server hand this path on to SAFAR_LISTEN (docs/running.md); does the bot run?"
    return Finding("handing on", "fail", f"the web server says {status}", todo)
