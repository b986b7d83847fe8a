"""The Mini App: what Telegram signed lets in, and nothing else. The data are signed here as Telegram signs them."""

import hmac
import json
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode

import pytest

from learning.seat import Role
from storage import Person
from tests.reports.caller import Answer, Caller
from tests.reports.desk import DISTRICT, NOON, REGION, TOKEN, Desk


def signed(person: Person, at: datetime = NOON, token: str = TOKEN, **more: str) -> str:
    """Init data as in https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app."""
    told = {
        "query_id": "AAF",
        "user": json.dumps({"id": person.address, "first_name": "Айгүл & Co"}),
        "auth_date": str(int(at.timestamp())),
        **more,
    }
    said = "\n".join(f"{key}={told[key]}" for key in sorted(told))
    key = hmac.digest(b"WebAppData", token.encode(), "sha256")
    return urlencode({**told, "hash": hmac.new(key, said.encode(), "sha256").hexdigest()})


async def send(caller: Caller, init_data: str, framed: str = "no") -> Answer:
    """What the page's script sends."""
    return await caller.post("/app", {"init_data": init_data, "framed": framed})


async def test_who_holds_one_seat_is_in(made: Desk, caller: Caller) -> None:
    """No link is needed: Telegram says who it is."""
    person = made.person()
    await made.seat(REGION, Role.LEAD, person)
    answer = await send(caller, signed(person))
    assert (answer.status, answer.headers["Location"]) == (303, f"/o/{REGION}")
    assert (await caller.get(f"/o/{REGION}")).status == 200


async def test_who_holds_several_chooses(made: Desk, caller: Caller) -> None:
    """The oldest first; each button is a link that works once."""
    person = made.person()
    await made.seat(REGION, Role.LEAD, person)
    await made.seat(DISTRICT, Role.READ, person)
    answer = await send(caller, signed(person))
    assert answer.status == 200 and caller.cookie == ""
    actions = [part.partition('"')[0] for part in answer.text.split('action="')[1:]]
    assert [action.startswith("/enter/") for action in actions] == [True, True]
    entered = await caller.post(actions[1])
    assert entered.headers["Location"] == f"/o/{DISTRICT}"
    assert (await caller.post(actions[1])).status == 410


async def test_in_a_frame_the_seat_opens_in_a_tab_of_its_own(made: Desk, caller: Caller) -> None:
    """In Telegram Web a strict cookie would be lost, so even one seat is a button, and its target a new tab."""
    person = made.person()
    await made.seat(REGION, Role.LEAD, person)
    answer = await send(caller, signed(person), framed="yes")
    assert answer.status == 200 and caller.cookie == ""
    assert 'target="_blank"' in answer.text


async def test_who_holds_no_seat_is_told_so(made: Desk, caller: Caller) -> None:
    """Known to Telegram is not enough."""
    answer = await send(caller, signed(made.person()))
    assert answer.status == 403 and caller.cookie == ""
    assert "<button" not in answer.text.partition("<main")[2]


@pytest.mark.parametrize("minutes", [11, 60, 60 * 24 * 365, -2, -60])
async def test_old_data_and_data_from_the_future_are_refused(
    made: Desk, caller: Caller, minutes: int
) -> None:
    """Ten minutes, and not a word from tomorrow."""
    person = made.person()
    await made.seat(REGION, Role.LEAD, person)
    answer = await send(caller, signed(person, NOON - timedelta(minutes=minutes)))
    assert answer.status == 403 and caller.cookie == ""
    assert (await send(caller, signed(person, NOON - timedelta(minutes=9)))).status == 303


async def test_forged_data_are_refused(made: Desk, caller: Caller) -> None:
    """Another token, no signature, an altered field, an added one, odd letters, nothing at all."""
    person, other = made.person(), made.person()
    await made.seat(REGION, Role.LEAD, person)
    good = dict(parse_qsl(signed(other)))
    as_official = {**good, "user": json.dumps({"id": person.address, "first_name": "x"})}
    forged = [
        "",
        "x",
        "hash=",
        signed(person, token="8:another-token"),
        urlencode(as_official),
        urlencode({**dict(parse_qsl(signed(person))), "start_param": "x"}),
        urlencode({key: value for key, value in parse_qsl(signed(person)) if key != "hash"}),
        urlencode({**dict(parse_qsl(signed(person))), "hash": "я" * 64}),
        urlencode({**dict(parse_qsl(signed(person))), "hash": "0" * 64}),
        signed(person, more="x" * 5000),
    ]
    for init_data in forged:
        made.moment += timedelta(seconds=50)  # a guess costs half a minute
        assert (await send(caller, init_data)).status == 403, init_data
        assert caller.cookie == ""


@pytest.mark.parametrize(
    "told",
    [
        {"auth_date": "soon"},
        {"auth_date": "1e400"},
        {"user": "[1]"},
        {"user": "{}"},
        {"user": '{"id": "x"}'},
        {"user": '{"id": 1, "first_name": "x", "is_bot": true}'},
        {"user": "{not json}"},
        {"user": "x"},
    ],
)
async def test_signed_nonsense_is_refused_too(made: Desk, caller: Caller, told: dict[str, str]) -> None:
    """Whatever a client of Telegram might hand on, nothing falls over."""
    answer = await send(caller, signed(made.person(), NOON, TOKEN, **told))
    assert answer.status == 403


async def test_data_from_a_foreign_page_and_guesses_without_end(made: Desk, caller: Caller) -> None:
    """The form comes from our own page; and who guesses signatures must wait."""
    person = made.person()
    await made.seat(REGION, Role.LEAD, person)
    foreign = await caller.post("/app", {"init_data": signed(person)}, Origin="https://web.telegram.org")
    assert foreign.status == 403
    statuses = [(await send(caller, "hash=0")).status for _ in range(12)]
    assert statuses[0] == 403 and statuses[-1] == 429


async def test_only_this_page_may_be_framed_and_load_telegrams_script(caller: Caller) -> None:
    """By Telegram's own site, and from it; every other page by nobody and from nowhere."""
    policy = (await caller.get("/app")).headers["Content-Security-Policy"]
    assert "frame-ancestors https://web.telegram.org" in policy
    assert "script-src 'self' https://telegram.org;" in policy
    other = (await caller.get("/")).headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in other and "telegram" not in other and "script-src" not in other
