"""Making the weekly release of figures: the only way in which a number of people leaves the counters."""

import asyncio
from collections.abc import Mapping

from learning.figures import Contribution
from learning.insight import ANSWERED, RIGHT
from learning.publishing import FigureRelease, due_release, publish, question_figure, totals
from learning.territory import Territories
from office.desk import Office
from storage import Here

RIGHT_HERE, ASKED_HERE = "right", "asked"


async def publish_due(office: Office) -> bool:
    """Publish the figures up to last Sunday, if that was not done yet; whether they were published now.

    The counters are read whole: some seconds for a million learners, once a week.
    """
    release = due_release(office.today, office.book().course.release)
    if any(known.number == release.number for known in await office.store.figure_releases()):
        return False
    return await publish_for(office, release, await office.store.counters())


async def publish_for(
    office: Office, release: FigureRelease, counters: Mapping[Contribution, int], *, answers: bool = True
) -> bool:
    """Publish the figures of these counters up to the release's day; False if it stands already, or nobody is counted.

    Answers to questions have no day: those of a week that is over can't be told any more, so they may be left out.
    """
    territories = await office.territories()
    here = await office.store.answers_here() if answers else {}
    # Seconds of work for a million learners, so beside the loop on which people are answered.
    told = await asyncio.to_thread(_told, release, counters, here, territories)
    return told is not None and await office.store.publish(release, told)


def _told(
    release: FigureRelease, counters: Mapping[Contribution, int], here: Here, territories: Territories
) -> dict[str, dict[str, int]] | None:
    counts = totals(counters, territories, release.until)
    for (place, lesson, question, figure), n in here.items():
        name = {ANSWERED: ASKED_HERE, RIGHT: RIGHT_HERE}.get(figure)
        if name and not place.startswith("c-"):
            key = (territories.current(place), question_figure(name, lesson, question))
            counts[key] = counts.get(key, 0) + n
    return publish(counts, territories) if counts else None
