"""A person who presses and types anything, anywhere: no dead end, no failure, no press without an answer."""

import asyncio
import tempfile
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.pretend import Pretence
from sandbox import Person, Screen
from screens.intents import HideTrouble, ListTroubles, ShowTrouble
from tests.scene import buttons, intents, scene

T = TypeVar("T")
WORDS = [
    "/start",
    "/start home-KG-B",
    "/start nowhere",
    "/menu",
    "/lesson",
    "/trouble",
    "/contacts",
    "/language",
    "/mydata",
    "/forget",
    "/privacy",
    "/help",
    "/unknown",
    "полиция паспорт алды",
    "pul bermayapti",
    "Баткен",
    "салом",
    "<b>&",
    "😀",
    "…",
]
FORGED = [
    "",
    "zz",
    "c.501.nothing",
    "c.9.x",
    "a.501.1.nothing.x",
    "a.501.99.x.y.zzz!kK",
    "hs.nowhere",
    "tp.x",
    "kt.x",
]


class Stage:
    """The scene, running in a thread of its own, so that a state machine can talk to it step by step."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.ready, self.over = threading.Event(), asyncio.Event()
        self.thread = threading.Thread(target=self.loop.run_until_complete, args=(self._play(),))
        self.thread.start()
        assert self.ready.wait(60)

    async def _play(self) -> None:
        async with scene(Path(self.folder.name)) as self.pretend:
            self.ready.set()
            await self.over.wait()

    def do(self, act: Coroutine[Any, Any, T]) -> T:
        """Run an act on the stage and wait for it."""
        return asyncio.run_coroutine_threadsafe(act, self.loop).result(30)

    def close(self) -> None:
        """Let the curtain fall."""
        self.loop.call_soon_threadsafe(self.over.set)
        self.thread.join()
        self.loop.close()
        self.folder.cleanup()


class Anybody(RuleBasedStateMachine):
    """One person, doing anything."""

    stage: Stage
    person: Person

    def __init__(self) -> None:
        super().__init__()
        self.past: list[tuple[int, str]] = []

    @property
    def pretend(self) -> Pretence:
        return self.stage.pretend

    @initialize(code=st.sampled_from(["ky", "tg", "uz", "ru", "en", "pt-br"]))
    def arrives(self, code: str) -> None:
        self.person = self.stage.do(self.pretend.sandbox.person(code))
        self.person.settle = 0.0
        self.refused = len(self.pretend.sandbox.refused())
        self.seen(self.stage.do(self.person.start()))

    def seen(self, screen: Screen) -> None:
        self.screen = screen
        self.past += [(screen.message_id, button.data or "") for button in buttons(screen)]

    @rule(place=st.integers(0, 30))
    def presses(self, place: int) -> None:
        shown = buttons(self.screen)
        self.seen(self.stage.do(self.person.press(shown[place % len(shown)].data or "")))

    @rule(place=st.integers(0, 1000))
    def presses_an_old_button(self, place: int) -> None:
        message, data = self.past[place % len(self.past)]
        self.seen(self.stage.do(self.person.press(data, message)))

    @rule(data=st.sampled_from(FORGED) | st.text(min_size=1, max_size=20))
    def presses_a_forged_button(self, data: str) -> None:
        self.seen(self.stage.do(self.person.press(data, self.screen.message_id)))

    @rule(words=st.sampled_from(WORDS) | st.text(min_size=1, max_size=30).filter(str.strip))
    def types(self, words: str) -> None:
        self.seen(self.stage.do(self.person.type(words)))

    @invariant()
    def there_is_a_way_on_and_trouble_is_two_presses_away(self) -> None:
        kinds = {type(intent) for intent in intents(self.screen)}
        assert kinds, "a dead end"
        assert kinds & {ListTroubles, ShowTrouble, HideTrouble}, self.screen.text

    @invariant()
    def nothing_was_refused_or_left_unanswered(self) -> None:
        assert self.pretend.sandbox.refused()[self.refused :] == []
        assert self.pretend.sandbox.unanswered() == []
        assert (self.pretend.service.failed, self.pretend.service.unreadable) == (0, 0)


@pytest.fixture(scope="module")
def stage() -> Any:
    made = Stage()
    yield made
    made.close()


def test_anything_anywhere(stage: Stage) -> None:
    """Whatever is pressed or typed, there is an answer and a way on, and trouble is two presses away."""
    Anybody.stage = stage
    machine = Anybody.TestCase
    machine.settings = settings(
        max_examples=12,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    machine().runTest()
