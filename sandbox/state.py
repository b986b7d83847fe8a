"""All that the sandbox knows, and the file it may be kept in."""

import asyncio
import copy
import itertools
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from telegram import User

from sandbox.chats import Chats
from sandbox.faults import Fault, Faults
from sandbox.files import Files
from sandbox.flood import Flood
from sandbox.journal import Events, Journal
from sandbox.limits import Limits
from sandbox.profile import Profile, in_language
from sandbox.updates import Queue

DEFAULT_TOKEN = "7000000000:sandbox-token-opens-nothing"
FIRST_PRESS = 4_000_000_000_000_000_000
USERNAME = "safar_sandbox_bot"


@dataclass(slots=True)
class Press:
    """A pressed button, and what the bot said to it (None until it says something)."""

    id: str
    person_id: int
    message_id: int
    data: str
    at: float
    answer: dict[str, Any] | None = None


class Clock:
    """Seconds since 1970, perhaps shifted."""

    def __init__(self, source: Callable[[], float]) -> None:
        self.source = source
        self.ahead = 0.0

    def __call__(self) -> float:
        """Return the moment."""
        return self.source() + self.ahead


class State:
    """One bot's Telegram."""

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
        state_file: Path | None = None,
    ) -> None:
        self.token = token
        self.limits = limits or Limits.relaxed()
        self.clock = Clock(clock)
        self.state_file = state_file
        self.chats = Chats()
        self.files = Files()
        self.profile = Profile()
        self.journal = Journal([token])
        self.events = Events()
        self.faults = Faults()
        self.faults.on_fired = self.note_fault
        self.flood = Flood(self.limits)
        self.queue = Queue(self.clock, self.limits, self.faults)
        self.stopping = asyncio.Event()
        self.revoked = False  # the token is refused until it is restored
        self.presses: dict[str, Press] = {}
        # From the clock, so that an answer to a press before a restart never meets a new one.
        self.press_ids = itertools.count(FIRST_PRESS + int(clock()) * 1000)
        self.busy = 0  # Bot API requests being carried out, long polls not counted
        self.last_request_at = 0.0  # on the monotonic clock
        self.changed = False
        if state_file and state_file.exists():
            self.load(json.loads(state_file.read_text()))

    def now(self) -> datetime:
        """Return the moment as messages carry it."""
        return datetime.fromtimestamp(int(self.clock()), UTC)

    def bot_user(self) -> User:
        """Return the bot as getMe shows it."""
        name = in_language(self.profile.name, "") or "Safar"
        return User(
            int(self.token.partition(":")[0]),
            name,
            is_bot=True,
            username=USERNAME,
            can_join_groups=True,
            can_read_all_group_messages=False,
            supports_inline_queries=False,
        )

    def sender(self) -> User:
        """Return the bot as the author of a message."""
        me = self.bot_user()
        return User(me.id, me.first_name, is_bot=True, username=me.username)

    def person_of(self, params: Mapping[str, Any]) -> int | None:
        """Return whom a request is about, by its chat or by the press that it answers."""
        chat_id = str(params.get("chat_id", ""))
        if chat_id.lstrip("-").isdecimal():
            return int(chat_id)
        press = self.presses.get(str(params.get("callback_query_id")))
        return press.person_id if press else None

    def note(self, kind: str, **facts: Any) -> None:
        """Write a line into the journal and show it to the phones."""
        self.events.tell("traffic", entry=self.journal.add(kind, self.clock(), **facts))

    def note_fault(self, fault: Fault, **facts: Any) -> None:
        """Write down that a fault struck."""
        self.note("fault", fault=fault.kind, rule=fault.id, carried_out=fault.carried_out, **facts)

    def rehearsal(self, chat_id: str) -> "State":
        """Return a copy in which a request about one chat can be tried without a trace."""
        trial = copy.copy(self)
        for name in ("chats", "files", "profile"):
            setattr(trial, name, _loose(getattr(self, name)))
        trial.presses = dict(self.presses)
        trial.events, trial.queue = Events(), Queue(self.clock, self.limits)
        number = int(chat_id) if chat_id.lstrip("-").isdecimal() else 0
        trial.chats.posts[number] = copy.deepcopy(self.chats.posts.get(number, []))
        trial.chats.pins[number] = list(self.chats.pins.get(number, []))
        return trial

    def unanswered(self) -> list[Press]:
        """Return every press that the bot never answered."""
        return [press for press in self.presses.values() if press.answer is None]

    def chat_changed(self, chat_id: int) -> None:
        """Note a change in a chat and tell the phones."""
        self.changed = True
        self.events.tell("chat", chat_id=chat_id)

    def clear(self) -> None:
        """Forget people, messages, files, traffic and faults; what the bot set up at its start stays."""
        self.chats.clear()
        self.files.stored.clear()
        self.queue.waiting.clear()
        self.journal.clear()
        self.presses.clear()
        self.flood = Flood(self.limits)
        self.faults.clear()
        self.revoked, self.clock.ahead = False, 0.0
        self.queue.reopen()
        self.changed = True
        self.events.tell("reset")

    def dump(self) -> dict[str, Any]:
        """Return all that a restart keeps, as plain JSON."""
        return {
            "chats": self.chats.dump(),
            "files": self.files.dump(),
            "profile": self.profile.dump(),
            "queue": self.queue.dump(),
        }

    def load(self, saved: dict[str, Any]) -> None:
        """Take back what `dump` returned."""
        self.chats.load(saved["chats"])
        self.files.load(saved["files"])
        self.profile = Profile(**saved["profile"])
        self.queue.load(saved["queue"])

    def save(self) -> None:
        """Write the state file, whole or not at all, if anything changed."""
        if not (self.state_file and self.changed):
            return
        self.changed = False
        draft = self.state_file.with_suffix(".new")
        draft.write_text(json.dumps(self.dump()))
        draft.replace(self.state_file)


def _loose(part: Any) -> Any:
    """Return a copy whose own collections can be changed without a trace."""
    names = [item.name for item in fields(part)]
    return replace(part, **{name: copy.copy(getattr(part, name)) for name in names})
