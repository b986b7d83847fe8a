"""What has changed since somebody learned it: shown at his next press, or sent to him."""

from collections.abc import Sequence

from learning.course import Correction
from screens import icons
from screens.intents import GoOn, Intent, ShowCard
from screens.lessons import draft_mark
from screens.reader import Reader
from screens.screen import Button, Screen

ROOM = 3200  # characters for corrections on one screen; the foot and a heading take the rest


def corrections(reader: Reader, told: Sequence[Correction], then: Intent | None) -> Screen:
    """Every change of law that this person has not met, old and new; then on to what he wanted.

    What finds no room in words is named by its lesson, to be read again.
    """
    text, rows = heading(reader), []
    for correction in told:
        words = old_and_new(reader, correction)
        if len(text) + len(words) <= ROOM:
            text += words
        else:
            rows += [row for row in _lessons(reader, correction) if row not in rows]
    if rows:
        text += f"\n\n{reader.text('correction.more')}"
    onward = reader.button(icons.NEXT, reader.phrase("correction.understood"), then or GoOn())
    return Screen(text + draft_mark(reader), (*rows[:8], (onward,), *reader.foot()))


def message(reader: Reader, correction: Correction) -> str:
    """One change of law as a message of its own, as Telegram's HTML."""
    return f"{heading(reader)}{old_and_new(reader, correction)}{draft_mark(reader)}"


def heading(reader: Reader) -> str:
    """What this is about."""
    return f"{icons.CHANGED} <b>{reader.text('correction.title')}</b>"


def old_and_new(reader: Reader, correction: Correction) -> str:
    """What stood there and what stands there now, under the names of the lessons."""
    numbers = (reader.course.lesson(number) for number in correction.cards)
    names = ", ".join(reader.title(lesson.title) for lesson in numbers if lesson)
    where = f"\n\n{icons.LESSONS} {names}" if names else ""
    old = f"\n\n<b>{reader.text('correction.old')}</b>\n<i>{reader.say(correction.old)}</i>"
    return f"{where}{old}\n\n<b>{reader.text('correction.new')}</b>\n{reader.say(correction.new)}"


def _lessons(reader: Reader, correction: Correction) -> list[tuple[Button, ...]]:
    found = [lesson for number in correction.cards if (lesson := reader.course.lesson(number))]
    return [
        (reader.button(icons.NEXT, reader.name(lesson.title), ShowCard(lesson.number)),) for lesson in found
    ]
