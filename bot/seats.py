"""`safar seat` and `safar figures`: what an operator gives, confirms, lists and takes back, and publishes."""

from collections.abc import Iterator

import aiohttp
import typer

from bot.office import open_office
from bot.settings import Settings, SettingsError, read_settings
from learning.course import Language
from learning.search import rank, skeleton
from learning.seat import OPERATOR, Role, Seat
from learning.territory import Territories
from office import seats
from office.releases import publish_due
from screens.reader import Book

CANDIDATES = 8
PATIENCE = aiohttp.ClientTimeout(total=10)
RECORDS_AWAY = "SAFAR_DATABASE_URL: the records don't answer; try again"


class Refused(Exception):
    """What was asked can't be done. One line for the operator."""


async def give(typed: str, role: Role, by: str) -> None:
    """Make an invitation and print its link."""
    settings, name = await _settings()
    async with open_office(settings) as office:
        code = found(office.book(), await office.territories(), typed)
        offer = await seats.give(office, code, role, _operator(by))
        typer.echo(
            f"{_place(await office.territories(), code)}, {role.value}, until {offer.invitation.expires_on}"
        )
        if await seats.offered(office, offer.secret) is None:
            typer.echo(
                "A whole country needs two givers. The second one checks to whom the link goes, and says:"
            )
            typer.echo(f"  safar seat confirm {seats.START}{offer.secret} --by NAME")
        typer.echo("The link works once. Send it to one person:")
        if name:
            typer.echo(f"  {offer.link(name)}")
        else:
            typer.echo(f"  {offer.link('YOUR_BOT')}")
            typer.echo(
                "Telegram did not tell your bot's name: put it in the place of YOUR_BOT (see `safar doctor`)."
            )


async def confirm(link: str, by: str) -> None:
    """Stand behind an invitation as the second giver."""
    secret = link.rpartition("=")[2].removeprefix(seats.START)
    giver = f"operator-{_operator(by)}"
    settings, _ = await _settings(ask=False)
    async with open_office(settings) as office:
        if await seats.offered(office, secret):
            raise Refused("this link needs nobody more: it can be taken as it is")
        invitation = await seats.waits_for_second(office, secret)
        if invitation is None:
            raise Refused("there is no such link: it was taken, has expired, or is not copied whole")
        if giver in invitation.givers:
            raise Refused(f"{by} gave it: somebody else must confirm it")
        await seats.stand_behind(office, secret, giver)
        place = _place(await office.territories(), invitation.territory)
    typer.echo(f"{place}, {invitation.role.value}: confirmed by {by}, the link can be taken now")


async def show() -> None:
    """Print all seats that are held, and what operators gave and nobody has taken yet."""
    settings, _ = await _settings(ask=False)
    async with open_office(settings) as office:
        territories = await office.territories()
        held = await office.store.seats()
        offers = await office.store.open_offers(OPERATOR, office.today)
    for one in held:
        typer.echo(_seat(territories, one))
    for offer in offers:
        place = _place(territories, offer.territory)
        typer.echo(f"not taken yet: {place}, {offer.role.value}, until {offer.expires_on}")
    if not held and not offers:
        typer.echo("Nobody holds a seat. Give one: safar seat give TERRITORY --role read --by NAME")


async def withdraw() -> None:
    """Take back the links that operators gave and nobody has used."""
    settings, _ = await _settings(ask=False)
    async with open_office(settings) as office:
        gone = await office.store.withdraw(OPERATOR, office.today)
    typer.echo(f"Links taken back: {gone}. Whoever opens them now is told that there is nothing behind them.")


async def revoke(number: int) -> None:
    """Take a seat back, and shut what it had opened."""
    settings, _ = await _settings(ask=False)
    async with open_office(settings) as office:
        if not await office.store.revoke(number, OPERATOR, office.today):
            raise Refused(f"nobody holds seat {number}")
    typer.echo(f"Seat {number} is held by nobody now; what it had opened is shut.")


