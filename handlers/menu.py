"""The menu, about, privacy, help."""

from handlers.desk import Commanded, Pressed, Visit
from screens import menu
from screens.intents import Intent, OpenMenu, ShowAbout, ShowPrivacy


async def opened(visit: Visit, _: OpenMenu | None = None, notice: str = "") -> None:
    """Show the menu."""
    await visit.show(menu.menu(visit.reader), notice)


async def about(visit: Visit, _: ShowAbout) -> None:
    """Show what this course is."""
    await visit.show(menu.about(visit.reader))


async def privacy(visit: Visit, _: ShowPrivacy) -> None:
    """Show what is kept and who can see it."""
    await visit.show(menu.privacy(visit.reader))


async def menu_command(visit: Visit, _: str) -> None:
    """/menu."""
    await opened(visit)


async def privacy_command(visit: Visit, _: str) -> None:
    """/privacy."""
    await visit.show(menu.privacy(visit.reader))


async def help_command(visit: Visit, _: str) -> None:
    """/help."""
    await visit.show(menu.how_to(visit.reader))


PRESSES: dict[type[Intent], Pressed] = {OpenMenu: opened, ShowAbout: about, ShowPrivacy: privacy}
COMMANDS: dict[str, Commanded] = {"menu": menu_command, "privacy": privacy_command, "help": help_command}
