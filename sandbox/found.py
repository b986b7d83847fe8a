"""What Telegram finds in a text by itself: mentions, commands, hashtags, cashtags, cards, links and emails.

The server's own scanners, rule by rule, quirks included. Bounds are indexes of characters; only `found`
turns them into UTF-16 units.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

from sandbox.entities import Entity, ordered, utf16_length, without_crossing
from sandbox.links import OWN_SCHEMES, ascii_lower

Span = tuple[int, int]

DOMAINS = Path(__file__).parent / "tdlib" / "domains.txt"
SHORT_USERNAMES = ("gif", "nft", "pic", "ufc", "vid")
MENTION = re.compile(r"@([A-Za-z0-9_]*)")
COMMAND = re.compile(r"/([A-Za-z0-9_]*)(@[A-Za-z0-9_]*)?")
CASHTAG = re.compile(r"\$(1INCH|[A-Z]*)")
USERNAME = re.compile(r"@[A-Za-z0-9_]{3,32}")
WHOLE_USERNAME = re.compile(r"@[A-Za-z0-9_]{3,32}(?![A-Za-z0-9_])")
CARD = re.compile(r"[0-9][0-9 -]*")
OWN_DOMAIN = re.compile(r"[A-Za-z0-9_-]{1,253}")
EMAIL_USER = re.compile(r"(?:[A-Za-z0-9_-]{0,26}[.+]){0,10}[A-Za-z0-9_-]{1,35}")
EMAIL_DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9_-]{0,28}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,8}")
PORT = re.compile(r":0*([0-9]{1,5})(?![0-9])")
# Protocols of a link, each with the longer words that it must not be the end of.
PROTOCOLS = (("http", ("shttp",)), ("https", ()), ("ftp", ("tftp", "sftp")), ("tonsite", ()))
# What a link doesn't end with, though it may stand in it.
TRAILING = ".:;,('?!`"
LONGEST_TAG = 256
JOINERS = "\u200c\u200d"


def found(text: str) -> list[Entity]:
    """Return the entities of a text without any, in the order of the text; of two that overlap, the first."""
    spans = [(kind, *span) for kind, scan in SCANNERS for span in scan(text)]
    spans += [("email" if mail else "url", start, end) for start, end, mail in urls(text)]
    return _in_units(
        text, without_crossing(ordered(Entity(k, start, end - start) for k, start, end in spans))
    )


def _in_units(text: str, entities: list[Entity]) -> list[Entity]:
    if not entities or utf16_length(text) == len(text):
        return entities
    units = [0, *accumulate(1 + (sign > "\uffff") for sign in text)]
    return [entity.at(units[entity.offset], units[entity.end]) for entity in entities]


# -- classes of characters -----------------------------------------------------------------------------------


def is_letter(sign: str) -> bool:
    """Whether a sign is a letter of any script."""
    return unicodedata.category(sign)[0] == "L"


def is_word(sign: str) -> bool:
    """Whether a sign is part of a word; the edge of the text, "", is not."""
    return bool(sign) and (sign == "_" or is_letter(sign) or unicodedata.category(sign) in ("Nd", "Nl", "No"))


def is_tag(sign: str) -> bool:
    """Whether a sign may stand in a hashtag."""
    if not sign:
        return False
    special = sign in "_\u200c\u00b7" or "\u0d80" <= sign <= "\u0dff"
    return special or is_letter(sign) or unicodedata.category(sign) == "Nd"


def is_link(sign: str) -> bool:
    """Whether a sign may stand anywhere in a link."""
    if "\u2000" <= sign <= "\u206f":
        return sign in JOINERS or "\u2010" <= sign <= "\u2015"
    return unicodedata.category(sign)[0] != "Z"


def is_path(sign: str) -> bool:
    """Whether a sign may stand in the part after the domain."""
    return sign not in '\n<>"«»' and is_link(sign)


def is_user_data(sign: str) -> bool:
    """Whether a sign may stand before the @ of a link or an address."""
    return sign not in "\n/[]{}()'`<>\"@«»" and is_link(sign)


def is_domain(sign: str) -> bool:
    """Whether a sign may stand in a domain."""
    if sign < "\u00c0":
        return sign.isascii() and (sign.isalnum() or sign in "._-~")
    return is_link(sign)


def is_protocol(sign: str) -> bool:
    """Whether a sign may stand before `://`."""
    if sign.isascii():
        return sign.isalnum() or sign in "+-"
    return unicodedata.category(sign)[0] != "Z"


def _after(text: str, at: int) -> str:
    """Return the sign at a place, or "" past the end."""
    return text[at : at + 1]


def _before(text: str, at: int) -> str:
    """Return the sign before a place, or "" at the start."""
    return text[at - 1 : at] if at else ""


def _forward(text: str, at: int, fits: Callable[[str], bool]) -> int:
    """Return where the signs that fit end."""
    while at < len(text) and fits(text[at]):
        at += 1
    return at


def _back(text: str, at: int, fits: Callable[[str], bool], least: int = 0) -> int:
    """Return where the signs that fit begin, looking back."""
    while at > least and fits(text[at - 1]):
        at -= 1
    return at


# -- names and tags ------------------------------------------------------------------------------------------


def mentions(text: str) -> Iterator[Span]:
    """Find `@name`."""
    for match in MENTION.finditer(text):
        name = match[1]
        long_enough = 4 <= len(name) <= 32 or ascii_lower(name) in SHORT_USERNAMES
        apart = not is_word(_before(text, match.start())) and not is_word(_after(text, match.end()))
        if long_enough and apart:
            yield match.span()


def commands(text: str) -> Iterator[Span]:
    """Find `/command` and `/command@bot`."""
    for match in COMMAND.finditer(text):
        name, bot = match.groups()
        fits = 1 <= len(name) <= 64 and (bot is None or 4 <= len(bot) <= 33)
        if fits and _free(_before(text, match.start())) and _free(_after(text, match.end())):
            yield match.span()


def _free(sign: str) -> bool:
    """Whether a command may stand beside this sign."""
    return not is_word(sign) and sign not in ("/", "<", ">")


def hashtags(text: str) -> Iterator[Span]:
    """Find `#tag` and `#tag@chat`, with a letter among their first 256 signs."""
    at = 0
    while (at := text.find("#", at)) >= 0:
        start, at = at, at + 1
        if is_tag(_before(text, start)):
            continue
        end = at = _forward(text, start + 1, is_tag)
        tag = text[start + 1 : end][:LONGEST_TAG]
        if len(tag) < end - start - 1:
            end = start + 1 + len(tag)
        elif tag and (user := USERNAME.match(text, end)):
            end = at = user.end()
        if tag and _after(text, at) != "#" and any(map(is_letter, tag)):
            yield start, end


def cashtags(text: str) -> Iterator[Span]:
    """Find `$USD` and `$USD@chat`."""
    for match in CASHTAG.finditer(text):
        before, end = _before(text, match.start()), match.end()
        if is_tag(before) or before == "$" or not 1 <= len(match[1]) <= 8:
            continue
        if user := WHOLE_USERNAME.match(text, end):
            end = user.end()
        if not is_tag(_after(text, end)) and _after(text, end) != "$":
            yield match.start(), end


# -- cards ---------------------------------------------------------------------------------------------------


def cards(text: str) -> Iterator[Span]:
    """Find numbers of bank cards."""
    at = 0
    while match := CARD.search(text, at):
        before = _before(text, match.start())
        if before and (before in ".,+-_" or is_letter(before)):
            at = match.end()
            continue
        at = _unbroken(match)
        end = match.start() + len(text[match.start() : at].rstrip(" -"))
        if _is_card(text[match.start() : end], _after(text, end)):
            yield match.start(), end


def _unbroken(match: re.Match[str]) -> int:
    """Return where a card's number may end: at the first space, if the digits up to it are enough."""
    first = re.match(r"[0-9]{16,19}(?= )", match[0])
    return match.start() + first.end() if first else match.end()


