"""What `deploy/` tells a server to do can be done: units, container, web servers."""

import asyncio
import configparser
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.serve import STOP_WITHIN
from bot.settings import Settings
from sandbox import Sandbox
from tests.bot.test_process import free_port
from tests.house.test_rooms import ROOMS

BIN = Path(sys.executable).parent
DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("safar*.*"))
ANALYZE = shutil.which("systemd-analyze")
EXPOSURE = 2.0  # of 10, as systemd judges it


def unit(name: str) -> configparser.ConfigParser:
    """A unit file; of a directive that stands there twice the last one."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters="=")
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(DEPLOY / name)
    return parser


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_a_unit_starts_a_command_of_ours_as_a_user_with_no_rights(name: str) -> None:
    """The command exists; the process is not root, gains nothing, and writes only where it must."""
    service = unit(name)["Service"]
    program, word = service["ExecStart"].split()[:2]
    assert program == "/opt/safar/.venv/bin/safar"
    assert subprocess.run([BIN / "safar", word, "--help"], capture_output=True, check=False).returncode == 0
    assert (service["User"], service["NoNewPrivileges"], service["ProtectSystem"]) == (
        "safar",
        "yes",
        "strict",
    )
    assert (service["CapabilityBoundingSet"], service["UMask"]) == ("", "0077")


def test_the_bot_has_time_to_finish_and_is_started_again() -> None:
    """systemd waits longer than the bot needs, and never gives up: at the start Telegram may be away for long."""
    service = unit("safar.service")["Service"]
    assert int(service["TimeoutStopSec"]) > STOP_WITHIN
    assert (service["Restart"], unit("safar.service")["Unit"]["StartLimitIntervalSec"]) == ("on-failure", "0")
    assert service["WorkingDirectory"] == f"/var/lib/{service['StateDirectory'].split()[0]}"


def test_every_unit_is_told_how_to_install(root: Path) -> None:
    """docs/running.md names each file of the folder."""
    paper = (root / "docs" / "running.md").read_text()
    assert [path.name for path in DEPLOY.iterdir() if path.name not in paper] == []


if ANALYZE:  # a machine without systemd reads the units by the tests above only

    @pytest.fixture
    def installed(tmp_path: Path) -> Path:
        """The units as they would stand on a server whose program is ours."""
        for name in UNITS:
            text = (DEPLOY / name).read_text().replace("/opt/safar/.venv/bin", str(BIN))
            (tmp_path / name).write_text(text)
        return tmp_path

    @pytest.mark.parametrize("name", UNITS)
    def test_systemd_understands_every_line(name: str, installed: Path) -> None:
        """Not a word of complaint."""
        done = analyze("verify", installed / name)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")

    def test_systemd_finds_little_that_the_bot_could_spoil(installed: Path) -> None:
        """Its own judgement of the bot's unit."""
        done = analyze(
            "security", "--offline=yes", f"--threshold={int(EXPOSURE * 10)}", installed / "safar.service"
        )
        assert done.returncode == 0, done.stdout[-300:] + done.stderr

    def analyze(*words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run([str(ANALYZE), *words], capture_output=True, text=True, check=False)


def test_the_installation_compiles_every_room(root: Path) -> None:
    """Whoever runs the bot can't write beside the code, and would compile all of it at each start."""
    done = subprocess.run(["make", "-n", "install"], cwd=root, capture_output=True, text=True, check=True)
    [compiled] = [line for line in done.stdout.splitlines() if "compileall" in line]
    assert set(compiled.split()) >= ROOMS
    assert "python -m compileall -q ." in told("RUN")


# --- The container -------------------------------------------------------------------------------------------


def steps() -> list[tuple[str, str]]:
    """The Containerfile's instructions, continued lines joined."""
    text = re.sub(r"\\\n\s*", "", (DEPLOY / "Containerfile").read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in lines]


def told(instruction: str) -> list[str]:
    return [rest for name, rest in steps() if name == instruction]


def test_the_container_takes_all_rooms_and_what_the_installation_reads(root: Path) -> None:
    """Each thing copied exists, no room is left behind, and what it installs is known by its hash."""
    sources = {source for line in told("COPY") for source in line.split()[:-1]}
    assert [source for source in sorted(sources) if not (root / source).exists()] == []
    assert sources >= ROOMS | {"requirements.txt", "pyproject.toml", "README.md", "LICENSE"}
    pip = [line for line in told("RUN") if "pip install" in line]
    assert all("--no-deps" in line for line in pip) and "--require-hashes" in pip[0]


def test_the_containers_own_installation_finds_all_it_reads(root: Path, tmp_path: Path) -> None:
    """The last pip step, on the copied files alone and without any network, makes an installable Safar."""
    for source in {source for line in told("COPY") for source in line.split()[:-1]}:
        copy = shutil.copytree if (root / source).is_dir() else shutil.copy
        copy(root / source, tmp_path / source)
    words = shlex.split(next(line for line in told("RUN") if line.endswith("-e .")))
    words = [sys.executable, *words[1:-2], "--no-index", "--target", str(tmp_path / "site"), "-e", "."]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "site").glob("safar-*.dist-info"))


