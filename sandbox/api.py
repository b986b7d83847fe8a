"""The Bot API's doors: who may come in, faults on the way, flood limits, answering, keeping the journal."""

import asyncio
import json
import logging
import socket
import struct
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

import aiohttp
from aiohttp import web

from sandbox import flood, mishaps, reading, rules
from sandbox.faults import Fault
from sandbox.methods import Call, carry_out
from sandbox.remarks import remarks_on
from sandbox.state import State
from sandbox.webhook import Courier

log = logging.getLogger(__name__)

STATE = web.AppKey("state", State)
COURIER = web.AppKey("courier", Courier)
NOT_IN_A_REPLY = ("setwebhook", "deletewebhook", "close", "logout")
GATEWAY = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
# What stands before Telegram's servers answers in HTML.
PAGE = "<html>\r\n<head><title>{0} {1}</title></head>\r\n<body>\r\n<center><h1>{0} {1}</h1></center>\r\n</body>\r\n</html>\r\n"
# A held request looks this often whether its caller is still there, seconds.
LOOK = 0.1

Body = dict[str, Any]


def add_routes(app: web.Application) -> None:
    """Open the doors; the last one takes every path that nobody else has."""
    app.router.add_route("*", r"/file/bot{token:[^/]*}/{path:.+}", download)
    app.router.add_route("*", "/{path:.*}", bot_api)


async def bot_api(request: web.Request) -> web.StreamResponse:
    """Answer one Bot API request."""
    state, method, call = request.app[STATE], "", None
    if request.method not in ("GET", "POST"):
        return _bare(request, 501)
    try:
        found = await reading.given(request)
        place = reading.address(request.raw_path)
        method = place.method or found.params.get("method", "")
        call = Call(state, request.app[COURIER], found.params, found.files)
        _check_token(state, place.token, test=place.test)
    except reading.UnreadableError as error:
        return _bare(request, error.status)
    except rules.BotApiError as refusal:
        return _turned_away(state, method, call, refusal)
    return await _served(request, state, method, call)


def _turned_away(state: State, method: str, call: Call | None, refusal: rules.BotApiError) -> web.Response:
    note(state, method, shown(call) if call else {}, refusal.body())
    return _answer(refusal.body())


def _check_token(state: State, token: str, *, test: bool = False) -> None:
    rules.check_token(token, state.token)
    # The test environment is another Telegram, where this bot does not exist.
    if test or state.revoked:
        raise rules.BotApiError(401, "Unauthorized")


async def _served(request: web.Request, state: State, method: str, call: Call) -> web.StreamResponse:
    """Let faults happen around the request, and carry it out unless one says no."""
    person = state.person_of(call.params)
    for act in state.faults.acts(method, person):
        mishaps.happen(state, act, call.params)
    if state.revoked:
        return _turned_away(state, method, call, rules.BotApiError(401, "Unauthorized"))
    before = state.faults.before(method, person)
    if before and before.kind != "delay":
        return await _spoilt(request, state, method, call, before, None)
    if before:
        await _held(request, before.seconds)
    body = await _watched(state, method, call)
    # An empty poll has nothing that could get lost.
    after = state.faults.after(method, person) if body["ok"] and body.get("result") != [] else None
    if after:
        return await _spoilt(request, state, method, call, after, body)
    # Who hung up heard nothing: a poller of yesterday that is sent away is no mistake of today's.
    unheard = request.transport is None
    _note_call(state, method, call, body, fault=before.kind if before else "", unheard=unheard)
    return _answer(body)


async def _spoilt(
    request: web.Request, state: State, method: str, call: Call, fault: Fault, body: Body | None
) -> web.StreamResponse:
    """Answer as the fault wants; the journal tells what was really done, None if nothing was."""
    _note_call(state, method, call, body or _instead(fault), fault=fault.kind)
    if fault.kind == "flood":
        return _answer(_instead(fault))
    if fault.kind == "error":
        return _gateway_page(fault)
    await _held(request, None if fault.kind == "silence" else fault.seconds)
    return _answer(body) if body and fault.kind == "delay" else _cut(request)


def _instead(fault: Fault) -> Body:
    """Return what the journal shows for a request that was not carried out."""
    if fault.kind == "flood":
        return rules.too_many_requests(max(int(fault.seconds), 1)).body()
    if fault.kind == "error":
        return rules.BotApiError(fault.status, GATEWAY.get(fault.status, "Error")).body()
    return rules.BotApiError(0, f"{fault.kind}: not carried out, no answer").body()


