"""The folders on disk are the folders of the plan, and every list of rooms names every room."""

import subprocess
import tomllib
from pathlib import Path

import pytest

ROOMS = {
    *("bot", "curriculum", "handlers", "learning", "locales", "office", "papers", "reports"),
    *("sandbox", "screens", "storage", "workbench"),
}
BESIDES = {"bench", "deploy", "docs", "tests"}

# Who may use what. All other rooms must stand in the contract's list of sources.
ALLOWED = {
    "SQL is spoken in storage only": {"storage"},
    "aiogram is known to handlers and bot only": {"handlers", "bot"},
    "HTTP is served by bot, reports, sandbox and workbench only": {"bot", "reports", "sandbox", "workbench"},
    "The second reading of Telegram stays in the sandbox": {"sandbox"},
}


@pytest.fixture(scope="module")
def pyproject(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text())


@pytest.fixture(scope="module")
def contracts(pyproject: dict) -> dict:
    return {contract["name"]: contract for contract in pyproject["tool"]["importlinter"]["contracts"]}


def test_folders_are_those_of_the_plan(root: Path) -> None:
    """A new folder at the top is a new room: it needs a place in the plan first."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    folders = {line.split("/")[0] for line in listed.splitlines() if "/" in line}
    folders = {name for name in folders if not name.startswith(".") and (root / name).is_dir()}

    assert folders >= ROOMS
    assert folders <= ROOMS | BESIDES, "a new room needs a place in the plan"


def test_every_room_is_a_package(root: Path) -> None:
    """Each room opens by an __init__."""
    assert [room for room in sorted(ROOMS) if not (root / room / "__init__.py").is_file()] == []


def test_tools_know_every_room(pyproject: dict) -> None:
    """No room is left out of the contracts, the types or the installation."""
    tool = pyproject["tool"]

    assert set(tool["importlinter"]["root_packages"]) == ROOMS
    assert set(tool["mypy"]["files"]) == ROOMS | {"bench", "tests"}
    assert set(tool["hatch"]["build"]["targets"]["wheel"]["packages"]) == ROOMS


def test_storeys_hold_every_room(contracts: dict) -> None:
    """Each room has a storey, but for the sandbox, which stands beside the house."""
    layers = contracts["The storeys: every import points down"]["layers"]
    placed = [name.strip() for layer in layers for name in layer.split("|")]

    assert {name for name in placed if not name.startswith("(")} == ROOMS - {"sandbox"}


@pytest.mark.parametrize("name", ALLOWED)
def test_libraries_are_banned_from_every_other_room(contracts: dict, name: str) -> None:
    """A library of one room is banned from all others, new ones included."""
    assert set(contracts[name]["source_modules"]) == ROOMS - ALLOWED[name]


def test_sandbox_and_circles_name_every_room(contracts: dict) -> None:
    """The sandbox knows none of the rooms, and no room holds a circle."""
    assert set(contracts["The sandbox knows no room"]["forbidden_modules"]) == ROOMS - {"sandbox"}
    assert set(contracts["No circles inside a room"]["ancestors"]) == ROOMS
    assert set(contracts["Nothing of the house needs the load rig"]["source_modules"]) == ROOMS
