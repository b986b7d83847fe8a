"""The directory of contacts, by topic and by city."""

from handlers.desk import Commanded, Pressed, Visit
from screens import contacts
from screens.intents import Intent, ListContactsByCity, ListContactsByTopic, OpenDirectory


async def directory(visit: Visit, _: OpenDirectory | None = None) -> None:
    """Show topics and cities."""
    await visit.show(contacts.directory(visit.reader))


async def by_topic(visit: Visit, intent: ListContactsByTopic) -> None:
    """Show the contacts of a topic; an unknown one leads to the directory."""
    if intent.topic in visit.course.topics:
        await visit.show(contacts.by_topic(visit.reader, intent.topic))
    else:
        await directory(visit)


async def by_city(visit: Visit, intent: ListContactsByCity) -> None:
    """Show the contacts in a city; an unknown one leads to the directory."""
    if intent.city in visit.course.cities:
        await visit.show(contacts.by_city(visit.reader, intent.city))
    else:
        await directory(visit)


async def command(visit: Visit, _: str) -> None:
    """/contacts."""
    await directory(visit)


PRESSES: dict[type[Intent], Pressed] = {
    OpenDirectory: directory,
    ListContactsByTopic: by_topic,
    ListContactsByCity: by_city,
}
COMMANDS: dict[str, Commanded] = {"contacts": command}
