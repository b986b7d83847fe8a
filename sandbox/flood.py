"""Flood limits: how many messages a chat and the whole bot may be sent. Pure; whoever asks tells the time."""

import json
import math
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.limits import Limits

MINUTE = 60.0
SHARERS = ("send", "edit", "copy", "forward")
FREE = ("sendchataction", "forwardtelegramstory")
# How many messages one request makes: the length of this list in it.
LISTS = {"sendmediagroup": "media", "copymessages": "message_ids", "forwardmessages": "message_ids"}


@dataclass(slots=True)
class Bucket:
    """What a chat may still be sent at once, as it was at a moment."""

    left: float
    at: float


@dataclass(slots=True)
class Flood:
    """The account of what was sent."""

    limits: Limits
    buckets: dict[str, Bucket] = field(default_factory=dict)
    minutes: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    second: deque[float] = field(default_factory=deque)

    def wait(self, chat: str, pieces: int, now: float) -> int:
        """Return after how many whole seconds so many messages could go; 0 is at once."""
        wait = max(self._chat(chat, pieces, now), self._group(chat, now), self._bot(now))
        return math.ceil(wait) if wait > 0 else 0

    def spend(self, chat: str, pieces: int, now: float) -> None:
        """Note messages that went."""
        if self.limits.chat_rate:
            self.buckets[chat] = Bucket(self._left(chat, now) - pieces, now)
        if self.limits.group_per_minute and is_group(chat):
            self.minutes[chat].extend([now] * pieces)
        if self.limits.bot_per_second:
            self.second.extend([now] * pieces)

    def _left(self, chat: str, now: float) -> float:
        bucket = self.buckets.get(chat)
        if bucket is None:
            return float(self.limits.chat_burst)
        return min(self.limits.chat_burst, bucket.left + (now - bucket.at) * self.limits.chat_rate)

    def _chat(self, chat: str, pieces: int, now: float) -> float:
        if not self.limits.chat_rate:
            return 0.0
        # More than a whole burst at once goes when the bucket is full.
        needed = min(pieces, self.limits.chat_burst)
        # A millionth less: sums of fractions of a second must not cost a whole one.
        return (needed - self._left(chat, now)) / self.limits.chat_rate - 1e-6

    def _group(self, chat: str, now: float) -> float:
        if not self.limits.group_per_minute or not is_group(chat):
            return 0.0
        return _until_room(self.minutes[chat], self.limits.group_per_minute, MINUTE, now)

    def _bot(self, now: float) -> float:
        if not self.limits.bot_per_second:
            return 0.0
        return _until_room(self.second, self.limits.bot_per_second, 1.0, now)


def _until_room(times: deque[float], most: int, span: float, now: float) -> float:
    """Forget what is older than the span; return how long until one more fits into it."""
    while times and times[0] <= now - span:
        times.popleft()
    return times[len(times) - most] + span - now if len(times) >= most else 0.0


def is_group(chat: str) -> bool:
    """Tell whether a chat_id means a group or a channel."""
    return chat.startswith(("-", "@"))


def pieces(method: str, params: Mapping[str, str]) -> int:
    """Return how many messages a request makes or changes; 0 when the limits do not concern it."""
    name = method.lower()
    if not name.startswith(SHARERS) or name in FREE or not params.get("chat_id"):
        return 0
    if name not in LISTS:
        return 1
    try:
        return max(len(json.loads(params.get(LISTS[name], ""))), 1)
    except (ValueError, TypeError):
        return 1
