"""A running sandbox, and python-telegram-bot's own client as the bot."""

from collections.abc import AsyncIterator

import pytest_asyncio
from telegram import Bot

from sandbox import Limits, Sandbox


@pytest_asyncio.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox on a free port, impatient where Telegram is patient."""
    async with Sandbox(limits=Limits.relaxed(resend_after=0.05, resend_at_most=0.05)) as running:
        yield running


@pytest_asyncio.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """The bot's side, spoken by python-telegram-bot."""
    async with Bot(sandbox.token, f"{sandbox.url}/bot", f"{sandbox.url}/file/bot") as client:
        yield client


@pytest_asyncio.fixture
async def learner(sandbox: Sandbox) -> int:
    """The id of somebody who has pressed START."""
    person = sandbox.state.chats.add_person(None, None, "ky")
    person.started = True
    return person.id
