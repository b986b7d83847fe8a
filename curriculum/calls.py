"""Who was called, when, and whether somebody answered: `contacts/calls.json`, kept by `safar contacts called`.

A call is to a number: when a contact gets another phone, the calls to the old one say nothing about it.
"""

import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

CALLS = "contacts/calls.json"
TOO_OFTEN = 3


@dataclass(frozen=True, slots=True)
class Call:
    """One call to a contact's phone."""

    contact: str
    phone: str
    on: date
    answered: bool


class CallsError(Exception):
    """The file of calls can't be read; one line that names it and the cure."""


_ADAPTER = TypeAdapter(tuple[Call, ...])


def read_calls(content: Path) -> tuple[Call, ...]:
    """All calls, in the order of their days; none if there is no file yet. Raises CallsError."""
    try:
        return _ADAPTER.validate_json((content / CALLS).read_bytes())
    except FileNotFoundError:
        return ()
    except (OSError, ValidationError, ValueError) as error:
        raise CallsError(
            f"{CALLS} can't be read ({type(error).__name__}); take it back from history"
        ) from error


def write_calls(content: Path, calls: Iterable[Call]) -> None:
    """Write all calls, or nothing."""
    plain = [asdict(call) | {"on": call.on.isoformat()} for call in calls]
    half = content / f"{CALLS}.half"
    half.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", "utf-8")
    half.replace(content / CALLS)


def noted(calls: Sequence[Call], new: Iterable[Call]) -> tuple[Call, ...]:
    """The calls with new ones among them; one that is known already is not noted twice."""
    return tuple(sorted(dict.fromkeys((*calls, *new)), key=lambda call: call.on))


def called_on(calls: Iterable[Call], contact: str, phone: str) -> date | None:
    """The last day on which somebody answered at this phone."""
    return max((call.on for call in _to(calls, contact, phone) if call.answered), default=None)


def unanswered(calls: Iterable[Call], contact: str, phone: str) -> int:
    """How many calls to this phone, the last ones, nobody has answered."""
    answers = [call.answered for call in _to(calls, contact, phone)]
    return answers[::-1].index(True) if True in answers else len(answers)


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call as somebody told it, to be judged. `where` is the row of a sheet, empty for a command."""

    contact: str
    on: date
    answered: bool
    where: str = ""


class RowRefused(Exception):
    """A row does not go in; the sentence says why and what to do."""


class Phoned(Protocol):
    """What has a phone to call."""

    @property
    def phone(self) -> str:
        """The number, empty if none is shown."""


def judged(row: CallRow, contact: Phoned | None, known: Sequence[str], today: date) -> Call:
    """The call that a row tells of. Raises RowRefused."""
    if contact is None:
        near = difflib.get_close_matches(row.contact, known, n=1)
        meant = f"did you mean `{near[0]}`?" if near else "`safar contacts` lists them."
        raise RowRefused(f"there is no contact `{row.contact}`; {meant}")
    if not contact.phone:
        raise RowRefused(
            f"`{row.contact}` has no phone in contacts.yaml; write the number there first, with its fact"
        )
    if row.on > today:
        raise RowRefused(f"{row.on} lies in the future; a call is noted once it has been made")
    return Call(row.contact, contact.phone, row.on, row.answered)


def _to(calls: Iterable[Call], contact: str, phone: str) -> list[Call]:
    return [call for call in calls if phone and (call.contact, call.phone) == (contact, phone)]
