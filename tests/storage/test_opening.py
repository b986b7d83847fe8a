"""From an address to a store, or to one clear line that says why not."""

import stat

import pytest

from storage import StoreError, has_learners, open_store
from tests.storage.people import AIDA


@pytest.mark.parametrize(
    "url",
    [
        "", "safar.db", "mysql://host/safar", "sqlite://", "sqlite:///:memory:",
        "sqlite:///file:safar?mode=memory", "postgresql://localhost:notaport/safar",
    ],
)  # fmt: skip
async def test_bad_address(url, pseudonyms):
    """An address that can't work is refused with one that can."""
    for opening in (lambda: open_store(url, pseudonyms), lambda: has_learners(url)):
        with pytest.raises(StoreError, match=r"sqlite:///var/safar\.db or postgresql://") as refusal:
            await opening()
        assert "\n" not in str(refusal.value)


async def test_unreachable_server(pseudonyms):
    """No server: what, where and the cure; never the password."""
    url = "postgresql://safar:hush-hush@127.0.0.1:1/safar"
    for opening in (open_store(url, pseudonyms), has_learners(url)):
        with pytest.raises(StoreError, match=r"127\.0\.0\.1:1/safar.*Check") as refusal:
            await opening
        assert "hush-hush" not in str(refusal.value)
        assert "\n" not in str(refusal.value)


async def test_folder_that_cannot_be_made(tmp_path, pseudonyms):
    """A folder below a file can't be made, not even by root."""
    (tmp_path / "var").write_text("a file")
    with pytest.raises(StoreError, match="Can't write the database"):
        await open_store(f"sqlite:///{tmp_path}/var/safar.db", pseudonyms)


async def test_file_of_something_else(tmp_path, pseudonyms):
    """A file that isn't a database is refused and left as it is."""
    path = tmp_path / "safar.db"
    path.write_text("a letter home " * 100)
    for opening in (open_store(f"sqlite:///{path}", pseudonyms), has_learners(f"sqlite:///{path}")):
        with pytest.raises(StoreError, match="not a database"):
            await opening
    assert path.read_text() == "a letter home " * 100


async def test_files_are_their_owner_s(sqlite_url, tmp_path, pseudonyms):
    """The folder is made, and neither it nor the files can be read by others."""
    store = await open_store(sqlite_url.replace("sqlite:", "sqlite+aiosqlite:"), pseudonyms)
    await store.record(pseudonyms.person(42), None, AIDA, 1)
    for path in (tmp_path / "var", *(tmp_path / "var").iterdir()):
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO), path
    await store.close()


async def test_missing_file_has_no_learners_and_stays_missing(sqlite_url, tmp_path):
    """Asking makes no file."""
    assert not await has_learners(sqlite_url)
    assert not list(tmp_path.iterdir())


async def test_has_learners(url, pseudonyms):
    """An empty database has none, one with a record has some, and again none when all are forgotten."""
    assert not await has_learners(url)
    store = await open_store(url, pseudonyms)
    assert not await has_learners(url)
    record = await store.record(pseudonyms.person(42), None, AIDA, 1)
    assert await has_learners(url)
    await store.forget(pseudonyms.person(42), record)
    assert not await has_learners(url)
    await store.close()
