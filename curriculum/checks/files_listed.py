"""Every module on disk is in the course, under its own number and key.

Wrong: a folder in `modules/` that `course.yaml` does not name, or a folder not called after its module.
Why it matters: an unnamed module is never shown, and nobody is told.
Cure: name the folder in `course.yaml`; call it by number and key, as in `05-registration`.
"""

from collections.abc import Iterator

from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule


@rule(
    why=say("A module that the course does not name is never shown; one under a false name is hard to find.")
)
def files_listed(manuscript: Manuscript) -> Iterator[Fault]:
    """Every module on disk is in the course, under its own number and key."""
    if manuscript.course:
        for folder in manuscript.unlisted:
            what = say("the module `{folder}` is on disk but not in the course", folder=folder)
            cure = say("Add it to `modules`, or move the folder away.")
            yield Fault(manuscript.course.source, ("modules",), what, cure, severity=Severity.WARNING)
    for part in manuscript.modules:
        folder, wanted = part.folder.rpartition("/")[2], f"{part.shape.number:02}-{part.shape.key}"
        if folder != wanted:
            what = say(
                "the folder is `{folder}`, the module {number} `{key}`",
                folder=folder,
                number=part.shape.number,
                key=part.shape.key,
            )
            yield Fault(
                part.source,
                ("key",),
                what,
                say("Call the folder `{wanted}`, or correct the module.", wanted=wanted),
            )
