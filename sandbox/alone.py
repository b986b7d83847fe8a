"""The stand-in as a program of its own, until it is told to stop."""

import asyncio
import json
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from sandbox.limits import Limits
from sandbox.rules import BotApiError, check_token
from sandbox.server import Sandbox


class CannotStartError(Exception):
    """What whoever starts it has to mend, in one line."""


async def alone(
    token: str,
    host: str,
    port: int,
    limits: Limits,
    state_file: Path | None,
    people: Sequence[str],
    say: Callable[[str], None],
) -> None:
    """Serve until SIGTERM or SIGINT; `people` are LANGUAGE or LANGUAGE:NAME, made if nobody is there yet.

    Raises:
        CannotStartError: the token is none, the port is taken, the state file can't be read.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    sandbox = _made(token, host, port, limits, state_file)
    try:
        await sandbox.start()
    except OSError as error:
        raise CannotStartError(f"can't listen at {host}:{port}: {error.strerror}") from error
    for one in [] if sandbox.state.chats.people else people:
        language, _, name = one.partition(":")
        sandbox.state.chats.add_person(None, name or None, language)
    say(_greeting(sandbox))
    await stop.wait()
    await sandbox.stop()


def _made(token: str, host: str, port: int, limits: Limits, state_file: Path | None) -> Sandbox:
    try:
        check_token(token, token)
        return Sandbox(token, port, state_file, host=host, limits=limits)
    except BotApiError:
        raise CannotStartError("a token is a number from 1 up, a colon, and a secret: 1:sandbox") from None
    except (OSError, json.JSONDecodeError, LookupError, TypeError) as error:
        raise CannotStartError(f"{state_file} can't be read as a sandbox's state: {error}") from error


def _greeting(sandbox: Sandbox) -> str:
    people = "".join(
        f"\n  person   {person.id} {person.language_code} {person.first_name}"
        for person in sandbox.state.chats.people.values()
    )
    return (
        f"Bot API  {sandbox.url}/bot{sandbox.token}/METHOD"
        f"\n  files    {sandbox.url}/file/bot{sandbox.token}/PATH"
        f"\n  phone    {sandbox.url}/"
        f"\n  control  {sandbox.url}/control/people{people}"
        "\n(Ctrl-C stops.)"
    )
