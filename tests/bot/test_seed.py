"""`safar seed` as an operator runs it: an empty database is filled, one with people is left alone."""

import asyncio

import pytest
from typer.testing import CliRunner

from bot.cli import app
from storage import Pseudonyms, open_store

KEYS = Pseudonyms(b"a test's secret key, 32 bytes...", b"a test's contact key, 32 bytes..")


@pytest.fixture
def url(tmp_path, monkeypatch) -> str:
    """The operator's settings: a database that doesn't exist yet."""
    address = f"sqlite:///{tmp_path}/safar.sqlite3"
    monkeypatch.setenv("SAFAR_DATABASE_URL", address)
    monkeypatch.setenv("SAFAR_KEYS_DIR", str(tmp_path / "keys"))
    return address


async def looked_at(url: str) -> tuple[int, int, bool, set[str]]:
    """Learners, releases of figures, whether the counters are right, and where people live, by country."""
    store = await open_store(url, KEYS)
    counters = await store.counters()
    found = (
        await store.learners(),
        len(await store.figure_releases()),
        counters == await store.audit(),
        {what.territory[:2] for what in counters if what.territory},
    )
    await store.close()
    return found


def test_an_empty_database_is_filled_and_a_full_one_is_refused(url: str) -> None:
    """With figures of twelve weeks; the second call changes nothing and says why."""
    command = ["seed", "--example", "--learners", "120", "--seed-number", "3"]
    first = CliRunner().invoke(app, command)
    assert first.exit_code == 0, first.output
    assert "120 made-up learners; figures published: 12 weeks" in first.output
    filled = asyncio.run(looked_at(url))
    assert filled == (120, 12, True, {"KG", "TJ", "UZ"})
    second = CliRunner().invoke(app, command)
    assert second.exit_code == 2
    assert "there are learners" in second.output
    assert asyncio.run(looked_at(url)) == filled
