"""The control interface: what tests and the phone page do that no bot may do."""

import asyncio
import json
import time
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Message

from sandbox import acts
from sandbox.api import STATE
from sandbox.chats import Account, Post
from sandbox.faults import FaultError, is_update
from sandbox.files import Upload
from sandbox.state import State
from sandbox.updates import sender_of

routes = web.RouteTableDef()
HEARTBEAT = 15.0
# What a message may say; its number, date, chat and author are the sandbox's to give.
CONTENT = {name for name in Message.__slots__ if not name.startswith("_")} - {"message_id", "date", "chat"}


@web.middleware
async def own_page_only(request: web.Request, handler: Any) -> web.StreamResponse:
    """Refuse other sites' pages: a browser with the sandbox open may hold them too."""
    origin = request.headers.get("Origin")
    if request.path.startswith("/control/") and origin and urlsplit(origin).netloc != request.host:
        raise web.HTTPForbidden(text="the control interface answers its own page only")
    answer: web.StreamResponse = await handler(request)
    return answer


async def _body(request: web.Request) -> dict[str, Any]:
    """Return the JSON body; none at all is an empty one."""
    if not request.can_read_body:
        return {}
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="a JSON object is expected")
    return body


def _number(request: web.Request, name: str, default: float) -> float:
    """Return a number of the query string."""
    try:
        return float(request.query.get(name, default))
    except ValueError:
        raise web.HTTPBadRequest(text=f"{name} must be a number") from None


def _fits(value: Any, kind: type) -> bool:
    return value is None or (isinstance(value, kind) and not isinstance(value, bool))


def _person(request: web.Request) -> Account:
    person = request.app[STATE].chats.people.get(int(request.match_info["id"]))
    if person is None:
        raise web.HTTPNotFound(text="nobody has this id")
    return person


def _unblocked(person: Account) -> Account:
    if person.blocked:
        raise web.HTTPConflict(text="this person has blocked the bot")
    return person


def shown(person: Account) -> dict[str, Any]:
    """Return a person as the control interface writes him."""
    return {
        "id": person.id,
        "first_name": person.first_name,
        "language_code": person.language_code,
        "started": person.started,
        "blocked": person.blocked,
    }


@routes.get("/control/people")
async def people(request: web.Request) -> web.Response:
    """List everybody."""
    return web.json_response([shown(person) for person in request.app[STATE].chats.people.values()])


@routes.post("/control/people")
async def add_person(request: web.Request) -> web.Response:
    """Hand somebody a phone: {id?, first_name?, language_code?, started?, met?, deleted?}."""
    state, body = request.app[STATE], await _body(request)
    number, name, language = body.get("id"), body.get("first_name"), body.get("language_code")
    if not (_fits(number, int) and _fits(name, str) and _fits(language, str)) or (number or 1) < 1:
        raise web.HTTPBadRequest(text="id is a number from 1 up; first_name and language_code are texts")
    if number in state.chats.people:
        raise web.HTTPConflict(text="this id is taken")
    person = state.chats.add_person(number, name, language or "ru")
    person.started = body.get("started") is True
    person.met, person.deleted = body.get("met") is True, body.get("deleted") is True
    state.changed = True
    state.events.tell("people", id=person.id)
    return web.json_response(shown(person))


@routes.post(r"/control/people/{id:\d+}/text")
async def send_text(request: web.Request) -> web.Response:
    """Write to the bot: {text}."""
    state, person, body = request.app[STATE], _unblocked(_person(request)), await _body(request)
    if not str(body.get("text", "")).strip():
        raise web.HTTPBadRequest(text="text is empty")
    after = state.journal.count
    message = acts.say(state, person, str(body["text"]).strip())
    return web.json_response({"after": after, "message": message})


@routes.post(r"/control/people/{id:\d+}/message")
async def send_message(request: web.Request) -> web.Response:
    """Send the bot anything a Message can hold, as JSON: {contact}, {location}, {venue}, {dice} …"""
    state, person, body = request.app[STATE], _unblocked(_person(request)), await _body(request)
    after = state.journal.count
    if not body or any(name not in CONTENT for name in body):
        raise web.HTTPBadRequest(text="fields of a Message are expected, such as contact or location")
    try:
        message = acts.send(state, person, body)
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise web.HTTPBadRequest(text=f"no message: {error}") from None
    return web.json_response({"after": after, "message": message})


@routes.post(r"/control/people/{id:\d+}/{kind:photo|document}")
async def send_file(request: web.Request) -> web.Response:
    """Send the bot a file: the request's body is the file; ?name=…&caption=…."""
    state, person, query = request.app[STATE], _unblocked(_person(request)), request.query
    as_photo = request.match_info["kind"] == "photo"
    name = query.get("name", "photo.jpg" if as_photo else "file")
    upload = Upload(name, request.content_type, await request.read())
    after = state.journal.count
    message = acts.attach(state, person, upload, query.get("caption", ""), as_photo=as_photo)
    return web.json_response({"after": after, "message": message})


