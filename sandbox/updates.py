"""The queue of updates: numbering, lifetimes, confirmation by offset, long polling, who may poll."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.faults import Faults
from sandbox.limits import Limits
from sandbox.rules import OTHER_POLLER, WEBHOOK_ACTIVE, BotApiError

DAY = 24 * 3600.0
QUERY = 150.0
LIFETIMES = {
    "callback_query": QUERY,
    "shipping_query": QUERY,
    "pre_checkout_query": QUERY,
    "inline_query": 30.0,
    "chosen_inline_result": 600.0,
    "custom_event": 600.0,
}
KINDS = (
    *("message", "edited_message", "channel_post", "edited_channel_post", "inline_query"),
    *("chosen_inline_result", "callback_query", "custom_event", "custom_query", "shipping_query"),
    *("pre_checkout_query", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request"),
    *("chat_boost", "removed_chat_boost", "message_reaction", "message_reaction_count"),
    *("business_connection", "business_message", "edited_business_message", "deleted_business_messages"),
    *("purchased_paid_media", "managed_bot", "guest_message"),
)
# Sent only to bots that ask for them by name.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
BY_DEFAULT = [kind for kind in KINDS if kind not in ON_REQUEST]
ANSWER_BYTES = 1 << 22
# An offset further ahead than this is taken for a mistake, and confirms nothing.
FUTURE = 10
# Within this share of the wait a repeated offset gets one update only.
ONE_ONLY = 1 / 6


@dataclass(slots=True, eq=False)
class Queued:
    """An update that is not confirmed yet; `held` by a fault, `late` since it was, `handed` over at least once."""

    update: dict[str, Any]
    expires_at: float
    held: bool = False
    late: bool = False
    handed: bool = False
    line: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        self.line = line_of(self.update)

    @property
    def update_id(self) -> int:
        """Return the update's number."""
        return int(self.update["update_id"])


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook as it was asked for; without an address there is none."""

    url: str = ""
    secret: str = ""
    max_connections: int = 0
    ip_address: str = ""
    certificate: bool = False


@dataclass(slots=True)
class Queue:
    """Updates on their way to the bot, in order."""

    clock: Callable[[], float]
    limits: Limits = field(default_factory=Limits.relaxed)
    faults: Faults = field(default_factory=Faults)
    last_id: int = 0
    waiting: list[Queued] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)
    hook: Hook = field(default_factory=Hook)
    poller: asyncio.Future[BotApiError | None] | None = None
    closed: BotApiError | None = None
    # Called with each new update, or with None when older ones may go; the webhook courier listens here.
    on_new: Callable[[Queued | None], None] = lambda _: None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    asked_offset: int | None = None
    asked_at: float = 0.0
    conflict_at: float = 0.0

    def __post_init__(self) -> None:
        # Seconds since 1970: a sandbox without a state file never goes below what a running bot has seen.
        self.last_id = self.last_id or int(self.clock())

    # -- what comes in ---------------------------------------------------------------------------------------

    def allow(self, raw: str) -> bool:
        """Take allowed_updates as it stands in a request; anything but a list of names changes nothing.

        Unknown names are ignored, and a list without a known one means the default. Returns whether it changed.
        """
        try:
            wanted = json.loads(raw) if raw else None
        except ValueError:
            return False
        if not isinstance(wanted, list) or not all(isinstance(name, str) for name in wanted):
            return False
        names = {name.lower() for name in wanted}
        kinds = [kind for kind in KINDS if kind in names]
        before, self.allowed = self.allowed, [] if kinds == BY_DEFAULT else kinds
        return before != self.allowed

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
        item = Queued(numbered, self.clock() + lifetime)
        self.waiting.insert(self._place(item), item)
        self._hold(item)
        self._tell(item)
        return numbered

    def _place(self, item: Queued) -> int:
        """Return where it stands in the queue: at the end, unless a fault lets it overtake the one before."""
        last = self.waiting[-1] if self.waiting else None
        overtakes = last and not last.handed and sender_of(last.update) == sender_of(item.update)
        if overtakes and self.faults.update("reorder", item.update_id, sender_of(item.update)):
            return len(self.waiting) - 1
        return len(self.waiting)

    def _hold(self, item: Queued) -> None:
        fault = self.faults.update("late", item.update_id, sender_of(item.update))
        if fault:
            item.held = item.late = True
            asyncio.get_running_loop().call_later(fault.seconds, self._release, item)

    def _release(self, item: Queued) -> None:
        item.held = False
        self._tell()

    def _tell(self, item: Queued | None = None) -> None:
        self.arrived.set()
        self.on_new(item)

    # -- what goes out ---------------------------------------------------------------------------------------

    def fresh(self) -> list[Queued]:
        """Return what waits, dropping what is too old."""
        now = self.clock()
        if any(item.expires_at <= now for item in self.waiting):
            self.waiting = [item for item in self.waiting if item.expires_at > now]
        return self.waiting

    def ready(self) -> list[Queued]:
        """Return what can be handed over."""
        return [item for item in self.fresh() if not item.held]

    def first(self, line: tuple[int, int]) -> Queued | None:
        """Return what goes next in a line."""
        now = self.clock()
        return next(
            (item for item in self.waiting if item.line == line and not item.held and item.expires_at > now),
            None,
        )

    def confirm(self, offset: int) -> None:
        """Forget everything below an offset; a negative one forgets all but the last few."""
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif 0 < offset <= self.last_id + 1 + FUTURE:
            self.waiting = [item for item in self.waiting if item.update_id >= offset or self._stays(item)]

    def _stays(self, item: Queued) -> bool:
        """Tell whether a fault keeps an update that was confirmed: one that came late is still to be handed over."""
        return (item.late and not item.handed) or self._comes_again(item)

    def _comes_again(self, item: Queued) -> bool:
        if not item.handed:
            return False
        return bool(self.faults.update("duplicate", item.update_id, sender_of(item.update)))

    def drop(self, item: Queued) -> None:
        """Forget one update that the webhook took."""
        item.handed = True
        if item in self.waiting and not self._comes_again(item):
            self.waiting.remove(item)

    async def get(self, offset: int, limit: int, patience: float) -> list[dict[str, Any]]:
        """Return unconfirmed updates, waiting for the first one as long as asked."""
        if self.hook.url:
            await self._conflict(WEBHOOK_ACTIVE)
        limit, patience = self._slowed(offset, limit, patience)
        self.confirm(offset)
        if not self.ready() and patience > 0:
            await self._wait(patience)
        return self._handed(self.ready()[:limit])

    def _slowed(self, offset: int, limit: int, patience: float) -> tuple[int, float]:
        """Make a poller that repeats its offset wait, and at first give it one update only."""
        now, wait = self.clock(), self.limits.same_offset_wait
        since = now - self.asked_at if offset == self.asked_offset else wait
        self.asked_offset, self.asked_at = offset, now
        if not 0 <= since < wait:
            return limit, patience
        return 1 if since < wait * ONE_ONLY else limit, max(patience, wait)

    def _handed(self, items: list[Queued]) -> list[dict[str, Any]]:
        """Mark as handed over what fits into one answer."""
        left, updates = ANSWER_BYTES, []
        for item in items:
            left -= 50 + len(json.dumps(item.update))
            if left <= 0:
                break
            item.handed = True
            updates.append(item.update)
        return updates

    async def _wait(self, patience: float) -> None:
        """Wait for an update; a newer poller that also waits sends this one away."""
        self.end_poll(BotApiError(409, OTHER_POLLER))
        self.arrived.clear()
        mine = self.poller = asyncio.get_running_loop().create_future()
        news = asyncio.ensure_future(self.arrived.wait())
        try:
            await asyncio.wait({mine, news}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()
            if self.poller is mine:
                self.poller = None
        reason = mine.result() if mine.done() else None
        if reason and reason.code == 409:
            await self._conflict(reason.description)
        if reason:
            raise reason

    async def _conflict(self, reason: str) -> None:
        """Refuse with a 409: the first at once, further ones later, so that two bots do not spin."""
        now, delay = self.clock(), self.limits.conflict_delay
        if now < self.conflict_at + delay:
            await asyncio.sleep(delay)
        else:
            self.conflict_at = now
        raise BotApiError(409, reason)

    def end_poll(self, reason: BotApiError | None) -> None:
        """Send a waiting poller away: with an error, or (no reason) with an empty answer."""
        if self.poller and not self.poller.done():
            self.poller.set_result(reason)

    def close(self, reason: BotApiError) -> None:
        """Hand over nothing more, to pollers or to the webhook."""
        self.closed = reason
        self.end_poll(reason)

    def reopen(self) -> None:
        """Hand over again."""
        self.closed = None
        self._tell()

    # -- the state file --------------------------------------------------------------------------------------

    def dump(self) -> dict[str, Any]:
        """Return what a restart must not lose."""
        waiting = [{"update": item.update, "expires_at": item.expires_at} for item in self.waiting]
        return {
            "last_id": self.last_id, "waiting": waiting, "allowed": self.allowed, "hook": asdict(self.hook)
        }  # fmt: skip

    def load(self, saved: dict[str, Any]) -> None:
        """Take back what `dump` returned."""
        self.last_id = max(self.last_id, saved["last_id"])
        self.waiting = [Queued(**item) for item in saved["waiting"]]
        self.allowed = saved["allowed"]
        self.hook = Hook(**saved.get("hook", {}))


def sender_of(update: dict[str, Any]) -> int:
    """Return whose update it is; 0 when nobody can tell."""
    for body in update.values():
        if isinstance(body, dict):
            sender = body.get("from") or body.get("user")
            if isinstance(sender, dict) and isinstance(sender.get("id"), int):
                return int(sender["id"])
    return 0


def chat_of(update: dict[str, Any]) -> int:
    """Return the chat of an update; 0 when nobody can tell."""
    for body in update.values():
        chat = body.get("chat") if isinstance(body, dict) else None
        if isinstance(chat, dict) and isinstance(chat.get("id"), int):
            return int(chat["id"])
    return 0


# Which kinds wait for each other in the webhook's queues; whatever is not named is a message and goes by chat.
LINES_BY_USER = {
    "inline_query": 1,
    "chosen_inline_result": 2,
    "callback_query": 3,
    "shipping_query": 4,
    "pre_checkout_query": 4,
    "chat_member": 6,
    "chat_join_request": 6,
    "business_connection": 10,
    "purchased_paid_media": 12,
    "managed_bot": 13,
}
LINES_BY_CHAT = {
    "my_chat_member": 5,
    "chat_boost": 7,
    "removed_chat_boost": 7,
    "message_reaction": 8,
    "message_reaction_count": 9,
    "business_message": 11,
    "edited_business_message": 11,
    "deleted_business_messages": 11,
    "guest_message": 12,
}


def line_of(update: dict[str, Any]) -> tuple[int, int]:
    """Return the line an update waits in for the webhook: its sort, and the chat or the user in that sort.

    So a press and a message of one person may overtake each other.
    """
    kind = next((key for key in update if key != "update_id"), "")
    if kind in LINES_BY_USER:
        return LINES_BY_USER[kind], sender_of(update)
    return LINES_BY_CHAT.get(kind, 0), chat_of(update)
