"""The queue of updates: numbering, confirmation by offset, long polling, who may poll."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.rules import OTHER_POLLER, WEBHOOK_ACTIVE, WEBHOOK_CAME, BotApiError

LIFETIMES = {"callback_query": 150.0, "inline_query": 30.0}
DAY = 24 * 3600.0
# Sent only to bots that ask for them by name.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class Queued:
    """An update that is not confirmed yet."""

    update: dict[str, Any]
    expires_at: float

    @property
    def update_id(self) -> int:
        """Return the update's number."""
        return int(self.update["update_id"])


@dataclass(slots=True)
class Queue:
    """Updates on their way to the bot, in order."""

    clock: Callable[[], float]
    last_id: int = 0
    waiting: list[Queued] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)
    webhook_url: str = ""
    poller: asyncio.Future[None] | None = None
    # Called after each new update; the webhook courier listens here.
    on_new: Callable[[], None] = lambda: None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        # Seconds since 1970: a sandbox without a state file never goes below what a running bot has seen.
        self.last_id = self.last_id or int(self.clock())

    def wants(self, kind: str) -> bool:
        """Tell whether the bot asked for this kind; Telegram filters when the update is made."""
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    def add(self, kind: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """Queue an update of one kind, unless the bot did not ask for it."""
        return self.add_raw({kind: body}, LIFETIMES.get(kind, DAY)) if self.wants(kind) else None

    def add_raw(self, update: dict[str, Any], lifetime: float = DAY) -> dict[str, Any]:
        """Queue an update as it is, sane or not; it gets a number if it has none."""
        numbered = {"update_id": self.last_id + 1} | update
        self.last_id = max(self.last_id, int(numbered["update_id"]))
        self.waiting.append(Queued(numbered, self.clock() + lifetime))
        self.arrived.set()
        self.on_new()
        return numbered

    def fresh(self) -> list[Queued]:
        """Return what waits, dropping what is too old."""
        now = self.clock()
        self.waiting = [item for item in self.waiting if item.expires_at > now]
        return self.waiting

    def confirm(self, offset: int) -> None:
        """Forget everything below an offset; a negative one forgets all but the last few."""
        if offset > 0:
            self.waiting = [item for item in self.waiting if item.update_id >= offset]
        elif offset < 0:
            self.waiting = self.waiting[offset:]

    async def get(self, offset: int, limit: int, patience: float) -> list[dict[str, Any]]:
        """Return unconfirmed updates, waiting for the first one as long as asked."""
        if self.webhook_url:
            raise BotApiError(409, WEBHOOK_ACTIVE)
        self.confirm(offset)
        if not self.fresh() and patience > 0:
            await self._wait(patience)
        return [item.update for item in self.fresh()[:limit]]

    async def _wait(self, patience: float) -> None:
        """Wait for an update; a newer poller that also waits sends this one away."""
        self.end_poll(OTHER_POLLER)
        self.arrived.clear()
        mine = self.poller = asyncio.get_running_loop().create_future()
        news = asyncio.ensure_future(self.arrived.wait())
        try:
            await asyncio.wait({mine, news}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            if mine.done():
                mine.result()
        finally:
            news.cancel()
            if self.poller is mine:
                self.poller = None

    def end_poll(self, reason: str | None) -> None:
        """Send a waiting poller away: with a conflict, or (no reason) with an empty answer."""
        if self.poller and not self.poller.done():
            if reason:
                self.poller.set_exception(BotApiError(409, reason))
            else:
                self.poller.set_result(None)

    def set_webhook(self, url: str) -> None:
        """Deliver to an address from now on; an empty one goes back to polling."""
        if url:
            self.end_poll(WEBHOOK_CAME)
        self.webhook_url = url

    def drop(self, update_id: int) -> None:
        """Forget one update: it was delivered."""
        self.waiting = [item for item in self.waiting if item.update_id != update_id]

    def dump(self) -> dict[str, Any]:
        """Return what a restart must not lose."""
        waiting = [{"update": item.update, "expires_at": item.expires_at} for item in self.waiting]
        return {"last_id": self.last_id, "waiting": waiting, "allowed": self.allowed}

    def load(self, saved: dict[str, Any]) -> None:
        """Take back what `dump` returned."""
        self.last_id = max(self.last_id, saved["last_id"])
        self.waiting = [Queued(**item) for item in saved["waiting"]]
        self.allowed = saved["allowed"]


def sender_of(update: dict[str, Any]) -> int:
    """Return whose update it is; 0 when nobody can tell."""
    for body in update.values():
        if isinstance(body, dict) and isinstance(sender := body.get("from"), dict):
            return int(sender.get("id", 0))
    return 0


def line_of(update: dict[str, Any]) -> tuple[str, int]:
    """Return the line an update waits in for the webhook: one for what a person writes, one for presses."""
    kind = "callback_query" if "callback_query" in update else "chat"
    return kind, sender_of(update)
