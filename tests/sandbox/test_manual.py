"""docs/sandbox.md names every route, fault, setting and option there is, and no other."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import typer.main

from bot.cli import app
from sandbox import Limits
from sandbox.control import routes
from sandbox.faults import KINDS, SETTABLE

MANUAL = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text()


def table(title: str) -> str:
    """Return one chapter."""
    return MANUAL.split(f"\n## {title}\n")[1].split("\n## ")[0]


def plain(path: str) -> set[str]:
    """Return the routes that a pattern stands for."""
    path = re.sub(r"\{id[^}]*\}", "{id}", path)
    choice = re.search(r"\{\w+:([\w|]+)\}", path)
    return {path.replace(choice[0], one) for one in choice[1].split("|")} if choice else {path}


def test_every_route_is_in_the_manual() -> None:
    """A route that is not written down is not there for others; one that is written down exists."""
    written = set()
    for verb, first, more in re.findall(
        r"^\| `(\w+) (/\S+)`((?:, `…/\S+`)*)", table("The control interface"), re.M
    ):
        written.add((verb, first))
        for last in re.findall(r"…/([^`]+)", more):
            stem = first if last == "{id}" else first.rsplit("/", 1)[0]
            written.add((verb, f"{stem}/{last}"))
    made = {(route.method, path) for route in routes for path in plain(route.path)}  # type: ignore[attr-defined]
    assert written == made


def test_every_fault_is_in_the_manual() -> None:
    """Kinds and fields are written down as they are."""
    chapter = table("Faults")
    kinds, own = chapter.split("Fields of every kind")
    rows = "".join(re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", kinds, re.M))
    assert set(re.findall(r"`(\w+)`", rows)) == set(KINDS)
    assert {name for name in SETTABLE if f"`{name}`" not in chapter} == {"kind"}
    assert own


def test_every_setting_is_in_the_manual() -> None:
    """Names and defaults are those of the code."""
    rows = re.findall(r"^\| (`.+?) \| ([^|]+) \|", table("What is settable"), re.M)
    written: dict[str, str] = {}
    for names, values in rows:
        written |= dict(zip(re.findall(r"`(\w+)`", names), values.split(", "), strict=True))
    strict = Limits()
    assert {name: value.lower() for name, value in written.items()} == {
        item.name: str(getattr(strict, item.name)).removesuffix(".0").lower() for item in fields(Limits)
    }


@pytest.mark.parametrize(
    "option", ["--port", "--host", "--token", "--strict", "--lenient", "--state", "--person"]
)
def test_every_option_is_in_the_manual(option: str) -> None:
    """What the command takes is written down."""
    command = typer.main.get_command(app).commands["sandbox"]  # type: ignore[attr-defined]
    known = {name for item in command.params for name in (*item.opts, *item.secondary_opts)} - {"--help"}
    assert option in known and f"`{option}`" in table("Start")
    assert len(known) == 7
