"""Our own bot without storage: what it records goes into a dict. Shows what durability costs; loses everything."""

import asyncio
from typing import Any

from bot import wiring
from bot.settings import read_settings
from learning.learner import Learner
from storage import Conflict, Person, Pseudonyms, Record, Store, open_store

RECENT = 16


class Memory:
    """`load` and `record` of a store, in a dict, with the same answers."""

    def __init__(self) -> None:
        self._records: dict[bytes, Record] = {}

    async def load(self, person: Person) -> Record | None:
        """See storage.Store."""
        return self._records.get(person.key)

    async def record(self, person: Person, before: Record | None, after: Learner, update_id: int) -> Record:
        """See storage.Store."""
        stored = self._records.get(person.key)
        if stored and update_id in stored.recent:
            return stored
        if stored != before:
            raise Conflict
        recent = (*(before.recent if before else ()), update_id)[-RECENT:]
        new = Record(after, before.version + 1 if before else 1, recent)
        self._records[person.key] = new
        return new


async def opened(url: str, pseudonyms: Pseudonyms, **more: Any) -> Store:
    """The real store, whose two methods of the step are replaced."""
    store, memory = await open_store(url, pseudonyms, **more), Memory()
    for name in ("load", "record"):
        setattr(store, name, getattr(memory, name))
    return store


if __name__ == "__main__":
    setattr(wiring, "open_store", opened)  # noqa: B010 - a plain assignment is refused by mypy: not exported
    asyncio.run(wiring.run(read_settings()))
