"""The leave-with pack: files to carry away."""

from handlers.desk import Commanded, Pressed, Visit
from papers import contact_card, leave_with_pack
from screens import pack
from screens.intents import Intent, OpenPack, SendContactCard, SendPack


async def opened(visit: Visit, _: OpenPack | None = None) -> None:
    """Show what can be carried away."""
    await visit.show(pack.pack(visit.reader))


async def send_pack(visit: Visit, _: SendPack) -> None:
    """Send the page that opens without network."""
    reader = visit.reader
    await visit.send_file(
        f"safar-{reader.language}-{reader.passport}.html".lower(),
        leave_with_pack(reader),
        pack.below(reader, "pack.caption"),
    )


async def send_contact_card(visit: Visit, _: SendContactCard) -> None:
    """Send the contacts for the phone's address book."""
    reader = visit.reader
    await visit.send_file("safar.vcf", contact_card(reader), pack.below(reader, "pack.contacts-caption"))


async def command(visit: Visit, _: str) -> None:
    """/pack."""
    await opened(visit)


PRESSES: dict[type[Intent], Pressed] = {
    OpenPack: opened,
    SendPack: send_pack,
    SendContactCard: send_contact_card,
}
COMMANDS: dict[str, Commanded] = {"pack": command}
