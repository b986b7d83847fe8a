"""The load rig measures what it says it measures. Short forms; nothing here is about speed."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bench.bots import CONTACT_KEY, RIVALS, SECRET_KEY, Rival, running
from bench.course import lesson_script
from bench.million import fill
from bench.presses import FIRST_PERSON, Latency
from bench.sink import Sink, listening
from bench.table import span
from bench.wire import Messages
from learning.figures import base
from screens.intents import decode
from storage import Pseudonyms, Record, open_store
from tests.scene import our_book

PEOPLE = 5
KEYS = Pseudonyms(SECRET_KEY.encode(), CONTACT_KEY.encode())


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    async with listening() as made:
        yield made


def named(name: str) -> Rival:
    return next(rival for rival in RIVALS if rival.name == name)


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_messages_are_cut_wherever_the_stream_is_broken(size: int) -> None:
    """Whatever pieces the network makes of two requests, two requests come out."""
    stream = b"POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcPOST /b HTTP/1.1\r\nX: y\r\n\r\n"
    messages, cut = Messages(), []
    for at in range(0, len(stream), size):
        cut += messages.feed(stream[at : at + size])
    assert [(head.split()[1], body) for head, body in cut] == [(b"/a", b"abc"), (b"/b", b"")]


def test_a_chunked_body_is_refused_and_not_misread() -> None:
    """A bot that the rig can't read stops the rig; it is not taken for a fast one."""
    with pytest.raises(ValueError, match="chunked"):
        Messages().feed(b"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")


@pytest.mark.parametrize("shape", ["json", "form", "url-encoded"])
@pytest.mark.parametrize("method", ["editMessageText", "answerCallbackQuery"])
async def test_the_sink_hears_whom_a_call_is_for(sink: Sink, shape: str, method: str) -> None:
    """JSON, a form and a URL-encoded body name the same person, and get an answer as Telegram's."""
    heard = []
    sink.heard = lambda *call: heard.append(call)
    field = "callback_query_id" if method == "answerCallbackQuery" else "chat_id"
    values = {field: str(FIRST_PERSON), "text": "25"}
    form = aiohttp.FormData(values)
    form.add_field("photo", b"x", filename="x.jpg")
    body: Any = {"json": {"json": values}, "form": {"data": form}, "url-encoded": {"data": values}}[shape]
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"http://127.0.0.1:{sink.port}/bot1:x/{method}", **body) as answer,
    ):
        said = await answer.json()
    assert heard == [(method, FIRST_PERSON)]
    assert said["ok"]
    assert said["result"] is True or said["result"]["chat"]["id"] == FIRST_PERSON


async def test_polled_updates_stay_until_they_are_confirmed(sink: Sink) -> None:
    """getUpdates gives the same updates again until a higher offset takes them away."""
    sink.give(5, b'{"update_id":5}')
    sink.give(6, b'{"update_id":6}')
    fetched = []
    async with aiohttp.ClientSession(f"http://127.0.0.1:{sink.port}/bot1:x/") as http:
        for offset in (0, 5, 6):
            async with http.post("getUpdates", json={"offset": offset}) as answer:
                fetched.append([update["update_id"] for update in (await answer.json())["result"]])
    assert fetched == [[5, 6], [5, 6], [6]]


def test_the_script_is_made_of_real_buttons() -> None:
    """Every press of the script is a button of ours, and people stand at different places of the lesson."""
    press = lesson_script()
    assert {type(decode(press(FIRST_PERSON, made))[0]).__name__ for made in range(12)} == {
        "Agree",
        "ShowCard",
        "AskQuestion",
        "GiveAnswer",
    }
    assert press(FIRST_PERSON, 1) != press(FIRST_PERSON + 1, 1)


@pytest.mark.parametrize("name", ["sqlite", "polling"])
async def test_every_press_of_our_bot_is_a_recorded_step(sink: Sink, name: str, tmp_path: Path) -> None:
    """After three times through the lesson each person's record has grown by one version a press."""
    url, presses = f"sqlite:///{tmp_path}/safar.sqlite3", 30
    async with running(named(name), sink, PEOPLE, url) as bot:
        await bot.crowd.all_once()  # the first person has enrolled when the bot was started
        begun = await records(url)
        for _ in range(presses):
            await bot.crowd.all_once(under_way=2)
        assert bot.cpu() > bot.started_cpu
        assert bot.rss() > 10
    ended = await records(url)
    assert [after.version - before.version for before, after in zip(begun, ended, strict=True)] == [
        presses
    ] * PEOPLE
    assert all(record.learner.lessons for record in ended)


