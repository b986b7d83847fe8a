"""Coming in and going out, and what an attacker tries at the door."""

from datetime import timedelta

import pytest

from learning.seat import Role
from office.seats import revoke
from office.secrets import new_secret
from tests.reports.caller import Caller, path_of
from tests.reports.desk import COUNTRY, DISTRICT, REGION, SUBUNIT, Desk


@pytest.mark.parametrize("territory", [COUNTRY, REGION, DISTRICT, SUBUNIT])
@pytest.mark.parametrize("role", Role)
async def test_a_link_leads_to_the_seats_own_territory(
    made: Desk, caller: Caller, territory: str, role: Role
) -> None:
    """Whatever the seat: one button, and its report is there."""
    link = path_of(await made.link(await made.seat(territory, role)))
    asked = await caller.get(link)
    assert asked.status == 200 and f'action="{link}"' in asked.text
    entered = await caller.post(link)
    assert (entered.status, entered.headers["Location"]) == (303, f"/o/{territory.replace('/', '~')}")
    assert (await caller.get(entered.headers["Location"])).status == 200
    assert (await caller.get("/")).headers["Location"] == entered.headers["Location"]


async def test_looking_at_a_link_does_not_use_it_up(made: Desk, caller: Caller) -> None:
    """A chat's preview of the link asks for the page, often twice; the official still comes in."""
    link = path_of(await made.link(await made.seat(REGION)))
    for _ in range(3):
        assert (await caller.get(link)).status == 200
        assert (await caller.head(link)).status == 200
        assert caller.cookie == ""
    assert (await caller.post(link)).status == 303


async def test_a_link_works_once(made: Desk, caller: Caller) -> None:
    """A replayed link is gone, in whatever way it is asked for, and says how to get a new one."""
    link = path_of(await made.link(await made.seat(REGION)))
    await caller.post(link)
    async with Caller(made) as thief:
        for answer in (await thief.get(link), await thief.post(link)):
            assert answer.status == 410
            assert "/report" in answer.text and "safar_bot" in answer.text
        assert thief.cookie == ""


async def test_a_link_expires(made: Desk, caller: Caller) -> None:
    """After ten minutes it opens nothing, though nobody used it."""
    link = path_of(await made.link(await made.seat(REGION)))
    made.moment += timedelta(minutes=11)
    assert (await caller.get(link)).status == 410
    assert (await caller.post(link)).status == 410
    assert caller.cookie == ""


async def test_what_was_never_a_link_is_unknown(caller: Caller) -> None:
    """Wrong letters, a wrong length, a way out of the path."""
    for wrong in ("/enter/x", "/enter/" + "A" * 21, "/enter/..%2f..%2fo%2fseat", "/enter/" + "%D1%8F" * 22):
        answer = await caller.get(wrong)
        assert answer.status == 404, wrong


async def test_a_visit_ends_after_twelve_hours(made: Desk, caller: Caller) -> None:
    """The cookie in the browser may live on; it opens nothing."""
    await caller.enter(await made.seat(REGION))
    assert (await caller.get("/o/seat")).status == 200
    made.moment += timedelta(hours=13)
    assert (await caller.get("/o/seat", Cookie=f"seat={caller.cookie}")).status == 401


async def test_a_cookie_that_was_planted_is_not_taken_over(made: Desk, caller: Caller) -> None:
    """Session fixation: the secret after the entrance is a new one, and what an attacker has set opens nothing."""
    seat, planted = await made.seat(REGION), new_secret()
    link = path_of(await made.link(seat))
    entered = await caller.post(link, Cookie=f"seat={planted}")
    assert entered.status == 303
    assert caller.cookie not in ("", planted)
    async with Caller(made) as attacker:
        assert (await attacker.get("/o/seat", Cookie=f"seat={planted}")).status == 401


async def test_an_attackers_own_visit_is_not_shared_with_who_enters(made: Desk, caller: Caller) -> None:
    """The cookie of a real visit, planted in another's browser: entering closes it, and gives another."""
    attackers, victims = await made.seat(DISTRICT), await made.seat(REGION)
    async with Caller(made) as attacker:
        await attacker.enter(attackers)
        planted = attacker.cookie
        await caller.post(path_of(await made.link(victims)), Cookie=f"seat={planted}")
        assert caller.cookie != planted
        assert (await attacker.get("/o/seat", Cookie=f"seat={planted}")).status == 401


async def test_the_cookie_is_kept_from_scripts_and_other_sites(made: Desk, caller: Caller) -> None:
    """On this machine plain http has a plain name; everywhere else the browser itself guards the name."""
    entered = await caller.enter(await made.seat(REGION))
    plain = entered.headers["Set-Cookie"]
    assert plain.startswith("seat=")
    assert {"HttpOnly", "Path=/", "SameSite=Strict"} <= set(plain.split("; ")) and "Secure" not in plain
    made.office.site = "https://pages.example"
    entered = await caller.post(
        path_of(await made.link(await made.seat(REGION))), Origin="https://pages.example"
    )
    guarded = entered.headers["Set-Cookie"]
    assert guarded.startswith("__Host-seat=")
    assert {"HttpOnly", "Path=/", "SameSite=Strict", "Secure"} <= set(guarded.split("; "))
    assert "Domain" not in guarded
    secret = guarded.partition("=")[2].partition(";")[0]
    assert (await caller.get("/o/seat", Cookie=f"__Host-seat={secret}")).status == 200
    assert (await caller.get("/o/seat", Cookie=f"seat={secret}")).status == 401


