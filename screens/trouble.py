"""Trouble: what to do now, what not to sign, whom to call. Reached from every screen, before consent too."""

from learning.course import Card, TroublePage
from screens import icons
from screens.contacts import contact_line
from screens.intents import HideTrouble, ListTroubles, OpenMenu, ShowTrouble, follow
from screens.lessons import draft_mark, overdue, unconfirmed
from screens.reader import Reader
from screens.screen import Button, Screen


def troubles(reader: Reader, then: str = "") -> Screen:
    """All trouble pages, one button each."""
    rows = [
        (reader.button(page.icon, reader.name(page.title), ShowTrouble(page.key, then)),)
        for page in reader.course.trouble
    ]
    text = f"{icons.TROUBLE} <b>{reader.text('trouble.title')}</b>\n\n{reader.text('trouble.choose')}"
    return Screen(text, (*rows, _back(reader, then)))


def trouble(reader: Reader, page: TroublePage, then: str = "") -> Screen:
    """What to do now, step by step, with the contacts of this passport; and "hide this"."""
    text = f"{page.icon} <b>{reader.title(page.title)}</b>"
    steps = visible_steps(reader, page)
    text += "".join(f"\n\n{reader.say(step.text)}" for step in steps)
    if not steps:
        text += f"\n\n{reader.text('trouble.no-steps')}"
    facts = dict.fromkeys(key for step in steps for key in step.facts)
    if unconfirmed(reader, facts):
        text += f"\n\n{icons.UNCONFIRMED} <i>{reader.text('card.unconfirmed')}</i>"
    text += overdue(reader, facts)
    text += "".join(f"\n{line}" for line in ["", *contact_lines(reader, page)])
    text += f"\n\n{icons.HIDE} <i>{reader.text('trouble.hide-note')}</i>{draft_mark(reader, page.unit)}"
    rows = (
        (reader.button(icons.HIDE, reader.phrase("trouble.hide"), HideTrouble()),),
        (reader.button(icons.TROUBLE, reader.phrase("trouble.others"), ListTroubles(then)),),
        _back(reader, then),
    )
    return Screen(text, rows)


def which_trouble(reader: Reader, pages: tuple[TroublePage, ...]) -> Screen:
    """What was typed speaks of more than one trouble: which one?"""
    rows = [(reader.button(page.icon, reader.name(page.title), ShowTrouble(page.key)),) for page in pages]
    others = reader.button(icons.TROUBLE, reader.phrase("trouble.others"), ListTroubles())
    return Screen(f"{icons.TROUBLE} {reader.text('trouble.which')}", (*rows, (others,)))


def visible_steps(reader: Reader, page: TroublePage) -> list[Card]:
    """The steps that concern this passport."""
    return [step for step in page.steps if step.when.holds(reader.passport)]


def contact_lines(reader: Reader, page: TroublePage) -> list[str]:
    """The page's contacts that concern this passport, a line each."""
    known = reader.course.contacts
    return [contact_line(reader, key) for key in page.contacts if known[key].when.holds(reader.passport)]


def _back(reader: Reader, then: str) -> tuple[Button, ...]:
    menu = reader.button(icons.MENU, reader.phrase("menu.button"), OpenMenu())
    there = follow(then)
    return (reader.button(icons.BACK, reader.phrase("trouble.back"), there), menu) if there else (menu,)
