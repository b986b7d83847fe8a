"""Import this before aiogram, and its 400 models are built when they are first used, not all while it is imported.

aiogram ends its import by building every type, each with all that it may hold: most of the time and memory that
`import aiogram` takes, for a few dozen types that a bot meets. Here that call only takes note of the names that
the types need, and `model_rebuild`, which pydantic calls by itself at a model's first use, is given those names.
Only aiogram's own classes are changed, and only in the versions that tests have compared with a stock import.
"""

import sys
from importlib.metadata import version
from typing import Any

import structlog
from pydantic import BaseModel

TESTED = {"aiogram": "3.31.0", "pydantic": "2.13.5"}
log = structlog.get_logger()
_build = BaseModel.model_rebuild.__func__  # type: ignore[attr-defined]  # the function under the classmethod


def import_aiogram() -> bool:
    """Import aiogram without building its models; False if it is imported already, or an unknown version."""
    installed = {name: version(name) for name in TESTED}
    if installed != TESTED:
        log.warning("aiogram is imported in full: start takes longer", tested=TESTED, installed=installed)
    if installed != TESTED or "aiogram" in sys.modules:
        return False
    names: dict[str, Any] = {}

    def note(model: type[BaseModel], *, _types_namespace: dict[str, Any] | None = None, **more: Any) -> Any:
        if _types_namespace is None:
            return _build(model, **more)
        names.update(_types_namespace)
        return None

    def build(model: type[BaseModel], *, _types_namespace: dict[str, Any] | None = None, **more: Any) -> Any:
        more["_parent_namespace_depth"] = 0  # the names are known, so no caller's variables are searched
        return _build(model, _types_namespace={**names, **(_types_namespace or {})}, **more)

    _replace(BaseModel, note)
    try:
        from aiogram.methods import Response, TelegramMethod  # noqa: PLC0415 - this is the import in question
        from aiogram.types import TelegramObject  # noqa: PLC0415 - as above
    finally:
        _replace(BaseModel, _build)
    for base in (TelegramObject, TelegramMethod, Response):
        _replace(base, build)
    return True


def _replace(model: type[BaseModel], rebuild: Any) -> None:
    model.model_rebuild = classmethod(rebuild)  # type: ignore[method-assign, assignment]


import_aiogram()
