"""What went over the wire, for tests and for the panel beside the phone; the token never gets in."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

KEPT = 2000
# A shorter one stands in ordinary words too.
SECRET_LENGTH = 6


@dataclass(slots=True)
class Journal:
    """The last requests, answers and updates, numbered from 1."""

    secrets: list[str]
    entries: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT))
    refused: list[dict[str, Any]] = field(default_factory=list)
    # Requests that Telegram forgives though they depart from its documentation.
    remarked: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0

    def add(self, kind: str, at: float, **facts: Any) -> dict[str, Any]:
        """Write one line."""
        self.count += 1
        entry: dict[str, Any] = {"n": self.count, "kind": kind, "at": round(at, 3)} | self.redacted(facts)
        self.entries.append(entry)
        # What a fault spoilt, or nobody waited for any more, is not the bot's mistake.
        spared = entry.get("fault") or entry.get("unheard")
        if kind == "request" and not entry["answer"]["ok"] and not spared:
            self.refused.append(entry)
        if entry.get("remarks"):
            self.remarked.append(entry)
        return entry

    def redacted(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Return the facts without the token and the webhook's secret."""
        text = json.dumps(facts, ensure_ascii=False)
        held = [secret for secret in self.secrets if len(secret) >= SECRET_LENGTH and secret in text]
        copied: dict[str, Any] = json.loads(text)
        return without(copied, held) if held else copied

    def after(self, number: int) -> list[dict[str, Any]]:
        """Return the lines after a number."""
        new = self.count - number  # numbers have no gaps, so the newest lines are those
        return list(islice(reversed(self.entries), new))[::-1] if new > 0 else []

    def clear(self) -> None:
        """Forget the lines; numbers go on."""
        self.entries.clear()
        self.refused.clear()
        self.remarked.clear()


def without(value: Any, secrets: list[str]) -> Any:
    """Return a JSON value whose texts hold none of the secrets; names of fields stay."""
    if isinstance(value, dict):
        return {name: without(item, secrets) for name, item in value.items()}
    if isinstance(value, list):
        return [without(item, secrets) for item in value]
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, "<secret>")
    return value


@dataclass(slots=True)
class Events:
    """Tells open phones what changed."""

    listeners: set[asyncio.Queue[dict[str, Any] | None]] = field(default_factory=set)

    def tell(self, kind: str, **facts: Any) -> None:
        """Send one event to every listener."""
        for listener in self.listeners:
            listener.put_nowait({"kind": kind} | facts)

    def close(self) -> None:
        """Let every listener go."""
        for listener in self.listeners:
            listener.put_nowait(None)
