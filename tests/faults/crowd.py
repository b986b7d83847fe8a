"""People who press for themselves, all at once, against a sandbox in this process; and what they were told.

Each presses, waits until the bot has answered, and presses again: a step is acknowledged when its press was
answered or its message was replied to.
"""

import asyncio
import copy
import random
from dataclasses import dataclass, field
from typing import Any

from sandbox import Sandbox, acts
from sandbox.chats import Account, Post
from sandbox.state import Press
from sandbox.updates import Queued, sender_of
from screens.intents import Agree, AskForget, ForgetMe, SetMayWrite, StaleButton, decode

COMMANDS = ("/menu", "/lesson", "/start", "/contacts")
ONWARD = "▶"
LONGEST_SILENCE = 60.0


@dataclass
class Walker:
    """One person: what was sent for him, and how much of it has been answered."""

    sandbox: Sandbox
    account: Account
    chance: random.Random
    impatience: float = 0.05
    sent: list[dict[str, Any]] = field(default_factory=list)
    answered: int = 0

    async def walk(self, steps: int | None, until: asyncio.Event) -> None:
        """Walk until told to stop, or for a number of steps."""
        taken = 0
        while not until.is_set() and (steps is None or taken < steps):
            await self.step()
            taken += 1

    async def step(self) -> None:
        """Do one thing and wait until the bot has said something to it."""
        posts = self._posts()
        if not posts:
            await self._say("/start")
        elif self.chance.random() < 0.05:
            await self._say(self.chance.choice(COMMANDS))
        else:
            await self._press(posts)
        self.answered = len(self.sent)

    async def _say(self, text: str) -> None:
        said = len(self._posts())
        acts.say(self.sandbox.state, self.account, text)
        await self._until(lambda: len(self._posts()) > said)

    async def _press(self, posts: list[Post]) -> None:
        post = self.chance.choice(posts) if self.chance.random() < 0.05 else posts[-1]
        data = self._chosen(post)
        again = self.chance.random() < self.impatience
        made = [acts.press(self.sandbox.state, self.account, post.message["message_id"], data)]
        if again:
            made.append(acts.press(self.sandbox.state, self.account, post.message["message_id"], data))
        await self._until(lambda: all(press.answer is not None for press in made) or self._stale(made))

    def _stale(self, made: list[Press]) -> bool:
        """Whether the presses are confirmed although their answer was lost in a kill."""
        waiting = {item.update_id for item in self.sandbox.state.queue.waiting}
        return not any(update["update_id"] in waiting for update in self.sent[self.answered :])

    def _chosen(self, post: Post) -> str:
        rows = post.message.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [
            b for row in rows for b in row if "callback_data" in b and not _ends_it(b["callback_data"])
        ]
        if not buttons:
            return "m"
        onward = [b for b in buttons if b["text"].startswith(ONWARD) or b["callback_data"].startswith("a.")]
        agree = [b for b in buttons if _is(b["callback_data"], Agree, SetMayWrite)]
        wanted = agree or (onward if onward and self.chance.random() < 0.8 else buttons)
        return str(self.chance.choice(wanted)["callback_data"])

    def _posts(self) -> list[Post]:
        return [post for post in self.sandbox.state.chats.posts[self.account.id] if post.by_bot]

    async def _until(self, happened: Any) -> None:
        async with asyncio.timeout(LONGEST_SILENCE):
            while not happened():
                await asyncio.sleep(0.005)


def _is(data: str, *kinds: type) -> bool:
    try:
        return isinstance(decode(data)[0], kinds)
    except StaleButton:
        return False


def _ends_it(data: str) -> bool:
    return _is(data, AskForget, ForgetMe)


class Crowd:
    """Many walkers on one sandbox."""

    def __init__(self, sandbox: Sandbox, people: int, seed: int, impatience: float = 0.05) -> None:
        self.sandbox = sandbox
        self.walkers: dict[int, Walker] = {}
        for number in range(people):
            language = ("ky", "tg", "uz", "ru")[number % 4]
            account = sandbox.state.chats.add_person(None, None, language)
            self.walkers[account.id] = Walker(sandbox, account, random.Random(f"{seed}-{number}"), impatience)
        self._last = sandbox.state.queue.last_id
        self._wake = sandbox.state.queue.on_new
        sandbox.state.queue.on_new = self._noted

    def _noted(self, item: Queued | None) -> None:
        """Keep copies of the updates that were queued just now."""
        new = [item.update for item in self.sandbox.state.queue.waiting if item.update_id > self._last]
        for update in sorted(new, key=lambda update: int(update["update_id"])):
            self._last = update["update_id"]
            walker = self.walkers.get(sender_of(update) or 0)
            if walker:
                walker.sent.append(copy.deepcopy(update))
        self._wake(item)

    @property
    def acknowledged(self) -> int:
        """How many steps were answered."""
        return sum(walker.answered for walker in self.walkers.values())

    async def walk(self, until: asyncio.Event, steps: int | None = None) -> None:
        """Let all walk at once."""
        async with asyncio.TaskGroup() as all_of_them:
            for walker in self.walkers.values():
                all_of_them.create_task(walker.walk(steps, until))

    async def handed_over(self) -> None:
        """Wait until the bot has updates in hand that it has not confirmed."""
        async with asyncio.timeout(LONGEST_SILENCE):
            while not any(item.handed for item in self.sandbox.state.queue.waiting):
                await asyncio.sleep(0.001)

    async def settled(self) -> None:
        """Wait until the bot has confirmed everything."""
        async with asyncio.timeout(LONGEST_SILENCE):
            while self.sandbox.state.queue.fresh():
                await asyncio.sleep(0.01)
