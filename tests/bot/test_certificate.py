"""The key that signs certificates, its commands, and a whole certificate by `safar run` that leaves no trace of a name."""

import os
import re
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from PIL import Image

from bot.keys import present, signing_key
from bot.settings import Settings, SettingsError, read_settings, secrets_of
from learning.certificate import Band, Certificate
from learning.course import Language
from papers.signature import certificate_url, new_private_pem, payload, private_key, public_pem, signed
from sandbox import Sandbox
from screens.intents import NameCertificate
from storage import open_store
from tests.bot.test_process import free_port, process
from tests.finisher import finish
from tests.scene import our_book, press, through_the_door
from tests.traces import traces

SAFAR = Path(sys.executable).parent / "safar"
TOKEN = "12345:AAFake-token_of_tests"
NAME = "Ҷамшед Айжаркын"
MADE = Certificate("7K3QX9M2TD", 3, date(2026, 11, 29), Language.KY, "KG-O", Band.GOOD)


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without `.env`, and an environment without our settings."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("SAFAR_")]:
        monkeypatch.delenv(name)


def settings(folder: Path, **more: object) -> Settings:
    """Settings with everything in a folder."""
    url = f"sqlite:///{folder}/safar.sqlite3"
    return read_settings(**{"bot_token": TOKEN, "keys_dir": folder / "keys", "database_url": url, **more})


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    """A file that only the owner reads; the second start finds it."""
    first = signing_key(settings(tmp_path))
    assert public_pem(first) == public_pem(signing_key(settings(tmp_path)))
    [file] = (tmp_path / "keys").iterdir()
    assert file.name == "certificate.key" and file.stat().st_mode & 0o777 == 0o600
    assert b"PRIVATE KEY" in file.read_bytes()


async def test_a_lost_key_is_not_replaced_once_certificates_stand(tmp_path: Path) -> None:
    """As long as none was given a new one is made; afterwards the start is refused, and says what to restore."""
    before = public_pem(signing_key(settings(tmp_path)))
    keys = present(settings(tmp_path, secret_key="k" * 32, contact_key="c" * 32))
    assert keys is not None
    store = await open_store(settings(tmp_path).database_url, keys)
    (tmp_path / "keys/certificate.key").unlink()
    assert public_pem(signing_key(settings(tmp_path))) != before
    await store.keep_certificate(MADE, b"r" * 32)
    (tmp_path / "keys/certificate.key").unlink()
    with pytest.raises(
        SettingsError, match=r"SAFAR_CERTIFICATE_KEY is missing and .* certificates were given"
    ):
        signing_key(settings(tmp_path))
    await store.close()


def test_several_workers_are_given_the_same_key(tmp_path: Path) -> None:
    """PostgreSQL: none is made; the cure that is told makes one that is taken."""
    server = {"database_url": "postgresql://nobody@127.0.0.1/none"}
    with pytest.raises(SettingsError, match="with PostgreSQL set it yourself") as told:
        signing_key(settings(tmp_path, **server))
    [command] = re.findall(r"`(.*)`", str(told.value))
    made = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout
    public_pem(signing_key(settings(tmp_path, certificate_key=made, **server)))  # it is taken


@pytest.mark.parametrize("form", ["lines", "escaped", "bare"])
def test_the_key_is_read_as_settings_can_hold_it(tmp_path: Path, form: str) -> None:
    """As PEM, as PEM on one line with \\n, and without its first and last line; and it counts as a secret."""
    pem = new_private_pem().decode()
    bare = "".join(pem.splitlines()[1:-1])
    text = {"lines": pem, "escaped": pem.replace("\n", "\\n"), "bare": bare}[form]
    chosen = settings(tmp_path, certificate_key=text)
    assert public_pem(signing_key(chosen)) == public_pem(private_key(pem.encode()))
    assert text in secrets_of(chosen) and bare not in repr(chosen)


def test_another_kind_of_key_is_refused(tmp_path: Path) -> None:
    """One line that names the setting; the key itself is not in it."""
    made = generate_private_key(SECP256R1())
    other = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    for wrong in (other, "nonsense"):
        with pytest.raises(SettingsError, match=r"^SAFAR_CERTIFICATE_KEY: ") as told:
            signing_key(settings(tmp_path, certificate_key=wrong))
        assert wrong not in str(told.value)


def safar(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`safar certificate …` in a folder."""
    environment = {**os.environ, "SAFAR_BOT_TOKEN": TOKEN, "SAFAR_KEYS_DIR": str(folder / "keys")}
    command = [str(SAFAR), "certificate", *words]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)


def test_the_commands_publish_and_verify(tmp_path: Path) -> None:
    """The published key verifies what the secret one has signed, on another machine too; nothing is made by asking."""
    assert safar(tmp_path, "key").returncode == 2 and not (tmp_path / "keys").exists()
    key = signing_key(settings(tmp_path))
    printed = safar(tmp_path, "key")
    assert (printed.returncode, printed.stdout) == (0, public_pem(key).decode())
    (tmp_path / "published.pem").write_text(printed.stdout)
    text = signed(key, payload(MADE, NAME))
    for words in ((text,), (certificate_url("", "bot", MADE.code, text), "--key", "published.pem")):
        done = safar(tmp_path, "verify", *words)
        assert (done.returncode, done.stdout.strip()) == (0, payload(MADE, NAME).decode())
    forged = safar(tmp_path, "verify", text[:-2] + "AA")
    assert forged.returncode == 1 and forged.stderr.startswith("not to be trusted: altered")
    assert safar(tmp_path, "verify", text, "--key", "nowhere.pem").returncode == 2


async def test_a_name_leaves_no_trace(tmp_path: Path) -> None:
    """`safar run` at its most talkative: a certificate with a name, in the code too. Not in records, keys or log."""
    today = datetime.now(UTC).date()
    async with Sandbox() as sandbox:
        person = await sandbox.person("ky")
        async with process(sandbox, tmp_path, free_port(), SAFAR_LOG_LEVEL="debug"):
            await person.start()
            await through_the_door(person, "ky", "KG")
            keys = present(settings(tmp_path))
            assert keys is not None
            store = await open_store(f"sqlite:///{tmp_path}/var/safar.sqlite3", keys)
            await finish(store, keys.person(person.id), our_book().on(today), today)
            await store.close()
            await person.type("/certificate")
            await press(person, NameCertificate)
            await person.type(NAME)
            screen = await person.press("cg.none.1.1")
            own = re.search(r"\b(\w{5}-){2}\w{5}\b", screen.text)
            png = next(m.document for m in await person.messages() if m.document)
            async with (
                aiohttp.ClientSession(raise_for_status=True) as http,
                http.get(f"{sandbox.url}/control/files/{png.file_id}") as answer,
            ):
                picture = await answer.read()
            during = traces(tmp_path, NAME)
        assert [one for one in sandbox.refused() if one["method"] != "getUpdates"] == []
    with closing(Image.open(BytesIO(picture))) as seen:
        [scanned] = zxingcpp.read_barcodes(seen)
    told = safar(tmp_path, "verify", scanned.text)
    assert NAME in told.stdout and own
    assert during == traces(tmp_path, NAME) == traces(tmp_path, own[0].replace("-", "")) == []
