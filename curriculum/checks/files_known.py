"""Every file and folder is one that somebody reads.

Wrong: a YAML file beside the words that is neither the structure nor one of the languages, as in `kg.yaml` or
`ky.yml`; a folder in `modules/` that is not called by number and key. Warnings.
Why it matters: a slip in a file's name hides all that stands in it.
Cure: call it ru, ky, tg, uz or uz_Cyrl `.yaml`; call a module's folder as in `05-registration`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.source import Source
from learning.course import Language

_MODULE = re.compile(r"[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGES = frozenset(f"{language}.yaml" for language in Language)


@rule(why=say("A slip in a file's name hides all that stands in it."))
def files_known(manuscript: Manuscript) -> Iterator[Fault]:
    """Every file and folder is one that somebody reads."""
    for part in manuscript.parts():
        for name in _names(manuscript.content / part.folder):
            file = f"{part.folder}/{name}"
            if name.endswith((".yaml", ".yml")) and name not in LANGUAGES and file != part.source.file:
                what = say("nobody reads the file `{name}`", name=name)
                cure = say("Languages are ru, ky, tg, uz and uz_Cyrl, each with .yaml.")
                yield Fault(Source(file, "", None), (), what, cure, severity=Severity.WARNING)
    for name in _names(manuscript.content / "modules"):
        if not _MODULE.fullmatch(name) and not name.startswith("."):
            what = say("`{name}` is not the folder of a module", name=name)
            cure = say("Call it by number and key, as in 05-registration, or move it away.")
            place = Source(f"modules/{name}", "", None)
            yield Fault(place, (), what, cure, severity=Severity.WARNING)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except OSError:
        return []
