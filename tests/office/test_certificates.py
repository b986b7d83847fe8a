"""Certificates are given, found and revoked; what is kept leads to nobody, and names nobody."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from learning.certificate import Level, holder_digest, read_code, read_holder_code
from learning.course import Citizenship, Language
from learning.figures import move_home
from learning.learner import Learner
from learning.milestones import CERTIFICATE
from office import Office
from office.certificates import find, give, published_key, revoke, taken, where_to_type
from papers.signature import public_key
from storage import Pseudonyms, StoreUnavailable, open_store
from tests.finisher import finished
from tests.scene import our_book
from tests.traces import traces

DAY = date(2026, 11, 29)
NAME = "Ҷамшед Айжаркын"
KEYS = Pseudonyms(b"k" * 32, b"c" * 32)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    store = await open_store(f"sqlite:///{tmp_path}/records.sqlite3", KEYS)
    now = datetime(2026, 11, 29, 12, tzinfo=UTC)
    yield Office(store, our_book, lambda: now, Ed25519PrivateKey.generate(), "", "safar_bot")
    await store.close()


def learner(home: str = "KG-O", passport: Citizenship = Citizenship.KG) -> Learner:
    """Somebody who has finished."""
    return move_home(finished(our_book().on(DAY), Learner(Language.KY, passport, enrolled_on=DAY), DAY), home)


async def test_what_was_given_is_found_as_it_was_given(office: Office) -> None:
    """By its code, with the place of the level that was chosen; an unknown code finds nothing."""
    given = await give(office, learner(), Level.COUNTRY)
    assert await find(office, given.certificate.code) == (given.certificate, None)
    assert given.certificate.place == "KG" and given.certificate.issued_on == DAY
    assert await find(office, "0000000000") is None
    assert given.png.startswith(b"\x89PNG") and given.pdf.startswith(b"%PDF")


async def test_a_later_release_changes_nothing_in_it(office: Office) -> None:
    """The course goes on to another release; the certificate says the one that it was given in."""
    given = await give(office, learner(), Level.NONE)
    book = replace(our_book(), course=replace(our_book().course, release=our_book().course.release + 1))
    office.book = lambda: book
    assert await find(office, given.certificate.code) == (given.certificate, None)


async def test_who_has_not_earned_one_gets_none_and_nothing_is_kept(office: Office, tmp_path: Path) -> None:
    """The rules are asked at the last moment too."""
    with pytest.raises(ValueError, match="not earned"):
        await give(office, Learner(Language.KY, Citizenship.KG, enrolled_on=DAY), Level.NONE)
    assert rows(tmp_path) == []


async def test_only_the_holder_s_own_code_revokes(office: Office) -> None:
    """Neither the code on the paper nor another holder's; revoked once, it stays so from that day."""
    given, other = await give(office, learner(), Level.NONE), await give(office, learner(), Level.NONE)
    assert await revoke(office, given.certificate.code) is None
    assert await revoke(office, given.holder_code) == given.certificate.code
    assert await find(office, given.certificate.code) == (given.certificate, DAY)
    assert await find(office, other.certificate.code) == (other.certificate, None)


async def test_codes_are_never_taken_for_words(office: Office) -> None:
    """Each has a digit that no letter is read as, and is read back as it was given."""
    for _ in range(3):
        given = await give(office, learner(), Level.NONE)
        assert read_code(given.certificate.code) == given.certificate.code
        assert read_holder_code(given.holder_code) == given.holder_code
        assert all(set(code) & set("23456789") for code in (given.certificate.code, given.holder_code))


async def test_the_name_and_the_holder_s_code_are_nowhere_in_the_records(
    office: Office, tmp_path: Path
) -> None:
    """Not in the file, not in its log, in no encoding that we can think of, though the QR code holds the name."""
    given = await give(office, learner(), Level.DISTRICT, NAME, into_qr=True)
    assert traces(tmp_path, NAME) == traces(tmp_path, given.holder_code) == []
    assert traces(tmp_path, given.certificate.code) != []
    await office.store.close()
    assert traces(tmp_path, NAME) == traces(tmp_path, given.holder_code) == []


async def test_a_row_leads_to_no_learner(office: Office, tmp_path: Path) -> None:
    """Nothing of its own that stands in the certificate's row stands in the learner's, and the reverse."""
    person, someone = KEYS.person(7_000_000_001), learner()
    record = await office.store.record(person, None, replace(someone, may_write=True), 1)
    await office.store.record(person, record, taken(record.learner, DAY), 2)
    given = await give(office, record.learner, Level.REGION)
    [row] = rows(tmp_path)
    assert row == {
        "code": given.certificate.code,
        "course_release": our_book().course.release,
        "issued_on": "2026-11-29",
        "language": "ky",
        "place": "KG-O",
        "band": "excellent",
        "revoker": bytes.fromhex(holder_digest(given.holder_code)),
        "revoked_on": None,
    }
    with closing(sqlite3.connect(tmp_path / "records.sqlite3")) as file:
        [kept] = file.execute("SELECT * FROM learner").fetchall()
    for value in (row["code"], row["revoker"], given.holder_code):
        assert [cell for cell in kept if str(value) in str(cell)] == []
    assert person.key in kept and person.key not in row.values()


def test_a_second_one_counts_once() -> None:
    """The day on which the first was taken stays."""
    first = taken(learner(), DAY)
    assert first.milestones[CERTIFICATE] == DAY
    assert taken(first, date(2027, 1, 1)) == first


async def test_when_the_records_are_away_nothing_is_given(office: Office) -> None:
    """No papers without a record behind them."""
    await office.store.close()
    with pytest.raises(StoreUnavailable):
        await give(office, learner(), Level.NONE)


async def test_where_people_look_it_up_is_told(office: Office) -> None:
    """The public page without its scheme; the bot, where there is none; and the key is a public one."""
    assert where_to_type(office) == "@safar_bot"
    office.site = "https://safar.example"
    assert where_to_type(office) == "safar.example/c"
    assert public_key(published_key(office).encode()) == office.signing_key.public_key()


def rows(folder: Path) -> list[dict[str, object]]:
    """The certificates in the file, by column."""
    with closing(sqlite3.connect(folder / "records.sqlite3")) as file:
        file.row_factory = sqlite3.Row
        return [dict(row) for row in file.execute("SELECT * FROM certificate")]
