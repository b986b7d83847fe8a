"""The short door: /start, language, consent, passport, first card."""

from dataclasses import replace

from handlers import certificate, joining, lessons, menu, seat
from handlers.desk import Commanded, Pressed, Visit
from learning.figures import move_home
from learning.learner import Learner, enrol
from office.seats import START
from screens import door
from screens.intents import (
    Agree,
    ChooseLanguage,
    ChoosePassport,
    Intent,
    JoinSession,
    LookAround,
    SetHome,
    SetLanguage,
    SetPassport,
    ShowCard,
    encode,
    follow,
)
from screens.settings import settings

HOME_PAYLOAD = "home-"


async def start(visit: Visit, payload: str) -> None:
    """/start: a stranger chooses his language, a learner finds his menu. A link may name the home, a session or a seat."""
    if payload.startswith(joining.PAYLOAD):
        await joining.by_link(visit, payload.removeprefix(joining.PAYLOAD))
        return
    if payload.startswith(START):
        await seat.invited(visit, payload)
        return
    if payload.startswith(certificate.PAYLOAD):
        await certificate.by_link(visit, payload.removeprefix(certificate.PAYLOAD))
        return
    home = payload_home(visit, payload)
    if visit.kept is None:
        await visit.show(door.languages(visit.reader, encode(home) if home else ""))
        return
    if home and not visit.learner.home:
        visit.keep(move_home(visit.learner, home.territory))
    await menu.opened(visit)


def payload_home(visit: Visit, payload: str) -> SetHome | None:
    """The home that a link names (`home-KG-B`), if there is such a place; anything else is passed over."""
    code = payload.removeprefix(HOME_PAYLOAD)
    known = payload.startswith(HOME_PAYLOAD) and visit.book.territories.get(code)
    return SetHome(code) if known else None


async def language_command(visit: Visit, _: str) -> None:
    """/language: choose, and come back to where the lesson stands."""
    place = visit.learner.place
    await visit.show(
        door.languages(visit.reader, encode(ShowCard(place.lesson, place.card)) if place else "")
    )


async def choose_language(visit: Visit, intent: ChooseLanguage) -> None:
    """Show the languages."""
    await visit.show(door.languages(visit.reader, intent.then))


async def language_chosen(visit: Visit, intent: SetLanguage) -> None:
    """Read in this language from now on; the screen stays the same."""
    visit.keep(replace(visit.learner, language=intent.language))
    then = follow(intent.then)
    stranger = visit.learner.guest and visit.learner.citizenship is None
    if isinstance(then, SetHome) or (stranger and (then is None or isinstance(then, JoinSession))):
        await visit.show(door.consent(visit.reader, intent.then))
    elif then:
        await visit.turn_to(then)
    else:
        await menu.opened(visit)


async def agreed(visit: Visit, intent: Agree) -> None:
    """From now on progress is kept."""
    learner = replace(enrol(visit.learner, visit.today), seen=visit.course.release)
    then = follow(intent.then)
    if isinstance(then, SetHome) and visit.book.territories.get(then.territory) and not learner.home:
        learner = move_home(learner, then.territory)
    if isinstance(then, JoinSession):
        learner = await joining.agreed(visit, learner, then)
    visit.keep(learner)
    await _passport_or_lesson(visit, intent.then)


async def looks_around(visit: Visit, intent: LookAround) -> None:
    """Nothing is kept; everything can be read."""
    await _passport_or_lesson(visit, intent.then)


async def choose_passport(visit: Visit, _: ChoosePassport) -> None:
    """Show the citizenships."""
    await visit.show(door.passports(visit.reader))


async def passport_chosen(visit: Visit, intent: SetPassport) -> None:
    """Read the rules for this passport from now on; a newcomer goes straight to the first card."""
    visit.keep(replace(visit.learner, citizenship=intent.citizenship))
    then = follow(intent.then)
    if isinstance(then, JoinSession):
        await visit.turn_to(then)
    elif begun(visit.learner):
        await visit.show(settings(visit.reader), visit.reader.phrase("settings.saved"))
    else:
        await lessons.go_on(visit)


def begun(learner: Learner) -> bool:
    """Whether the learner has already been in a lesson."""
    return learner.place is not None or bool(learner.lessons)


async def _passport_or_lesson(visit: Visit, then: str) -> None:
    """The passport is asked once; whose session is named in `then` goes on to its lessons."""
    onward = follow(then)
    if isinstance(onward, JoinSession):
        await visit.turn_to(onward)
    elif visit.learner.citizenship is None:
        await visit.show(door.passports(visit.reader))
    else:
        await lessons.go_on(visit)


PRESSES: dict[type[Intent], Pressed] = {
    ChooseLanguage: choose_language,
    SetLanguage: language_chosen,
    Agree: agreed,
    LookAround: looks_around,
    ChoosePassport: choose_passport,
    SetPassport: passport_chosen,
}
COMMANDS: dict[str, Commanded] = {"start": start, "language": language_command}
