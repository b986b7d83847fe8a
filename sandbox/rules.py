"""What real Telegram refuses, in its own words.

Texts in CAPITALS come from Telegram's closed side and are known from reports only.
"""

import ipaddress
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

RAW_TEXT_BYTES = 32768
CALLBACK_ANSWER_LENGTH = 200
DELETE_WITHIN = 48 * 3600
DOWNLOAD_BYTES = 20 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
WEBHOOK_PORTS = (443, 80, 88, 8443)

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
STALE_QUERY = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
WEBHOOK_CAME = "Conflict: terminated by setWebhook request"


class BotApiError(Exception):
    """A request that Telegram would not carry out."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """Return the error as the server writes it."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": dict(self.parameters)} if self.parameters else {})


def bad_request(reason: str) -> BotApiError:
    """Word a 400 as the server does: the reason's first letter is lowered, unless it is a CODE."""
    is_code = len(reason) > 1 and (reason[1].isupper() or reason[1] == "_")
    return BotApiError(400, "Bad Request: " + (reason if is_code else reason[:1].lower() + reason[1:]))


def forbidden(reason: str) -> BotApiError:
    """Word a 403."""
    return BotApiError(403, f"Forbidden: {reason}")


def too_many_requests(seconds: int) -> BotApiError:
    """Word a 429."""
    return BotApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def check_token(given: str, own: str) -> None:
    """Refuse a token that is not this bot's."""
    bot_id, colon, _ = given.partition(":")
    if not colon or len(given) > 80 or given.startswith("0"):
        raise BotApiError(401, "Unauthorized: invalid token specified")
    if not re.fullmatch(r"-?[1-9][0-9]*", bot_id) or not -(1 << 63) <= int(bot_id) < 1 << 63:
        raise BotApiError(421, "Misdirected Request: unallowed token specified")
    if not 0 < int(bot_id) < 1 << 54:
        raise BotApiError(401, "Unauthorized: invalid token specified")
    if given != own:
        raise BotApiError(401, "Unauthorized")


def check_language(code: str) -> None:
    """Refuse a language code that is neither empty nor two small letters."""
    if not re.fullmatch(r"([a-z]{2})?", code):
        raise bad_request("invalid language code specified")


def webhook_parts(url: str) -> SplitResult:
    """Take a webhook's address apart; https is meant when it does not say."""
    return urlsplit(url if "://" in url else f"https://{url}")


def is_this_machine(host: str) -> bool:
    """Tell whether a host is the machine the sandbox runs on."""
    return host in ("127.0.0.1", "localhost", "::1")


def check_webhook(url: str, secret: str) -> None:
    """Refuse a webhook whose address or secret makes no sense."""
    if not _is_webhook_url(url):
        raise bad_request("invalid webhook URL specified")
    if len(secret.encode()) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")


def _is_webhook_url(url: str) -> bool:
    try:
        parts = webhook_parts(url)
        sound = parts.scheme.lower() in ("http", "https") and parts.port != 0
    except ValueError:
        return False
    host = parts.hostname or ""
    return sound and host not in ("", ".") and not re.search(r"[\s<>\"{}|\\^`]", host)


def check_webhook_is_public(url: str, ip_address: str) -> None:
    """Refuse a webhook that Telegram would not call; this machine itself is allowed, for the sandbox's sake."""
    parts = webhook_parts(url)
    host = parts.hostname or ""
    if is_this_machine(host):
        return
    if parts.scheme != "https":
        raise bad_webhook("An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in WEBHOOK_PORTS:
        raise bad_webhook("Webhook can be set up only on ports 80, 88, 443 or 8443")
    if ip_address:
        _check_public_address(ip_address)
    elif re.fullmatch(r"[0-9.]+", host) or ":" in host:
        _check_public_address(host)


def bad_webhook(reason: str) -> BotApiError:
    """Word a refusal that comes when the webhook is tried."""
    return BotApiError(400, f"Bad Request: bad webhook: {reason}")


def _check_public_address(address: str) -> None:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        raise bad_webhook("Invalid IP address specified") from None
    if parsed.version != 4:
        raise bad_webhook("IPv6-only addresses are not allowed")
    if not parsed.is_global:
        raise bad_webhook(f"IP address {address} is reserved")