def _gateway_page(fault: Fault) -> web.Response:
    reason = GATEWAY.get(fault.status, "Error")
    text = PAGE.format(fault.status, reason) if fault.body is None else fault.body
    kind = "application/json" if text.startswith("{") else "text/html"
    return web.Response(body=text.encode(), status=fault.status, content_type=kind)


async def _held(request: web.Request, seconds: float | None) -> None:
    """Keep a request waiting, for ever if no time is given, while its caller is there and the server runs."""
    state, until = request.app[STATE], time.monotonic() + (seconds if seconds is not None else float("inf"))
    while (left := until - time.monotonic()) > 0 and request.transport and not state.stopping.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(state.stopping.wait(), min(left, LOOK))


def _cut(request: web.Request) -> web.Response:
    """Hang up as a broken network does: a reset, no answer."""
    if transport := request.transport:
        wire = transport.get_extra_info("socket")
        # Lingering for no time makes closing a reset.
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()


async def _watched(state: State, method: str, call: Call) -> Body:
    """Carry out a call, counting it as work unless it is a long poll."""
    weight = 0 if method.lower() == "getupdates" else 1
    state.busy += weight
    try:
        return await _within_limits(state, method, call)
    except Exception:
        # A bug of ours looks like one of the server's, and is seen in the journal.
        log.exception("%s can't be carried out", method)
        return rules.BotApiError(500, GATEWAY[500]).body()
    finally:
        state.busy -= weight


async def _within_limits(state: State, method: str, call: Call) -> Body:
    """Carry out a call unless it is one too many; what would be refused anyway is refused for that."""
    pieces = flood.pieces(method, call.params)
    chat = call.text("chat_id")
    wait = state.flood.wait(chat, pieces, state.clock()) if pieces else 0
    if wait:
        trial = Call(state.rehearsal(chat), call.courier, call.params, call.files)
        body = await carry_out(method, trial)
        return rules.too_many_requests(wait).body() if body["ok"] else body
    body = await carry_out(method, call)
    if pieces and body["ok"]:
        state.flood.spend(chat, pieces, state.clock())
    return body


def _answer(body: Body) -> web.Response:
    """Write an answer as the server does: no spaces, nothing but ASCII."""
    raw = json.dumps(body, separators=(",", ":")).encode()
    answer = web.Response(body=raw, status=body.get("error_code", 200), content_type="application/json")
    if wait := body.get("parameters", {}).get("retry_after"):
        answer.headers["Retry-After"] = str(wait)
    return answer


def _bare(request: web.Request, status: int) -> web.Response:
    """Answer what could not be read: a status, no body, and the connection is closed."""
    reason = rules.BotApiError(status, "no body: the request could not be read").body()
    note(request.app[STATE], f"{request.method} {request.path}", {}, reason)
    answer = web.Response(status=status)
    answer.force_close()
    return answer


def _note_call(state: State, method: str, call: Call, body: Body, **facts: Any) -> None:
    if body["ok"]:
        facts["remarks"] = remarks_on(method, call.params, call.files)
    note(state, method, shown(call), body, **{name: fact for name, fact in facts.items() if fact})


def note(state: State, method: str, params: Mapping[str, Any], body: Body, **facts: Any) -> None:
    """Write a request into the journal; an empty poll is no news."""
    polling = method.lower() == "getupdates"
    if polling and body.get("result") == []:
        return
    if not polling:
        state.last_request_at = time.monotonic()
    state.note("request", method=method, params=params, answer=body, **facts)


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
    except (ValueError, RecursionError):
        return value


async def take_reply(state: State, courier: Courier, answer: aiohttp.ClientResponse) -> None:
    """Carry out the method that a webhook's answer may hold; nobody is told the result."""
    try:
        found = await reading.given_back(answer)
    except (reading.UnreadableError, rules.BotApiError, aiohttp.ClientError):
        return
    method = found.params.get("method", "")
    if method and method.lower() not in NOT_IN_A_REPLY and not method.lower().startswith("get"):
        call = Call(state, courier, found.params, found.files)
        _note_call(state, method, call, await _watched(state, method, call))


async def download(request: web.Request) -> web.Response:
    """Serve a file to the bot."""
    state = request.app[STATE]
    if request.method not in ("GET", "POST"):
        return _bare(request, 501)
    try:
        _check_token(state, unquote(request.match_info["token"]))
        file = state.files.at(request.match_info["path"])
        if file is None:
            raise rules.BotApiError(404, reading.NOT_FOUND)
    except rules.BotApiError as refusal:
        return _answer(refusal.body())
    return web.Response(body=file.data, content_type="application/octet-stream")
