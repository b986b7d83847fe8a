"""Who opened a Mini App: what Telegram signed with the bot's token, checked by aiogram as Telegram says."""

import bot.lazy_aiogram  # noqa: F401 - before aiogram

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from aiogram.utils.web_app import safe_parse_webapp_init_data

from storage import Person, Pseudonyms

LASTS = timedelta(minutes=10)
CLOCKS_DIFFER = timedelta(seconds=30)
LONGEST = 4096  # characters; Telegram's own are some hundreds


def admission(token: str, pseudonyms: Pseudonyms) -> Callable[[str, datetime], Person | None]:
    """A judge of init data for the pages, so that the token itself stays here.

    It is given what the Mini App sent and the moment, in UTC, and answers who it is; None if the data were not signed
    with this token, were altered, name nobody, are older than ten minutes, or come from the future.
    """

    def judged(init_data: str, now: datetime) -> Person | None:
        if len(init_data) > LONGEST:
            return None
        try:
            told = safe_parse_webapp_init_data(token, init_data)
        except (ValueError, TypeError):  # the latter: a signature in letters that no signature has
            return None
        age = now.astimezone(UTC) - told.auth_date.astimezone(UTC)
        if told.user is None or told.user.is_bot or not -CLOCKS_DIFFER <= age <= LASTS:
            return None
        return pseudonyms.person(told.user.id)

    return judged
