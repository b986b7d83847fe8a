"""The records: what is kept about learners, and the counters made from it. One door, two engines.

A stolen database names nobody: rows are found by a keyed hash of the Telegram id, and the id itself is kept,
sealed, only for those who agreed to be written to. Everything else in this room is private to it.
"""

from storage.interface import Conflict, Person, Record, Store, StoreError, StoreUnavailable
from storage.opening import has_learners, open_store
from storage.pseudonyms import Pseudonyms

__all__ = [
    "Conflict",
    "Person",
    "Pseudonyms",
    "Record",
    "Store",
    "StoreError",
    "StoreUnavailable",
    "has_learners",
    "open_store",
]