def _is_card(written: str, after: str) -> bool:
    digits = [int(sign) for sign in written if sign.isdigit()]
    if not 13 <= len(digits) <= 19 or len(written) > 2 * len(digits) - 1:
        return False
    if after and (after in "-_" or is_letter(after)):
        return False
    return _luhn(digits) and _right_length("".join(map(str, digits[:4])), len(digits))


def _luhn(digits: list[int]) -> bool:
    doubled = (2 * digit if digit < 5 else 2 * digit - 9 for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _right_length(begins: str, length: int) -> bool:
    """Whether a card of this system has so many digits."""
    two, four = int(begins[:2]), int(begins)
    if begins[0] == "4":
        return length in (13, 16, 18, 19)
    if 51 <= two <= 55 or 2221 <= four <= 2720 or 2200 <= four <= 2204:
        return length == 16
    if two in (34, 37):
        return length == 15
    return two not in (62, 81) or length >= 16


# -- links ---------------------------------------------------------------------------------------------------


def own_links(text: str) -> Iterator[Span]:
    """Find `tg://` and its like."""
    at = 0
    while (colon := text.find("://", at)) >= 0:
        at = colon + 1
        match = OWN_DOMAIN.match(text, colon + 3)
        scheme = next((name for name in OWN_SCHEMES if ascii_lower(text[:colon][-len(name) :]) == name), "")
        if match and scheme:
            at = _with_path(text, match.end())
            yield colon - min(len(scheme), 3), at  # of `tonsite` the server marks the last three letters only


def _with_path(text: str, at: int) -> int:
    """Return where the link ends, whose domain ends here."""
    if _after(text, at) not in ("/", "?", "#"):
        return at
    end = _forward(text, at + 1, is_path)
    end = at + 1 + len(text[at + 1 : end].rstrip(TRAILING))
    return end if text[at] == "/" or end > at + 1 else at


def urls(text: str) -> Iterator[tuple[int, int, bool]]:
    """Find links and emails; the last of the three says that it is an email."""
    for start, end in _addresses(text):
        url = text[start:end]
        if is_email(url):
            yield start, end, True
        elif url.startswith("mailto:") and is_email(url[7:]):
            yield start + 7, end, True
        elif length := _link_length(url):
            yield start, start + length, False


def _addresses(text: str) -> Iterator[Span]:
    """Find whatever has a dot in it and looks like an address."""
    begin = 0
    while 0 <= (dot := text.find(".", begin)) < len(text) - 1:
        if text[dot + 1] == " ":
            begin = dot + 2
            continue
        start, end, bad = _around(text, begin, dot)
        if not bad:
            if end > dot + 1:
                yield start, end
            end = _forward(text, end, lambda sign: sign == ".")
        else:
            end = text.rfind(".", 0, end) + 1
        begin = max(end, dot + 1)


def _around(text: str, begin: int, dot: int) -> tuple[int, int, bool]:
    """Return the address around a dot, and whether it isn't one after all."""
    start = _back(text, dot, is_domain, begin)
    domain_end = _forward(text, dot, lambda sign: sign == "@" or is_domain(sign))
    at_inside = "@" in text[dot:domain_end]
    if at_inside:
        start = _back(text, start, is_user_data, begin)
    end = _with_path(text, _with_port(text, domain_end))
    end = _back(text, end, lambda sign: sign == ".", dot + 1)
    start, bad = _with_user(text, begin, start, at_inside)
    start, wrong = _with_protocol(text, begin, start)
    return start, end, bad or wrong


def _with_port(text: str, at: int) -> int:
    """Return where the port ends, if a real one follows."""
    match = PORT.match(text, at)
    return match.end() if match and 0 < int(match[1]) < 65536 else at


def _with_user(text: str, begin: int, start: int, at_inside: bool) -> tuple[int, bool]:
    """Return where the name before the @ begins; without one, or with a second @, the address is bad."""
    if start == begin or text[start - 1] != "@":
        return start, False
    user = _back(text, start - 1, is_user_data, begin)
    return user, at_inside or user == start - 1


def _with_protocol(text: str, begin: int, start: int) -> tuple[int, bool]:
    """Return where the protocol begins; with an unknown one, or within a word, the address is bad."""
    if start == begin:
        return start, False
    prefix = text[begin:start]
    if not (prefix.endswith("://") and len(prefix.encode()) >= 6):
        return start, is_word(prefix[-1]) or prefix[-1] in "/#@"
    protocol = ascii_lower(text[_back(text, start - 3, is_protocol, begin) : start - 3])
    for known, strangers in PROTOCOLS:
        if protocol.endswith(known) and protocol not in strangers:
            return start - 3 - len(known), False
    return start, True


def is_email(text: str) -> bool:
    """Whether a whole text is an email address."""
    user, _, domain = text.partition("@")
    return bool(EMAIL_USER.fullmatch(user) and EMAIL_DOMAIN.fullmatch(domain))


def _link_length(url: str) -> int:
    """Return how much of an address is a link, 0 when nothing is."""
    protocol = re.match(r"(?:https?|ftp|tonsite)://", url, re.IGNORECASE | re.ASCII)
    rest = url[protocol.end() :] if protocol else url
    domain = re.split(r"[/?#]", rest, maxsplit=1)[0]
    path = rest[len(domain) :]
    host = domain.partition("@")[2] if "@" in domain else domain
    host = host.rpartition(":")[0] if ":" in host else host
    if not _is_host(host, known_only=not protocol):
        return 0
    return len(url) - len(path) + _path_length(path)


def _path_length(path: str) -> int:
    """Return how much of a path belongs to the link: up to a bracket that was never opened."""
    balance = dict.fromkeys("([{", 0)
    end = len(path)
    for place, sign in enumerate(path):
        if sign in ")]}":
            opening = "([{"[")]}".index(sign)]
            balance[opening] -= 1
            if balance[opening] < 0:
                end = place
                break
        elif sign in balance:
            balance[sign] += 1
    return len(path[:end].rstrip(TRAILING))


def _is_host(host: str, *, known_only: bool) -> bool:
    parts = host.split(".")
    if ascii_lower(host) == "teiegram.org" or len(parts) == 1:
        return False
    if any(not part or len(part.encode()) >= 64 or part.endswith("-") for part in parts):
        return False
    if all(part.isascii() and part.isdigit() for part in parts):
        return len(parts) == 4 and all(str(int(part)) == part and int(part) < 256 for part in parts)
    return "_" not in parts[-2] and _is_top(parts[-1], known_only)


def _is_top(domain: str, known_only: bool) -> bool:
    """Whether a domain may be the last one."""
    if domain.startswith("xn--"):
        return bool(re.fullmatch(r"xn--[A-Za-z0-9]{2,}", domain))
    if len(domain) <= 1 or "_" in domain or "-" in domain:
        return False
    return not known_only or _is_known(domain)


def _is_known(domain: str) -> bool:
    """Whether a last domain exists, written small or with capitals all through."""
    lowered = domain.lower()
    if lowered != domain and lowered[1:] == domain[1:]:
        return False
    return lowered in _known_domains()


@cache
def _known_domains() -> frozenset[str]:
    return frozenset(DOMAINS.read_text(encoding="utf-8").split())


SCANNERS: tuple[tuple[str, Callable[[str], Iterable[Span]]], ...] = (
    ("mention", mentions),
    ("bot_command", commands),
    ("hashtag", hashtags),
    ("cashtag", cashtags),
    ("bank_card_number", cards),
    ("url", own_links),
)
