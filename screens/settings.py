"""Settings: language, passport, home, messages, what is kept, forget me."""

from collections.abc import Iterator

from learning.learner import Outcome
from screens import icons
from screens.door import passport_name
from screens.home import place_name
from screens.intents import (
    Agree,
    AskForget,
    AskMayWrite,
    ChooseHome,
    ChooseLanguage,
    ChoosePassport,
    ForgetMe,
    OpenSettings,
    SetMayWrite,
    ShowMyData,
    ShowPrivacy,
)
from screens.quiz import CHECK_TITLES
from screens.reader import Reader
from screens.screen import Screen


def settings(reader: Reader) -> Screen:
    """All that can be changed. A guest keeps nothing, so he is offered to begin."""
    text = f"{icons.SETTINGS} <b>{reader.text('settings.title')}</b>"
    language = reader.button(icons.LANGUAGE, reader.phrase("settings.language"), ChooseLanguage())
    passport = reader.button(icons.PASSPORT, reader.phrase("settings.passport"), ChoosePassport())
    privacy = reader.button(icons.DATA, reader.phrase("privacy.button"), ShowPrivacy())
    if reader.learner.guest:
        save = reader.button(icons.SAVE, reader.phrase("guest.save"), Agree())
        text += f"\n\n{reader.text('guest.note')}"
        return Screen(text, ((language,), (passport,), (save,), (privacy,), *reader.foot(OpenSettings())))
    rows = (
        (language,),
        (passport,),
        (reader.button(icons.HOME, reader.phrase("settings.home"), ChooseHome()),),
        (reader.button(icons.WRITE, reader.phrase("settings.write"), AskMayWrite()),),
        (reader.button(icons.DATA, reader.phrase("settings.my-data"), ShowMyData()), privacy),
        (reader.button(icons.FORGET, reader.phrase("settings.forget"), AskForget()),),
    )
    return Screen(text, rows + reader.foot(OpenSettings()))


def may_write(reader: Reader) -> Screen:
    """May we write when a rule changes, or a date comes near? Asked once, revocable."""
    rows = (
        (reader.button(icons.RIGHT, reader.phrase("write.yes"), SetMayWrite(1)),),
        (reader.button("", reader.phrase("write.no"), SetMayWrite(0)),),
    )
    return Screen(f"{icons.WRITE} {reader.text('write.ask')}", rows + reader.foot(AskMayWrite()))


def my_data(reader: Reader) -> Screen:
    """Everything that is kept about this person, in words; nothing else is."""
    title = f"{icons.DATA} <b>{reader.text('data.title')}</b>"
    if reader.learner.guest:
        return Screen(f"{title}\n\n{reader.text('data.nothing')}", reader.foot(ShowMyData()))
    last = [reader.text("data.rest"), "", reader.text("data.never")]
    text = "\n".join([title, "", *_kept(reader), "", *last])
    forget = reader.button(icons.FORGET, reader.phrase("settings.forget"), AskForget())
    return Screen(text, ((forget,), *reader.foot(ShowMyData())))


def _kept(reader: Reader) -> list[str]:
    learner = reader.learner
    home = reader.book.territories.get(learner.home)
    lines = [
        reader.text("data.language", value=reader.phrase("language.name")),
        reader.text("data.passport", value=passport_name(reader, reader.passport)),
        reader.text("data.home", value=place_name(reader, home) if home else "—"),
        reader.text("data.since", value=reader.on(learner.enrolled_on)) if learner.enrolled_on else "",
        reader.text("data.write", value=reader.phrase("data.yes" if learner.may_write else "data.no")),
    ]
    if learner.cohort:
        lines.append(reader.text("data.session", value=learner.cohort))
    return lines + _lessons_kept(reader)


def _lessons_kept(reader: Reader) -> list[str]:
    lines = []
    for number, record in sorted(reader.learner.lessons.items()):
        lesson = reader.course.lesson(number)
        title = reader.name(lesson.title) if lesson else str(number)
        lines.append(reader.text("data.lesson", title=title, day=reader.on(record.day), score=record.score))
    lines += _checks_kept(reader)
    if reader.learner.rated:
        lines.append(reader.count("data.rated", len(reader.learner.rated)))
    here = reader.course.lesson(reader.learner.place.lesson) if reader.learner.place else None
    return [*lines, reader.text("data.place", title=reader.name(here.title))] if here else lines


def _checks_kept(reader: Reader) -> Iterator[str]:
    for number, check in sorted(reader.learner.checks.items()):
        yield reader.text(
            "data.check",
            title=reader.phrase(CHECK_TITLES[number]),
            day=reader.on(check.day),
            right=check.count(Outcome.RIGHT),
            wrong=check.count(Outcome.WRONG),
            unsure=check.count(Outcome.UNSURE),
            best=check.best,
        )


def ask_forget(reader: Reader) -> Screen:
    """Sure? What will be gone, and that it can't be brought back."""
    rows = (
        (reader.button(icons.FORGET, reader.phrase("forget.yes"), ForgetMe()),),
        (reader.button(icons.BACK, reader.phrase("forget.no"), OpenSettings()),),
    )
    return Screen(f"{icons.FORGET} {reader.text('forget.ask')}", rows + reader.foot(OpenSettings()))


def forgotten(reader: Reader) -> Screen:
    """Done: nothing is kept any more."""
    again = reader.button(icons.NEXT, reader.phrase("forget.again"), ChooseLanguage())
    return Screen(f"{icons.FORGET} {reader.text('forget.done')}", ((again,), *reader.foot()))
