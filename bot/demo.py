"""`safar demo`: a pretend Telegram, the real bot against it, a phone in the browser, and a filled example for officials."""

import asyncio
import errno
import signal
import socket
from pathlib import Path

import typer

from bot.keys import pseudonyms
from bot.log import set_up
from bot.made_up import Plan
from bot.pretend import Pretence, pretence, settings_for
from bot.seed import EXAMPLE, REGIONS, fill_office
from bot.settings import SettingsError
from learning.seat import Role
from office import Office, seats
from office.example import is_example
from sandbox import Sandbox

TOKEN = "1:demo"  # noqa: S105 - known to the pretend Telegram only
DATA = Path("var/demo")
KEYS = Path("keys/demo")
DATABASE = f"sqlite:///{DATA}/safar.sqlite3"
OPERATORS = ("demo", "demo-too")  # a whole country needs two givers


async def demo(port: int) -> None:
    """Serve until Ctrl-C; chats and progress are kept in `var/demo` for the next time.

    Raises:
        SettingsError: a file or an address keeps it from starting.
    """
    set_up("text")
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    place = _free_place()
    async with (
        await _sandbox(port) as sandbox,
        pretence(sandbox, DATABASE, KEYS, site_url=f"http://{place}", site_listen=place) as pretend,
    ):
        if not sandbox.state.chats.people:
            await sandbox.person("ky")
        typer.echo(f"\n  Open  {sandbox.url}/  in a browser and press START.   (Ctrl-C stops.)\n")
        async with asyncio.TaskGroup() as group:  # the phone works meanwhile
            filling = group.create_task(_open_office(pretend))
            await stop.wait()
            filling.cancel()
    typer.echo("  Stopped. Your progress is kept for the next time.")


async def _open_office(pretend: Pretence) -> None:
    """Fill an empty database with the example, and invite officials to it. A database with learners stays as it is."""
    office = pretend.service.desk.office
    if not await office.store.learners():
        keys = await pseudonyms(settings_for(pretend.sandbox, DATABASE, KEYS))
        plan = Plan(EXAMPLE, 1, office.today, REGIONS)
        typer.echo(f"  Making an example of {EXAMPLE:,} made-up learners for officials …")
        await fill_office(office, DATABASE, keys, plan, lambda *_: None)
    office.example = await is_example(office)
    if office.example:
        await _invite(pretend, office)


async def _invite(pretend: Pretence, office: Office) -> None:
    """Seats for a country, a region and a district, each with a person in the phone who can take it."""
    territories = await office.territories()
    region = REGIONS[0]
    country, district = territories.by_code[region].parent, territories.children(region)[0].code
    people = pretend.sandbox.state.chats.people
    typer.echo(
        "  The people of this example are made up. To sit in an official's seat, open a link, choose that"
    )
    typer.echo(
        "  person at the top, press START, and take the seat; then send /report, or /seat for the pages in a browser."
    )
    for name, code in (("Country", country), ("Region", region), ("District", district)):
        offer = await seats.give(office, code, Role.LEAD, OPERATORS[0])
        if await seats.offered(office, offer.secret) is None:
            await seats.stand_behind(office, offer.secret, f"operator-{OPERATORS[1]}")
        official = f"Official: {name}"
        if not any(person.first_name == official for person in people.values()):
            await pretend.sandbox.person("ru", official)
        typer.echo(f"    {official:<19} {pretend.sandbox.url}/?start={seats.START}{offer.secret}")


def _free_place() -> str:
    """Where the officials' pages listen: an address of this machine that nobody uses at this moment."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{found.getsockname()[1]}"


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
