"""The vocabulary of the buttons: what each press means, and how it is written in 64 bytes.

A button carries its whole intent, so nothing expires and a restart loses nothing:

    c.501.term              show the card "term" of lesson 501
    tp.detained~c.501.term  show a trouble page; "back" leads to that card
    c.501.term^leaving      the same card, on the route "leaving"
    c.501.term!kK           the same card, for a guest who reads Kyrgyz on a Kyrgyz passport

Codes, keys and numbers live for ever: an old button must keep its meaning or be refused as stale.
"""

from dataclasses import dataclass, field, fields, replace
from typing import get_type_hints

from learning.certificate import Level
from learning.course import Citizenship, Language
from learning.seat import Role

LIMIT = 64
ALL_TIME = -1  # in the place of a release of figures: since the beginning
LONGEST_ROUTE = 10  # characters of a route's key: it travels beside lesson, question and option
LONGEST_THEN = 37  # beside the longest key (20), its code and a guest's voice; a longer one is forged
LANGUAGE_LETTERS = {
    Language.KY: "k",
    Language.TG: "t",
    Language.UZ: "u",
    Language.UZ_CYRL: "c",
    Language.RU: "r",
}
PASSPORT_LETTERS = {
    Citizenship.KG: "K",
    Citizenship.TJ: "T",
    Citizenship.UZ: "U",
    Citizenship.OTHER: "O",
    None: "-",
}


class StaleButton(ValueError):
    """A press that says nothing we understand (any more). Answered with a fresh screen."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What a guest told us. It is kept nowhere, so each of his buttons carries it."""

    language: Language
    citizenship: Citizenship | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """What a press means."""


@dataclass(frozen=True, slots=True)
class Step(Intent):
    """A press inside a lesson. `route` is the key of the route that is walked: that is kept nowhere else."""

    route: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class ChooseLanguage(Intent):
    """Show the languages; `then` is the button to go on with."""

    then: str = ""


@dataclass(frozen=True, slots=True)
class SetLanguage(Intent):
    """Read in this language from now on."""

    language: Language
    then: str = ""


@dataclass(frozen=True, slots=True)
class Agree(Intent):
    """Agree that progress is kept."""

    then: str = ""


@dataclass(frozen=True, slots=True)
class LookAround(Intent):
    """Go on without anything being kept."""

    then: str = ""


@dataclass(frozen=True, slots=True)
class ChoosePassport(Intent):
    """Show the citizenships."""


@dataclass(frozen=True, slots=True)
class SetPassport(Intent):
    """Read the rules for this passport from now on; `then` is the button to go on with."""

    citizenship: Citizenship
    then: str = ""


@dataclass(frozen=True, slots=True)
class OpenMenu(Intent):
    """Show the menu."""


@dataclass(frozen=True, slots=True)
class GoOn(Intent):
    """Go on where I was."""


@dataclass(frozen=True, slots=True)
class ListLessons(Intent):
    """Show all modules with progress."""


@dataclass(frozen=True, slots=True)
class ShowModule(Intent):
    """Show the lessons of a module."""

    number: int


@dataclass(frozen=True, slots=True)
class ShowRoute(Intent):
    """Show the lessons of a route."""

    route: str


@dataclass(frozen=True, slots=True)
class ShowCard(Step):
    """Show a card of a lesson; the first when `card` is empty."""

    lesson: int
    card: str = ""


@dataclass(frozen=True, slots=True)
class ShowSource(Step):
    """Show the law behind a card."""

    lesson: int
    card: str


@dataclass(frozen=True, slots=True)
class RateCard(Step):
    """Say whether a card was clear (1) or not (0)."""

    lesson: int
    card: str
    clear: int


@dataclass(frozen=True, slots=True)
class ShowPicture(Step):
    """Send the drawing of a card."""

    lesson: int
    card: str


@dataclass(frozen=True, slots=True)
class AskQuestion(Step):
    """Ask the next question of an attempt. `so_far` are a guest's answers, a letter each."""

    lesson: int
    attempt: int
    so_far: str = ""


@dataclass(frozen=True, slots=True)
class GiveAnswer(Step):
    """Answer a question with an option."""

    lesson: int
    attempt: int
    question: str
    option: str
    so_far: str = ""


@dataclass(frozen=True, slots=True)
class ListTroubles(Intent):
    """Show the trouble pages; `then` leads back."""

    then: str = ""


@dataclass(frozen=True, slots=True)
class ShowTrouble(Intent):
    """Show what to do now; `then` leads back."""

    page: str
    then: str = ""


@dataclass(frozen=True, slots=True)
class HideTrouble(Intent):
    """Put a neutral card in the place of a trouble page."""


@dataclass(frozen=True, slots=True)
class OpenPhrasebook(Intent):
    """Show the pages of phrases in Russian."""


