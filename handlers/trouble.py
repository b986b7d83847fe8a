"""Trouble: from every screen, before consent too, and opened by typed words of distress."""

from handlers.desk import Commanded, Pressed, Visit
from learning.search import best_phrases
from screens import menu as menu_screens
from screens import trouble
from screens.intents import HideTrouble, Intent, ListTroubles, ShowTrouble


async def troubles(visit: Visit, intent: ListTroubles) -> None:
    """Show all trouble pages."""
    await visit.show(trouble.troubles(visit.reader, intent.then))


async def page(visit: Visit, intent: ShowTrouble) -> None:
    """Show what to do now."""
    found = visit.course.trouble_page(intent.page)
    if found:
        await visit.show(trouble.trouble(visit.reader, found, intent.then))
    else:
        await visit.show(trouble.troubles(visit.reader, intent.then), visit.reader.phrase("notice.stale"))


async def hide(visit: Visit, _: HideTrouble) -> None:
    """Put a neutral card in the place of the page."""
    await visit.show(menu_screens.neutral(visit.reader))


async def typed(visit: Visit, text: str) -> bool:
    """Open the page that the typed words speak of; two pages that fit alike are both offered. False: none."""
    course = visit.course
    phrases = {page.key: [p for stems in page.phrases.values() for p in stems] for page in course.trouble}
    keys = best_phrases(text, phrases)
    pages = tuple(found for key in keys if (found := course.trouble_page(key)))
    if not pages:
        return False
    if len(pages) == 1:
        await visit.show(trouble.trouble(visit.reader, pages[0]))
    else:
        await visit.show(trouble.which_trouble(visit.reader, pages))
    return True


async def command(visit: Visit, _: str) -> None:
    """/trouble."""
    await visit.show(trouble.troubles(visit.reader))


PRESSES: dict[type[Intent], Pressed] = {ListTroubles: troubles, ShowTrouble: page, HideTrouble: hide}
COMMANDS: dict[str, Commanded] = {"trouble": command}
