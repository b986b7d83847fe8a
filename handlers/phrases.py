"""The phrasebook: what to say in Russian, by occasion."""

from handlers import menu
from handlers.desk import Commanded, Pressed, Visit
from screens import phrases
from screens.intents import Intent, OpenPhrasebook, ShowPhrases


async def phrasebook(visit: Visit, _: OpenPhrasebook | None = None) -> None:
    """Show all pages; a course without phrases leads to the menu."""
    if visit.course.phrasebook:
        await visit.show(phrases.phrasebook(visit.reader))
    else:
        await menu.opened(visit)


async def page(visit: Visit, intent: ShowPhrases) -> None:
    """Show the phrases of a page; an unknown one leads to all pages."""
    found = visit.course.phrase_page(intent.page)
    if found:
        await visit.show(phrases.phrases(visit.reader, found))
    else:
        await phrasebook(visit)


async def command(visit: Visit, _: str) -> None:
    """/phrases."""
    await phrasebook(visit)


PRESSES: dict[type[Intent], Pressed] = {OpenPhrasebook: phrasebook, ShowPhrases: page}
COMMANDS: dict[str, Commanded] = {"phrases": command}
