"""The frame of every page: its language, its words, its address and its templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from learning.course import Language
from learning.learner import Learner
from locales import Phrases
from office import Office
from reports.keys import OFFICE
from screens.reader import Reader
from screens.report_tables import place_name

STATIC = Path(__file__).parent / "static"
CHOICE = "lang"
"""The name of the cookie and of the query's field that choose a language."""
YEAR = 365 * 24 * 3600
HTML_CODES = {Language.UZ: "uz-Latn", Language.UZ_CYRL: "uz-Cyrl"}
TAGS = {
    "ky": Language.KY,
    "tg": Language.TG,
    "uz": Language.UZ,
    "uz-cyrl": Language.UZ_CYRL,
    "ru": Language.RU,
}
SUBUNIT, IN_ADDRESS = "/", "~"

NO_SCRIPTS = ""
OWN_SCRIPTS = "script-src 'self'; connect-src 'self'"
"""For a page with a script from /static, which may ask this site."""
POLICY = web.ResponseKey("policy", str)
"""What a page needs beyond the common policy of content."""


@dataclass(frozen=True, slots=True)
class Words:
    """The phrases of one language as templates ask for them."""

    phrases: Phrases
    language: Language

    def __call__(self, key: str, **fields: object) -> str:
        """A phrase; the template escapes it."""
        return self.phrases.text(self.language, key, **fields)

    def count(self, key: str, n: int) -> str:
        """A phrase in the number that `n` asks for."""
        return self.phrases.count(self.language, key, n)


def language(request: web.Request) -> Language:
    """In which language a page is: the query's, else the cookie's, else what the browser asks for, else Russian."""
    chosen = (request.query.get(CHOICE), request.cookies.get(CHOICE))
    known = {each.value: each for each in Language}
    found = next((known[name] for name in chosen if name in known), None)
    return found or _asked_for(request.headers.get("Accept-Language", "")) or Language.RU


def _asked_for(header: str) -> Language | None:
    """The first language of ours in an Accept-Language header, by its weights."""
    wanted = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, weight = part.strip().lower().partition(";q=")
        wanted.append((-_weight(weight), place, tag))
    for _, _, tag in sorted(wanted):
        found = TAGS.get(tag) or TAGS.get("-".join(tag.split("-")[:2])) or TAGS.get(tag.split("-")[0])
        if found:
            return found
    return None


def _weight(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0


def reader(request: web.Request) -> Reader:
    """Who reads a page: nobody but a language."""
    office = request.app[OFFICE]
    return Reader(office.book(), Learner(language(request)), office.today)


async def place(request: web.Request, code: str) -> str:
    """The name of a territory in the page's language."""
    return place_name(reader(request), await request.app[OFFICE].territories(), code)


def in_address(code: str) -> str:
    """A territory's code as a part of an address: a slash in it would be taken for a folder.

    >>> in_address("KG05214000000/3")
    'KG05214000000~3'
    """
    return code.replace(SUBUNIT, IN_ADDRESS)


def from_address(part: str) -> str:
    """The code that `in_address` was given."""
    return part.replace(IN_ADDRESS, SUBUNIT)


def https(office: Office) -> bool:
    """Whether the pages are reached by https."""
    return office.site.startswith("https://")


def page(
    request: web.Request, template: str, *, status: int = 200, policy: str = NO_SCRIPTS, **fields: Any
) -> web.Response:
    """A page from a template, in the language of the request; a language that was chosen in it is remembered.

    Templates get `words`, `language`, `code` (the language in HTML), `here` (the page's own path), `again` (the query
    as fields, without the language) and `fields`. `policy` is OWN_SCRIPTS for a page with a script from /static.
    """
    chosen = language(request)
    words = Words(request.app[OFFICE].book().phrases, chosen)
    again = [(name, value) for name, value in request.query.items() if name != CHOICE]
    common: Mapping[str, Any] = {
        "words": words,
        "language": chosen,
        "languages": [
            (each, html_code(each), words.phrases.text(each, "language.name")) for each in Language
        ],
        "code": html_code(chosen),
        "here": request.rel_url.raw_path,
        "again": again,
        "static": static,
        "in_address": in_address,
        "seat": None,
        "token": "",
    }
    text = templates().get_template(template).render({**common, **fields})
    response = web.Response(text=text, content_type="text/html", status=status)
    response[POLICY] = policy
    remember(request, response)
    return response


def remember(request: web.Request, response: web.StreamResponse) -> None:
    """Keep the language that was chosen by the query, in a cookie that says nothing else."""
    if request.query.get(CHOICE) == language(request).value:
        secure = https(request.app[OFFICE])
        response.set_cookie(
            CHOICE, language(request).value, max_age=YEAR, path="/", secure=secure, samesite="Lax"
        )


def html_code(chosen: Language) -> str:
    """A language as HTML names it, with its script where there are two."""
    return HTML_CODES.get(chosen, chosen.value)


def see_other(path: str) -> web.Response:
    """Go on to another page of ours, by GET."""
    return web.Response(status=303, headers={"Location": path})


@cache
def static(name: str) -> str:
    """The address of a file in /static; another one when the file changes."""
    return f"/static/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


@cache
def templates() -> Environment:
    """All templates; whatever is put into one is escaped."""
    return Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