async def records(url: str) -> list[Record]:
    """What is kept of the crowd."""
    store = await open_store(url, KEYS)
    found = [await store.load(KEYS.person(FIRST_PERSON + n)) for n in range(PEOPLE)]
    await store.close()
    return [record for record in found if record]


@pytest.mark.parametrize("name", ["stock", "conversation", "memory", "postgres"])
async def test_each_bot_makes_two_calls_a_step(sink: Sink, name: str) -> None:
    """Full load and fixed rate in short: what was pressed was shown and answered, with nothing left over."""
    async with running(named(name), sink, PEOPLE) as bot:
        await bot.crowd.all_once()
        heard, tell_crowd = [], sink.heard

        def hear(method: str, person: int) -> None:
            heard.append(method)
            tell_crowd(method, person)

        sink.heard = hear
        assert await bot.crowd.closed_loop(0.3, under_way=3) > 0
        assert heard.count("editMessageText") == heard.count("answerCallbackQuery") == bot.crowd.steps
        await bot.crowd.open_loop(rate=20, seconds=0.5)
        assert bot.crowd.steps == len(bot.crowd.late) == 10
        assert Latency.of(bot.crowd.late).p50 > 0


async def test_a_bot_that_keeps_silent_is_an_error(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps that are never shown don't disappear from the figures: the run fails."""
    monkeypatch.setattr("bench.presses.PATIENCE", 0.2)
    async with running(named("stock"), sink, PEOPLE) as bot:
        sink.heard = lambda method, person: None
        with pytest.raises(ExceptionGroup) as failure:
            await bot.crowd.closed_loop(0.1)
    assert failure.group_contains(TimeoutError)


async def test_a_bot_that_does_not_start_is_an_error(sink: Sink) -> None:
    """The rig says with which status a bot ended, and waits no longer."""
    broken = Rival("broken", "", False, ("/bin/false",))
    with pytest.raises(RuntimeError, match="status 1"):
        async with running(broken, sink, PEOPLE):
            pass


async def test_the_long_database_is_one_of_ours(tmp_path: Path) -> None:
    """The records filled in bulk are read by the store, and their counters equal the audit."""
    url = f"sqlite:///{tmp_path}/safar.sqlite3"
    await (await open_store(url, KEYS)).close()
    await fill(url, KEYS, our_book().course, our_book().territories, 500)
    store = await open_store(url, KEYS)
    assert await store.learners() == 500
    assert await store.load(KEYS.person(FIRST_PERSON + 499))
    counters = await store.counters()
    assert counters == await store.audit()
    assert sum(n for what, n in counters.items() if what.figure == "enrolled") == 500
    assert {base(what.figure) for what in counters} > {"went-on", "finished", "certificate", "gain"}
    await store.close()


def test_latency_is_by_nearest_rank() -> None:
    """Of a hundred waiting times the 99th is p99, and the largest is told too."""
    latency = Latency.of([n / 1000 for n in range(1, 101)])
    assert (latency.p50, latency.p95, latency.p99, latency.most) == (50.0, 95.0, 99.0, 100.0)


def test_figures_are_told_with_their_spread() -> None:
    """The middle of all rounds, and the lowest and highest."""
    assert span([2.0, 1.0, 4.0]) == "2.00 (1.00-4.00)"


def test_updates_are_as_telegram_sends_them() -> None:
    """The forms of press and message become whole JSON, whose person is the one who pressed."""
    from bench.presses import MESSAGE, PRESS

    for form in (PRESS, MESSAGE):
        update = json.loads(form % {"update": 1, "person": FIRST_PERSON, "data": "x"})
        part = update.get("callback_query") or update["message"]
        assert part["from"]["id"] == FIRST_PERSON
        assert update["update_id"] == 1
