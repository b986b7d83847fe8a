"""Pseudonyms for Telegram ids, so that a stolen database names nobody."""

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.interface import Person

_KEY_BYTES = 32
_NONCE_BYTES = 12
_ADDRESS_BYTES = 8


class Pseudonyms:
    """Makes the pseudonym of a person, and seals the address of one who may be written to.

    Both keys are at least 32 secret bytes, and neither is ever stored in the database. Without
    `secret_key` nobody can be recognised again; without `contact_key` no sealed address can be opened.
    Raises ValueError for a shorter key.
    """

    def __init__(self, secret_key: bytes, contact_key: bytes) -> None:
        if min(len(secret_key), len(contact_key)) < _KEY_BYTES:
            raise ValueError("the secret key and the contact key have at least 32 bytes each")
        self._begun = hmac.new(secret_key, b"learner:", "sha256")
        self._box = AESGCM(hmac.digest(contact_key, b"safar: sealed address", "sha256"))

    def person(self, telegram_id: int) -> Person:
        """The person behind a Telegram id; the same id gives the same key."""
        mac = self._begun.copy()  # hmac.digest would let other threads in, and every step would wait its turn
        mac.update(b"%d" % telegram_id)
        return Person(mac.digest(), telegram_id)

    def seal(self, person: Person) -> bytes:
        """The address, encrypted for this person's row only; different each time, always 36 bytes."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        address = person.address.to_bytes(_ADDRESS_BYTES, "big", signed=True)
        return nonce + self._box.encrypt(nonce, address, person.key)

    def unseal(self, key: bytes, sealed: bytes) -> int:
        """The Telegram id sealed in the row of `key`.

        Raises ValueError when it was sealed with another contact key, for another row, or was altered.
        """
        try:
            address = self._box.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], key)
        except (InvalidTag, ValueError):  # the latter: cut off within the nonce
            raise ValueError("the sealed address does not fit this contact key and row") from None
        return int.from_bytes(address, "big", signed=True)
