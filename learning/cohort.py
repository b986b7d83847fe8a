"""A session in a room: people who learn together, with a code to join by. Who they are stands nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from learning.floor import FLOOR, tens

MOST_HEADS = 2000  # what a leader types by mistake is more
MOST_IN_A_ROOM = 500
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like another sign on a poster
CODE_LENGTH = 8  # 31^8: a million guesses find one of a thousand open codes with a chance of 1 in 850


@dataclass(frozen=True, slots=True)
class Cohort:
    """A session of a seat. `heads` is the number of people in the room, as the leader typed it; None if he has not.

    `joined` are those who came in with their own phones and agreed that progress is kept.
    """

    code: str
    territory: str
    seat: int
    held_on: date
    heads: int | None = None
    joined: int = 0
    closed: bool = False


Answers = Mapping[str, int]
"""How many people chose which option of one question."""


def code_of(chance: bytes) -> str:
    """A code from 16 random bytes, even over its letters (to one part in 10^26)."""
    number, letters = int.from_bytes(chance, "big"), ""
    for _ in range(CODE_LENGTH):
        number, at = divmod(number, len(CODE_LETTERS))
        letters += CODE_LETTERS[at]
    return letters


def read_code(typed: str) -> str | None:
    """A code as somebody typed it: small letters, spaces and hyphens are no mistake. None if it can't be one."""
    letters = typed.upper().replace("-", "").replace(" ", "")
    return letters if len(letters) == CODE_LENGTH and set(letters) <= set(CODE_LETTERS) else None


def told(answers: Answers) -> dict[str, int | None] | None:
    """What a room may be shown of its answers, in tens: None for fewer than ten answers in all, or for an option.

    An option that is kept back could be worked out by nobody: the whole is told in tens, too.
    """
    if sum(answers.values()) < FLOOR:
        return None
    return {option: tens(n) or None for option, n in answers.items()}


def told_together(phones: Answers, paper: Answers) -> dict[str, int] | None:
    """What a room may be shown of phones' answers and sheets together, in tens; None if there are too few of both.

    Each of the two is told by itself and then added. Told as one sum, a leader who types 9 from the sheets would see
    by the ten whether a single phone had chosen an option: what he types must not move what phones are told.
    """
    parts = [part for part in (told(phones), told(paper)) if part is not None]
    if not parts:
        return None
    options = dict.fromkeys(option for part in parts for option in part)
    return {option: sum(part.get(option) or 0 for part in parts) for option in options}
