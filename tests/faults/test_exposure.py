"""What leaks, and who is spoken to: logs, the token, certificates, the pretend Telegram's address."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import SendMessage
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.telegram import make_bot
from sandbox import Limits, Sandbox
from screens.intents import OpenMenu
from tests.faults.lives import Cradle, Life
from tests.scene import press, through_the_door

TYPED = "Gulnora Karimova, pasport AB1234567, politsiya oldi"


def self_signed(folder: Path) -> ssl.SSLContext:
    """What somebody in the middle has: a certificate for the right name that nobody vouches for."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.NameAttribute(NameOID.COMMON_NAME, "localhost")
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(x509.Name([name]), x509.Name([name]), key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "pem").write_bytes(
        certificate.public_bytes(pem) + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "pem")
    return context


async def test_a_telegram_that_nobody_vouches_for_is_told_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody in the middle with a certificate of his own sees no request, so neither token nor text."""
    monkeypatch.setattr("bot.retries.PATIENCE", 0.5)
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.json_response({"ok": True, "result": True})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "localhost", 0, ssl_context=self_signed(tmp_path)).start()
    bot = make_bot("1:token", f"https://localhost:{runner.addresses[0][1]}")
    with pytest.raises(TelegramNetworkError):
        await bot(SendMessage(chat_id=1, text=TYPED))
    assert asked == []
    await bot.session.close()
    await runner.cleanup()


async def test_the_log_names_nobody_and_no_secret(cradle: Cradle, tmp_path: Path) -> None:
    """Whatever goes wrong, no id, no name, no typed word, no token and no key stands in the log."""
    async with Sandbox(limits=Limits.relaxed()) as sandbox:
        life = Life(cradle, sandbox, tmp_path / "bot")
        await life.begin()
        person = await sandbox.person("uz", "Gulnora")
        await person.start()
        await through_the_door(person, "uz", "UZ")
        sandbox.faults.add("poison", update={"message": {"from": {"id": person.id}, "text": TYPED}})
        sandbox.faults.add("reset", methods=["sendMessage"], carried_out=True)
        sandbox.faults.add("error", methods=["editMessageText"])
        await person.type(TYPED)
        await press(person, OpenMenu)
        await person.block()
        await life.stop()
        assert "unknown outcome" in life.log() and "stepped over" in life.log()
        secrets = [
            sandbox.token,
            sandbox.token.partition(":")[2],
            "a test's secret key",
            "a test's contact key",
        ]
        for word in [str(person.id), *TYPED.replace(",", "").split(), "Gulnora", *secrets]:
            assert word not in life.log()


async def test_a_revoked_token_ends_the_process(cradle: Cradle, tmp_path: Path) -> None:
    """Revoked at @BotFather, as one does with a leaked token: one line says so, and nobody polls with it."""
    async with Sandbox(limits=Limits.relaxed()) as sandbox:
        life = Life(cradle, sandbox, tmp_path / "bot")
        await life.begin()
        sandbox.faults.add("revoke_token")
        await life.gone()
        assert life.ended() == 2
        assert "Telegram does not know this token" in life.log()
        assert "Traceback" not in life.log()


async def test_the_pretend_telegram_is_on_this_machine_only() -> None:
    """Started by mistake on a server, nobody outside can reach it."""
    async with Sandbox() as sandbox:
        assert {address[0] for address in sandbox._runner.addresses} == {"127.0.0.1"}
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.2", sandbox.port)
