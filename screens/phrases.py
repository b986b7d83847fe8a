"""What to say in Russian: pages by occasion; each phrase with how it sounds and what it means."""

from learning.course import Language, Phrase, PhrasePage
from screens import icons
from screens.intents import OpenPhrasebook, ShowPhrases
from screens.lessons import draft_mark
from screens.reader import Reader
from screens.screen import Rows, Screen

UNIT = "phrasebook"  # what bodies agree to, when they agree to the phrasebook


def way_in(reader: Reader) -> Rows:
    """The button that leads to the phrasebook, if the course has one."""
    button = reader.button(icons.PHRASES, reader.phrase("phrases.button"), OpenPhrasebook())
    return ((button,),) if reader.course.phrasebook else ()


def phrasebook(reader: Reader) -> Screen:
    """All pages, one button each."""
    rows = [
        (reader.button(page.icon, reader.name(page.title), ShowPhrases(page.key)),)
        for page in reader.course.phrasebook
    ]
    text = f"{icons.PHRASES} <b>{reader.text('phrases.title')}</b>\n\n{reader.text('phrases.choose')}"
    return Screen(text, (*rows, *reader.foot(OpenPhrasebook())))


def phrases(reader: Reader, page: PhrasePage) -> Screen:
    """The phrases of a page. Who reads the course in Russian needs the sentences only."""
    text = f"{page.icon} <b>{reader.title(page.title)}</b>"
    if reader.language is not Language.RU:
        text += f"\n\n<i>{reader.text('phrases.note')}</i>"
    text += "".join(f"\n\n{said_and_meant(reader, phrase)}" for phrase in page.phrases)
    back = reader.button(icons.BACK, reader.phrase("phrases.back"), OpenPhrasebook())
    return Screen(text + draft_mark(reader, UNIT), ((back,), *reader.foot(ShowPhrases(page.key))))


def said_and_meant(reader: Reader, phrase: Phrase) -> str:
    """The Russian, how it sounds, what it means; a line that is withheld or not there yet is left out."""
    text = f"<b>{reader.title({Language.RU: phrase.russian})}</b>"
    if phrase.said.get(reader.language):
        text += f"\n<i>{reader.title(phrase.said)}</i>"
    if phrase.means.get(reader.language):
        text += f"\n{reader.title(phrase.means)}"
    return text
