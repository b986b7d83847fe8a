"""A key recognises a person and says nothing about him; a sealed address opens for its owner's row only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import Pseudonyms

telegram_ids = st.integers(-(2**63), 2**63 - 1)
SECRET, CONTACT = b"s" * 32, b"c" * 32
OURS = Pseudonyms(SECRET, CONTACT)


@given(telegram_ids)
def test_sealed_address_opens(telegram_id):
    """What was sealed opens to the same id, and never looks the same twice."""
    person = OURS.person(telegram_id)
    sealed = OURS.seal(person)
    assert OURS.unseal(person.key, sealed) == telegram_id
    assert sealed != OURS.seal(person)
    assert len(person.key) == 32


def test_key_is_the_documented_hash():
    """The key is HMAC-SHA256 over the decimal id: a fixed value, since a change would lose everybody."""
    assert OURS.person(42).key.hex() == "437a55e78876538d6d68b045bb507f2ee87a76684134cf8fba421ef6300bf0a1"


def test_another_key_another_pseudonym():
    """The contact key plays no part in the pseudonym; the secret key does."""
    assert OURS.person(42).key == Pseudonyms(SECRET, b"x" * 32).person(42).key
    assert OURS.person(42).key != Pseudonyms(b"x" * 32, CONTACT).person(42).key


def test_sealed_address_fits_one_row_and_one_key():
    """A sealed address moved to another row, read with another key, or altered or cut, doesn't open."""
    person, other = OURS.person(42), OURS.person(43)
    sealed = OURS.seal(person)
    altered = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for reader, key, box in (
        (OURS, other.key, sealed),
        (Pseudonyms(SECRET, b"x" * 32), person.key, sealed),
        (OURS, person.key, altered),
        (OURS, person.key, sealed[:20]),
        (OURS, person.key, b""),
    ):
        with pytest.raises(ValueError, match="does not fit"):
            reader.unseal(key, box)


def test_address_is_not_printed():
    """A person in a log line shows no Telegram id."""
    assert "123456789" not in repr(OURS.person(123456789))


@pytest.mark.parametrize("keys", [(b"short", CONTACT), (SECRET, b"short")])
def test_short_keys_are_refused(keys):
    """A key that could be guessed is no key."""
    with pytest.raises(ValueError, match="32 bytes"):
        Pseudonyms(*keys)
