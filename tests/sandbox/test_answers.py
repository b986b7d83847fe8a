"""Requests and the exact answers of the real server, as data: tests/sandbox/answers/*.yaml.

A case has a `method` and `params`, perhaps `files`, and what must come before it. Its `answer` is either
a status with the whole description, or `result`, of which every field named must be there as it is
written and none under `without`. `source` names the place in the Bot API server or in TDLib that says so.
"""

import io
import json
import re
import struct
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from aiogram import methods as aiogram_methods
from aiogram.methods import Response
from telegram import Message as PtbMessage
from telegram import Poll as PtbPoll

from sandbox import Sandbox, acts

pytestmark = [
    pytest.mark.asyncio,
    # Telegram still sends a quiz's single answer beside the list of answers.
    pytest.mark.filterwarnings("ignore:.*correct_option_id:telegram.warnings.PTBDeprecationWarning"),
]

HERE = Path(__file__).parent / "answers"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(HERE.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text())
]
LEARNER, BLOCKED, MET, SILENT, DELETED = range(7_000_000_001, 7_000_000_006)
# Fields of the newest servers that python-telegram-bot does not know, and old names both put aside.
PTB_UNKNOWN = {"forward_from", "forward_date"}


@pytest.fixture
def names(sandbox: Sandbox) -> dict[str, Any]:
    """The people of every case, by the names that cases call them."""
    chats = sandbox.state.chats
    for number in (LEARNER, BLOCKED, MET, SILENT, DELETED):
        chats.add_person(number, None, "ky").started = number not in (MET, SILENT)
    chats.people[BLOCKED].blocked = chats.people[MET].met = chats.people[DELETED].deleted = True
    people = {"learner": LEARNER, "blocked": BLOCKED, "met": MET, "silent": SILENT, "deleted": DELETED}
    return people | {"bot": int(sandbox.token.partition(":")[0])}


@pytest.mark.parametrize("case", CASES)
async def test_the_answer_is_the_real_servers(
    sandbox: Sandbox, names: dict[str, Any], case: dict[str, Any]
) -> None:
    """Status, code, description and shape of the result are the real server's."""
    for step in case.get("before", []):
        await prepared(sandbox, names, step)
    status, body = await asked(sandbox, filled(case, names))
    if "answer" in case:
        code, _, description = filled(case["answer"], names).partition(" ")
        expected = {"ok": False, "error_code": int(code), "description": description}
        assert (int(code), expected) == (status, body)
        return
    assert (status, body["ok"]) == (200, True), body
    agrees(filled(case["result"], names), body["result"])
    for field in case.get("without", []):
        assert field not in body["result"]
    libraries_agree(case["method"], body["result"])


async def prepared(sandbox: Sandbox, names: dict[str, Any], step: dict[str, Any]) -> None:
    """Let something happen before a case, and remember what is named with `as`."""
    person = sandbox.state.chats.people[LEARNER]
    if "say" in step:
        names[step["as"]] = acts.say(sandbox.state, person, step["say"])["message_id"]
    elif "block" in step:
        acts.block(sandbox.state, person)
    elif "later" in step:
        sandbox.state.clock.ahead += step["later"]
    elif "press" in step:
        names[step["as"]] = acts.press(sandbox.state, person, names[step["press"]], "go").id
    else:
        await asked_before(sandbox, names, step)


async def asked_before(sandbox: Sandbox, names: dict[str, Any], step: dict[str, Any]) -> None:
    status, body = await asked(sandbox, filled(step, names))
    assert status == 200, body
    result = body["result"]
    if "as" in step:
        messages = result if isinstance(result, list) else [result]
        names |= facts(step["as"], messages[0]) if isinstance(messages[0], dict) else {}