async def log(number: int | None) -> None:
    """Print what was given, taken and seen, the newest first."""
    settings, _ = await _settings(ask=False)
    async with open_office(settings) as office:
        territories = await office.territories()
        entries = await office.store.log(number)
    for entry in entries:
        who = f"seat {entry.seat}" if entry.seat != OPERATOR else "operator"
        said = (entry.what, _place(territories, entry.territory), entry.detail)
        typer.echo(f"{entry.day}  {who}: {', '.join(filter(None, said))}")
    if not entries:
        typer.echo("Nothing was noted yet.")


async def release() -> None:
    """Publish the figures up to last Sunday, if that was not done yet."""
    settings, _ = await _settings(ask=False)
    async with open_office(settings) as office:
        made = await publish_due(office)
        known = await office.store.figure_releases()
    if known:
        said = "Published" if made else "It stands already"
        typer.echo(f"{said}: {known[-1].number}, up to {known[-1].until}")
    else:
        typer.echo("Nobody is counted yet: there is nothing to publish.")


async def releases() -> None:
    """Print the releases of figures, the oldest first."""
    settings, _ = await _settings(ask=False)
    async with open_office(settings) as office:
        known = await office.store.figure_releases()
    for each in known:
        typer.echo(f"{each.number}: up to {each.until}, course release {each.course}")
    if not known:
        typer.echo(
            "No figures were published yet: a running bot does it each week, `safar figures release` now."
        )


def found(book: Book, territories: Territories, typed: str) -> str:
    """The code of the territory that is meant, by its code or its name in any language. Raises Refused."""
    names = dict(_names(book, territories))
    by_code = {code.casefold(): code for code in names}
    if typed.strip().casefold() in by_code:
        return by_code[typed.strip().casefold()]
    same = [code for code, known in names.items() if skeleton(typed) in map(skeleton, known)]
    if len(same) == 1:
        return same[0]
    may_be = same or rank(typed, names, CANDIDATES)
    listed = "".join(f"\n  {_place(territories, code)}" for code in may_be[:CANDIDATES])
    if listed:
        raise Refused(f"{typed}: which one? Say it by its code:{listed}")
    raise Refused(f"{typed}: no territory has this code or name (docs/territories.md)")


def _names(book: Book, territories: Territories) -> Iterator[tuple[str, tuple[str, ...]]]:
    for country in territories.countries:
        yield country, tuple(book.phrases.text(language, f"country.{country}") for language in Language)
    for code in territories.by_code:
        yield code, territories.spellings(code)


def _place(territories: Territories, code: str) -> str:
    """The code, and its Russian names from the smallest place up."""
    names = [place.names.get(Language.RU, place.code) for place in reversed(territories.path(code))]
    return f"{code} ({', '.join(names)})" if names else code


def _seat(territories: Territories, one: Seat) -> str:
    giver = "an operator" if one.given_by == OPERATOR else f"seat {one.given_by}"
    return f"{one.number}: {_place(territories, one.territory)}, {one.role.value}, given by {giver}, {one.given_on}"


def _operator(by: str) -> str:
    if not by.strip() or not by.isprintable():
        raise Refused("--by: say your name, for the log")
    return by.strip()


async def _settings(*, ask: bool = True) -> tuple[Settings, str]:
    """The settings, and the bot's name if it is asked for and Telegram tells it; a token is not needed for the rest."""
    try:
        settings = read_settings()
    except SettingsError:
        return read_settings(bot_token="1:unused"), ""  # noqa: S106 - no call to Telegram is made
    return settings, await _bot_name(settings) if ask else ""


async def _bot_name(settings: Settings) -> str:
    """The bot's name, empty if Telegram does not tell it. The address holds the token, so no error is shown."""
    address = f"{settings.telegram_api_url}/bot{settings.bot_token.get_secret_value()}/getMe"
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as http, http.get(address) as answer:
            told = await answer.json(content_type=None)
            return str(told["result"]["username"])
    except (aiohttp.ClientError, TimeoutError, ValueError, TypeError, KeyError):
        return ""