@routes.post(r"/control/people/{id:\d+}/edit")
async def edit_text(request: web.Request) -> web.Response:
    """Change an own text: {message_id, text}."""
    state, person, body = request.app[STATE], _unblocked(_person(request)), await _body(request)
    post = _post(state, person, body)
    if post.by_bot or "text" not in post.message or not str(body.get("text", "")).strip():
        raise web.HTTPConflict(text="this is no text of this person, or the new one is empty")
    after = state.journal.count
    return web.json_response(
        {"after": after, "message": acts.edit(state, person, post, str(body["text"]).strip())}
    )


@routes.post(r"/control/people/{id:\d+}/delete")
async def delete_message(request: web.Request) -> web.Response:
    """Delete a message of either side: {message_id}; a bot is not told."""
    state, person, body = request.app[STATE], _person(request), await _body(request)
    acts.delete(state, person, _post(state, person, body))
    return web.json_response({"after": state.journal.count})


def _post(state: State, person: Account, body: dict[str, Any]) -> Post:
    number = body.get("message_id")
    post = state.chats.find(person.id, number) if isinstance(number, int) else None
    if post is None:
        raise web.HTTPNotFound(text="no such message in this chat")
    return post


@routes.post(r"/control/people/{id:\d+}/start")
async def start(request: web.Request) -> web.Response:
    """Press START: {payload?}."""
    state, person, body = request.app[STATE], _person(request), await _body(request)
    after = state.journal.count
    message = acts.start(state, person, str(body.get("payload") or ""))
    return web.json_response({"after": after, "message": message})


@routes.post(r"/control/people/{id:\d+}/press")
async def press(request: web.Request) -> web.Response:
    """Press an inline button: {message_id, data}."""
    state, person, body = request.app[STATE], _unblocked(_person(request)), await _body(request)
    if not isinstance(body.get("message_id"), int) or not isinstance(body.get("data"), str):
        raise web.HTTPBadRequest(text="message_id (a number) and data (a text) are needed")
    after = state.journal.count
    pressed = acts.press(state, person, body["message_id"], body["data"])
    return web.json_response({"after": after, "callback_query_id": pressed.id})


@routes.post(r"/control/people/{id:\d+}/vote")
async def vote(request: web.Request) -> web.Response:
    """Vote in a poll: {message_id, options: [0, 2]}; no options take the vote back."""
    state, person, body = request.app[STATE], _unblocked(_person(request)), await _body(request)
    post, chosen = _post(state, person, body), body.get("options")
    if "poll" not in post.message or not isinstance(chosen, list):
        raise web.HTTPBadRequest(text="a poll's message_id and options (a list of numbers) are needed")
    after = state.journal.count
    try:
        acts.vote(state, person, post, [int(option) for option in chosen])
    except (TypeError, ValueError) as error:
        raise web.HTTPConflict(text=str(error)) from None
    return web.json_response({"after": after, "message": post.message})


@routes.post(r"/control/people/{id:\d+}/{act:block|unblock}")
async def block(request: web.Request) -> web.Response:
    """Stop the bot, or let it write again."""
    state, person = request.app[STATE], _person(request)
    act = acts.block if request.match_info["act"] == "block" else acts.unblock
    act(state, person)
    return web.json_response(shown(person))


@routes.get(r"/control/chats/{id:\d+}/messages")
async def messages(request: web.Request) -> web.Response:
    """Show a chat as it stands, with the reply keyboard under it and presses that still wait."""
    return web.json_response(_chat(request.app[STATE], _person(request)))


def _chat(state: State, person: Account) -> dict[str, Any]:
    waiting = [press for press in state.unanswered() if press.person_id == person.id]
    return {
        "person": shown(person),
        "messages": [post.message for post in state.chats.posts[person.id]],
        "keyboard": state.chats.keyboards.get(person.id),
        "waiting": [
            {"id": press.id, "message_id": press.message_id, "data": press.data} for press in waiting
        ],
    }


@routes.get(r"/control/files/{id}")
async def file(request: web.Request) -> web.Response:
    """Serve a file to the phone; never as a page of this site."""
    stored = request.app[STATE].files.stored.get(request.match_info["id"])
    if stored is None:
        raise web.HTTPNotFound(text="no such file")
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    return web.Response(
        body=stored.data, content_type=stored.mime or "application/octet-stream", headers=headers
    )


@routes.get("/control/traffic")
async def traffic(request: web.Request) -> web.Response:
    """Return every request, answer and update after a number: ?after=N."""
    return web.json_response(request.app[STATE].journal.after(int(_number(request, "after", 0))))


@routes.get("/control/refused")
async def refused(request: web.Request) -> web.Response:
    """Return every request that was refused."""
    return web.json_response(request.app[STATE].journal.refused)


