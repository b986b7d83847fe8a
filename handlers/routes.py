"""Routes: short ways through the course."""

from handlers import menu
from handlers.desk import Pressed, Visit
from screens import routes
from screens.intents import Intent, ShowRoute


async def show_route(visit: Visit, intent: ShowRoute) -> None:
    """Show the lessons of a route; one that is gone leads to the menu."""
    found = visit.course.route(intent.route)
    if found:
        await visit.show(routes.route(visit.reader, found))
    else:
        await menu.opened(visit, notice=visit.reader.phrase("notice.stale"))


PRESSES: dict[type[Intent], Pressed] = {ShowRoute: show_route}
