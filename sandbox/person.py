"""A scripted person: acts through the control interface and sees what a phone would show."""

from dataclasses import dataclass
from typing import Any, Self

import aiohttp
from telegram import InlineKeyboardButton, Message


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

    message: Message
    text: str
    buttons: tuple[tuple[Button, ...], ...]
    keyboard: tuple[tuple[str, ...], ...]

    @property
    def message_id(self) -> int:
        """Return the message's number."""
        return self.message.message_id

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

    def __init__(self, url: str, person_id: int, *, timeout: float = 10.0, settle: float = 0.05) -> None:
        self.url = url
        self.id = person_id
        self.timeout = timeout
        self.settle = settle

    @classmethod
    async def join(cls, url: str, *, language_code: str = "ru", first_name: str | None = None) -> Self:
        """Make a new person on the sandbox at this address."""
        body = {"language_code": language_code} | ({"first_name": first_name} if first_name else {})
        async with aiohttp.ClientSession(url) as http, http.post("/control/people", json=body) as answer:
            return cls(url, (await answer.json())["id"])

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
        chat = await self._chat()
        mine = [item for item in chat["messages"] if item["from"]["is_bot"]]
        if not mine:
            raise SilenceError("the bot has said nothing to this person")
        return _screen(mine[-1], chat["keyboard"])

    async def messages(self) -> list[Message]:
        """Return the whole chat, both sides."""
        return [Message.de_json(item, None) for item in (await self._chat())["messages"]]

    async def quiet(self, after: int = -1) -> None:
        """Wait until the bot has dealt with everything this person did."""
        query = {"person": self.id, "after": after, "settle": self.settle, "timeout": self.timeout}
        async with (
            aiohttp.ClientSession(self.url) as http,
            http.get("/control/quiet", params=query) as answer,
        ):
            if answer.status == 504:
                raise SilenceError(await answer.text())
            answer.raise_for_status()

    async def _acted(self, act: str, body: dict[str, Any]) -> Screen:
        await self.quiet((await self._post(act, body))["after"])
        return await self.screen()

    async def _post(self, act: str, body: dict[str, Any]) -> dict[str, Any]:
        path = f"/control/people/{self.id}/{act}"
        async with aiohttp.ClientSession(self.url) as http, http.post(path, json=body) as answer:
            if answer.status >= 400:
                raise RuntimeError(f"{act}: {await answer.text()}")
            return dict(await answer.json())

    async def _chat(self) -> dict[str, Any]:
        path = f"/control/chats/{self.id}/messages"
        async with aiohttp.ClientSession(self.url, raise_for_status=True) as http, http.get(path) as answer:
            return dict(await answer.json())


def _screen(item: dict[str, Any], keyboard: dict[str, Any] | None) -> Screen:
    message = Message.de_json(item, None)
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    buttons = tuple(tuple(_button(button) for button in row) for row in rows)
    words = tuple(tuple(key["text"] for key in row) for row in (keyboard or {}).get("keyboard", []))
    return Screen(message, message.text or message.caption or "", buttons, words)


def _button(button: InlineKeyboardButton) -> Button:
    data = button.callback_data
    return Button(button.text, data if isinstance(data, str) else None, button.url)
