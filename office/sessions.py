"""Sessions in a room: opening one, joining it, what its leader types, and what the room is shown of its answers.

A session's code is printed on a poster and read aloud, so it is no secret, and trying codes gains nobody anything: who
joins a session only adds himself to its count, sees nothing of it, and harms nobody. So wrong codes are not counted
and nobody is locked out; 31^8 of them keep people out of sessions that they don't sit in.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from learning.cohort import MOST_HEADS, MOST_IN_A_ROOM, Answers, Cohort, code_of, told_together
from learning.figures import COHORT
from learning.insight import RIGHT_OPTION, WRONG_OPTION
from learning.seat import Role, Seat, in_scope
from learning.session_plan import passport_of, question_in_room
from office.desk import Denied, Office

START = "s-"  # before the code in Telegram's start parameter
JOINABLE_FOR = timedelta(days=30)
_CHANCE = 16  # bytes that a code is made of


def _chance() -> bytes:
    return secrets.token_bytes(_CHANCE)


async def open_session(
    office: Office, seat: Seat, territory: str, chance: Callable[[], bytes] = _chance
) -> Cohort:
    """A session of this seat in a place, held today. Raises Denied.

    One that is open already for the same seat, place and day, and that nobody has used yet, is given back: a button
    pressed twice opens one session. `chance` gives the 16 random bytes of a code; a code that is taken is made anew.
    """
    await _lead(office, seat, territory)
    for known in await office.store.cohorts():
        if known == _unused(known.code, seat, territory, office):
            return known
    code = code_of(chance())
    while await office.store.cohort(code):
        code = code_of(chance())
    new = _unused(code, seat, territory, office)
    await office.store.open_cohort(new)
    return new


def _unused(code: str, seat: Seat, territory: str, office: Office) -> Cohort:
    return Cohort(code, territory, seat.number, office.today)


def link(office: Office, code: str) -> str:
    """The link that a poster's QR code holds: it opens the chat with the session's code."""
    return f"https://t.me/{office.bot_name}?start={START}{code}"


async def session(office: Office, seat: Seat, code: str) -> Cohort:
    """The session of a code, if it lies in the seat's scope. Raises Denied, for a code that nothing has, too."""
    found = await office.store.cohort(code)
    if found is None:
        raise Denied(code)
    await office.admit(seat, found.territory)
    return found


async def sessions_of(office: Office, seat: Seat) -> tuple[Cohort, ...]:
    """The sessions in a seat's scope, the newest first."""
    territories = await office.territories()
    return tuple(one for one in await office.store.cohorts() if in_scope(seat, one.territory, territories))


async def type_heads(office: Office, seat: Seat, code: str, heads: int) -> Cohort:
    """How many are in the room, as the leader counted. Raises Denied; ValueError unless it is 1 to MOST_HEADS."""
    found = await _led(office, seat, code)
    if not 1 <= heads <= MOST_HEADS:
        raise ValueError(f"{heads} people in a room")
    await office.store.count_heads(code, heads)
    return replace(found, heads=heads)


async def type_paper(
    office: Office, seat: Seat, code: str, lesson: int, question: str, answers: Answers
) -> None:
    """What the sheets say to a question: people by the key of an option. The last word counts.

    Raises Denied; ValueError if the room isn't asked that, an option is unknown, a number is below 0, there are more
    than MOST_IN_A_ROOM in all, or the room was shown the answers already.
    """
    found = await _led(office, seat, code)
    options = await _options(office, found, lesson, question)
    if not set(answers) <= set(options):
        raise ValueError(f"{sorted(set(answers) - set(options))} are no options of {lesson}.{question}")
    if any(n < 0 for n in answers.values()) or sum(answers.values()) > MOST_IN_A_ROOM:
        raise ValueError(f"{dict(answers)} are no people of a room")
    if (lesson, question) in await office.store.shown(code):
        raise ValueError(f"the room was shown {lesson}.{question} already")
    await office.store.count_paper(code, lesson, question, answers)


async def close(office: Office, seat: Seat, code: str) -> Cohort:
    """Nobody joins it any more. Raises Denied."""
    found = await _led(office, seat, code)
    await office.store.close_cohort(code)
    return replace(found, closed=True)


async def joinable(office: Office, code: str) -> Cohort | None:
    """The session that can be joined with this code today: open, and held within the last 30 days."""
    found = await office.store.cohort(code)
    fits = found and not found.closed and office.today - JOINABLE_FOR <= found.held_on <= office.today
    return found if fits else None


async def show_answers(
    office: Office, seat: Seat, code: str, lesson: int, question: str
) -> Mapping[str, int] | None:
    """Show the room how it answered, in tens by option (0: fewer than ten); None while there are too few answers.

    What is shown once stays as it is, so that nobody can tell a late answer from the difference. Raises Denied;
    ValueError if the room isn't asked that.
    """
    found = await _led(office, seat, code)
    options = await _options(office, found, lesson, question)
    known = (await office.store.shown(code)).get((lesson, question))
    if known is not None:
        return known
    by_phone = await _by_phone(office, code, lesson, question)
    phones = {option: by_phone.get(option, 0) for option in options}
    paper = (await office.store.paper(code)).get((lesson, question), {})
    told = told_together(phones, paper)
    if told is None:
        return None
    await office.store.show_answers(code, lesson, question, told)
    return (await office.store.shown(code))[lesson, question]


async def _by_phone(office: Office, code: str, lesson: int, question: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for (_, of_lesson, of_question, figure), n in (
        await office.store.answers_here(f"{COHORT}{code}")
    ).items():
        if (of_lesson, of_question) == (lesson, question) and figure.startswith((RIGHT_OPTION, WRONG_OPTION)):
            option = figure.removeprefix(RIGHT_OPTION).removeprefix(WRONG_OPTION)
            found[option] = found.get(option, 0) + n
    return found


async def _options(office: Office, cohort: Cohort, lesson: int, question: str) -> tuple[str, ...]:
    """The keys of a question's options, in order. Raises ValueError if the room isn't asked that."""
    passport = passport_of(cohort.territory, await office.territories())
    found = question_in_room(office.book().on(office.today), passport, lesson, question)
    if found is None:
        raise ValueError(f"the room isn't asked {lesson}.{question}")
    return tuple(option.key for option in found[1].options)


async def _led(office: Office, seat: Seat, code: str) -> Cohort:
    found = await session(office, seat, code)
    await _lead(office, seat, found.territory)
    return found


async def _lead(office: Office, seat: Seat, territory: str) -> None:
    await office.admit(seat, territory)
    if seat.role is not Role.LEAD:
        raise Denied(territory)
