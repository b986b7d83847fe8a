"""Where home is: chosen from lists, or typed."""

from dataclasses import replace

from handlers import lessons, menu
from handlers.desk import Pressed, Visit
from learning.asking import asked, next_to_ask
from learning.figures import move_home
from learning.learner import Asked
from learning.search import rank
from screens import home, settings
from screens.intents import ChooseDistrict, ChooseHome, Intent, SetHome, SkipHome

FOUND_AT_MOST = 6


async def choose(visit: Visit, _: ChooseHome) -> None:
    """Show the regions; what is typed next is taken as a place. Nothing is asked of a guest."""
    if visit.learner.guest:
        await menu.opened(visit)
        return
    visit.keep(replace(asked(visit.learner, Asked.HOME), typing_home=True))
    await visit.show(home.regions(visit.reader))


async def region_chosen(visit: Visit, intent: ChooseDistrict) -> None:
    """Show the districts of a region."""
    region = visit.book.territories.get(intent.region)
    await visit.show(home.districts(visit.reader, region) if region else home.regions(visit.reader))


async def home_chosen(visit: Visit, intent: SetHome) -> None:
    """Keep the home; of a merged place its successor. One that does not exist shows the list again."""
    place = visit.book.territories.get(intent.territory)
    if visit.learner.guest:
        await menu.opened(visit)
    elif place is None:
        await visit.show(home.regions(visit.reader), visit.reader.phrase("notice.stale"))
    else:
        learner = asked(visit.learner, Asked.HOME)
        visit.keep(replace(move_home(learner, place.code), typing_home=False))
        await _onward(visit)


async def skipped(visit: Visit, _: SkipHome) -> None:
    """Not told, and not asked again."""
    if not visit.learner.guest:
        visit.keep(replace(asked(visit.learner, Asked.HOME), typing_home=False))
    await _onward(visit)


async def _onward(visit: Visit) -> None:
    if next_to_ask(visit.learner) or visit.learner.guest:
        await lessons.go_on(visit)
    else:
        await visit.show(settings.settings(visit.reader), visit.reader.phrase("settings.saved"))


async def typed(visit: Visit, text: str) -> None:
    """Look a typed place up among the places offered to this passport, by their former names too."""
    territories = visit.book.territories
    offered = {
        place.code: territories.spellings(place.code)
        for country in home.countries(visit.reader)
        for place in territories.below(country)
    }
    codes = rank(text, offered, FOUND_AT_MOST)
    places = tuple(place for code in codes if (place := territories.get(code)))
    await visit.show(home.found(visit.reader, places))


PRESSES: dict[type[Intent], Pressed] = {
    ChooseHome: choose,
    ChooseDistrict: region_chosen,
    SetHome: home_chosen,
    SkipHome: skipped,
}
