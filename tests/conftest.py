"""What every test may ask for. Keep aiogram out of here: the tests of the rules start in an instant."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests import shares

if TYPE_CHECKING:
    from playwright.async_api import Browser

# Nothing is asserted about the clock on the wall: a slow machine is no finding.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
]
NO_CHROMIUM = "no Chromium found: install Debian's chromium, or name one in SAFAR_CHROMIUM"


def chromium_path() -> str | None:
    """Where this machine keeps a Chromium, if it has one."""
    named = os.environ.get("SAFAR_CHROMIUM")
    if named:
        return named
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in found if path), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser that opens the phone."""
    path = chromium_path()
    if path is None:
        pytest.skip(NO_CHROMIUM)
    return path


@pytest.fixture(scope="module")
async def launched(chromium: str) -> AsyncIterator[Browser]:
    """A Chromium that calls nobody, one for all tests of a file: to start it takes longer than most of them."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
async def browser(launched: Browser) -> AsyncIterator[Browser]:
    """Chromium, without anything of another test."""
    yield launched
    for context in launched.contexts:
        await context.close()


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return Path(__file__).parent.parent


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The setting with which `safar run` teaches one module: it starts sooner. Nobody changes this release."""
    from tests.one_module import one_release

    return {"SAFAR_RELEASES": str(one_release(tmp_path_factory.mktemp("small") / "releases"))}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--record` writes the walks anew, to be read as a diff; `--soak` runs the long forms of tests of chance."""
    parser.addoption("--record", action="store_true", help="write tests/walks anew instead of comparing")
    parser.addoption("--soak", action="store_true", help="try for longer: more kills, more inputs")
    parser.addoption("--seed", type=int, help="of kills and inputs; SAFAR_SOAK_SEED says the same")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files come first, so that no core waits for the last one."""
    items.sort(key=lambda item: shares.place(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> shares.Shares | None:
    """With `--dist loadfile` hand the files out in that order, and the walks in parts."""
    if config.getoption("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False
    return shares.Shares(config, log)


def _seed(config: pytest.Config) -> int:
    """The seed that was given, else 1, and in a soak another each time."""
    given = config.getoption("--seed")
    if given is None and os.environ.get("SAFAR_SOAK_SEED"):
        given = int(os.environ["SAFAR_SOAK_SEED"])
    if given is None:
        given = secrets.randbelow(1_000_000) if config.getoption("--soak") else 1
        config.option.seed = given
    return int(given)


def pytest_report_header(config: pytest.Config) -> str:
    """Say how to run the same again."""
    return f"tests of chance: --seed {_seed(config)}"


@pytest.fixture(scope="session")
def seed(request: pytest.FixtureRequest) -> int:
    """The seed of kills and inputs."""
    return _seed(request.config)


@pytest.fixture(scope="session")
def soak(request: pytest.FixtureRequest) -> bool:
    """Whether there is time for the long form."""
    return bool(request.config.getoption("--soak"))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be skipped, a run that skipped something has failed."""
    if _skipped(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say in one line what was left out, or what should not have been."""
    skipped = _skipped(config)
    if skipped:
        terminalreporter.section("skipped, and SAFAR_NO_SKIPS is set", red=True)
        for report in skipped:
            terminalreporter.line(report.nodeid)
    elif chromium_path() is None:
        terminalreporter.line(f"The phone's tests were left out: {NO_CHROMIUM}")


def _skipped(config: pytest.Config) -> list[pytest.TestReport]:
    """The tests that were skipped in a run where none may be."""
    if os.environ.get("SAFAR_NO_SKIPS") != "1":
        return []
    reporter: pytest.TerminalReporter = config.pluginmanager.getplugin("terminalreporter")
    return reporter.stats.get("skipped", [])