@routes.get("/control/remarks")
async def remarks(request: web.Request) -> web.Response:
    """Return every request that Telegram forgives though it departs from the documentation."""
    return web.json_response(request.app[STATE].journal.remarked)


@routes.get("/control/faults")
async def list_faults(request: web.Request) -> web.Response:
    """List the faults that can still strike."""
    return web.json_response([fault.shown() for fault in request.app[STATE].faults.active()])


@routes.post("/control/faults")
async def add_fault(request: web.Request) -> web.Response:
    """Put a fault in force: {kind, methods?, times?, skip?, probability?, seed?, person?, seconds?, …}."""
    state, body = request.app[STATE], await _body(request)
    try:
        fault = state.faults.add(str(body.pop("kind", "")), **body)
    except (FaultError, TypeError, ValueError) as error:
        raise web.HTTPBadRequest(text=str(error)) from None
    state.events.tell("faults")
    return web.json_response(fault.shown())


@routes.delete("/control/faults")
@routes.delete(r"/control/faults/{id:\d+}")
async def clear_faults(request: web.Request) -> web.Response:
    """Lift one fault, or all of them."""
    state, number = request.app[STATE], request.match_info.get("id")
    state.faults.clear(int(number) if number else None)
    state.events.tell("faults")
    return web.json_response([fault.shown() for fault in state.faults.active()])


@routes.get("/control/unanswered")
async def unanswered(request: web.Request) -> web.Response:
    """Return the ids of the presses that were never answered."""
    return web.json_response([press.id for press in request.app[STATE].unanswered()])


@routes.get("/control/profile")
async def profile(request: web.Request) -> web.Response:
    """Return the bot's page: as a person sees it (?person=ID), or all of it."""
    state = request.app[STATE]
    person = state.chats.people.get(int(_number(request, "person", 0)))
    if person:
        shown_to = state.profile.shown_to(person.id, person.language_code)
        return web.json_response(shown_to | {"username": state.bot_user().username})
    return web.json_response(state.profile.dump())


@routes.post("/control/updates")
async def add_update(request: web.Request) -> web.Response:
    """Queue an update as it is, however broken; it gets a number if it has none."""
    state, body = request.app[STATE], await _body(request)
    if not is_update(body):
        raise web.HTTPBadRequest(text="update_id must be a whole number, or be left out")
    return web.json_response(state.queue.add_raw(body))


@routes.post("/control/reset")
async def reset(request: web.Request) -> web.Response:
    """Forget people, messages, files and traffic; the bot's commands and webhook stay."""
    request.app[STATE].clear()
    return web.json_response({})


@routes.get("/control/quiet")
async def quiet(request: web.Request) -> web.Response:
    """Wait until the bot has dealt with a person, and show the chat: ?person=ID&after=N&settle=S&timeout=S; else 504."""
    state = request.app[STATE]
    person, after = int(_number(request, "person", 0)), int(_number(request, "after", -1))
    settle, timeout = _number(request, "settle", 0.05), _number(request, "timeout", 10)
    until = time.monotonic() + timeout
    while reason := _not_quiet(state, person, after, settle):
        if time.monotonic() > until:
            raise web.HTTPGatewayTimeout(text=reason)
        await asyncio.sleep(0.005)
    found = state.chats.people.get(person)
    return web.json_response({"n": state.journal.count, "chat": _chat(state, found) if found else None})


def _not_quiet(state: State, person: int, after: int, settle: float) -> str:
    """Return why the bot is not done yet; "" when it is."""
    if any(sender_of(item.update) == person for item in state.queue.fresh()):
        return "the bot has not confirmed an update of this person"
    if after >= 0 and not any(_concerns(state, entry, person) for entry in state.journal.after(after)):
        return "the bot has confirmed the update and said nothing"
    busy = state.busy or time.monotonic() - state.last_request_at < settle
    return "the bot is still at work" if busy else ""


def _concerns(state: State, entry: dict[str, Any], person: int) -> bool:
    """Tell whether a line of the journal is a request about this person."""
    params = entry.get("params", {})
    press = state.presses.get(str(params.get("callback_query_id")))
    return str(params.get("chat_id")) == str(person) or (press is not None and press.person_id == person)


@routes.get("/control/events")
async def events(request: web.Request) -> web.StreamResponse:
    """Stream changes to a phone, as Server-Sent Events."""
    state: State = request.app[STATE]
    answer = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    listener: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
    state.events.listeners.add(listener)
    try:
        await answer.prepare(request)
        await answer.write(b": hello\n\n")
        while (event := await _next(listener)) is not None:
            await answer.write(f"data: {json.dumps(event)}\n\n".encode())
    except ConnectionError:
        pass  # the page was closed
    finally:
        state.events.listeners.discard(listener)
    return answer


async def _next(listener: asyncio.Queue[dict[str, Any] | None]) -> dict[str, Any] | None:
    try:
        return await asyncio.wait_for(listener.get(), HEARTBEAT)
    except TimeoutError:
        return {"kind": "heartbeat"}
