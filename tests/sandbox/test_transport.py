"""Raw requests and the exact answers to them: paths, tokens, verbs, forms of parameters, sizes, headers."""

import asyncio
import json
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import Limits, Sandbox
from sandbox.reading import Address, address, json_pairs
from sandbox.rules import BotApiError

pytestmark = pytest.mark.asyncio

TOKEN = "7000000000:sandbox-token-opens-nothing"
INVALID = "Unauthorized: invalid token specified"
MISDIRECTED = "Misdirected Request: unallowed token specified"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=cut"


@dataclass(slots=True)
class Answer:
    """An answer, byte for byte."""

    status: int
    reason: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def json(self) -> dict:
        """Return the body as JSON."""
        return dict(json.loads(self.body))


async def send(sandbox: Sandbox, request: bytes) -> Answer:
    """Write bytes into a connection and read one answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", sandbox.port)
    writer.write(request)
    head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)).decode().split("\r\n")
    _, status, reason = head[0].split(" ", 2)
    headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
    length = 0 if request.startswith(b"HEAD") else int(headers["content-length"])
    body = await reader.readexactly(length)
    writer.close()
    return Answer(int(status), reason, headers, body)


async def ask(sandbox: Sandbox, path: str, body: bytes = b"", form: str = "", verb: str = "") -> Answer:
    """Send a request in HTTP/1.1."""
    verb = verb or ("POST" if form else "GET")
    head = f"{verb} {path} HTTP/1.1\r\nHost: sandbox\r\n"
    head += f"Content-Type: {form}\r\nContent-Length: {len(body)}\r\n" if form else ""
    return await send(sandbox, head.encode() + b"\r\n" + body)


def error(code: int, description: str) -> bytes:
    """Return the body of an error as the server writes it."""
    return f'{{"ok":false,"error_code":{code},"description":"{description}"}}'.encode()


@pytest.mark.parametrize(
    ("path", "code", "description"),
    [
        # paths
        ("/nothing", 404, "Not Found"),
        ("/BOT" + TOKEN + "/getMe", 404, "Not Found"),
        ("/bot" + TOKEN, 404, "Not Found"),
        ("/bot", 404, "Not Found"),
        ("/bot" + TOKEN + "/testing", 404, "Not Found"),
        ("/file/nothing", 404, "Not Found"),
        ("http://sandbox/bot1:a/getMe", 404, "Not Found: absolute URI is specified in the Request-Line"),
        # tokens
        ("/bot/getMe", 401, INVALID),
        ("/botgetMe/", 401, INVALID),
        ("/bot" + TOKEN.replace(":", "") + "/getMe", 401, INVALID),
        ("/bot0" + TOKEN + "/getMe", 401, INVALID),
        ("/bot" + TOKEN + "x" * 50 + "/getMe", 401, INVALID),
        ("/bot-5:abc/getMe", 401, INVALID),
        ("/bot18014398509481984:abc/getMe", 401, INVALID),
        ("/botabc:def/getMe", 421, MISDIRECTED),
        ("/bot:abc/getMe", 421, MISDIRECTED),
        ("/bot12x:abc/getMe", 421, MISDIRECTED),
        ("/bot-05:abc/getMe", 421, MISDIRECTED),
        ("/bot99999999999999999999:abc/getMe", 421, MISDIRECTED),
        ("/bot1:abc/getMe", 401, "Unauthorized"),
        ("/bot" + TOKEN + "x/getMe", 401, "Unauthorized"),
        ("/bot" + TOKEN.upper() + "/getMe", 401, "Unauthorized"),
        ("/bot" + TOKEN + "/test/getMe", 401, "Unauthorized"),
        # methods; the token is looked at first
        ("/bot" + TOKEN + "/", 404, "Not Found: method not found"),
        ("/bot" + TOKEN + "/getYou", 404, "Not Found: method not found"),
        ("/bot" + TOKEN + "/getMe/", 404, "Not Found: method not found"),
        ("/bot" + TOKEN + "//getMe", 404, "Not Found: method not found"),
        ("/bot1:abc/getYou", 401, "Unauthorized"),
        # files
        ("/file/bot" + TOKEN + "/documents/file_9.txt", 404, "Not Found"),
        ("/file/botabc/documents/file_9.txt", 401, INVALID),
        ("/file/bot1:abc/documents/file_9.txt", 401, "Unauthorized"),
    ],
)
async def test_what_is_refused_at_the_door(sandbox: Sandbox, path: str, code: int, description: str) -> None:
    """The status line, the type and the body are the real server's."""
    answer = await ask(sandbox, path)
    assert (answer.status, answer.body) == (code, error(code, description))
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "path",
    [
        f"/bot{TOKEN}/getMe",
        f"/bot{TOKEN}/GETME",
        f"/bot{TOKEN}/getme?unknown=1&method=sendMessage",
        f"/bot{TOKEN}/?method=getMe",
        f"/bot{TOKEN.replace(':', '%3A')}/get%4De",
        f"/bot{TOKEN}%2FgetMe",
        f"/bot{TOKEN}/getMe#anything",
    ],
)
async def test_ways_to_say_get_me(sandbox: Sandbox, path: str) -> None:
    """Methods know no case, may come as a parameter, and what is unknown is ignored."""
    answer = await ask(sandbox, path)
    assert (answer.status, answer.json["result"]["username"]) == (200, "safar_sandbox_bot")


