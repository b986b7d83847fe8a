"""Logs without personal data: names of things that happened, codes, counts; never an id or a text.

Our own lines hold nothing else. What libraries say may hold anything (an address with the token in it, an update),
so of their lines only the place and the kind of error are written, never the words. The same goes for an error
that ends the process. Last, every line is searched for the settings' own secrets.
"""

import logging
import secrets
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, MutableMapping
from contextlib import suppress
from contextvars import ContextVar
from types import TracebackType
from typing import Any, Literal, TextIO

import structlog

Level = Literal["debug", "info", "warning", "error"]
Event = MutableMapping[str, Any]
LIBRARIES = ("aiogram", "aiohttp", "asyncio", "asyncpg", "alembic", "sqlalchemy")
DEEPEST = 4  # places of an error that are named
HIDDEN = "[hidden]"

log = structlog.get_logger()
_code: ContextVar[list[str]] = ContextVar("code of the update at hand")


def set_up(form: Literal["text", "json"], level: Level = "info", hidden: Iterable[str] = ()) -> None:
    """Write logs to standard error, for people or for machines; `hidden` are secrets that no line may hold."""
    renderer = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            _with_code,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without([secret for secret in hidden if secret]),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(_Steady(sys.stderr)),  # type: ignore[arg-type]  # all it needs
    )
    _listen_to_libraries(level)


def in_this_update() -> None:
    """Mark every line from here on, in this task, with a code of its own: it joins lines, and points to nobody."""
    _code.set([])


def talkative() -> bool:
    """Whether the most talkative level was asked for; cheaper to ask than a line that is not written."""
    return logging.getLogger().isEnabledFor(logging.DEBUG)


def places(error: BaseException) -> list[str]:
    """Where in the code it happened, innermost last; the leaves of a group one after the other."""
    if isinstance(error, BaseExceptionGroup):
        return [place for leaf in error.exceptions for place in places(leaf)]
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]


def _with_code(_logger: Any, _method: str, event: Event) -> Event:
    """The update's code, made when the first line needs it: most updates write none."""
    code = _code.get(None)
    if code is not None:
        if not code:
            code.append(secrets.token_hex(4))
        event["update"] = code[0]
    return event


def _without(hidden: list[str]) -> Callable[[Any, str, Event], Event]:
    """A processor that takes secrets out of every text, should one ever get in."""

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            for secret in hidden:
                value = value.replace(secret, HIDDEN)
        elif isinstance(value, list | tuple):
            return [clean(part) for part in value]
        return value

    def processor(_logger: Any, _method: str, event: Event) -> Event:
        return {name: clean(value) for name, value in event.items()}

    return processor


class _Places(logging.Handler):
    """What libraries log: where and which error, in our own form; never their words."""

    def emit(self, record: logging.LogRecord) -> None:
        """Pass it on without its words."""
        error = record.exc_info[1] if record.exc_info else None
        log.log(
            record.levelno,
            "library spoke",
            library=record.name.partition(".")[0],
            place=f"{record.filename}:{record.lineno}",
            **({"kind": type(error).__name__, "places": places(error)} if error else {}),
        )


def _listen_to_libraries(level: Level) -> None:
    """Hear them when something breaks; all they say only when asked for the most talkative level."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _Places)]:
        root.removeHandler(handler)
    root.addHandler(_Places())
    root.setLevel(logging.DEBUG if level == "debug" else logging.WARNING)
    logging.getLogger("aiohttp.server").addFilter(_not_foreign)
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.DEBUG if level == "debug" else logging.ERROR)


def take_last_words() -> None:
    """Name an error that nobody caught with its places; its message may hold an address with the token.

    For a process of its own: it takes over the interpreter's hooks, and its warnings.
    """
    logging.captureWarnings(capture=True)
    sys.excepthook = _last_words
    threading.excepthook = lambda args: _last_words(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: _last_words(args.exc_type, args.exc_value, args.exc_traceback)


def _last_words(kind: type[BaseException], error: BaseException | None, _: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    log.error("ended by an error", kind=kind.__name__, places=places(error) if error else [])


def _not_foreign(record: logging.LogRecord) -> bool:
    """Whether a line is about us: what strangers send instead of HTTP, or don't end, is no error of ours."""
    kind = record.exc_info[0] if record.exc_info else None
    return kind is None or not (
        issubclass(kind, ConnectionError) or kind.__module__ == "aiohttp.http_exceptions"
    )


class _Steady:
    """A stream that lets a line go when its disk is full: a log must not stop the work."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()
