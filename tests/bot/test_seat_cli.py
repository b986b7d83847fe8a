"""`safar seat` and `safar figures`: an operator's commands over the operator's own records."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.office import open_office
from bot.seats import Refused, found
from bot.settings import read_settings
from learning.course import Citizenship, Language
from learning.learner import Learner
from learning.seat import Role, Seat
from office import Office, seats
from sandbox import Sandbox
from storage import Person
from tests.scene import our_book

LINK = re.compile(r"https://t\.me/(\S+)\?start=seat_([\w-]{22})$", re.MULTILINE)
SOMEBODY = Person(b"s" * 32, 7000000001)
T = TypeVar("T")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An operator's folder, without a token: nothing is asked of Telegram. The course is read once for all commands."""
    monkeypatch.setattr("bot.office.first_book", lambda _: our_book())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAFAR_DATABASE_URL", f"sqlite:///{tmp_path}/safar.sqlite3")
    monkeypatch.setenv("SAFAR_KEYS_DIR", str(tmp_path / "keys"))
    monkeypatch.setenv("SAFAR_RELEASES", str(tmp_path / "releases"))
    monkeypatch.delenv("SAFAR_BOT_TOKEN", raising=False)
    return tmp_path


def safar(*words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(app, [*words])


def in_office(act: Callable[[Office], Awaitable[T]]) -> T:
    """Do something in the office, as the running bot would."""

    async def work() -> T:
        async with open_office(read_settings(bot_token="1:unused")) as office:
            return await act(office)

    return asyncio.run(work())


def secret_of(said: Result) -> str:
    """The secret of the link that was printed."""
    assert said.exit_code == 0, said.output
    link = LINK.search(said.output)
    assert link, said.output
    return link[2]


def taken(secret: str) -> Seat | None:
    """Somebody takes what a link offers."""
    return in_office(lambda office: seats.take(office, secret, SOMEBODY))


@pytest.mark.usefixtures("place")
def test_a_seat_is_given_taken_listed_and_revoked() -> None:
    """From one command to the next, over the same records; the log tells all of it."""
    said = safar("seat", "give", "Баткенская область", "--role", "lead", "--by", "anna")
    secret = secret_of(said)
    assert "KG-B (Баткенская область), lead" in said.output
    assert LINK.findall(said.output)[0][0] == "YOUR_BOT"  # nobody told the bot's name
    assert safar("seat", "list").output.startswith("not taken yet: KG-B (Баткенская область), lead, until 2")
    seat = taken(secret)
    assert seat is not None and (seat.territory, seat.role) == ("KG-B", Role.LEAD)
    assert "1: KG-B (Баткенская область), lead, given by an operator" in safar("seat", "list").output
    assert safar("seat", "revoke", "1").exit_code == 0
    again = safar("seat", "revoke", "1")
    assert (again.exit_code, again.output) == (1, "nobody holds seat 1\n")
    log = safar("seat", "log").output
    assert [word for word in ("revoked", "taken", "invited") if word in log] == [
        "revoked",
        "taken",
        "invited",
    ]
    assert "operator-anna" in log
    assert "invited" not in safar("seat", "log", "1").output


@pytest.mark.usefixtures("place")
def test_links_that_nobody_has_used_are_taken_back() -> None:
    """All at once; whoever has one learns that there is nothing behind it."""
    assert "Nobody holds a seat" in safar("seat", "list").output
    secret = secret_of(safar("seat", "give", "KG-B", "--role", "lead", "--by", "anna"))
    assert safar("seat", "withdraw").output.startswith("Links taken back: 1.")
    assert taken(secret) is None
    assert "Nobody holds a seat" in safar("seat", "list").output
    assert safar("seat", "withdraw").output.startswith("Links taken back: 0.")
    assert "withdrawn" in safar("seat", "log").output


@pytest.mark.usefixtures("place")
def test_a_country_needs_a_second_operator() -> None:
    """Nobody takes the link until somebody else has confirmed it, by the link or by its end."""
    said = safar("seat", "give", "KG", "--role", "read", "--by", "anna")
    secret = secret_of(said)
    assert f"safar seat confirm seat_{secret}" in said.output
    assert taken(secret) is None
    own = safar("seat", "confirm", f"seat_{secret}", "--by", "anna")
    assert own.exit_code == 1 and "somebody else" in own.output
    assert taken(secret) is None
    link = f"https://t.me/some_bot?start=seat_{secret}"
    assert "can be taken now" in safar("seat", "confirm", link, "--by", "boris").output
    assert "needs nobody more" in safar("seat", "confirm", link, "--by", "vera").output
    assert taken(secret) is not None
    assert "no such link" in safar("seat", "confirm", link, "--by", "boris").output


@pytest.mark.usefixtures("place")
def test_the_role_and_the_giver_must_be_said() -> None:
    assert safar("seat", "give", "KG-B", "--by", "anna").exit_code == 2
    assert safar("seat", "give", "KG-B", "--role", "read").exit_code == 2
    assert safar("seat", "give", "KG-B", "--role", "read", "--by", " ").exit_code == 1


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("KG-B", "KG-B"),
        ("kg-b", "KG-B"),
        ("Баткен облусу", "KG-B"),
        ("batken oblusu", "KG-B"),
        ("Кыргызстан", "KG"),
        ("Fargʻona viloyati", "UZ-FA"),
        ("вилояти Хатлон", "TJ-KT"),
    ],
)
def test_a_territory_is_found_by_code_or_name(typed: str, code: str) -> None:
    book = our_book()
    assert found(book, book.territories, typed) == code


