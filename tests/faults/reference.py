"""What should stand in the records: the same updates, each taken once, by a bot that nothing happens to."""

import copy
from collections import Counter, defaultdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from aiogram.methods import SendDocument, SendMessage, SendPhoto
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.serve import Service
from bot.shelf import open_book
from handlers import Desk
from learning.learner import Learner
from office import Office
from screens.reader import Book
from storage import Pseudonyms, Store, open_store

KEYS = Pseudonyms(b"a test's secret key, 32 bytes...", b"a test's contact key, 32 bytes..")


@cache
def _book() -> Book:
    """The course, read once for all trials of a process; nobody can change it."""
    return open_book()


class Listener:
    """In the place of Telegram: takes every call, and counts the messages that people would have got."""

    def __init__(self) -> None:
        self.messages: Counter[int] = Counter()

    async def __call__(self, method: Any, request_timeout: int | None = None) -> None:
        if isinstance(method, SendMessage | SendDocument | SendPhoto):
            self.messages[int(method.chat_id)] += 1


class Reference:
    """The undisturbed bot: real handlers, records of its own, nobody at the other end.

    `told` has for each person how many messages each update brought him; an edit is none.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.listener = Listener()
        office = Office(store, _book, lambda: datetime.now(UTC), Ed25519PrivateKey.generate())
        desk = Desk(_book(), store, KEYS, lambda: datetime.now(UTC).date(), office)
        self.service = Service(self.listener, desk)  # type: ignore[arg-type]
        self.fed: Counter[int] = Counter()
        self.told: defaultdict[int, list[int]] = defaultdict(list)

    @classmethod
    async def open(cls, folder: Path) -> "Reference":
        """Open its records."""
        return cls(await open_store(f"sqlite:///{folder}/reference.sqlite3", KEYS))

    async def agrees(
        self, person: int, sent: list[dict[str, Any]], answered: int, found: Learner | None
    ) -> bool:
        """Whether the records hold every answered update of a person, and of the others only what came next."""
        await self._feed(person, sent, answered)
        while not same(await self.learner(person), found):
            if self.fed[person] == len(sent):
                return False
            await self._feed(person, sent, self.fed[person] + 1)
        return True

    async def finish(self, person: int, sent: list[dict[str, Any]]) -> Learner | None:
        """The learner after all updates."""
        await self._feed(person, sent, len(sent))
        return await self.learner(person)

    async def learner(self, person: int) -> Learner | None:
        """The learner as he stands."""
        kept = await self.store.load(KEYS.person(person))
        return kept.learner if kept else None

    async def _feed(self, person: int, sent: list[dict[str, Any]], upto: int) -> None:
        for update in sent[self.fed[person] : upto]:
            before = self.listener.messages[person]
            await self.service.work(copy.deepcopy(update))
            self.told[person].append(self.listener.messages[person] - before)
        self.fed[person] = max(upto, self.fed[person])
        assert (self.service.failed, self.service.unreadable, self.service.unshown) == (0, 0, 0)


def same(one: Learner | None, other: Learner | None) -> bool:
    """Whether two records say the same."""
    return one == other