async def test_signing_out_ends_the_visit_everywhere(made: Desk, caller: Caller) -> None:
    """The browser drops the cookie, and a copy of it is worth nothing."""
    await caller.enter(await made.seat(REGION))
    copy, token = caller.cookie, (await caller.get("/o/seat")).token
    left = await caller.post("/o/seat/leave", {"token": token})
    assert (left.status, left.headers["Location"]) == (303, "/")
    assert caller.cookie == ""
    assert (await caller.get("/o/seat", Cookie=f"seat={copy}")).status == 401


async def test_a_revoked_seat_is_out_at_once(made: Desk, caller: Caller) -> None:
    """Its cookie and its unused links die with it."""
    above, below = await made.seat(REGION), await made.seat(DISTRICT)
    await caller.enter(below)
    link = path_of(await made.link(below))
    assert await revoke(made.office, above, below.number)
    assert (await caller.get(f"/o/{DISTRICT}")).status == 401
    assert (await caller.post(link)).status == 410


async def test_forms_from_elsewhere_do_nothing(made: Desk, caller: Caller) -> None:
    """CSRF: no token, a foreign token, a foreign origin, no origin; and a right one from the own page."""
    await caller.enter(await made.seat(REGION))
    token = (await caller.get("/o/seat")).token
    async with Caller(made) as other:
        await other.enter(await made.seat(DISTRICT))
        foreign = (await other.get("/o/seat")).token
    assert foreign != token
    for form in ({}, {"token": ""}, {"token": foreign}, {"token": token[:-1]}, {"token": "ы" * 64}):
        assert (await caller.post("/o/seat/leave", form)).status == 403, form
    for origin in (
        "https://evil.example",
        "null",
        "",
        "http://127.0.0.1:1",
        made.office.site + ".evil.example",
    ):
        assert (await caller.post("/o/seat/leave", {"token": token}, Origin=origin)).status == 403, origin
    assert (await caller.get("/o/seat")).status == 200
    assert (await caller.post("/o/seat/leave", {"token": token})).status == 303


async def test_nobody_is_let_in_by_a_foreign_page(made: Desk, caller: Caller) -> None:
    """A page elsewhere can't put its own seat into an official's browser."""
    link = path_of(await made.link(await made.seat(DISTRICT)))
    assert (await caller.post(link, Origin="https://evil.example")).status == 403
    assert caller.cookie == ""
    assert (await caller.post(link)).status == 303


async def test_who_guesses_must_wait(made: Desk, caller: Caller) -> None:
    """After ten wrong links an address gets no answer at all, not even to a right one; later it does."""
    statuses = [(await caller.post(f"/enter/{new_secret()}")).status for _ in range(12)]
    assert statuses == [410] * 10 + [429] * 2
    link = path_of(await made.link(await made.seat(REGION)))
    assert (await caller.get(link)).status == 429
    made.moment += timedelta(minutes=5)
    assert (await caller.get(link)).status == 200


async def test_another_address_is_not_punished(made: Desk, caller: Caller) -> None:
    """Behind the proxy of this machine each browser counts for itself, and can't choose another's address."""
    for _ in range(12):
        await caller.post(f"/enter/{new_secret()}", None, **{"X-Forwarded-For": "203.0.113.7"})
    link = path_of(await made.link(await made.seat(REGION)))
    assert (await caller.get(link, **{"X-Forwarded-For": "198.51.100.1, 203.0.113.7"})).status == 429
    assert (await caller.get(link, **{"X-Forwarded-For": "203.0.113.7, 198.51.100.1"})).status == 200
    for n in range(12):
        await caller.post(f"/enter/{new_secret()}", None, **{"X-Forwarded-For": f"2001:db8:1:2::{n}"})
    assert (await caller.get(link, **{"X-Forwarded-For": "2001:db8:1:2:ffff::1"})).status == 429
    assert (await caller.get(link, **{"X-Forwarded-For": "2001:db8:1:3::1"})).status == 200


async def test_the_log_of_requests_names_nobody(
    made: Desk, caller: Caller, capsys: pytest.CaptureFixture[str]
) -> None:
    """No secret, no address, no territory: the pattern of the page, its status and how long it took."""
    link = path_of(await made.link(await made.seat(REGION)))
    await caller.get(link)
    await caller.post(link)
    await caller.get(f"/o/{REGION}?lang=ky")
    said = capsys.readouterr().out
    assert "/enter/{secret}" in said and "/o/{territory}" in said
    assert link[len("/enter/") :] not in said
    assert caller.cookie not in said
    assert "127.0.0.1" not in said and REGION not in said