@pytest.mark.parametrize("verb", ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", [f"/bot{TOKEN}/getMe", f"/file/bot{TOKEN}/x", "/nothing"])
async def test_other_verbs(sandbox: Sandbox, verb: str, path: str) -> None:
    """The server knows GET and POST; for anything else it says so and hangs up."""
    answer = await ask(sandbox, path, verb=verb)
    assert (answer.status, answer.reason, answer.body) == (501, "Not Implemented", b"")
    assert answer.headers["connection"] == "close"
    (entry,) = sandbox.refused()
    assert entry["method"] == f"{verb} {path.replace(TOKEN, '<secret>')}"


def part(name: str, value: str) -> bytes:
    """Return one field of a form."""
    return f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def message(learner: int, text: str, form: str) -> bytes:
    """Return a body that says chat_id and text."""
    if form == JSON:
        return json.dumps({"chat_id": learner, "text": text, "unknown": {"a": [1]}}).encode()
    if form == FORM:
        return f"chat_id={learner}&text={text}&unknown=1".encode()
    return part("chat_id", str(learner)) + part("text", text) + b"--cut--\r\n"


@pytest.mark.parametrize("form", [JSON, JSON + "; charset=utf-8", FORM, PARTS])
async def test_every_form_of_parameters(sandbox: Sandbox, learner: int, form: str) -> None:
    """Urlencoded, multipart and JSON say the same."""
    known = JSON if JSON in form else form
    answer = await ask(sandbox, f"/bot{TOKEN}/sendMessage", message(learner, "hello", known), form)
    assert (answer.status, answer.json["result"]["text"]) == (200, "hello")


async def test_get_with_a_query_and_post_with_both(sandbox: Sandbox, learner: int) -> None:
    """A query string is enough; beside a body it goes first."""
    path = f"/bot{TOKEN}/sendMessage?text=one+%D0%B4%D0%B2%D0%B0"
    assert (await ask(sandbox, f"{path}&chat_id={learner}")).json["result"]["text"] == "one два"
    body = message(learner, "the body", JSON)
    assert (await ask(sandbox, path, body, JSON)).json["result"]["text"] == "one два"


async def test_a_body_of_another_type_says_nothing(sandbox: Sandbox, learner: int) -> None:
    """Parameters in plain text are not read."""
    answer = await ask(sandbox, f"/bot{TOKEN}/sendMessage", message(learner, "x", FORM), "text/plain")
    assert answer.body == error(400, "Bad Request: message text is empty")


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ('{"a": "x", "b": 1, "c": [1, {"d": null}], "e": true}', 'a=x b=1 c=[1, {"d": null}] e=true'),
        ('  {"a" : "x" , }', "a=x"),
        ('{"a": "x", "b": ', "a=x"),
        ('{"a": "x" "b": "y"}', "a=x b=y"),
        ('{"a": "x", b: 1}', "a=x"),
        ('{"a": 1} tail', "a=1"),
        ('"word"', "content=word"),
        ('{"a": "\\ud83d\\ude00", "b": "\\ud83d", "c": 1}', "a=\U0001f600"),
        ("[1]", ""),
        ("", ""),
    ],
)
async def test_broken_json_is_read_as_far_as_it_goes(body: str, read: str) -> None:
    """The server takes the fields before the mistake and says nothing about it."""
    assert " ".join(f"{name}={value}" for name, value in json_pairs(body)) == read


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), VALUES), st.sampled_from([None, 1]), st.booleans())
async def test_sound_json_is_read_whole(body: dict, indent: int | None, ascii_only: bool) -> None:
    """Every field arrives, texts as they are and the rest as JSON."""
    raw = json.dumps(body, indent=indent, ensure_ascii=ascii_only)
    read = dict(json_pairs(raw))
    assert {
        name: value if isinstance(body[name], str) else json.loads(value) for name, value in read.items()
    } == body


@given(st.text(alphabet='{}[]",:\\u0d8 x1e-.'))
async def test_no_text_is_too_strange(text: str) -> None:
    """Whatever a body holds, reading it ends, and gives texts."""
    assert all(isinstance(part, str) for pair in json_pairs(text) for part in pair)


