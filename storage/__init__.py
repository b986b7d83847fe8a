"""The records: what is kept about learners, and the counters made from it. One door, two engines.

A stolen database names nobody: rows are found by a keyed hash of the Telegram id, and the id itself is kept,
sealed, only for those who agreed to be written to. Everything else in this room is private to it.
"""

from storage.backup import Rehearsal, back_up, rehearse, restore
from storage.inspection import Inspection, has_certificates, inspect, keys_fit, writable
from storage.interface import (
    Conflict,
    Entry,
    Here,
    Letter,
    Person,
    Record,
    Store,
    StoreError,
    StoreUnavailable,
)
from storage.opening import has_learners, open_store
from storage.pseudonyms import Pseudonyms
from storage.seeding import MadeUp, fill

__all__ = [
    "Conflict",
    "Entry",
    "Here",
    "Inspection",
    "Letter",
    "MadeUp",
    "Person",
    "Pseudonyms",
    "Record",
    "Rehearsal",
    "Store",
    "StoreError",
    "StoreUnavailable",
    "back_up",
    "fill",
    "has_certificates",
    "has_learners",
    "inspect",
    "keys_fit",
    "open_store",
    "rehearse",
    "restore",
    "writable",
]
