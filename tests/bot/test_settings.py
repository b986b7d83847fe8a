"""Settings: a missing or wrong one is a single line that names it and the cure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.keys import pseudonyms
from bot.settings import SettingsError, read_settings

SAFAR = Path(sys.executable).parent / "safar"
TOKEN = "12345:AAFake-token_of_tests"


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without `.env`, and an environment without our settings."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("SAFAR_")]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SAFAR_BOT_TOKEN", None, "SAFAR_BOT_TOKEN is missing"),
        ("SAFAR_BOT_TOKEN", "nonsense", "SAFAR_BOT_TOKEN is not a bot token"),
        ("SAFAR_BOT_TOKEN", "0:abc", "SAFAR_BOT_TOKEN is not a bot token"),
        ("SAFAR_TELEGRAM_API_URL", "ftp://x", "SAFAR_TELEGRAM_API_URL is not an address"),
        ("SAFAR_DATABASE_URL", "mysql://x", "SAFAR_DATABASE_URL is not a database"),
        ("SAFAR_SECRET_KEY", "short", "SAFAR_SECRET_KEY is shorter"),
        ("SAFAR_CONTACT_KEY", "short", "SAFAR_CONTACT_KEY is shorter"),
        ("SAFAR_WEBHOOK_URL", "https://bot.example/x", "SAFAR_WEBHOOK_SECRET is missing"),
        ("SAFAR_WEBHOOK_SECRET", "abc", "SAFAR_WEBHOOK_URL is missing"),
        ("SAFAR_WEBHOOK_SECRET", "пароль", "SAFAR_WEBHOOK_SECRET may hold only"),
        ("SAFAR_LISTEN", "8080", "SAFAR_LISTEN is not HOST:PORT"),
        ("SAFAR_LISTEN", "127.0.0.1:99999", "SAFAR_LISTEN is not HOST:PORT"),
        ("SAFAR_LOG_FORMAT", "xml", "SAFAR_LOG_FORMAT: "),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line(
    name: str, value: str | None, said: str, tmp_path: Path
) -> None:
    environment = {**os.environ, "SAFAR_BOT_TOKEN": TOKEN, name: value or ""}
    done = subprocess.run(
        [SAFAR, "run"], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1


def test_a_file_env_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(f"SAFAR_BOT_TOKEN={TOKEN}\nSAFAR_LISTEN=127.0.0.1:1\n")
    assert read_settings().listen == "127.0.0.1:1"
    monkeypatch.setenv("SAFAR_LISTEN", "127.0.0.1:2")
    assert read_settings().listen == "127.0.0.1:2"


async def test_keys_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    settings = read_settings(bot_token=TOKEN, keys_dir=tmp_path / "keys")
    first = await pseudonyms(settings)
    again = await pseudonyms(settings)
    assert first.person(7).key == again.person(7).key
    assert {path.name for path in (tmp_path / "keys").iterdir()} == {"secret.key", "contact.key"}
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}


async def test_no_key_is_made_for_postgresql(tmp_path: Path) -> None:
    settings = read_settings(
        bot_token=TOKEN, keys_dir=tmp_path / "keys", database_url="postgresql://nobody@127.0.0.1/none"
    )
    with pytest.raises(SettingsError, match="SAFAR_SECRET_KEY is missing: with PostgreSQL"):
        await pseudonyms(settings)


def test_help_answers_without_the_telegram_library() -> None:
    code = (
        "import sys; sys.argv = ['safar', '--help']\n"
        "try:\n    from bot.cli import main; main()\nexcept SystemExit: pass\n"
        "print(sorted({'aiogram', 'telegram', 'sqlalchemy', 'aiohttp', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("[]")
