"""A scripted person: acts through the control interface and sees what a phone would show."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

import aiohttp
from telegram import Message


class SilenceError(AssertionError):
    """The bot has not dealt with what the person did."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; `data` for a press, `url` for a link."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """The bot's last message, as a person sees it."""

    message_id: int
    text: str
    buttons: tuple[tuple[Button, ...], ...]
    keyboard: tuple[tuple[str, ...], ...]
    raw: dict[str, Any]

    @property
    def message(self) -> Message:
        """Return the whole message; it is read when somebody asks, since few do."""
        return Message.de_json(self.raw, None)

    @property
    def labels(self) -> list[str]:
        """Return the words on the buttons, row after row."""
        return [button.text for row in self.buttons for button in row]

    def button(self, wanted: str) -> Button:
        """Find a button by its words or by its data."""
        for button in (button for row in self.buttons for button in row):
            if wanted in (button.text, button.data):
                return button
        raise LookupError(f"no button {wanted!r}; there are {self.labels}")


class Person:
    """Somebody with a phone, scripted."""

    def __init__(
        self,
        url: str,
        person_id: int,
        *,
        timeout: float = 10.0,
        settle: float = 0.05,
        line: aiohttp.ClientSession | None = None,
    ) -> None:
        self.url = url
        self.id = person_id
        self.timeout = timeout
        self.settle = settle
        self._line = line

    @classmethod
    async def join(
        cls,
        url: str,
        *,
        language_code: str = "ru",
        first_name: str | None = None,
        line: aiohttp.ClientSession | None = None,
    ) -> Self:
        """Make a new person on the sandbox at this address.

        `line` is an open session that is somebody else's to close; without one, each act opens its own.
        """
        body = {"language_code": language_code} | ({"first_name": first_name} if first_name else {})
        async with _line(url, line) as http, http.post("/control/people", json=body) as answer:
            return cls(url, (await answer.json())["id"], line=line)

    async def start(self, payload: str = "") -> Screen:
        """Press START and wait for the bot."""
        return await self._acted("start", {"payload": payload})

    async def type(self, text: str) -> Screen:
        """Write to the bot and wait for it."""
        return await self._acted("text", {"text": text})

    async def press(self, wanted: str, message_id: int | None = None) -> Screen:
        """Press a button of the last message, by its words or its data, and wait for the bot.

        With a message_id the press is made on that message as it is, whatever buttons it has: an old phone.
        """
        if message_id is None:
            screen = await self.screen()
            message_id, wanted = screen.message_id, screen.button(wanted).data or ""
        return await self._acted("press", {"message_id": message_id, "data": wanted})

    async def block(self) -> None:
        """Stop the bot."""
        await self._post("block", {})

    async def unblock(self) -> None:
        """Let the bot write again."""
        await self._post("unblock", {})

    async def screen(self) -> Screen:
        """Return the bot's last message."""
        return self._last(await self._chat())

    def _last(self, chat: dict[str, Any]) -> Screen:
        mine = [item for item in chat["messages"] if item["from"]["is_bot"]]
        if not mine:
            raise SilenceError("the bot has said nothing to this person")
        return _screen(mine[-1], chat["keyboard"])

    async def messages(self) -> list[Message]:
        """Return the whole chat, both sides."""
        return [Message.de_json(item, None) for item in (await self._chat())["messages"]]

    async def quiet(self, after: int = -1) -> None:
        """Wait until the bot has dealt with everything this person did."""
        await self._quiet(after)

    async def _quiet(self, after: int) -> dict[str, Any]:
        query = {"person": self.id, "after": after, "settle": self.settle, "timeout": self.timeout}
        async with _line(self.url, self._line) as http, http.get("/control/quiet", params=query) as answer:
            if answer.status == 504:
                raise SilenceError(await answer.text())
            answer.raise_for_status()
            return dict((await answer.json())["chat"])

    async def _acted(self, act: str, body: dict[str, Any]) -> Screen:
        return self._last(await self._quiet((await self._post(act, body))["after"]))

    async def _post(self, act: str, body: dict[str, Any]) -> dict[str, Any]:
        path = f"/control/people/{self.id}/{act}"
        async with _line(self.url, self._line) as http, http.post(path, json=body) as answer:
            if answer.status >= 400:
                raise RuntimeError(f"{act}: {await answer.text()}")
            return dict(await answer.json())

    async def _chat(self) -> dict[str, Any]:
        path = f"/control/chats/{self.id}/messages"
        async with _line(self.url, self._line) as http, http.get(path, raise_for_status=True) as answer:
            return dict(await answer.json())


@asynccontextmanager
async def _line(url: str, line: aiohttp.ClientSession | None) -> AsyncIterator[aiohttp.ClientSession]:
    """The open line, or one for this time: a sandbox that has stopped takes its own along."""
    if line and not line.closed:
        yield line
        return
    async with aiohttp.ClientSession(url) as own:
        yield own


def _screen(item: dict[str, Any], keyboard: dict[str, Any] | None) -> Screen:
    rows = item.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = tuple(tuple(_button(button) for button in row) for row in rows)
    words = tuple(tuple(key["text"] for key in row) for row in (keyboard or {}).get("keyboard", []))
    text = item.get("text") or item.get("caption") or ""
    return Screen(item["message_id"], text, buttons, words, item)


def _button(button: dict[str, Any]) -> Button:
    return Button(button["text"], button.get("callback_data"), button.get("url"))
