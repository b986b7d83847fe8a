"""Making the weekly release of figures: the only way in which a number of people leaves the counters."""

import asyncio

from learning.figures import COHORT
from learning.insight import ANSWERED, RIGHT
from learning.publishing import Counts, FigureRelease, due_release, publish, question_figure, totals
from learning.territory import Territories
from office.desk import Office
from storage import Here

RIGHT_HERE, ASKED_HERE = "right", "asked"


async def publish_due(office: Office) -> bool:
    """Publish the figures up to last Sunday, if that was not done yet; whether they were published now."""
    release = due_release(office.today, office.book().course.release)
    if any(known.number == release.number for known in await office.store.figure_releases()):
        return False
    return await publish_for(office, release)


async def publish_for(office: Office, release: FigureRelease, *, answers: bool = True) -> bool:
    """Publish the figures up to a release's day; False if it stands already, or nobody is counted.

    Answers to questions have no day: those of a week that is over can't be told any more, so they may be left out.
    """
    territories = await office.territories()
    people = await office.store.people(release.until)
    here = await office.store.answers_here() if answers else {}
    # Some work for a million learners, so beside the loop on which people are answered.
    told = await asyncio.to_thread(_told, people, here, territories)
    return told is not None and await office.store.publish(release, told)


def _told(people: Counts, here: Here, territories: Territories) -> dict[str, dict[str, int]] | None:
    counts = totals({**people, **_answers(here)}, territories)
    return publish(counts, territories) if counts else None


def _answers(here: Here) -> dict[tuple[str, str], int]:
    """How many were asked each question, and answered it rightly; by territory, without the rooms."""
    names = {ANSWERED: ASKED_HERE, RIGHT: RIGHT_HERE}
    return {
        (place, question_figure(names[figure], lesson, question)): n
        for (place, lesson, question, figure), n in here.items()
        if figure in names and not place.startswith(COHORT)
    }
