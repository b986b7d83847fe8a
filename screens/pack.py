"""What to carry away before the journey: files that open without network."""

from screens import icons
from screens.intents import OpenPack, SendContactCard, SendPack
from screens.reader import Reader
from screens.screen import Screen


def pack(reader: Reader) -> Screen:
    """Why to take it along, and the files."""
    text = f"{icons.PACK} <b>{reader.text('pack.title')}</b>\n\n{reader.text('pack.why')}"
    rows = (
        (reader.button(icons.SAVE, reader.phrase("pack.file"), SendPack()),),
        (reader.button(icons.CONTACTS, reader.phrase("pack.contacts"), SendContactCard()),),
    )
    return Screen(text, (*rows, *reader.foot(OpenPack())))


def below(reader: Reader, phrase: str) -> Screen:
    """What stands below a file: what to do with it, and the way back."""
    back = reader.button(icons.BACK, reader.phrase("pack.button"), OpenPack())
    return Screen(reader.text(phrase), ((back,), *reader.foot()))
