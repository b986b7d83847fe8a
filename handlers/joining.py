"""Joining a session in a room with one's own phone: by the poster's link, or by its code as it was typed."""

from dataclasses import replace

from handlers import lessons
from handlers.desk import Pressed, Visit
from learning.cohort import Cohort, read_code
from learning.figures import move_home
from learning.learner import Learner
from learning.routes import next_on
from learning.session_plan import EXPRESS
from office.sessions import START, joinable
from screens import door, session
from screens.intents import Intent, JoinSession, ShowCard, encode
from screens.reader import Reader

PAYLOAD = START


async def by_link(visit: Visit, code: str) -> None:
    """/start with the code of a poster."""
    cohort = await joinable(visit.desk.office, read_code(code) or "")
    if cohort:
        await _welcome(visit, cohort)
    else:
        await visit.show(session.not_open(visit.reader))


async def typed(visit: Visit, text: str) -> bool:
    """Take a text that is the code of an open session; False if it is none."""
    code = read_code(text)
    cohort = await joinable(visit.desk.office, code) if code else None
    if cohort:
        await _welcome(visit, cohort)
    return cohort is not None


async def wrong(visit: Visit, text: str) -> bool:
    """Answer a text that looks like a code, letters with a digit, but opens nothing; False if it does not."""
    looks = read_code(text) is not None and any(sign.isdigit() for sign in text)
    if looks:
        await visit.show(session.not_open(visit.reader))
    return looks


async def _welcome(visit: Visit, cohort: Cohort) -> None:
    """A stranger comes in by the short door, and the code goes along; a learner is in at once."""
    if visit.kept is None:
        await visit.show(door.languages(visit.reader, encode(JoinSession(cohort.code))))
        return
    visit.keep(joined(visit.learner, cohort, visit.reader))
    place = (await visit.desk.office.territories()).get(cohort.territory)
    await visit.show(session.joined(visit.reader, cohort, place))


def joined(learner: Learner, cohort: Cohort, reader: Reader) -> Learner:
    """The learner as one of the session's people; who named no home yet is at home where it is held.

    A session for a whole country fills in no home.
    """
    learner = replace(learner, cohort=cohort.code)
    whole_country = cohort.territory in reader.book.territories.countries
    return learner if learner.home or whole_country else move_home(learner, cohort.territory)


async def agreed(visit: Visit, learner: Learner, intent: JoinSession) -> Learner:
    """The learner who has just agreed that progress is kept: in the session, if it can be joined still."""
    cohort = await joinable(visit.desk.office, intent.code)
    return joined(learner, cohort, visit.reader) if cohort else learner


async def pressed(visit: Visit, intent: JoinSession) -> None:
    """Join, unless nothing is kept of this person, and begin with the first lesson of the express route."""
    if visit.learner.cohort != intent.code:
        cohort = await joinable(visit.desk.office, intent.code)
        if cohort is None:
            await visit.show(session.not_open(visit.reader))
            return
        if not visit.learner.guest:
            visit.keep(joined(visit.learner, cohort, visit.reader))
    if visit.learner.citizenship is None:
        await visit.show(door.passports(visit.reader, encode(intent)))
    else:
        await _begin(visit)


async def _begin(visit: Visit) -> None:
    route = visit.course.route(EXPRESS)
    lesson = next_on(visit.course, route, visit.learner) if route else None
    if lesson:
        await visit.turn_to(ShowCard(lesson.number, route=EXPRESS))
    else:
        await lessons.go_on(visit)


PRESSES: dict[type[Intent], Pressed] = {JoinSession: pressed}
