"""`safar seed`: fills an empty database with made-up learners, and publishes the figures of the last weeks."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import starmap

from bot.keys import pseudonyms
from bot.made_up import Plan, World
from bot.office import open_office
from bot.settings import SettingsError, read_settings
from learning.publishing import FigureRelease, due_release
from office import Office
from office.example import mark_example
from office.releases import publish_for
from storage import MadeUp, Pseudonyms, StoreError, fill

REGIONS = ("KG-B", "TJ-SU", "UZ-FA")  # of the example: one in each country
EXAMPLE = 10_000
WEEKS = 12  # of published figures

Told = Callable[[str, int, int], object]
"""Is told what is being done, how far it is, and of how many."""


async def seed(learners: int, number: int, told: Told, *, example: bool) -> tuple[FigureRelease, ...]:
    """Fill the database of the settings; the releases of figures that stand then.

    Raises:
        SettingsError: a setting, or learners who are there, keep it from that; nothing was written.
    """
    settings = read_settings(bot_token="1:unused")  # noqa: S106 - no call to Telegram is made
    keys = await pseudonyms(settings)
    async with open_office(settings) as office:
        plan = Plan(learners, number, office.today, REGIONS if example else ())
        await fill_office(office, settings.database_url, keys, plan, told)
        return await office.store.figure_releases()


async def fill_office(office: Office, url: str, keys: Pseudonyms, plan: Plan, told: Told) -> World:
    """Fill the database behind an office, mark it as an example, and publish its figures of the last weeks.

    Raises:
        SettingsError: there are learners in it, or it can't be written.
    """
    if await office.store.learners():
        raise SettingsError(
            "SAFAR_DATABASE_URL: there are learners; made-up people are never mixed with them"
        )
    await mark_example(office, plan.until)
    world = World(office.book().course, office.book().territories, plan)
    for part in world.subunits:
        await office.store.name_subunit(part.code.partition("/")[0], part.name, 0, plan.until)
    done = 0

    def further(more: int) -> None:
        nonlocal done
        done += more
        told("learners", done, plan.learners)

    try:
        joined = await fill(url, people(world, keys), further)
    except StoreError as error:
        raise SettingsError(f"SAFAR_DATABASE_URL: {error}") from error
    for cohort in world.cohorts:
        came = joined.get(cohort.code, 0)
        heads = came + came // 3 + 4  # some had no phone with them
        await office.store.open_cohort(replace(cohort, joined=came, heads=heads, closed=True))
    await publish_weeks(office, plan, told)
    return world


def people(world: World, keys: Pseudonyms) -> Iterator[MadeUp]:
    """The world's people under keys that no person of Telegram can have: its numbers are never below zero."""
    ordered = sorted(keys.person(-1 - n).key for n in range(world.plan.learners))
    return starmap(lambda key, one: MadeUp(key, *one), zip(ordered, world.people(), strict=True))


async def publish_weeks(office: Office, plan: Plan, told: Told) -> None:
    """Publish the figures of the last weeks, the oldest first. Questions have no days: they are told by the newest."""
    for ago in range(WEEKS - 1, -1, -1):
        release = due_release(plan.until - timedelta(weeks=ago), office.book().course.release)
        await publish_for(office, release, answers=not ago)
        told("weeks of figures", WEEKS - ago, WEEKS)
