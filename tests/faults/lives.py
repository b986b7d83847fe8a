"""Starts `safar run` again and again, and ends it as a power cut, a kill or an operator would."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from papers.signature import new_private_pem
from sandbox import Sandbox

ROOT = Path(__file__).parents[2]
START_WITHIN = 60.0
CERTIFICATE_KEY = new_private_pem().decode()


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Cradle:
    """Begins lives: by forking one warm process, or each from nothing."""

    def __init__(self, *, fresh: bool) -> None:
        self.fresh = fresh
        self.begun: list[subprocess.Popen[str]] = []
        self.warm = None if fresh else self._process([], stdin=subprocess.PIPE)

    def _process(self, arguments: list[str], **streams: Any) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.faults.life", *arguments]
        return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, **streams)

    def begin(self, order: dict[str, Any]) -> int:
        """Begin a life and return its process id."""
        if self.warm is None:
            with Path(order["log"]).open("a") as log:
                self.begun.append(self._process([json.dumps(order)], stderr=log))
            return self.begun[-1].pid
        assert self.warm.stdin and self.warm.stdout
        if not self.begun:
            assert self.warm.stdout.readline() == "ready\n"
            self.begun.append(self.warm)
        self.warm.stdin.write(json.dumps(order) + "\n")
        self.warm.stdin.flush()
        return int(self.warm.stdout.readline())

    def close(self) -> None:
        """No more lives."""
        for process in [*self.begun, *filter(None, [self.warm])]:
            process.kill()
            process.communicate()


@dataclass
class Life:
    """`safar run` against a sandbox, in one folder, however often it dies."""

    cradle: Cradle
    sandbox: Sandbox
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    pid: int = 0
    lives: int = 0

    async def begin(self) -> None:
        """Start it and wait until it is well."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.lives += 1
        order = {
            "folder": str(self.folder),
            "log": str(self.folder / "log"),
            "ended": str(self.folder / "ended"),
            "environment": {
                "SAFAR_BOT_TOKEN": self.sandbox.token,
                "SAFAR_TELEGRAM_API_URL": self.sandbox.url,
                "SAFAR_LISTEN": f"127.0.0.1:{self.port}",
                "SAFAR_LOG_FORMAT": "json",
                "SAFAR_SECRET_KEY": "a test's secret key, 32 bytes...",
                "SAFAR_CONTACT_KEY": "a test's contact key, 32 bytes..",
                "SAFAR_CERTIFICATE_KEY": CERTIFICATE_KEY,
                **self.environment,
            },
            **self.more,
        }
        self.pid = await asyncio.to_thread(self.cradle.begin, order)
        async with asyncio.timeout(START_WITHIN):
            await self._well()

    async def _well(self) -> None:
        async with aiohttp.ClientSession() as http:
            while self.alive():
                try:
                    async with http.get(f"http://127.0.0.1:{self.port}/healthz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientConnectionError:
                    pass
                await asyncio.sleep(0.02)
        raise AssertionError(self.log()[-2000:])

    def alive(self) -> bool:
        """Whether it is still there; a dead one that nobody has waited for is not."""
        for process in self.cradle.begun:
            process.poll()
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def ended(self) -> int:
        """The status that it ended with."""
        if self.cradle.warm is None:
            return int(self.cradle.begun[-1].wait())
        return int((self.folder / "ended").read_text())

    def log(self) -> str:
        """All that it said, over all its lives."""
        path = self.folder / "log"
        return path.read_text() if path.exists() else ""

    async def kill(self) -> None:
        """kill -9."""
        os.kill(self.pid, signal.SIGKILL)
        await self.gone()

    async def stop(self) -> None:
        """SIGTERM, as an operator's system does it."""
        os.kill(self.pid, signal.SIGTERM)
        await self.gone()

    async def gone(self) -> None:
        """Wait until it is no more."""
        async with asyncio.timeout(START_WITHIN):
            while self.alive():
                await asyncio.sleep(0.01)
