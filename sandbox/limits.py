"""What Telegram does not publish, or what a test wants shorter."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What Telegram does not publish, or what a test wants shorter."""

    callback_window: float = 60.0
    resend_after: float = 2.0
    resend_at_most: float = 60.0