def test_the_container_is_nobody_and_stops_by_sigterm() -> None:
    """Not root; a Python that we support; no secret among its settings; each setting is one of ours."""
    assert told("USER") == ["safar"] and told("STOPSIGNAL") == ["SIGTERM"]
    assert re.fullmatch(r"python:3\.1[1-9]-slim", told("FROM")[0])
    names = {name.removeprefix("SAFAR_").lower() for name in environment() if name.startswith("SAFAR_")}
    assert names <= set(Settings.model_fields)
    assert not names & {"bot_token", "secret_key", "contact_key", "webhook_secret"}


def environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for line in told("ENV") for pair in shlex.split(line))


async def test_the_containers_command_runs_on_what_was_copied_and_its_health_check_sees_it(
    root: Path, tmp_path: Path
) -> None:
    """The copied folders alone, the container's settings, its CMD and its HEALTHCHECK: alive, then not."""
    for source in {source for line in told("COPY") for source in line.split()[:-1] if source in ROOMS}:
        shutil.copytree(
            root / source, tmp_path / "opt" / source, ignore=shutil.ignore_patterns("__pycache__")
        )
    port = free_port()
    moved = {"/var/lib/": f"{tmp_path}/", "0.0.0.0": "127.0.0.1", "8080": str(port)}
    async with Sandbox() as sandbox:
        given = {name: _moved(value, moved) for name, value in environment().items()}
        given |= {"SAFAR_BOT_TOKEN": sandbox.token, "SAFAR_TELEGRAM_API_URL": sandbox.url}
        given |= {"PATH": str(BIN), "PYTHONPATH": str(tmp_path / "opt"), "HOME": str(tmp_path)}
        command = shlex.split(told("CMD")[-1].strip("[]").replace(",", " "))
        check = [_moved(word, moved) for word in _health_check()]
        where = await _run(["python", "-c", "import bot; print(bot.__file__)"], given, tmp_path)
        assert where[1].strip() == str(tmp_path / "opt" / "bot" / "__init__.py")
        running = await asyncio.create_subprocess_exec(*command, env=given, cwd=tmp_path)
        try:
            while running.returncode is None and (await _run(check, given, tmp_path))[0] != 0:
                await asyncio.sleep(0.2)
            assert running.returncode is None, "it became healthy"
        finally:
            if running.returncode is None:
                running.terminate()
            await running.wait()
        assert running.returncode == 0
        assert (await _run(check, given, tmp_path))[0] != 0
        assert (tmp_path / "safar" / "safar.sqlite3").exists() and (
            tmp_path / "safar-keys" / "secret.key"
        ).exists()


def _health_check() -> list[str]:
    line = told("HEALTHCHECK")[0].partition("CMD ")[2]
    return list(re.findall(r'"([^"]*)"', line))


def _moved(text: str, moves: dict[str, str]) -> str:
    for old, new in moves.items():
        text = text.replace(old, new)
    return text


async def _run(command: list[str], given: dict[str, str], folder: Path) -> tuple[int, str]:
    running = await asyncio.create_subprocess_exec(
        *command, env=given, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    said, _ = await running.communicate()
    return int(running.returncode or 0), said.decode()


# --- The web servers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_web_servers_hand_on_the_webhook_the_pages_and_nothing_else(name: str) -> None:
    """One path to where the bot listens by default, and a name for the pages; figures and health stay inside."""
    text = (DEPLOY / name).read_text()
    listens = [Settings.model_fields[field].default for field in ("listen", "site_listen")]
    assert re.findall(r"(?:reverse_proxy|proxy_pass)\s+(?:http://)?([\d.:]+)", text) == listens
    assert text.count("server_name") in (0, 2) and "safar.example.org" in text
    assert re.findall(r"(?:handle|location =) (/\S+)", text) == ["/telegram"]
    assert "404" in text and "metrics" not in text
