"""The official's report: a picture with a few lines, the table and the sheet to print, at one command."""

import asyncio

from handlers.desk import Commanded, Pressed, Visit
from handlers.seat import by_holder, mine
from learning.publishing import FigureRelease
from learning.seat import Seat
from office.reporting import periods, report
from papers import chart, print_out, spreadsheet
from screens import report_chat, seat
from screens.intents import ChoosePeriod, ChooseReportPlace, Intent, ShowReport
from screens.report import Report
from screens.screen import Screen

MONTH = 4  # weeks, and so releases, that a report looks back over by itself
LOOK_BACK = (MONTH, 13, 26, 52)


async def command(visit: Visit, _: str) -> None:
    """/report: of the one seat at once; of several, which?"""
    held = await mine(visit)
    if not held:
        await visit.show(seat.none(visit.reader))
    elif len(held) == 1:
        await shown(visit, ShowReport(held[0].number, held[0].territory))
    else:
        await visit.show(report_chat.seats(visit.reader, await visit.desk.office.territories(), held))


async def _shown(visit: Visit, one: Seat, intent: ShowReport) -> None:
    """Send the report: the picture first, the files as soon as they are made."""
    office, reader = visit.desk.office, visit.reader
    found = await report(
        office,
        one,
        intent.territory,
        reader.language,
        since=intent.since or month_ago(await periods(office)),
        via="chat",
    )
    territories, pages = await office.territories(), bool(office.site)
    if found.empty:
        await visit.show(report_chat.empty(reader, territories, one, found, pages=pages))
        return
    await visit.answer()
    name = file_name(found, await periods(office))
    picture = await asyncio.to_thread(chart, found)
    await visit.send_image(f"{name}.png", picture, report_chat.caption(reader, found))
    table = await asyncio.to_thread(spreadsheet, found)
    await visit.send_file(f"{name}.xlsx", table, Screen(""))
    sheet = await asyncio.to_thread(print_out, found, reader.phrase("report.more"))
    last = report_chat.below_files(reader, territories, one, found, pages=pages)
    await visit.send_file(f"{name}.pdf", sheet, last)


def file_name(found: Report, known: tuple[FigureRelease, ...]) -> str:
    """What its files are called: the place and the releases of figures, `safar-KG05214000000-202644-202648`."""
    releases = {each.until: each.number for each in known}
    numbers = [releases[day] for day in (found.since, found.until) if day in releases]
    return "-".join(["safar", found.code.replace("/", "."), *map(str, numbers)])


async def _period_asked(visit: Visit, one: Seat, intent: ChoosePeriod) -> None:
    await visit.desk.office.admit(one, intent.territory)
    releases = await periods(visit.desk.office)
    begins = [(release.until, release.number) for release in looking_back(releases)]
    await visit.show(report_chat.periods(visit.reader, one, intent.territory, begins))


def month_ago(releases: tuple[FigureRelease, ...]) -> int:
    """The number of the release of four weeks ago, or of the oldest one; 0 if there is but one."""
    return releases[max(0, len(releases) - 1 - MONTH)].number if len(releases) > 1 else 0


def looking_back(releases: tuple[FigureRelease, ...]) -> tuple[FigureRelease, ...]:
    """The releases that a period may begin after: a month, a quarter, half a year and a year before the newest."""
    return tuple(releases[-1 - weeks] for weeks in LOOK_BACK if weeks < len(releases))


async def _place_asked(visit: Visit, one: Seat, intent: ChooseReportPlace) -> None:
    territories = await visit.desk.office.admit(one, intent.territory)
    await visit.show(report_chat.places(visit.reader, territories, one, intent.territory))


shown = by_holder(_shown)
PRESSES: dict[type[Intent], Pressed] = {
    ShowReport: shown,
    ChoosePeriod: by_holder(_period_asked),
    ChooseReportPlace: by_holder(_place_asked),
}
COMMANDS: dict[str, Commanded] = {"report": command}
