"""Telegram's conversations, one a file. This is their table of contents.

A handler is four verbs: load, decide, record, show. `handle` loads (who is this, where is he in the course)
and finds the handler of a press by one look-up of the intent that the button carries. The conversation decides
(`visit.keep`), and `visit.show` records in one transaction before it shows.
"""

from aiogram import Bot
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update, User

from handlers import (
    certificate,
    contacts,
    door,
    home,
    joining,
    lessons,
    menu,
    pack,
    phrases,
    quiz,
    report,
    routes,
    seat,
    session,
    settings,
    trouble,
    typed,
)
from handlers.correction import corrected
from handlers.desk import Commanded, Desk, Pressed, Visit
from handlers.telegram import guessed_language
from learning.course import Language
from learning.learner import Learner
from screens.door import languages
from screens.intents import (
    ChooseLanguage,
    HideTrouble,
    Intent,
    ListTroubles,
    SetLanguage,
    ShowTrouble,
    StaleButton,
    Voice,
    decode,
)

__all__ = ["COMMANDS", "PRESSES", "Desk", "handle", "language_of"]

PRESSES: dict[type[Intent], Pressed] = {
    **door.PRESSES,
    **joining.PRESSES,
    **menu.PRESSES,
    **lessons.PRESSES,
    **routes.PRESSES,
    **quiz.PRESSES,
    **trouble.PRESSES,
    **contacts.PRESSES,
    **phrases.PRESSES,
    **home.PRESSES,
    **pack.PRESSES,
    **certificate.PRESSES,
    **settings.PRESSES,
    **seat.PRESSES,
    **report.PRESSES,
    **session.PRESSES,
}
COMMANDS: dict[str, Commanded] = {
    **door.COMMANDS,
    **menu.COMMANDS,
    **lessons.COMMANDS,
    **trouble.COMMANDS,
    **contacts.COMMANDS,
    **pack.COMMANDS,
    **certificate.COMMANDS,
    **phrases.COMMANDS,
    **settings.COMMANDS,
    **seat.COMMANDS,
    **report.COMMANDS,
    **session.COMMANDS,
}
# What a stranger may press without a language in the button: all else sends him to the door.
OPEN_TO_STRANGERS = (ChooseLanguage, SetLanguage, ListTroubles, ShowTrouble, HideTrouble)
# What no news may stand in front of: help now, and words that one can read.
NEVER_HELD_UP = OPEN_TO_STRANGERS


async def handle(update: Update, bot: Bot, desk: Desk) -> None:
    """Take one update from a private chat; or the news that somebody blocked the bot or is back; nothing else matters.

    Raises:
        Conflict: somebody else recorded in between; handle the update again.
        StoreUnavailable: nothing was recorded and nothing shown.
    """
    if update.callback_query:
        await _pressed(update.update_id, update.callback_query, bot, desk)
    elif update.message and update.message.from_user and update.message.chat.type == "private":
        await _written(update.update_id, update.message, bot, desk)
    elif update.my_chat_member and update.my_chat_member.chat.type == "private":
        await _met(update.update_id, update.my_chat_member, bot, desk)


async def _pressed(update: int, press: CallbackQuery, bot: Bot, desk: Desk) -> None:
    try:
        intent, voice = decode(press.data or "")
    except StaleButton:
        intent, voice = None, None
    visit = await _visit(update, press.from_user.id, press.from_user.language_code, voice, bot, desk)
    await visit.blocked(False)
    visit.press = press.id
    visit.message = press.message
    if intent is None or (visit.kept is None and voice is None and not isinstance(intent, OPEN_TO_STRANGERS)):
        await _fresh(visit)
    elif isinstance(intent, NEVER_HELD_UP) or not await corrected(visit, intent):
        await visit.turn_to(intent)
    await visit.answer()


async def _met(update: int, change: ChatMemberUpdated, bot: Bot, desk: Desk) -> None:
    """Somebody blocked the bot, or let it in again: he is not written to, or may be again."""
    visit = await _visit(update, change.chat.id, None, None, bot, desk)
    await visit.blocked(change.new_chat_member.status == "kicked")


async def _fresh(visit: Visit) -> None:
    notice = visit.reader.phrase("notice.stale")
    if visit.kept is None:
        await visit.show(languages(visit.reader), notice)
    else:
        await menu.opened(visit, notice=notice)


async def _written(update: int, message: Message, bot: Bot, desk: Desk) -> None:
    sender = message.from_user
    if sender is None:
        return
    visit = await _visit(update, sender.id, sender.language_code, None, bot, desk)
    await visit.blocked(False)
    text = message.text or message.caption or ""
    name, _, argument = text.partition(" ")
    command = COMMANDS.get(name.removeprefix("/").partition("@")[0]) if name.startswith("/") else None
    if command:
        by_link = command is door.start and argument.strip()  # somebody came for something: news can wait
        if by_link or command in trouble.COMMANDS.values() or not await corrected(visit, None):
            await command(visit, argument.strip())
    else:
        await typed.typed(visit, text)


async def language_of(desk: Desk, sender: User) -> Language:
    """The language a person reads, as far as it can be told even when the records are gone."""
    try:
        kept = await desk.store.load(desk.pseudonyms.person(sender.id))
    except Exception:  # noqa: BLE001 - this is asked in the middle of an apology, which must not fail as well
        kept = None
    return kept.learner.language if kept else guessed_language(sender.language_code)


async def _visit(
    update: int, address: int, code: str | None, voice: Voice | None, bot: Bot, desk: Desk
) -> Visit:
    person = desk.pseudonyms.person(address)
    kept = await desk.store.load(person)
    guest = Learner(voice.language, voice.citizenship) if voice else Learner(guessed_language(code))
    return Visit(desk, desk.book, bot, person, update, kept, kept.learner if kept else guest, PRESSES)