async def test_too_much(sandbox: Sandbox, learner: int) -> None:
    """A megabyte of parameters is a bare 413; fifty of files is one in JSON."""
    million = b"text=" + b"x" * (1 << 20)
    for form in (FORM, JSON, PARTS):
        body = part("text", "x" * ((1 << 20) + 1)) + b"--cut--\r\n" if form == PARTS else million
        answer = await ask(sandbox, f"/bot{TOKEN}/sendMessage", body, form)
        assert (answer.status, answer.reason, answer.body) == (413, "Request Entity Too Large", b"")
    head = f"POST /bot{TOKEN}/sendDocument HTTP/1.1\r\nHost: x\r\nContent-Type: {PARTS}\r\n"
    body = part("document", "x" * (51 << 20))
    answer = await send(sandbox, f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    assert (answer.status, answer.body) == (413, error(413, "Request Entity Too Large"))


async def test_multipart_that_is_none(sandbox: Sandbox) -> None:
    """Without a boundary nothing can be read."""
    answer = await ask(sandbox, f"/bot{TOKEN}/sendMessage", b"x", "multipart/form-data")
    assert (answer.status, answer.body) == (400, b"")


async def test_the_shape_of_answers(sandbox: Sandbox, learner: int) -> None:
    """No spaces, only ASCII, the plain type; a remark stands beside the result."""
    answer = await ask(sandbox, f"/bot{TOKEN}/sendMessage?chat_id={learner}&text=%C3%A9")
    assert answer.headers["content-type"] == "application/json"
    assert answer.body.startswith(b'{"ok":true,"result":{"')
    assert b'"text":"\\u00e9"' in answer.body and b'": ' not in answer.body
    answer = await ask(sandbox, f"/bot{TOKEN}/deleteWebhook")
    assert answer.body == b'{"ok":true,"result":true,"description":"Webhook is already deleted"}'


async def test_numbers_and_truth_are_forgiving(sandbox: Sandbox) -> None:
    """Junk is 0 and ranges are pressed into; yes and 1 are true."""
    for query in ("offset=junk&limit=junk&timeout=-5", "limit=100000&offset=", "drop_pending_updates=YES"):
        answer = await ask(sandbox, f"/bot{TOKEN}/getUpdates?{query}")
        assert answer.body == b'{"ok":true,"result":[]}'


async def test_too_many_requests_say_so_three_times() -> None:
    """The wait stands in the words, in the parameters and in the header."""
    async with Sandbox(TOKEN, limits=Limits.relaxed(webhook_change=60)) as sandbox:
        path = f"/bot{TOKEN}/setWebhook?url=http://127.0.0.1:1/"
        assert (await ask(sandbox, path)).status == 200
        answer = await ask(sandbox, path)
        words = b'"Too Many Requests: retry after 1","parameters":{"retry_after":1}}'
        assert answer.body == b'{"ok":false,"error_code":429,"description":' + words
        assert (answer.status, answer.headers["retry-after"]) == (429, "1")


async def test_a_file_comes_as_bytes(sandbox: Sandbox, learner: int) -> None:
    """What getFile names can be downloaded."""
    body = part("chat_id", str(learner))
    body += b'--cut\r\nContent-Disposition: form-data; name="document"; filename="a.txt"\r\n\r\nwords\r\n--cut--\r\n'
    sent = (await ask(sandbox, f"/bot{TOKEN}/sendDocument", body, PARTS)).json["result"]
    found = await ask(sandbox, f"/bot{TOKEN}/getFile?file_id={sent['document']['file_id']}")
    file = await ask(sandbox, f"/file/bot{TOKEN}/{found.json['result']['file_path']}")
    assert (file.status, file.body, file.headers["content-type"]) == (
        200,
        b"words",
        "application/octet-stream",
    )


async def test_the_test_environment_is_read() -> None:
    """/test/ before the method means another Telegram, and nothing else begins so."""
    assert address("/bot1:a/test/getMe") == Address("1:a", "getMe", test=True)
    assert address("/bot1:a/test/") == Address("1:a", "", test=True)
    with pytest.raises(BotApiError, match="Not Found"):
        address("/bot1:a/testGetMe")


async def test_a_long_query_string(sandbox: Sandbox, learner: int) -> None:
    """A message of 4096 Cyrillic letters fits into an address."""
    answer = await ask(sandbox, f"/bot{TOKEN}/sendMessage?chat_id={learner}&text=" + "%D0%B6" * 4096)
    assert answer.json["result"]["text"] == "ж" * 4096


@pytest.mark.parametrize("form", [FORM, JSON, PARTS, "query"])
async def test_bytes_that_are_no_utf8_break_nothing(sandbox: Sandbox, learner: int, form: str) -> None:
    """Whatever is answered, it is an answer of the Bot API, and the journal can be read."""
    bodies = {
        FORM: b"chat_id=%d&text=a%%ff" % learner,
        JSON: b'{"chat_id": %d, "text": "a\xff"}' % learner,
        PARTS: part("chat_id", str(learner)) + part("text", "a@").replace(b"@", b"\xff") + b"--cut--\r\n",
    }
    path = f"/bot{TOKEN}/sendMessage"
    if form == "query":
        answer = await ask(sandbox, f"{path}?chat_id={learner}&text=a%ff")
    else:
        answer = await ask(sandbox, path, bodies[form], form)
    assert answer.json["ok"] or answer.json["error_code"] == 400
    assert (await ask(sandbox, "/control/traffic")).status == 200
