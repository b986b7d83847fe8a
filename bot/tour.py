"""`safar tour`: a scripted learner walks the course through the real bot, over HTTP, in the terminal."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer

from bot.log import set_up
from bot.pretend import Pretence, pretence
from learning import quiz
from learning.course import Citizenship, Course, Language
from sandbox import Button, Person, Sandbox, Screen
from screens import icons
from screens.intents import (
    Agree,
    AskQuestion,
    ChooseDistrict,
    GiveAnswer,
    GoOn,
    HideTrouble,
    Intent,
    ListLessons,
    ListTroubles,
    OpenMenu,
    OpenPhrasebook,
    SetHome,
    SetLanguage,
    SetMayWrite,
    SetPassport,
    ShowCard,
    ShowModule,
    ShowPhrases,
    ShowRoute,
    ShowTrouble,
    decode,
)

LONGEST_WALK = 1_000  # presses; thirty lessons take some five hundred
FORWARD = (icons.NEXT, icons.QUIZ, icons.CHECK)
STEPS = (ShowCard, GoOn, AskQuestion)
LOOKED_AT = (
    *(ListTroubles, ShowTrouble, HideTrouble, OpenMenu),
    *(ListLessons, ShowModule, OpenMenu),
    *(ShowRoute, OpenMenu),
    *(OpenPhrasebook, ShowPhrases, OpenMenu),
)


@dataclass(slots=True)
class Walk:
    """A learner on his way: what he has seen, and whether it is printed."""

    person: Person
    course: Course
    citizenship: Citizenship
    speak: bool
    screens: int = 0
    answers: int = 0
    lines: list[str] = field(default_factory=list)

    async def start(self) -> Screen:
        """Press START."""
        self._say("START")
        return self._seen(await self.person.start())

    async def press(self, screen: Screen, intent: Intent) -> Screen:
        """Press the button that says this."""
        button = next(button for button in _buttons(screen) if _intent(button) == intent)
        return await self.follow(screen, button)

    async def press_first(self, screen: Screen, *kinds: type[Intent]) -> Screen | None:
        """Press the first button of one of these kinds; None when there is none."""
        for kind in kinds:
            for button in _buttons(screen):
                if isinstance(_intent(button), kind):
                    return await self.follow(screen, button)
        return None

    async def follow(self, screen: Screen, button: Button) -> Screen:
        """Press this button of a screen that was just seen."""
        self._say(button.text)
        return self._seen(await self.person.press(button.data or "", screen.message_id))

    def _say(self, words: str) -> None:
        self._line(f"\n{'':>40}[ {words} ]")

    def _seen(self, screen: Screen) -> Screen:
        self.screens += 1
        self._line(drawn(screen))
        return screen

    def _line(self, words: str) -> None:
        self.lines.append(words)
        if self.speak:
            typer.echo(words)


def drawn(screen: Screen) -> str:
    """A screen as it looks in a terminal."""
    lines = [f"│ {line}" for line in screen.text.split("\n")]
    rows = ["└ " + "  ".join(f"[{button.text}]" for button in row) for row in screen.buttons]
    return "\n".join(["", *lines, *rows])


async def tour(language: str, citizenship: str, database: str = "", *, speak: bool) -> dict[str, Any]:
    """Walk the whole course; the summary counts screens, lessons, answers and errors.

    `telegram_ids` are the ids of the people who walked; none of them may be found in the database.
    The database is a temporary one unless one is named; the settings' own is never used.
    """
    set_up("text")
    with tempfile.TemporaryDirectory(prefix="safar-tour-") as folder:
        place = Path(folder)
        url = database or f"sqlite:///{place}/tour.sqlite3"
        async with Sandbox(token="1:tour") as sandbox, pretence(sandbox, url) as scene:  # noqa: S106
            walk = Walk(
                await sandbox.person("ru"), scene.service.desk.book.course, Citizenship(citizenship), speak
            )
            await walk_through(walk, Language(language))
            return await _summary(walk, scene)


async def _summary(walk: Walk, scene: Pretence) -> dict[str, Any]:
    service = scene.service
    kept = await service.desk.store.load(service.desk.pseudonyms.person(walk.person.id))
    errors = service.failed + service.unreadable
    errors += len(scene.sandbox.refused()) + len(scene.sandbox.unanswered())
    return {
        "screens": walk.screens,
        "lessons_completed": len(kept.learner.lessons) if kept else 0,
        "questions_answered": walk.answers,
        "errors": errors,
        "telegram_ids": [walk.person.id],
    }


async def walk_through(walk: Walk, language: Language, presses: int = LONGEST_WALK) -> None:
    """Through the door, past the trouble pages, and through every lesson to the end, or for so many presses."""
    screen = await walk.start()
    screen = await walk.press(screen, SetLanguage(language))
    screen = await walk.press(screen, Agree())
    screen = await walk.press(screen, SetPassport(walk.citizenship))
    screen = await _aside(walk, screen)
    for _ in range(presses):
        onward = await _onward(walk, screen)
        if onward is None:
            return
        screen = onward


async def _aside(walk: Walk, screen: Screen) -> Screen:
    """From the first card: trouble, "hide this", all lessons, a route, phrases, the first check, on where he was."""
    for kind in LOOKED_AT:
        screen = await walk.press_first(screen, kind) or screen
    return await walk.press_first(screen, AskQuestion, GoOn) or screen


async def _onward(walk: Walk, screen: Screen) -> Screen | None:
    """The next step of a learner who reads all, answers right, tells his region and wants no messages."""
    buttons = _buttons(screen)
    answer = _right_answer(walk, [_intent(button) for button in buttons])
    if answer:
        walk.answers += 1
        return await walk.press(screen, answer)
    forward = [b for b in buttons if b.text.startswith(FORWARD) and isinstance(_intent(b), STEPS)]
    no_messages = [b for b in buttons if _intent(b) == SetMayWrite(0)]
    region = [b for b in buttons if isinstance(_intent(b), ChooseDistrict)]
    whole_region = [b for b in buttons if isinstance(_intent(b), SetHome)][-1:]
    for button in [*forward, *no_messages, *region, *whole_region]:
        return await walk.follow(screen, button)
    return None


def _right_answer(walk: Walk, intents: list[Intent]) -> GiveAnswer | None:
    """The button of the right option, if a question is asked."""
    for intent in intents:
        if isinstance(intent, GiveAnswer) and intent.option == _right_option(walk, intent):
            return intent
    return None


def _right_option(walk: Walk, intent: GiveAnswer) -> str:
    lesson = walk.course.lesson(intent.lesson)
    questions = {question.key: question for question in lesson.questions} if lesson else {}
    question = questions.get(intent.question)
    return quiz.right_option(walk.course, question, walk.citizenship) if question else ""


def _buttons(screen: Screen) -> list[Button]:
    return [button for row in screen.buttons for button in row if button.data]


def _intent(button: Button) -> Intent:
    return decode(button.data or "")[0]
