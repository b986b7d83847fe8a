"""Where home is: region, then district, or typed; it may always be left out."""

from learning.territory import Territory
from screens import icons
from screens.intents import ChooseDistrict, ChooseHome, SetHome, SkipHome
from screens.reader import Reader
from screens.screen import Button, Screen, in_rows


def regions(reader: Reader) -> Screen:
    """The regions of the country of the passport; of all three countries for another passport."""
    found = [place for country in countries(reader) for place in reader.book.territories.children(country)]
    buttons = [reader.button("", reader.name(place.names), ChooseDistrict(place.code)) for place in found]
    text = f"{icons.HOME} {reader.text('home.ask')}\n\n{reader.text('home.type')}"
    return Screen(text, (*in_rows(buttons), _skip(reader), *reader.foot(ChooseHome())))


def districts(reader: Reader, region: Territory) -> Screen:
    """The districts of a region; the region alone will do."""
    found = reader.book.territories.children(region.code)
    buttons = [reader.button("", reader.name(place.names), SetHome(place.code)) for place in found]
    whole = reader.button(icons.RIGHT, reader.phrase("home.region-only"), SetHome(region.code))
    back = reader.button(icons.BACK, reader.phrase("home.back"), ChooseHome())
    text = f"{icons.HOME} <b>{reader.say(region.names)}</b>\n\n{reader.text('home.ask-district')}"
    return Screen(text, (*in_rows(buttons), (whole,), (back, *_skip(reader)), *reader.foot(ChooseHome())))


def found(reader: Reader, places: tuple[Territory, ...]) -> Screen:
    """The places that fit what was typed; nothing found says how to go on."""
    buttons = [
        (reader.button(icons.PLACE, place_name(reader, place), SetHome(place.code)),) for place in places
    ]
    key = "home.found" if places else "home.not-found"
    choose = reader.button(icons.BACK, reader.phrase("home.from-list"), ChooseHome())
    text = f"{icons.HOME} {reader.text(key)}"
    return Screen(text, (*buttons, (choose, *_skip(reader)), *reader.foot(ChooseHome())))


def place_name(reader: Reader, place: Territory) -> str:
    """A place with the region it lies in."""
    above = [reader.name(upper.names) for upper in reader.book.territories.path(place.code)]
    return ", ".join(reversed(above))


def countries(reader: Reader) -> tuple[str, ...]:
    """The countries whose places are offered to this passport."""
    roots = reader.book.territories.countries
    return (str(reader.passport),) if str(reader.passport) in roots else roots


def _skip(reader: Reader) -> tuple[Button, ...]:
    return (reader.button(icons.NEXT, reader.phrase("home.skip"), SkipHome()),)
