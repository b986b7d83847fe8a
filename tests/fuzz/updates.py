"""A coverage-guided fuzzer over the update path: raw bytes, or half-sane updates, through the real handlers.

`python -m tests.fuzz.updates -runs=N -seed=S` (libFuzzer's options). Whatever comes in, no handler may fail,
every call to Telegram must be one that Telegram would take, and the counters must equal the recount.
"""

import asyncio
import json
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

import atheris  # type: ignore[import-untyped]  # it carries no types
import structlog

with atheris.instrument_imports(include=["bot", "handlers", "learning", "screens", "storage"]):
    from bot.line import Line
    from bot.serve import Service
    from tests.faults.reference import Listener, Reference

from aiogram.methods import EditMessageText, SendMessage

from screens.intents import CODES, LIMIT, encode, follow

PEOPLE = 5
WORDS = [
    "/start",
    "/start home-KG-B",
    "/menu",
    "/lesson",
    "/trouble",
    "/contacts",
    "/language",
    "/mydata",
    "/forget",
]
DATA = [
    "sl.ky",
    "ag",
    "sp.KG",
    "la",
    "m",
    "go",
    "ls",
    "q.501.1",
    "ms.1",
    "ms.0",
    "hm",
    "ff",
    "tp.detained",
    "d",
    "pv",
]
EVERY = 2000


class Strict(Listener):
    """Takes what Telegram would take, and remembers the buttons that people have."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons: list[str] = list(DATA)

    async def __call__(self, method: Any, request_timeout: int | None = None) -> None:
        await super().__call__(method)
        if isinstance(method, SendMessage | EditMessageText):
            text = method.text or ""
            assert text.strip() and len(text.encode("utf-16-le")) <= 2 * 4096
            for row in getattr(method.reply_markup, "inline_keyboard", []):
                for button in row:
                    assert 0 < len((button.callback_data or "x").encode()) <= LIMIT and button.text
                    self.buttons.append(button.callback_data or "m")
            del self.buttons[len(DATA) : -200]


class Target:
    """One bot, and all that is thrown at it."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.reference = self.loop.run_until_complete(Reference.open(Path(self.folder.name)))
        self.telegram = Strict()
        self.service = Service(self.telegram, self.reference.service.desk)  # type: ignore[arg-type]
        self.tried = 0

    def __call__(self, data: bytes) -> None:
        """Try one input."""
        self.tried += 1
        self.loop.run_until_complete(self.take(self.update(atheris.FuzzedDataProvider(data))))

    async def take(self, update: Any) -> None:
        """Through the line and the handlers; a failure of a handler is a find."""
        async with Line(self.service.work) as line:
            await line.take(update)
        assert self.service.failed == 0, ascii(update)
        if self.tried % EVERY == 0:
            assert await self.reference.store.counters() == await self.reference.store.audit()

    def update(self, some: Any) -> dict[str, Any]:
        """Bytes that happen to be JSON; or an update with a press or a text that is at least partly sane."""
        kind = some.ConsumeIntInRange(0, 5)
        if kind == 0:
            return self._number(some, _json(some.ConsumeBytes(4096)))
        sender = {"id": some.ConsumeIntInRange(1, PEOPLE), "is_bot": False, "first_name": "x"}
        sender |= {"language_code": some.PickValueInList(["ky", "tg", "uz", "ru", "en", "", "x-y"])}
        chat = {
            "id": sender["id"],
            "type": some.PickValueInList(["private", "group"]) if kind == 1 else "private",
        }
        shown = {
            "message_id": some.ConsumeIntInRange(0, 9),
            "date": some.PickValueInList([0, 1]),
            "chat": chat,
        }
        if kind <= 2:
            text = some.PickValueInList(WORDS) if some.ConsumeBool() else some.ConsumeUnicode(200)
            return self._number(some, {"message": {**shown, "date": 1, "from": sender, "text": text}})
        press = {
            "id": "1",
            "from": sender,
            "chat_instance": "1",
            "message": shown,
            "data": self._data(some, kind),
        }
        return self._number(some, {"callback_query": press})

    def _data(self, some: Any, kind: int) -> str:
        """A real button, a button with something changed, or anything."""
        if kind == 3:
            return str(some.PickValueInList(self.telegram.buttons))
        if kind == 4:
            button = str(some.PickValueInList(self.telegram.buttons))
            at = some.ConsumeIntInRange(0, len(button))
            foreign = str(some.ConsumeUnicode(8))
            return button[:at] + foreign + button[at + some.ConsumeIntInRange(0, 3) :]
        code = some.PickValueInList(sorted(CODES))
        return f"{code}{some.PickValueInList(['.', '~', '!', ''])}{some.ConsumeUnicode(60)}"

    def _number(self, some: Any, update: dict[str, Any]) -> dict[str, Any]:
        number = self.tried if some.ConsumeIntInRange(0, 9) else max(1, self.tried - 3)
        return {**update, "update_id": number}


def _json(raw: bytes) -> dict[str, Any]:
    try:
        update = json.loads(raw)
    except (ValueError, RecursionError):
        return {"message": raw.decode("latin-1")}
    return update if isinstance(update, dict) else {"message": update}


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    assert follow(encode(CODES["m"]()))
    atheris.Setup(sys.argv, Target())
    atheris.Fuzz()
