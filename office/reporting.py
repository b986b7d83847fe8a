"""Reports: the one way to figures, for chat, pages and papers alike."""

from collections.abc import Mapping

from learning.course import Language
from learning.publishing import NOT_NAMED, FigureRelease, Numbers
from learning.seat import Seat, lies_in
from office.desk import Office
from screens.report import Report
from screens.report_tables import Source
from screens.report_tables import report as worded
from storage import Entry

WEEKS_OF_TREND = 12


async def periods(office: Office) -> tuple[FigureRelease, ...]:
    """All releases of figures, the oldest first: each can end a period, and each but the newest can begin one."""
    return await office.store.figure_releases()


async def report(
    office: Office,
    seat: Seat,
    territory: str,
    language: Language,
    *,
    since: int = 0,
    until: int = 0,
    via: str,
) -> Report:
    """A territory's report up to a release of figures, with what was added since another one.

    `since` and `until` are numbers of releases; 0 is the beginning, and the newest. Unknown ones are taken as 0. `via`
    is where it is shown ("chat", "page", "xlsx", "pdf", "png"): the log keeps it. Raises Denied.
    """
    source = await _source(office, seat, territory, language, since, until)
    seen = str(source.release.number) if source.release else "none"
    await office.store.note(Entry(office.today, seat.number, "saw", source.code, f"{via} {seen}"))
    return worded(source)


async def _source(
    office: Office, seat: Seat, territory: str, language: Language, since: int, until: int
) -> Source:
    territories = await office.admit(seat, territory)
    code = territories.current(territory)
    releases = await office.store.figure_releases()
    release = next((each for each in releases if each.number == until), releases[-1] if releases else None)
    begun = next(
        (each for each in releases if each.number == since and release and each.number < release.number), None
    )
    below = (*territories.children(code), *territories.subunits(code))
    codes = [code, *(place.code for place in below), *([f"{code}{NOT_NAMED}"] if below else [])]
    shown = [each for each in releases if release and each.number <= release.number][-WEEKS_OF_TREND:]
    headlines = await office.store.headlines([each.number for each in (release, begun) if each], codes)
    trend = await office.store.headlines([each.number for each in shown], [code])
    ends = [(each, await office.store.numbers(each.number, code)) for each in (release, begun) if each]
    whole = {each.number: {code: numbers} for each, numbers in ends}
    cohorts = [
        one
        for one in await office.store.cohorts()
        if lies_in(one.territory, code, territories)
        and (begun is None or one.held_on > begun.until)
        and (until == 0 or release is None or one.held_on <= release.until)
    ]
    return Source(
        book=office.book(),
        territories=territories,
        code=code,
        language=language,
        today=office.today,
        release=release,
        since=begun,
        now=_of(release, headlines, whole),
        before=_of(begun, headlines, whole),
        trend=[(each, trend.get((each.number, code), {})) for each in shown],
        cohorts=cohorts,
        example=office.example,
    )


def _of(
    release: FigureRelease | None,
    headlines: Mapping[tuple[int, str], Numbers],
    whole: Mapping[int, Mapping[str, Numbers]],
) -> dict[str, Numbers]:
    """What one release tells, by place: of the reported one all, of those below the headlines."""
    if release is None:
        return {}
    below = {place: told for (number, place), told in headlines.items() if number == release.number}
    return {**below, **whole[release.number]}
