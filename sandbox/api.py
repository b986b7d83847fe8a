"""The Bot API's doors: reading a request however it is written, answering, keeping the journal."""

import json
import time
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

from sandbox import rules
from sandbox.files import Upload
from sandbox.methods import Call, carry_out
from sandbox.state import State
from sandbox.webhook import Courier

STATE = web.AppKey("state", State)
COURIER = web.AppKey("courier", Courier)
NOT_IN_A_REPLY = ("setwebhook", "deletewebhook", "close", "logout")


def add_routes(app: web.Application) -> None:
    """Open the doors."""
    app.router.add_route("*", r"/bot{token:[^/]*}/{method:.*}", bot_api)
    app.router.add_get(r"/file/bot{token:[^/]*}/{path:.+}", download)


async def bot_api(request: web.Request) -> web.Response:
    """Answer one Bot API request."""
    state, method = request.app[STATE], request.match_info["method"]
    try:
        rules.check_token(request.match_info["token"], state.token)
        call = await _read(request)
    except rules.BotApiError as refusal:
        return _answer(state, method, {}, refusal.body())
    return _answer(state, method, shown(call), await _watched(state, method, call))


async def _watched(state: State, method: str, call: Call) -> dict[str, Any]:
    """Carry out a call, counting it as work unless it is a long poll."""
    weight = 0 if method.lower() == "getupdates" else 1
    state.busy += weight
    try:
        return await carry_out(method, call)
    finally:
        state.busy -= weight


def _answer(state: State, method: str, params: dict[str, Any], body: dict[str, Any]) -> web.Response:
    note(state, method, params, body)
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(text=text, status=body.get("error_code", 200), content_type="application/json")


def note(state: State, method: str, params: dict[str, Any], body: dict[str, Any]) -> None:
    """Write a request into the journal; an empty poll is no news."""
    polling = method.lower() == "getupdates"
    if polling and body.get("result") == []:
        return
    if not polling:
        state.last_request_at = time.monotonic()
    state.events.tell(
        "traffic",
        entry=state.journal.add("request", state.clock(), method=method, params=params, answer=body),
    )


def shown(call: Call) -> dict[str, Any]:
    """Return a call's parameters for the journal: JSON opened, files named, the secret hidden."""
    opened = {name: _opened(value) for name, value in call.params.items()}
    if opened.get("secret_token"):
        opened["secret_token"] = "<secret>"
    return opened | {
        name: f"<file {upload.name}, {len(upload.data)} bytes>" for name, upload in call.files.items()
    }


def _opened(value: str) -> Any:
    try:
        return json.loads(value) if value[:1] in ("{", "[") else value
    except ValueError:
        return value


async def _read(request: web.Request) -> Call:
    call = Call(request.app[STATE], request.app[COURIER], dict(request.query))
    if not request.can_read_body:
        return call
    try:
        return await _with_body(request, call)
    except web.HTTPRequestEntityTooLarge:
        raise rules.BotApiError(413, "Request Entity Too Large") from None


async def _with_body(request: web.Request, call: Call) -> Call:
    if request.content_type == "application/json":
        return with_json(call, await request.read())
    form = await request.post()
    words = {name: value for name, value in form.items() if isinstance(value, str)}
    files = {
        name: Upload(value.filename, value.content_type, value.file.read())
        for name, value in form.items()
        if isinstance(value, web.FileField)
    }
    return replace(call, params=call.params | words, files=files)


def with_json(call: Call, raw: bytes) -> Call:
    """Add the parameters of a JSON body; nested values stay JSON, as in a form."""
    try:
        body = json.loads(raw)
    except ValueError:
        raise rules.bad_request("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise rules.bad_request("expected a JSON object")
    return replace(call, params=call.params | {name: _as_text(value) for name, value in body.items()})


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


async def take_reply(state: State, courier: Courier, answer: aiohttp.ClientResponse) -> None:
    """Carry out the method that a webhook's answer may hold; nobody is told the result."""
    try:
        call = await _reply(Call(state, courier, {}), answer)
    except (rules.BotApiError, ValueError):
        return
    method = call.text("method")
    if method and method.lower() not in NOT_IN_A_REPLY and not method.lower().startswith("get"):
        note(state, method, shown(call), await _watched(state, method, call))


async def _reply(call: Call, answer: aiohttp.ClientResponse) -> Call:
    if answer.content_type == "application/json":
        return with_json(call, await answer.read())
    if answer.content_type == "application/x-www-form-urlencoded":
        return replace(call, params=dict(parse_qsl(await answer.text())))
    return await _multipart(call, answer) if answer.content_type.startswith("multipart/") else call


async def _multipart(call: Call, answer: aiohttp.ClientResponse) -> Call:
    async for part in aiohttp.MultipartReader.from_response(answer):
        if not isinstance(part, aiohttp.BodyPartReader) or not part.name:
            continue
        if part.filename:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            call.files[part.name] = Upload(part.filename, mime, bytes(await part.read()))
        else:
            call.params[part.name] = await part.text()
    return call


async def download(request: web.Request) -> web.Response:
    """Serve a file to the bot."""
    state = request.app[STATE]
    try:
        rules.check_token(request.match_info["token"], state.token)
    except rules.BotApiError as refusal:
        return web.json_response(refusal.body(), status=refusal.code)
    file = state.files.at(request.match_info["path"])
    if file is None:
        return web.json_response(rules.BotApiError(404, "Not Found").body(), status=404)
    return web.Response(body=file.data, content_type=file.mime or "application/octet-stream")
