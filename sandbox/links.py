"""Links as Telegram's server reads, checks and rewrites them."""

import ipaddress
import re
from dataclasses import dataclass

from sandbox.entities import is_user_id

SPACE = " \t\r\n\v\0"
OWN_SCHEMES = ("tg", "ton", "tonsite")
ALLOWED = re.compile(r"(?:[A-Za-z0-9.\-_!$,~*'();&+=\x80-\U0010ffff]|%[0-9A-Fa-f]{2})*")
ALLOWED_WITH_COLON = re.compile(ALLOWED.pattern.replace("0-9.", "0-9:.", 1))
INT32 = (-(2**31), 2**31 - 1)
INT64 = (-(2**63), 2**63 - 1)
# How a moment may be written: weekday, date and time, short or long; or how long ago.
DATE_MARKS = "tTdDwW"


class LinkError(ValueError):
    """A link that the server doesn't take; the text is the server's."""


@dataclass(frozen=True, slots=True)
class _Url:
    """The pieces of an address; `port` is 0 when none is written."""

    secure: bool
    user: str
    host: str
    port: int
    rest: str

    def whole(self) -> str:
        """Put the pieces together again."""
        user = f"{self.user}@" if self.user else ""
        port = f":{self.port}" if self.port else ""
        return f"http{'s' * self.secure}://{user}{self.host}{port}{self.rest}"


def checked_link(link: str, *, https_only: bool = False) -> str:
    """Return a link as Telegram keeps it; LinkError says what is wrong with it."""
    scheme, colon, rest = link.partition(":")
    own = scheme.lower() if colon and scheme.lower() in OWN_SCHEMES else ""
    url = _parsed(rest.removeprefix("//") if own else link)
    if https_only and (own or not url.secure):
        raise LinkError("Only HTTPS links are allowed")
    if own:
        return _own_link(own, rest.removeprefix("//"), url)
    if "." not in url.host and not url.host.startswith("["):
        raise LinkError("Wrong HTTP URL")
    return url.whole()


def checked_url(url: str) -> str:
    """Return any address of the web as Telegram keeps it; LinkError says what is wrong with it."""
    return _parsed(url).whole()


def _own_link(scheme: str, written: str, url: _Url) -> str:
    """Check `tg://` and its like, which have a host and a query, and nothing else."""
    plain = written.lower().startswith("http://")
    if plain or url.secure or url.user or url.port or url.host.startswith("["):
        raise LinkError("Wrong tg URL" if scheme == "tg" else "Wrong ton URL")
    allowed = r"[a-z0-9\-_.]+" if scheme == "tonsite" else r"[a-z0-9\-_]+"
    if not re.fullmatch(allowed, url.host):
        raise LinkError("Unallowed characters in URL host")
    return f"{scheme}://{url.host}" + (url.rest[1:] if url.rest.startswith("/?") else url.rest)


def _parsed(url: str) -> _Url:
    match = re.match(r"([^:/?#@\[\]]*)://", url)
    scheme = ascii_lower(match[1]) if match else "http"
    if scheme not in ("http", "https"):
        raise LinkError("Unsupported URL protocol")
    authority = re.match(r"[^/?#]*", url[match.end() :] if match else url)
    assert authority is not None
    rest = authority.string[authority.end() :]
    written, port = _port(authority[0])
    user, _, host = written.rpartition("@")
    _check_host(host, user)
    return _Url(scheme == "https", user, ascii_lower(host), port, _rest(rest))


def _port(authority: str) -> tuple[str, int]:
    """Split the port off."""
    match = re.fullmatch(r"(.+):([^:\]@]*)", authority, re.DOTALL)
    if not match:
        return authority, 0
    digits = re.sub(r"^0+(?=.)", "", match[2], flags=re.DOTALL)
    port = whole_number(digits, INT32)
    if port is None or not 0 < port < 65536:
        raise LinkError("Wrong port number specified in the URL")
    return match[1], port


def _rest(rest: str) -> str:
    """Return path and query, with a slash in front and the white space written as %20."""
    rest = rest.rstrip(SPACE)
    rest = rest if rest.startswith("/") else "/" + rest
    return "".join(f"%{ord(sign):02X}" if sign <= " " else sign for sign in rest)


def _check_host(host: str, user: str) -> None:
    if host.startswith("[") and host.endswith("]"):
        _check_ipv6(host[1:-1])
    elif not host:
        raise LinkError("URL host is empty")
    elif host == ".":
        raise LinkError("Host is invalid")
    else:
        _check_part(host, "host", ALLOWED)
        _check_part(user, "userinfo", ALLOWED_WITH_COLON)


def _check_ipv6(address: str) -> None:
    try:
        ipaddress.IPv6Address(address)
    except ValueError:
        raise LinkError("Wrong IPv6 address specified in the URL") from None


def _check_part(part: str, name: str, allowed: re.Pattern[str]) -> None:
    match = allowed.match(part)
    stop = match.end() if match else 0
    if stop == len(part):
        return
    if part[stop] == "%":
        raise LinkError(f"Wrong percent-encoded symbol in URL {name}")
    raise LinkError(f"Disallowed character in URL {name}")


def mentioned_user(url: str) -> int:
    """Return whose id `tg://user?id=…` holds, or 0."""
    number = whole_number(_parameters(url.lower(), "user").get("id", ""), INT64) or 0
    return number if is_user_id(number) else 0


def custom_emoji(url: str) -> int:
    """Return which emoji `tg://emoji?id=…` means, or 0."""
    return whole_number(_parameters(url, "emoji").get("id", ""), INT64) or 0


def moment(url: str) -> tuple[int, str] | None:
    """Return the moment and the way of writing it that `tg://time?unix=…&format=…` holds."""
    said = _parameters(url, "time", last=True)
    unix = whole_number(said.get("unix", ""), INT32) or 0
    written = date_format(said.get("format", ""))
    return (unix, written) if unix > 0 and written is not None else None


def _parameters(url: str, host: str, *, last: bool = False) -> dict[str, str]:
    """Return the query of a `tg:` link; of two of the same name the first counts, or the last."""
    match = re.match(rf"(?i:tg:(?://)?{host})/?\?([^#]*)", url, re.DOTALL)
    pairs = [part.partition("=")[::2] for part in match[1].split("&")] if match else []
    return dict(pairs if last else reversed(pairs))


def date_format(marks: str) -> str | None:
    """Return the format as Telegram keeps it, or None when it isn't one."""
    if marks in ("r", "R"):
        return "r"
    if set(marks) - set(DATE_MARKS):
        return None
    day = "w" if set(marks) & {"w", "W"} else ""
    return day + _first(marks, "dD") + _first(marks, "tT")


def _first(marks: str, among: str) -> str:
    """Return the first of some signs that is used at all: the short form goes before the long one."""
    return next((sign for sign in among if sign in marks), "")


def whole_number(text: str, within: tuple[int, int]) -> int | None:
    """Return the number that a text is, written the plainest way; else None."""
    if len(text) > 20 or not re.fullmatch(r"0|-?[1-9][0-9]*", text):
        return None
    number = int(text)
    return number if within[0] <= number <= within[1] else None


def ascii_lower(text: str) -> str:
    """Lower the Latin letters only."""
    return "".join(sign.lower() if "A" <= sign <= "Z" else sign for sign in text)