def facts(name: str, message: dict[str, Any]) -> dict[str, Any]:
    """Return what a case may say of an earlier message: its number, and the id of its file."""
    files = (message.get(kind) for kind in ("document", "photo", "voice", "audio", "video"))
    file: Any = next((file for file in files if file), {})
    file = file[-1] if isinstance(file, list) else file
    return {name: message.get("message_id"), f"{name}.file": file.get("file_id")}


def filled(value: Any, names: dict[str, Any]) -> Any:
    """Put what a `$name` stands for into a case; a number stays one where the name stands alone."""
    if isinstance(value, dict):
        return {key: filled(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, names) for item in value]
    if not isinstance(value, str):
        return value
    times = re.fullmatch(r"(.+?) x(\d+)", value, re.DOTALL)
    if times:
        return times[1] * int(times[2])
    if value.startswith("$") and value[1:] in names:
        return names[value[1:]]
    return re.sub(r"\$([a-z]+(?:\.file)?)", lambda match: str(names.get(match[1], match[0])), value)


async def asked(sandbox: Sandbox, case: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Make a request: JSON, or a form when it carries files."""
    url = f"{sandbox.url}/bot{sandbox.token}/{case['method']}"
    params, files = case.get("params", {}), case.get("files", {})
    body = {"data": form(params, files)} if files else {"json": params}
    async with aiohttp.ClientSession() as http, http.post(url, **body) as answer:
        return answer.status, await answer.json()


def form(params: dict[str, Any], files: dict[str, str]) -> aiohttp.FormData:
    """Return a form with files; each is told as `name content`."""
    data = aiohttp.FormData()
    for name, value in params.items():
        data.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for name, told in files.items():
        filename, _, content = told.partition(" ")
        data.add_field(name, io.BytesIO(contents(content)), filename=filename)
    return data


def contents(told: str) -> bytes:
    """Return the bytes of a file: `picture WxH`, `N bytes`, or the words themselves."""
    if match := re.fullmatch(r"picture (\d+)x(\d+)", told):
        size = struct.pack(">II", int(match[1]), int(match[2]))
        return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", 13, b"IHDR") + size + b"\x08\x02\0\0\0"
    if match := re.fullmatch(r"(\d+) bytes", told):
        return bytes(int(match[1]))
    return told.encode()


def agrees(expected: Any, found: Any, path: str = "result") -> None:
    """Check that everything expected is there; ANY stands for whatever it is."""
    if expected == "ANY":
        return
    if isinstance(expected, dict) and isinstance(found, dict):
        for name, value in expected.items():
            assert name in found, f"{path}.{name} is missing in {found}"
            agrees(value, found[name], f"{path}.{name}")
    elif isinstance(expected, list) and isinstance(found, list):
        assert len(expected) == len(found), f"{path}: {found}"
        for place, (one, other) in enumerate(zip(expected, found, strict=True)):
            agrees(one, other, f"{path}[{place}]")
    else:
        assert expected == found, f"{path}: {found!r} is not {expected!r}"


def libraries_agree(method: str, result: Any) -> None:
    """Check that both libraries read a result without a field left over."""
    kind = getattr(aiogram_methods, method[0].upper() + method[1:])
    answer: Any = Response  # what it holds is known only now, so not to the type checker
    read = answer[kind.__returning__].model_validate({"ok": True, "result": result}).result
    assert not leftovers(read), leftovers(read)
    for item in result if isinstance(result, list) else [result]:
        if isinstance(item, dict) and "chat" in item:
            assert not set(PtbMessage.de_json(item, None).api_kwargs) - PTB_UNKNOWN
        if isinstance(item, dict) and "options" in item:
            assert not PtbPoll.de_json(item, None).api_kwargs


def leftovers(read: Any) -> dict[str, Any]:
    """Return the fields that aiogram does not know, in an object and in what it holds."""
    if isinstance(read, list):
        return {key: value for item in read for key, value in leftovers(item).items()}
    extra = dict(getattr(read, "model_extra", None) or {})
    for name in getattr(type(read), "model_fields", {}):
        extra |= leftovers(getattr(read, name))
    return extra
