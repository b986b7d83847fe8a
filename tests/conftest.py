"""What every test may ask for. Keep aiogram out of here: the tests of the rules start in an instant."""

import os
import shutil
from pathlib import Path

import pytest

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


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--record` writes the walks anew, to be read as a diff."""
    parser.addoption("--record", action="store_true", help="write tests/walks anew instead of comparing")


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
