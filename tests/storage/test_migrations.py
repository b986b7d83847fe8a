"""The history of the schema ends at the schema, on both engines."""

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it carries no types
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, insert, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from learning.course import FIRST_CHECK, LAST_CHECK, Citizenship, Language
from learning.figures import APART, Contribution, contributions, move_home
from learning.learner import CheckRecord, Learner, LessonRecord, Outcome
from storage import Record, StoreError, migrations, open_store
from storage.rows import counted, to_row
from storage.tables import counter, learner, metadata, tally
from tests.storage.people import AIDA, MONDAY

PASSED = replace(AIDA, lessons={501: LessonRecord(1, MONDAY, 80)})
CHECK = CheckRecord(1, MONDAY, {"how-soon": Outcome.RIGHT}, 80, MONDAY)
# Who stood in the records before officials came: with a home and without, with all passports, moved once and twice
OLD = (
    AIDA,
    PASSED,
    replace(AIDA, citizenship=None),
    replace(PASSED, language=Language.UZ_CYRL, citizenship=Citizenship.UZ, home="UZ-FA-07"),
    replace(PASSED, home=""),
    replace(AIDA, home="", citizenship=None),
    replace(move_home(PASSED, "TJ-SU"), checks={FIRST_CHECK: CHECK, LAST_CHECK: CHECK}),
    move_home(move_home(AIDA, "TJ-SU"), "KG-GO"),
)
LEFT = {
    3: PASSED,
    6: PASSED,
    7: AIDA,
}  # what stands in the tally: by a person forgotten since, and by those who moved


def differences(connection):
    """What Alembic would still change, and the tables' checks, which it doesn't compare."""
    found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
    checks = {
        t: [c["sqltext"] for c in inspect(connection).get_check_constraints(t)] for t in metadata.tables
    }
    keys = {t: inspect(connection).get_pk_constraint(t)["constrained_columns"] for t in metadata.tables}
    return found, checks, keys


async def in_database(url, look):
    """What `look` finds through a connection of SQLAlchemy's."""
    if url.startswith("sqlite"):
        engine = create_engine(url)
        with engine.connect() as connection:
            found = look(connection)
        engine.dispose()
        return found
    server = create_async_engine("postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(url))
    async with server.connect() as over:
        found = await over.run_sync(look)
    await server.dispose()
    return found


async def set_revision(url, revision):
    """Pretend that the database was made by another release."""
    query = f"UPDATE alembic_version SET version_num = '{revision}'"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as session, session:
            session.execute(query)
        return
    session = await asyncpg.connect(url)
    await session.execute(query)
    await session.close()


async def test_migrations_make_the_schema(store, url):
    """After all migrations Alembic finds nothing to change, and keys and checks are there."""
    found, checks, keys = await in_database(url, differences)
    assert found == []
    assert {table for table, found in checks.items() if found} == {"counter", "tally"}
    assert {len(found) for found in checks.values()} == {0, 1}
    assert keys == {t.name: [c.name for c in t.primary_key] for t in metadata.sorted_tables}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_sqlite_tables_are_the_same_to_the_letter(store, url, tmp_path):
    """SQLite keeps the words of CREATE TABLE: migrated and made at once, they are equal but for white space."""
    fresh = tmp_path / "fresh.db"
    engine = create_engine(f"sqlite:///{fresh}")
    metadata.create_all(engine)
    engine.dispose()
    words = []
    for path in (url.removeprefix("sqlite:///"), fresh):
        with closing(sqlite3.connect(path)) as session:
            rows = session.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            words.append({name: "".join(sql.split()) for name, sql in rows if name in metadata.tables})
    assert words[0] == words[1]


def counted_then(somebody: Learner) -> set[Contribution]:
    """What revision 0005 counted of somebody: nothing by group."""
    return {what for what in contributions(somebody) if APART not in what.figure}


def make_old(connection, pseudonyms):
    """A database as revision 0005 left it, with people in it."""
    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "0005")
    new = {"milestones", "cohort"}
    for n, somebody in enumerate(OLD):
        row = to_row(pseudonyms.person(n).key, Record(somebody, 1, (1,)), None)
        connection.execute(insert(learner).values({k: v for k, v in row.items() if k not in new}))
    tallied = Counter(what for somebody in LEFT.values() for what in counted_then(somebody))
    total = tallied + Counter(what for somebody in OLD for what in counted_then(somebody))
    for table, counts in ((tally, tallied), (counter, total)):
        for what, n in counts.items():
            connection.execute(insert(table).values(**counted(what), n=n))
    connection.commit()


async def test_people_of_old_are_counted_by_group(url, pseudonyms, tmp_path):
    """After the upgrade counters equal the recount, and so they do after the next steps of everybody."""
    (tmp_path / "var").mkdir()
    await in_database(url, lambda connection: make_old(connection, pseudonyms))
    store = await open_store(url, pseudonyms)
    counters = await store.counters()
    assert counters == await store.audit()
    by_group = {(what.territory, what.figure): n for what, n in counters.items() if APART in what.figure}
    assert by_group == {
        ("KG-GO", "enrolled@ky"): 3, ("KG-GO", "enrolled@KG"): 2, ("KG-GO", "enrolled@other"): 1,
        ("UZ-FA-07", "enrolled@uz_Cyrl"): 1, ("UZ-FA-07", "enrolled@UZ"): 1,
    }  # fmt: skip
    for n, somebody in enumerate(OLD):
        person = pseudonyms.person(n)
        record = await store.load(person)
        assert record and record.learner == somebody
        record = await store.record(person, record, replace(somebody, language=Language.RU, home="TJ-SU"), 2)
        assert await store.counters() == await store.audit()
        await store.forget(person, record)
    assert await store.counters() == await store.audit()
    await store.close()


async def test_opening_again_changes_nothing(url, pseudonyms):
    """A database that is up to date keeps its records when it is opened again."""
    person = pseudonyms.person(42)
    store = await open_store(url, pseudonyms)
    record = await store.record(person, None, AIDA, 1)
    await store.close()
    again = await open_store(url, pseudonyms)
    assert await again.load(person) == record
    await again.close()


async def test_workers_start_together(url, pseudonyms):
    """Of several workers that meet an empty database, one migrates and the others wait."""
    stores = await asyncio.gather(*(open_store(url, pseudonyms) for _ in range(4)))
    assert [await store.learners() for store in stores] == [0] * 4
    for store in stores:
        await store.close()


async def test_newer_database_is_refused(url, pseudonyms):
    """A database of a later release isn't touched."""
    await (await open_store(url, pseudonyms)).close()
    await set_revision(url, "9999")
    with pytest.raises(StoreError, match="newer than this release"):
        await open_store(url, pseudonyms)


def test_migrations_stand_alone():
    """A migration is never edited, so it leans on nothing of ours that could change."""
    versions = Path(__file__).parents[2] / "storage" / "migrations" / "versions"
    assert not [path.name for path in versions.glob("*.py") if "storage" in path.read_text()]


def test_every_column_says_what_it_is_and_when_it_ends():
    """No column without its kind of personal data, and when that goes."""
    kinds = {"none", "pseudonym", "pseudonym of an official", "behaviour", "sealed address"}
    for table in metadata.sorted_tables:
        for column in table.columns:
            assert column.info["personal"] in kinds, column
            assert column.info["ends"], column


def test_the_newest_file_is_the_head_of_the_history():
    """A start that finds this revision in the database asks Alembic nothing, so the file names must be right."""
    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    assert migrations.newest() == script.get_current_head()
    for revision in script.walk_revisions():
        assert Path(revision.path).name.startswith(f"{revision.revision}_")
