"""Whatever is typed or sent: distress, a code, a place or a name if one was asked for, else a kind answer."""

from handlers import certificate, home, joining, trouble
from handlers.desk import Visit
from screens import door

LONGEST_READ = 500


async def typed(visit: Visit, text: str) -> None:
    """Answer anything that nobody expects, never with silence. The text is read, not kept."""
    text = text[:LONGEST_READ]
    if text and await trouble.typed(visit, text):
        return
    if text and await joining.typed(visit, text):
        return
    if text and await certificate.typed_code(visit, text):
        return
    if text and visit.learner.typing_home:
        await home.typed(visit, text)
    elif not await certificate.typed_name(visit, text) and not await joining.wrong(visit, text):
        await visit.show(door.not_understood(visit.reader))