@pytest.mark.parametrize("typed", ["Баткен", "Ош", "Хатлон"])
def test_of_several_places_none_is_chosen(typed: str) -> None:
    """The candidates are listed by their codes, so that the command can be said again."""
    book = our_book()
    with pytest.raises(Refused, match="which one") as refusal:
        found(book, book.territories, typed)
    codes = re.findall(r"^  (\S+)", str(refusal.value), re.MULTILINE)
    assert codes and all(found(book, book.territories, code) == code for code in codes)


def test_nonsense_is_no_territory() -> None:
    book = our_book()
    with pytest.raises(Refused, match="no territory"):
        found(book, book.territories, "12345")


@pytest.mark.usefixtures("place")
def test_figures_are_published_once_a_week() -> None:
    """Of nobody there are none; then the first time now, a second time they stand already; they are listed."""
    assert "No figures" in safar("figures", "releases").output
    assert "nothing to publish" in safar("figures", "release").output
    learner = Learner(Language.KY, Citizenship.KG, enrolled_on=date(2026, 1, 1), home="KG-B")
    in_office(lambda office: office.store.record(SOMEBODY, None, learner, 1))
    first = safar("figures", "release")
    assert first.exit_code == 0 and first.output.startswith("Published: ")
    number, until = re.findall(r"(\d{6}), up to (\S+)", first.output)[0]
    assert date.fromisoformat(until).isoweekday() == 7
    assert safar("figures", "release").output == f"It stands already: {number}, up to {until}\n"
    assert safar("figures", "releases").output.startswith(f"{number}: up to {until}, course release")


@pytest.mark.usefixtures("place")
def test_a_wrong_setting_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFAR_DATABASE_URL", "mysql://x")
    said = safar("seat", "list")
    assert said.exit_code == 2
    assert said.output.count("\n") == 1 and "SAFAR_DATABASE_URL" in said.output


@pytest.mark.usefixtures("place")
async def test_the_link_has_the_bot_s_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the token works, the printed link can be sent on as it is."""
    async with Sandbox() as sandbox:
        monkeypatch.setenv("SAFAR_BOT_TOKEN", sandbox.token)
        monkeypatch.setenv("SAFAR_TELEGRAM_API_URL", sandbox.url)
        said = await asyncio.to_thread(safar, "seat", "give", "KG-B", "--role", "read", "--by", "anna")
    link = LINK.search(said.output)
    assert link and link[1].endswith("bot")
    assert "YOUR_BOT" not in said.output