@dataclass(frozen=True, slots=True)
class ShowPhrases(Intent):
    """Show the phrases of a page."""

    page: str


@dataclass(frozen=True, slots=True)
class OpenDirectory(Intent):
    """Show the directory of contacts by topic and by city."""


@dataclass(frozen=True, slots=True)
class ListContactsByTopic(Intent):
    """Show the contacts of a topic."""

    topic: str


@dataclass(frozen=True, slots=True)
class ListContactsByCity(Intent):
    """Show the contacts in a city, and those for the whole country."""

    city: str


@dataclass(frozen=True, slots=True)
class ChooseHome(Intent):
    """Ask where home is: regions of the country of the passport."""


@dataclass(frozen=True, slots=True)
class ChooseDistrict(Intent):
    """Ask for the district in a region."""

    region: str


@dataclass(frozen=True, slots=True)
class SetHome(Intent):
    """Home is this territory."""

    territory: str


@dataclass(frozen=True, slots=True)
class SkipHome(Intent):
    """Do not say where home is."""


@dataclass(frozen=True, slots=True)
class AskMayWrite(Intent):
    """Ask "may we write to you?"."""


@dataclass(frozen=True, slots=True)
class SetMayWrite(Intent):
    """Yes (1) or no (0): we may write when a rule changes."""

    yes: int


@dataclass(frozen=True, slots=True)
class OpenSettings(Intent):
    """Show the settings."""


@dataclass(frozen=True, slots=True)
class ShowMyData(Intent):
    """Show all that is kept about me."""


@dataclass(frozen=True, slots=True)
class ShowPrivacy(Intent):
    """Show what is kept, why, and who can see it."""


@dataclass(frozen=True, slots=True)
class AskForget(Intent):
    """Ask whether to forget me."""


@dataclass(frozen=True, slots=True)
class ForgetMe(Intent):
    """Forget me, now."""


@dataclass(frozen=True, slots=True)
class ShowAbout(Intent):
    """Show what this course is."""


@dataclass(frozen=True, slots=True)
class OpenPack(Intent):
    """Show what can be carried away."""


@dataclass(frozen=True, slots=True)
class SendPack(Intent):
    """Send the leave-with pack as a file."""


@dataclass(frozen=True, slots=True)
class SendContactCard(Intent):
    """Send the contacts as a file for the phone's address book."""


@dataclass(frozen=True, slots=True)
class ShowOffer(Intent):
    """Show the seat that an invitation offers; `secret` is the one of its link."""

    secret: str


@dataclass(frozen=True, slots=True)
class TakeSeat(Intent):
    """Take the seat that an invitation offers; the link is used up."""

    secret: str


@dataclass(frozen=True, slots=True)
class StandBehind(Intent):
    """Stand behind an invitation as the second giver, with the seat of this number."""

    secret: str
    seat: int


@dataclass(frozen=True, slots=True)
class OfSeat(Intent):
    """A press of an official. `seat` is the number of the seat that he acts with, which he must hold."""

    seat: int


@dataclass(frozen=True, slots=True)
class ListSeats(Intent):
    """Show all seats of mine."""


@dataclass(frozen=True, slots=True)
class OpenSeat(OfSeat):
    """Show what can be done with a seat."""


@dataclass(frozen=True, slots=True)
class OpenPages(OfSeat):
    """Make a link into the pages, for the browser."""


@dataclass(frozen=True, slots=True)
class ChooseBelow(OfSeat):
    """Choose the place below this one that a seat is given for."""

    territory: str


@dataclass(frozen=True, slots=True)
class ChooseRole(OfSeat):
    """Choose what the seat that is given for a place allows."""

    territory: str


@dataclass(frozen=True, slots=True)
class GiveSeat(OfSeat):
    """Make an invitation to a seat below."""

    territory: str
    role: Role


@dataclass(frozen=True, slots=True)
class AskSubunit(OfSeat):
    """Choose the district of a new sub-unit; in a district, ask for the name."""

    territory: str


@dataclass(frozen=True, slots=True)
class NameSubunit(OfSeat):
    """Name a sub-unit of a district after a community, by its code."""

    district: str
    community: str


@dataclass(frozen=True, slots=True)
class AskHandOver(OfSeat):
    """Ask whether to hand the seat over."""


@dataclass(frozen=True, slots=True)
class HandOver(OfSeat):
    """Make the link that hands the seat over."""


@dataclass(frozen=True, slots=True)
class ListBelow(OfSeat):
    """Show the seats given below."""


@dataclass(frozen=True, slots=True)
class AskRevoke(OfSeat):
    """Ask whether to take a seat back."""

    other: int


@dataclass(frozen=True, slots=True)
class RevokeSeat(OfSeat):
    """Take a seat back."""

    other: int


