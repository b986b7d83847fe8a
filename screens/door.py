"""The short door: language, one consent screen, passport, first card."""

from learning.course import Citizenship, Language
from screens import icons
from screens.intents import (
    Agree,
    ChooseLanguage,
    ListTroubles,
    LookAround,
    OpenMenu,
    SetLanguage,
    SetPassport,
    follow,
)
from screens.reader import Reader
from screens.screen import Screen


def languages(reader: Reader, then: str = "") -> Screen:
    """Every language named in its own script, asked in all of them at once."""
    phrases = reader.book.phrases
    asked = "\n".join(phrases.text(language, "language.ask") for language in Language)
    rows = tuple(
        (reader.button("", phrases.text(language, "language.name"), SetLanguage(language, then)),)
        for language in Language
    )
    trouble = reader.button(icons.TROUBLE, reader.phrase("trouble.button"), ListTroubles())
    return Screen(f"{icons.LANGUAGE} {asked}", (*rows, (trouble,)))


def consent(reader: Reader, then: str = "") -> Screen:
    """What this is and what is kept, in three sentences; agree, or look around with nothing kept."""
    rows = (
        (reader.button(icons.RIGHT, reader.phrase("consent.agree"), Agree(then)),),
        (reader.button("", reader.phrase("consent.look-around"), LookAround(then)),),
        (
            reader.button(icons.TROUBLE, reader.phrase("trouble.button"), ListTroubles()),
            reader.button(icons.LANGUAGE, "", ChooseLanguage(then)),
        ),
    )
    return Screen(reader.text("consent.text"), rows)


def passports(reader: Reader, then: str = "") -> Screen:
    """Which passport: each sees only the rules that concern him."""
    rows = tuple(
        (reader.button("", passport_name(reader, citizenship), SetPassport(citizenship, then)),)
        for citizenship in Citizenship
    )
    text = f"{icons.PASSPORT} {reader.text('passport.ask')}"
    return Screen(text, rows + reader.foot(follow(then)))


def passport_name(reader: Reader, citizenship: Citizenship) -> str:
    """A citizenship in the reader's language."""
    return reader.phrase(f"passport.{citizenship}")


def not_understood(reader: Reader) -> Screen:
    """A kind answer to whatever nobody expected, with a way back."""
    menu = reader.button(icons.MENU, reader.phrase("menu.button"), OpenMenu())
    trouble = reader.button(icons.TROUBLE, reader.phrase("trouble.button"), ListTroubles())
    return Screen(reader.text("typed.not-understood"), ((menu, trouble),))
