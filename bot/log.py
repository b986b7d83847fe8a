"""Logs without personal data: names of things that happened, codes, counts; never an id or a text."""

import logging
import sys
from typing import Literal

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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
