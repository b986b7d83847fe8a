"""Logs without personal data: names of things that happened, codes, counts; never an id or a text."""

import logging
import sys
from contextlib import suppress
from typing import Literal, TextIO

import structlog

QUIET = {
    "aiogram": logging.ERROR,
    "aiohttp": logging.ERROR,
    "asyncio": logging.ERROR,
    "alembic": logging.WARNING,
}


def set_up(form: Literal["text", "json"]) -> None:
    """Write logs to standard error, for people or for machines; libraries only when something breaks."""
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)
    logging.getLogger("aiohttp.server").addFilter(_not_foreign)
    renderer = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(_Steady(sys.stderr)),  # type: ignore[arg-type]  # all it needs
    )


def _not_foreign(record: logging.LogRecord) -> bool:
    """Whether a line is about us: what strangers send instead of HTTP, or don't end, is no traceback of ours."""
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
