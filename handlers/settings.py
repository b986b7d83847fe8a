"""Settings, "may we write", what is kept about me, forget me."""

from dataclasses import replace

from handlers import lessons, menu
from handlers.desk import Commanded, Pressed, Visit
from learning.asking import asked
from learning.learner import Asked
from screens import settings
from screens.intents import AskForget, AskMayWrite, ForgetMe, Intent, OpenSettings, SetMayWrite, ShowMyData


async def opened(visit: Visit, _: OpenSettings) -> None:
    """Show the settings."""
    await visit.show(settings.settings(visit.reader))


async def ask_may_write(visit: Visit, _: AskMayWrite) -> None:
    """Ask "may we write to you?"; a guest keeps nothing, so he is not asked."""
    if visit.learner.guest:
        await menu.opened(visit)
    else:
        await visit.show(settings.may_write(visit.reader))


async def may_write_chosen(visit: Visit, intent: SetMayWrite) -> None:
    """Keep yes or no. The first time the lesson goes on, later the settings come back."""
    if visit.learner.guest:
        await menu.opened(visit)
        return
    first_time = Asked.WRITE not in visit.learner.asked
    visit.keep(replace(asked(visit.learner, Asked.WRITE), may_write=bool(intent.yes)))
    if first_time:
        await lessons.go_on(visit)
    else:
        await visit.show(settings.settings(visit.reader), visit.reader.phrase("settings.saved"))


async def my_data(visit: Visit, _: ShowMyData | None = None) -> None:
    """Show all that is kept about this person."""
    await visit.show(settings.my_data(visit.reader))


async def ask_forget(visit: Visit, _: AskForget | None = None) -> None:
    """Ask whether to forget."""
    await visit.show(settings.ask_forget(visit.reader))


async def forget(visit: Visit, _: ForgetMe) -> None:
    """Forget, now."""
    await visit.forget()
    await visit.show(settings.forgotten(visit.reader))


async def my_data_command(visit: Visit, _: str) -> None:
    """/mydata."""
    await my_data(visit)


async def forget_command(visit: Visit, _: str) -> None:
    """/forget."""
    await ask_forget(visit)


PRESSES: dict[type[Intent], Pressed] = {
    OpenSettings: opened,
    AskMayWrite: ask_may_write,
    SetMayWrite: may_write_chosen,
    ShowMyData: my_data,
    AskForget: ask_forget,
    ForgetMe: forget,
}
COMMANDS: dict[str, Commanded] = {"mydata": my_data_command, "forget": forget_command}