@dataclass(frozen=True, slots=True)
class WithdrawOffers(OfSeat):
    """Take back the links that nobody has used."""


@dataclass(frozen=True, slots=True)
class ShowSeatLog(OfSeat):
    """Show what was done and seen lately."""


@dataclass(frozen=True, slots=True)
class ShowReport(OfSeat):
    """Send the report of a place, with what was added since a release of figures.

    `since` is that release's number; 0 is a month ago, and ALL_TIME nothing apart from the whole.
    """

    territory: str
    since: int = 0


@dataclass(frozen=True, slots=True)
class ChoosePeriod(OfSeat):
    """Choose the period of a place's report."""

    territory: str


@dataclass(frozen=True, slots=True)
class ChooseReportPlace(OfSeat):
    """Choose a place directly below this one, for its report."""

    territory: str


@dataclass(frozen=True, slots=True)
class JoinSession(Intent):
    """Learn together with the people of a session, by the code of their poster."""

    code: str


@dataclass(frozen=True, slots=True)
class OpenSession(Intent):
    """Show the sessions of a seat, and where it can open one; of my first seat that leads some, when it is 0."""

    seat: int = 0


@dataclass(frozen=True, slots=True)
class ChooseRoom(OfSeat):
    """Choose the place below this one that a session is held in."""

    territory: str


@dataclass(frozen=True, slots=True)
class HoldSession(OfSeat):
    """Open a session in a place, today."""

    territory: str


@dataclass(frozen=True, slots=True)
class OfSession(OfSeat):
    """A press of who leads the session of this code."""

    code: str


@dataclass(frozen=True, slots=True)
class ShowSession(OfSession):
    """Show the session: code, link, how many have joined."""


@dataclass(frozen=True, slots=True)
class SendPoster(OfSession):
    """Send the poster to print."""


@dataclass(frozen=True, slots=True)
class SendSheets(OfSession):
    """Send the answer sheet to print, with the leader's pages."""


@dataclass(frozen=True, slots=True)
class OpenRoom(OfSession):
    """Make a link to the room screen."""


@dataclass(frozen=True, slots=True)
class CloseSession(OfSession):
    """Close the session: nobody joins it any more."""


@dataclass(frozen=True, slots=True)
class OpenCertificate(Intent):
    """Show whether I have earned my certificate, and what it is."""


@dataclass(frozen=True, slots=True)
class NameCertificate(Intent):
    """Ask which name stands on the certificate."""


@dataclass(frozen=True, slots=True)
class PlaceCertificate(Intent):
    """Ask which place stands on the certificate, which bears no name."""


@dataclass(frozen=True, slots=True)
class CodeCertificate(Intent):
    """Ask whether the name that stands in the pressed message goes into the QR code too."""

    level: Level


@dataclass(frozen=True, slots=True)
class GiveCertificate(Intent):
    """Give me the certificate. `named`: the pressed message holds the name; `in_code`: into the QR code as well."""

    level: Level
    named: int = 0
    in_code: int = 0


@dataclass(frozen=True, slots=True)
class CheckCertificate(Intent):
    """Show what stands on the certificate of a code."""

    code: str


@dataclass(frozen=True, slots=True)
class AskHolderCode(Intent):
    """Say how a certificate is revoked."""


@dataclass(frozen=True, slots=True)
class RevokeCertificate(Intent):
    """Revoke the certificate whose holder's own code this is."""

    code: str


