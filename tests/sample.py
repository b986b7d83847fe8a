"""A small course for the tests of the rules: two lessons, a fact that depends on the passport."""

from dataclasses import replace
from datetime import date

from learning.course import (
    EVERYBODY,
    UNSURE,
    Card,
    Citizenship,
    Condition,
    Confidence,
    Course,
    Language,
    LegalFact,
    Lesson,
    Module,
    Option,
    Pair,
    Phrase,
    PhrasePage,
    Question,
    Route,
    Unit,
    Value,
    Words,
)

TODAY = date(2026, 11, 23)


def words(text: str) -> Words:
    """The same words in every language."""
    return dict.fromkeys(Language, text)


def option(key: str, value: Value | None = None) -> Option:
    """An option with a value, or with words of its own."""
    return Option(key, None if value else words(key), value, words("right"), words("wrong"))


TERM = LegalFact(
    key="term",
    numbers=("2.02",),
    law=dict.fromkeys(Citizenship, "109-FZ"),
    true_as_of="2025",
    review_by=date(2027, 2, 1),
    confidence=Confidence.HIGH,
    values={
        Citizenship.KG: Value(Unit.DAYS, 30),
        Citizenship.TJ: Value(Unit.DAYS, 15),
        Citizenship.UZ: Value(Unit.DAYS, 15),
        Citizenship.OTHER: Value(Unit.WORKING_DAYS, 7),
    },
)
HOW_LONG = Question(
    key="how-long",
    text=words("How long?"),
    options=(
        option("w7", Value(Unit.WORKING_DAYS, 7)),
        option("d15", Value(Unit.DAYS, 15)),
        option("d30", Value(Unit.DAYS, 30)),
    ),
    card="term",
    right_fact="term",
)
WHO = Question("who", words("Who?"), (option("host"), option("nobody")), card="why", right="host")
FIRST = Lesson(
    number=101,
    key="first",
    title=words("First"),
    cards=(
        Card("why", words("Why")),
        Card("term", words("**{term}**"), facts=("term",)),
        Card("union", words("Union"), when=Condition(frozenset({Citizenship.KG}))),
        Card("act", words("Act")),
    ),
    questions=(HOW_LONG, WHO),
)
SECOND = Lesson(102, "second", words("Second"), (Card("only", words("Only")),), (WHO,))
COURSE = Course(
    release=3,
    draft=True,
    pass_mark=60,
    title=words("Course"),
    modules=(Module(1, "one", words("One"), (FIRST, SECOND)),),
    facts={"term": TERM},
    contacts={},
    cities={},
    topics={},
    terms={},
    trouble=(),
)
UNION = Lesson(
    103,
    "union",
    words("Union"),
    (Card("join", words("Join"), when=Condition(frozenset({Citizenship.KG}))),),
    (),
)
WITH_UNION = replace(
    COURSE, modules=(*COURSE.modules, Module(2, "two", words("Two"), (UNION,)))
)  # and a lesson for one passport alone, in a module of its own


def _module(number: int, lessons: int) -> Module:
    title = words(f"A module whose title is rather long {number}")
    made = tuple(
        replace(
            FIRST,
            number=100 * number + at,
            key=f"lesson-{at}",
            title=words(f"A lesson whose title is rather long {at}"),
        )
        for at in range(1, lessons + 1)
    )
    return Module(number, f"module-{number}", title, made)


# As long as the real course is to be: 12 modules, 30 lessons
LONG = replace(COURSE, modules=tuple(_module(number, 2 + number % 2) for number in range(1, 13)))
LEAVING = Route("leaving", "🚀", words("I leave tomorrow"), words("The least"), (201, 101, 501))
AT_HOME = Route("stay-homes", "🏡", words("I stay at home"), words("For families"), (102,))
ROUTED = replace(LONG, routes=(LEAVING, AT_HOME))


def _abroad(text: str) -> Words:
    """Words in every language but Russian."""
    return {language: f"{text} ({language})" for language in Language if language is not Language.RU}


INTERPRETER = Phrase("interpreter", "Мне нужен переводчик.", _abroad("mne NU-zhen"), _abroad("I need one"))
CONSUL = Phrase("consul", "Позвоните консулу.", _abroad("paz-va-NI-te"), _abroad("Call the consul"))
PHRASEBOOK = (
    PhrasePage("police", "👮", words("With the police"), (INTERPRETER, CONSUL)),
    PhrasePage("doctor", "🩺", words("At the doctor's"), (INTERPRETER,)),
)


def half(key: str, text: str, right: str, *options: Option, when: Condition = EVERYBODY) -> Question:
    """One question of a pair, with "I don't know" at its end; a fact decides it where no option is named."""
    unsure = Option(UNSURE, None, None, None, None)
    return Question(key, words(text), (*options, unsure), "", right, "" if right else "term", when)


KYRGYZ = Condition(frozenset({Citizenship.KG}))
WORK = (option("patent"), option("contract"))
HOST = (option("hide"), option("tell"))
PAIRS = (
    Pair(
        "term",
        101,
        half("term", "In how many days?", "", *HOW_LONG.options),
        half("term", "How long have you?", "", *HOW_LONG.options),
    ),
    Pair("host", 102, half("host", "He refuses", "tell", *HOST), half("host", "She refuses", "tell", *HOST)),
    Pair(
        "work-kg",
        101,
        half("work-kg", "What do you need?", "contract", *WORK, when=KYRGYZ),
        half("work-kg", "What will do?", "contract", *WORK, when=KYRGYZ),
        KYRGYZ,
    ),
)


def paired(course: Course) -> Course:
    """A course with three pairs, of which the last is for Kyrgyz passports alone."""
    return replace(course, pairs=PAIRS)
