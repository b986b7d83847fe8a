"""What is settable: what Telegram does not publish, and what a test wants shorter or switched off."""

from dataclasses import dataclass
from typing import Any, Self

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Times are seconds. Plain `Limits()` is as strict as the sandbox can be; 0 switches a limit off."""

    # Rules of Telegram's closed side, known from reports only, are enforced.
    closed: bool = True
    # How long a press may be answered.
    callback_window: float = 60.0
    # Messages, edits, copies and forwards share these. A chat: so many a second after a burst.
    chat_rate: float = 1.0
    chat_burst: int = 30
    # A group or channel: so many in any minute.
    group_per_minute: int = 20
    # The whole bot: so many in any second.
    bot_per_second: int = 30
    # getUpdates with the same offset again within this time waits this long, and then gives one update.
    same_offset_wait: float = 3.0
    # Of two 409 within this time the second is answered this much later.
    conflict_delay: float = 3.0
    # setWebhook with an address is taken once in this time.
    webhook_change: float = 1.0
    # A webhook that does not answer 2xx: at once again, then after this time, doubled each time up to the most.
    resend_after: float = 2.0
    resend_at_most: float = 60.0
    # A Retry-After of the webhook counts up to here.
    retry_after_at_most: float = HOUR
    # A webhook that has answered 410 for so long is forgotten.
    gone_after: float = 23 * HOUR
    # A webhook's answer is waited for so long.
    webhook_patience: float = 60.0
    # Webhooks may be plain http, on any port, in a private network; this machine itself always may.
    private_webhooks: bool = False

    @classmethod
    def relaxed(cls, **changes: Any) -> Self:
        """Every rule, but nothing that depends on how fast the bot and the person are: for tests and demos."""
        quick = ("chat_rate", "group_per_minute", "bot_per_second", "same_offset_wait", "conflict_delay")
        changes = dict.fromkeys((*quick, "webhook_change"), 0) | changes
        return cls(**changes)

    @classmethod
    def lenient(cls, **changes: Any) -> Self:
        """As relaxed, and without the rules that are known from reports only."""
        return cls.relaxed(**{"closed": False, "private_webhooks": True} | changes)
