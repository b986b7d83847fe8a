"""`safar demo`: a pretend Telegram, the real bot against it, and a phone in the browser."""

import asyncio
import errno
import signal
from pathlib import Path

import typer

from bot.log import set_up
from bot.pretend import pretence
from bot.settings import SettingsError
from sandbox import Sandbox

TOKEN = "1:demo"  # noqa: S105 - known to the pretend Telegram only
DATA = Path("var/demo")
KEYS = Path("keys/demo")


async def demo(port: int) -> None:
    """Serve until Ctrl-C; chats and progress are kept in `var/demo` for the next time.

    Raises:
        SettingsError: a file or an address keeps it from starting.
    """
    set_up("text")
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with await _sandbox(port) as sandbox, pretence(sandbox, f"sqlite:///{DATA}/safar.sqlite3", KEYS):
        if not sandbox.state.chats.people:
            await sandbox.person("ky")
        typer.echo(f"\n  Open  {sandbox.url}/  in a browser and press START.   (Ctrl-C stops.)\n")
        await stop.wait()
    typer.echo("  Stopped. Your progress is kept for the next time.")


async def _sandbox(port: int) -> Sandbox:
    """A sandbox on this port, or on a free one when it is taken."""
    await asyncio.to_thread(DATA.mkdir, parents=True, exist_ok=True)
    sandbox = Sandbox(token=TOKEN, port=port, state_file=DATA / "chats.json")
    try:
        async with sandbox:
            pass
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise SettingsError(
                f"--port {port}: can't listen there ({error.strerror}); choose another"
            ) from error
        port = 0
    return Sandbox(token=TOKEN, port=port, state_file=DATA / "chats.json")
