"""The shape of the files that hold structure. Words need no shape of their own: the structure gives it.

These models only read; what goes on into the house are the frozen values of `learning.course`.
"""

import re
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)

from curriculum.message import say
from learning.course import EVERYBODY as FOR_EVERYBODY
from learning.course import Citizenship, Condition, Language, Unit, Value

SHORTEST_PHONE = 3  # digits, as of the emergency number
LONGEST_ICON = 8  # code points; families and flags take so many
KEY_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ALL_PASSPORTS = frozenset(Citizenship)


def _value(raw: object) -> object:
    if isinstance(raw, Value):
        return raw
    units = ", ".join(Unit)
    if not isinstance(raw, dict) or len(raw) != 1:
        raise ValueError(
            say("a value is one unit with its amount, as in {{days: 30}}; units: {units}", units=units)
        )
    [(unit, amount)] = raw.items()
    if unit not in list(Unit):
        raise ValueError(say("`{unit}` is not a unit; units: {units}", unit=unit, units=units))
    amounts = amount if isinstance(amount, list) else [amount]
    if not 1 <= len(amounts) <= 2 or not all(type(number) is int and number > 0 for number in amounts):
        raise ValueError(say("the amount is a whole number, or a list of two for a range"))
    if len(amounts) == 2 and amounts[0] >= amounts[1]:
        raise ValueError(say("a range goes from the lower amount to the higher"))
    return Value(Unit(unit), *amounts)


def _day(raw: object) -> object:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    if isinstance(raw, str):
        with suppress(ValueError):
            return date.fromisoformat(raw)
    raise ValueError(say("a date is a day of the calendar, written as 2027-02-01"))


def _as_written(raw: object) -> object:
    """A year or a day is plain enough without quotes."""
    if type(raw) is int:
        return str(raw)
    return raw.isoformat() if isinstance(raw, date) and not isinstance(raw, datetime) else raw


def _real(as_of: str) -> str:
    try:
        date.fromisoformat(f"{as_of}-01-01"[:10])
    except ValueError:
        raise ValueError(say("there is no such month or day")) from None
    return as_of


def _for_everybody(raw: object) -> object:
    return dict.fromkeys(Citizenship, raw) if isinstance(raw, str) else raw


def _keyed(raw: object) -> object:
    return {"key": raw} if isinstance(raw, str) else raw


def _phone(raw: str) -> str:
    if not re.fullmatch(r"\+?[0-9][0-9 ()-]*", raw) or sum(map(str.isdigit, raw)) < SHORTEST_PHONE:
        raise ValueError(
            say("a phone is three digits or more, with spaces, brackets or hyphens between, and a + before")
        )
    return raw


def _icon(raw: str) -> str:
    if len(raw) > LONGEST_ICON or any(sign.isalnum() or sign.isspace() for sign in raw):
        raise ValueError(say("an icon is one emoji, as in 🚔"))
    return raw