CODES: dict[str, type[Intent]] = {
    "l": ChooseLanguage,
    "sl": SetLanguage,
    "ag": Agree,
    "la": LookAround,
    "p": ChoosePassport,
    "sp": SetPassport,
    "m": OpenMenu,
    "go": GoOn,
    "ls": ListLessons,
    "md": ShowModule,
    "rt": ShowRoute,
    "c": ShowCard,
    "w": ShowSource,
    "r": RateCard,
    "dr": ShowPicture,
    "q": AskQuestion,
    "a": GiveAnswer,
    "t": ListTroubles,
    "tp": ShowTrouble,
    "h": HideTrouble,
    "pb": OpenPhrasebook,
    "pp": ShowPhrases,
    "k": OpenDirectory,
    "kt": ListContactsByTopic,
    "kc": ListContactsByCity,
    "hm": ChooseHome,
    "hd": ChooseDistrict,
    "hs": SetHome,
    "hx": SkipHome,
    "mw": AskMayWrite,
    "ms": SetMayWrite,
    "s": OpenSettings,
    "d": ShowMyData,
    "pv": ShowPrivacy,
    "f": AskForget,
    "ff": ForgetMe,
    "ab": ShowAbout,
    "pk": OpenPack,
    "pf": SendPack,
    "pc": SendContactCard,
    "oi": ShowOffer,
    "ot": TakeSeat,
    "ob": StandBehind,
    "om": ListSeats,
    "os": OpenSeat,
    "op": OpenPages,
    "og": ChooseBelow,
    "or": ChooseRole,
    "of": GiveSeat,
    "oa": AskSubunit,
    "on": NameSubunit,
    "oh": AskHandOver,
    "oo": HandOver,
    "ol": ListBelow,
    "oq": AskRevoke,
    "ox": RevokeSeat,
    "ow": WithdrawOffers,
    "oj": ShowSeatLog,
    "oz": ShowReport,
    "oy": ChoosePeriod,
    "od": ChooseReportPlace,
    "j": JoinSession,
    "na": OpenSession,
    "nc": ChooseRoom,
    "nh": HoldSession,
    "ns": ShowSession,
    "np": SendPoster,
    "nt": SendSheets,
    "nr": OpenRoom,
    "nx": CloseSession,
    "ce": OpenCertificate,
    "cn": NameCertificate,
    "cp": PlaceCertificate,
    "cq": CodeCertificate,
    "cg": GiveCertificate,
    "cc": CheckCertificate,
    "ch": AskHolderCode,
    "cr": RevokeCertificate,
}
_CODE_OF = {kind: code for code, kind in CODES.items()}
_TYPES = {kind: get_type_hints(kind) for kind in CODES.values()}
_LANGUAGE_OF = {letter: language for language, letter in LANGUAGE_LETTERS.items()}
_PASSPORT_OF = {letter: passport for passport, letter in PASSPORT_LETTERS.items()}


def encode(intent: Intent, voice: Voice | None = None) -> str:
    """Write an intent as a button's data; `voice` is given for guests only.

    Raises:
        ValueError: the data would not fit 64 bytes (the content check holds keys short enough).
    """
    data = _written(intent, voice)
    if len(data.encode()) > LIMIT:
        raise ValueError(f"button data of {len(data.encode())} bytes: {data}")
    return data


def on_route(intent: Intent, route: str, voice: Voice | None = None, room: int = LIMIT) -> Intent:
    """The intent with the route that is walked, if it is a step of a lesson and there is room for both."""
    if not route or not isinstance(intent, Step):
        return intent
    walked = replace(intent, route=route)
    return walked if len(_written(walked, voice).encode()) <= room else intent


def _written(intent: Intent, voice: Voice | None) -> str:
    values = {field.name: getattr(intent, field.name) for field in fields(intent)}
    then, route = values.pop("then", ""), values.pop("route", "") if isinstance(intent, Step) else ""
    parts = [_CODE_OF[type(intent)], *(str(value) for value in values.values())]
    data = ".".join(parts).rstrip(".")
    data += f"^{route}" if route else ""
    data += f"~{then}" if then else ""
    if voice:
        data += f"!{LANGUAGE_LETTERS[voice.language]}{PASSPORT_LETTERS[voice.citizenship]}"
    return data


def decode(data: str) -> tuple[Intent, Voice | None]:
    """Read a button's data back.

    Raises:
        StaleButton: unknown code, missing or foreign fields: an old button, or a forged one.
    """
    if not data.isprintable():  # never one of ours; no database takes half a letter or a zero byte for text
        raise StaleButton(data)
    main, _, voice_letters = data.partition("!")
    main, _, then = main.partition("~")
    main, _, route = main.partition("^")
    code, *values = main.split(".")
    kind = CODES.get(code)
    if kind is None:
        raise StaleButton(data)
    try:
        return _built(kind, values, then, route), _voice(voice_letters)
    except (ValueError, TypeError, KeyError) as error:
        raise StaleButton(data) from error


def follow(then: str) -> Intent | None:
    """The intent in a `then`, None when there is none or it is stale."""
    try:
        return decode(then)[0] if then else None
    except StaleButton:
        return None


def _built(kind: type[Intent], values: list[str], then: str, route: str) -> Intent:
    hints, carried = _TYPES[kind], {}
    if route:
        carried["route"] = route
    if then:
        carried["then"] = then
    apart = ("then", "route") if issubclass(kind, Step) else ("then",)
    names = [field.name for field in fields(kind) if field.name not in apart]
    arguments = {name: hints[name](value) for name, value in zip(names, values, strict=False)}
    if len(values) > len(names) or (then and "then" not in hints) or len(then.encode()) > LONGEST_THEN:
        raise ValueError(values)
    if route and (not issubclass(kind, Step) or len(route.encode()) > LONGEST_ROUTE):
        raise ValueError(route)
    return kind(**arguments, **carried)


def _voice(letters: str) -> Voice | None:
    if not letters:
        return None
    if len(letters) != 2:
        raise ValueError(letters)
    return Voice(_LANGUAGE_OF[letters[0]], _PASSPORT_OF[letters[1]])
