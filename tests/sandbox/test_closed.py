"""The closed side's rules can be switched off and worded anew; polls are voted in."""

import aiohttp
import pytest

from sandbox import Limits, Sandbox, acts
from sandbox.chats import Post

pytestmark = pytest.mark.asyncio

LONG = {"inline_keyboard": [[{"text": "A", "callback_data": "a" * 65}]]}
BROKEN = [
    ("sendMessage", {"text": "x", "reply_markup": LONG}),
    ("sendMessage", {"text": "x", "message_effect_id": "5"}),
    ("sendPhoto", {"photo": "https://example.com/a.png"}),
    ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}),
    ("setMyDescription", {"description": "x" * 513}),
]


async def ask(sandbox: Sandbox, method: str, **params: object) -> dict[str, object]:
    """Ask for a method on behalf of the bot, about the first person."""
    person = next(iter(sandbox.state.chats.people.values()), None)
    if person is None:
        person = sandbox.state.chats.add_person(None, None, "ru")
        person.started = True
    url = f"{sandbox.url}/bot{sandbox.token}/{method}"
    async with (
        aiohttp.ClientSession() as http,
        http.post(url, json={"chat_id": person.id} | params) as answer,
    ):
        return dict(await answer.json())


@pytest.mark.parametrize(("method", "params"), BROKEN)
async def test_what_is_known_from_reports_only_can_be_switched_off(
    method: str, params: dict[str, object]
) -> None:
    """Strict refuses, lenient passes."""
    async with Sandbox(limits=Limits.relaxed()) as strict, Sandbox(limits=Limits.lenient()) as lenient:
        assert (await ask(strict, method, **params))["ok"] is False
        assert (await ask(lenient, method, **params))["ok"] is True


async def test_other_words() -> None:
    """Who knows better words sets them."""
    limits = Limits.relaxed(wording={"button_data": "BUTTON_DATA_TOO_LONG"})
    async with Sandbox(limits=limits) as sandbox:
        answer = await ask(sandbox, "sendMessage", text="x", reply_markup=LONG)
    assert answer["description"] == "Bad Request: BUTTON_DATA_TOO_LONG"


def poll_of(sandbox: Sandbox, chat_id: int, message_id: int) -> Post:
    """Return the message of a poll."""
    post = sandbox.state.chats.find(chat_id, message_id)
    assert post is not None
    return post


async def test_a_vote(sandbox: Sandbox, bot, learner: int) -> None:
    """A vote in an open poll tells who, and how the poll stands; taken back, nobody has voted."""
    sent = await bot.send_poll(learner, "Tea?", ["Yes", "No"], is_anonymous=False)
    person, post = sandbox.state.chats.people[learner], poll_of(sandbox, learner, sent.message_id)
    acts.vote(sandbox.state, person, post, [1])
    answer, poll = await bot.get_updates()
    assert (answer.poll_answer.user.id, answer.poll_answer.option_ids) == (learner, (1,))
    assert [option.voter_count for option in poll.poll.options] == [0, 1]
    assert (answer.poll_answer.api_kwargs, poll.poll.api_kwargs) == ({}, {})
    acts.vote(sandbox.state, person, post, [])
    assert (await bot.stop_poll(learner, sent.message_id)).total_voter_count == 0


# Telegram still sends a quiz's single answer beside the list of answers.
@pytest.mark.filterwarnings("ignore:.*correct_option_id:telegram.warnings.PTBDeprecationWarning")
async def test_a_quiz_is_answered_once(sandbox: Sandbox, bot, learner: int) -> None:
    """An answer to a quiz stays; two answers, or one that is not there, are none."""
    options = ["3", "4"]
    sent = await bot.send_poll(learner, "Two and two?", options, type="quiz", correct_option_ids=[1])
    person, post = sandbox.state.chats.people[learner], poll_of(sandbox, learner, sent.message_id)
    for wrong in ([0, 1], [2]):
        with pytest.raises(ValueError, match="poll"):
            acts.vote(sandbox.state, person, post, wrong)
    acts.vote(sandbox.state, person, post, [1])
    with pytest.raises(ValueError, match="can't be changed"):
        acts.vote(sandbox.state, person, post, [0])
    (update,) = await bot.get_updates()
    assert update.poll.total_voter_count == 1