def _site(raw: str) -> str:
    if raw and not re.fullmatch(r"(?:[\w-]+\.)+[^\W\d]{2,}(?:/[\w./?=&%-]*)?", raw):
        raise ValueError(say("a site is written without https:// and without spaces, as in gosuslugi.ru"))
    return raw


Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN)]
_Whole = Annotated[int, Field(gt=0)]
# What editors are told of a value before Python has looked at it
_UnitWithAmount = Annotated[
    dict[Unit, _Whole | Annotated[list[_Whole], Field(min_length=1, max_length=2)]],
    Field(min_length=1, max_length=1, description="One unit with its amount; a range is a list of two."),
]
Text = Annotated[str, StringConstraints(pattern=r"\S")]
FactNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]{2}$")]
Folder = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*$")]
Amount = Annotated[Value, BeforeValidator(_value, json_schema_input_type=_UnitWithAmount)]
Day = Annotated[date, BeforeValidator(_day)]
AsOf = Annotated[
    str,
    BeforeValidator(_as_written, json_schema_input_type=int | str),
    StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}$"),
    AfterValidator(_real),
]
Number = Annotated[StrictInt, Field(gt=0, lt=10_000)]
# Those below are the house's own: the first check and the last are lessons too.
LessonNumber = Annotated[StrictInt, Field(ge=100, lt=10_000)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Itself: nobody changes a shape. Else each card would have its own copy of what it does not say."""
        return self


class WhenShape(_Shape):
    """Who may see a thing."""

    citizenship: tuple[Citizenship, ...] = Field(default=(), min_length=1)
    territory: tuple[Text, ...] = Field(default=(), min_length=1)

    def condition(self) -> Condition:
        """The same as the rules know it."""
        if not self.citizenship and not self.territory:
            return FOR_EVERYBODY
        return Condition(frozenset(self.citizenship), frozenset(self.territory))

    def readers(self) -> frozenset[Citizenship]:
        """The passports that may see it, somewhere."""
        return frozenset(self.citizenship) if self.citizenship else ALL_PASSPORTS


EVERYBODY = WhenShape()


class MediaShape(_Shape):
    """What stands beside a card's words: files of the `media` folder beside the structure."""

    image: Text | None = None
    audio: dict[Language, Text] = {}

    def files(self) -> tuple[str, ...]:
        """The names of all files."""
        return (*((self.image,) if self.image else ()), *self.audio.values())


NO_MEDIA = MediaShape()


class CardShape(_Shape):
    """A card, the action of a lesson, or a step of a trouble page."""

    key: Key
    facts: Annotated[tuple[Key, ...], Field(description="The facts that its words rest on.")] = ()
    contacts: Annotated[tuple[Key, ...], Field(description="The contacts that it leads to.")] = ()
    when: WhenShape = EVERYBODY
    media: MediaShape = NO_MEDIA


class OptionShape(_Shape):
    """An option: with a value, or else worded by the author."""

    key: Key
    value: Amount | None = None


class RightShape(_Shape):
    """What makes an option the right one: its key, or that its value is the fact's."""

    key: Key | None = None
    fact: Key | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "RightShape":
        if (self.key is None) == (self.fact is None):
            raise ValueError(say("the right option is named by its key, or by {{fact: ...}}"))
        return self


_Option = Annotated[OptionShape, BeforeValidator(_keyed, json_schema_input_type=Key | OptionShape)]
_Right = Annotated[RightShape, BeforeValidator(_keyed, json_schema_input_type=Key | RightShape)]


class QuestionShape(_Shape):
    """A question of a lesson."""

    key: Key
    card: Annotated[Key, Field(description="The card to read again after a wrong answer.")]
    options: tuple[_Option, ...] = Field(min_length=2, max_length=6)
    right: _Right
    when: WhenShape = EVERYBODY


class LessonShape(_Shape):
    """A lesson of a module."""

    key: Key
    number: LessonNumber
    cards: tuple[CardShape, ...]
    action: CardShape | None = None
    questions: tuple[QuestionShape, ...] = ()

    def all_cards(self) -> tuple[CardShape, ...]:
        """The cards with the action, which is the last of them."""
        return (*self.cards, self.action) if self.action else self.cards


class ModuleShape(_Shape):
    """module.yaml."""

    key: Key
    number: Number
    lessons: tuple[LessonShape, ...] = Field(min_length=1)


class BodyShape(_Shape):
    """A body that must agree before a release: to the course, or to the words of one language."""

    key: Key
    language: Literal["ru", "ky", "tg", "uz"] | None = None


class RouteShape(_Shape):
    """Some lessons for people in a special case, in an order of their own."""

    key: Key
    icon: Annotated[Text, AfterValidator(_icon)]
    lessons: Annotated[
        tuple[LessonNumber, ...], Field(description="Numbers of lessons, in the order of the route.")
    ] = Field(min_length=1)


class CourseShape(_Shape):
    """course.yaml."""

    release: Number
    draft: StrictBool
    pass_mark: Annotated[StrictInt, Field(ge=1, le=100)]
    modules: tuple[Folder, ...] = Field(min_length=1)
    terms: Annotated[tuple[Key, ...], Field(description="Words that differ by passport, {term.key}.")] = ()
    routes: Annotated[tuple[RouteShape, ...], Field(description="Short ways through the course.")] = ()
    bodies: Annotated[tuple[BodyShape, ...], Field(description="Who must agree before a final release.")] = ()


class FactShape(_Shape):
    """One entry of facts.yaml."""

    numbers: Annotated[tuple[FactNumber, ...], Field(description="Its numbers in the fact sheet.")] = Field(
        min_length=1
    )
    values: Annotated[dict[Citizenship, Amount], Field(description="The amount for each passport.")] = {}
    law: Annotated[
        dict[Citizenship, Text],
        BeforeValidator(_for_everybody, json_schema_input_type=Text | dict[Citizenship, Text]),
    ]
    true_as_of: Annotated[
        AsOf, Field(description="Date of the newest source: a year, a month or a day, as in 2022 or 2026-03.")
    ]
    review_by: Annotated[Day, Field(description="The day by which somebody reads the law again.")]
    confidence: Annotated[
        Literal["high", "medium", "low", "unknown"],
        Field(description="medium is taught in drafts only and decides no question; low and unknown never."),
    ]
    seen: Annotated[str, Field(description="Where it was read. For authors: learners never see it.")] = ""
    checked_on: Day | None = None
    checked_by: str = ""
    expires: Annotated[
        Day | None, Field(description="From this day on the amount is told in words without a number.")
    ] = None
    withdraw_by: Annotated[
        Day | None, Field(description="From this day on nothing that rests on it is shown.")
    ] = None


class PageShape(_Shape):
    """One trouble page."""

    key: Key
    icon: Annotated[Text, AfterValidator(_icon)]
    steps: tuple[CardShape, ...] = Field(min_length=1)
    contacts: tuple[Key, ...] = ()


class TroubleShape(_Shape):
    """trouble.yaml."""

    pages: tuple[PageShape, ...]


class PhrasePageShape(_Shape):
    """Phrases in Russian for one occasion."""

    key: Key
    icon: Annotated[Text, AfterValidator(_icon)]
    phrases: tuple[Key, ...] = Field(min_length=1)


class PhrasebookShape(_Shape):
    """phrasebook.yaml."""

    pages: tuple[PhrasePageShape, ...] = ()


class HalfShape(_Shape):
    """One of the two questions of a pair; "I don't know" is added to its options."""

    options: tuple[_Option, ...] = Field(min_length=2, max_length=5)
    right: _Right


class PairShape(_Shape):
    """One idea that is asked before the course and, in other words, after it."""

    key: Key
    lesson: Annotated[LessonNumber, Field(description="The number of the lesson that teaches it.")]
    when: WhenShape = EVERYBODY
    first: HalfShape
    last: HalfShape

    def halves(self) -> dict[str, HalfShape]:
        """Both questions by the name under which they stand."""
        return {"first": self.first, "last": self.last}


class PairsShape(_Shape):
    """pairs.yaml."""

    pairs: tuple[PairShape, ...] = ()


class PhoneShape(_Shape):
    """A phone with the number of the fact that it was read in."""

    value: Annotated[Text, AfterValidator(_phone)]
    fact: FactNumber | None = None


class ContactShape(_Shape):
    """One contact of the directory."""

    key: Key
    topics: tuple[Key, ...] = Field(min_length=1)
    cities: tuple[Key, ...] = Field(min_length=1)
    numbers: tuple[FactNumber, ...] = ()
    phone: PhoneShape | None = None
    site: Annotated[str, AfterValidator(_site)] = ""
    status: Literal["seen", "unconfirmed"]
    seen_as_of: AsOf
    called_on: Day | None = None
    when: WhenShape = EVERYBODY


class ContactsShape(_Shape):
    """contacts.yaml."""

    cities: tuple[Key, ...]
    topics: tuple[Key, ...]
    contacts: tuple[ContactShape, ...]


class RenderingShape(_Shape):
    """One term of the glossary. Each text is the beginning of a word, or of several words one after another."""

    ru: Annotated[tuple[Text, ...], Field(min_length=1)]
    ky: Annotated[tuple[Text, ...], Field(min_length=1)]
    tg: Annotated[tuple[Text, ...], Field(min_length=1)]
    uz: Annotated[tuple[Text, ...], Field(min_length=1)]
    form: StrictBool = False

    def agreed(self, language: Language) -> tuple[str, ...]:
        """How the term may be said in a language that is written by hand."""
        return {Language.RU: self.ru, Language.KY: self.ky, Language.TG: self.tg}.get(language, self.uz)


class GlossaryShape(_Shape):
    """glossary.yaml: how the terms of the course are said in each language."""

    terms: dict[Key, RenderingShape] = {}


class LanguagesShape(_Shape):
    """languages.yaml: what is left out when the language of a text is judged."""

    words: tuple[Text, ...] = ()
    texts: tuple[Text, ...] = ()


class _ChangeShape(_Shape):
    """What became of a place, since a day."""

    date: Annotated[Day, Field(description="The first day on which it holds.")]
    code: Annotated[Text, Field(description="The place's code.")]


_FormerNames = Annotated[
    dict[Language, Text],
    Field(min_length=1, description="The names until then; the country's own language at least."),
]


class RenameShape(_ChangeShape):
    """A place has another name; the new one stands in the list."""

    kind: Literal["rename"]
    was: _FormerNames


class MergeShape(_ChangeShape):
    """A place is part of another one; it stands no longer in the list."""

    kind: Literal["merge"]
    into: Annotated[Text, Field(description="The code of the place that took it in.")]
    was: _FormerNames


class MoveShape(_ChangeShape):
    """A place lies in another region; the new one stands in the list."""

    kind: Literal["move"]
    out_of: Annotated[Text, Field(description="The code of what it lay in until then.")]
    into: Annotated[Text, Field(description="The code of what it lies in from then on.")]


class HistoryShape(_Shape):
    """territories/history.yaml."""

    changes: tuple[Annotated[RenameShape | MergeShape | MoveShape, Field(discriminator="kind")], ...] = ()


class AudioShape(_Shape):
    """Which text a recording speaks: its language, its segment, and the digest of the words."""

    language: Language
    segment: Text
    digest: Text


class AudiosShape(_Shape):
    """media/audio.yaml: the recordings of a folder by file."""

    files: dict[Text, AudioShape] = {}


def _fields() -> frozenset[str]:
    shapes = (*_Shape.__subclasses__(), *_ChangeShape.__subclasses__())
    return frozenset(name for shape in shapes for name in shape.model_fields)


FIELDS = _fields()
