"""What is signed for is what stands there, by the body that says so.

Wrong: an agreement whose signature is not that of the body's key; an agreement to an earlier text of a lesson or page.
Units that a body has never agreed to are only noted: a draft is normal until it is released.
Why it matters: learners are told "checked by a lawyer", and must be able to rely on it.
Cure: let the body read it again, then `safar approve BODY PATH --by NAME --on DATE`.
"""

from collections.abc import Iterator

from curriculum.agreements import Agreements, signature_holds
from curriculum.approvals import bodies, unit_digests, units
from curriculum.finding import Severity
from curriculum.manuscript import Manuscript
from curriculum.message import say
from curriculum.rule import Fault, rule
from curriculum.schema import BodyShape
from curriculum.source import Source


@rule(why=say('Learners are told "checked by a lawyer", and must be able to rely on it.'))
def approvals_hold(manuscript: Manuscript) -> Iterator[Fault]:
    """What is signed for is what stands there, by the body that says so."""
    yield from _strangers(manuscript)
    everything = [unit.key for unit in units(manuscript)]
    for body in bodies(manuscript):
        agreements = manuscript.approvals.get(body.key)
        if agreements is None:
            yield from _noted(manuscript, body, everything)
        else:
            yield from _forged(body.key, agreements)
            yield from _outdated(manuscript, body, agreements)


def _strangers(manuscript: Manuscript) -> Iterator[Fault]:
    """Files of bodies that nobody asks."""
    known = {body.key for body in bodies(manuscript)}
    for path in sorted((manuscript.content / "approvals").glob("*.json")):
        if path.stem not in known and manuscript.course:
            what = say("`{body}` is not among the bodies of the course", body=path.stem)
            cure = say("Add it to `bodies` in course/course.yaml, or take the file away.")
            yield Fault(Source(f"approvals/{path.name}", "", None), (), what, cure, severity=Severity.WARNING)


def _forged(body: str, agreements: Agreements) -> Iterator[Fault]:
    for at, given in enumerate(agreements.given):
        if not signature_holds(body, agreements, given):
            what = say(
                "the agreement of {body} given on {day} is not signed with its key", body=body, day=given.on
            )
            cure = say(
                "Take the file back from history, or let {body} agree anew by `safar approve`.", body=body
            )
            yield Fault(Source(f"approvals/{body}.json", "", None), ("given", at), what, cure)


def _outdated(manuscript: Manuscript, body: BodyShape, agreements: Agreements) -> Iterator[Fault]:
    now, parts = unit_digests(manuscript, body), {unit.key: unit.part for unit in units(manuscript)}
    given = {unit: {g.units[unit] for g in agreements.given if unit in g.units} for unit in now}
    for unit, digests in given.items():
        if digests and now[unit] not in digests:
            what = say("{body} agreed to an earlier text of {unit}", body=body.key, unit=unit)
            cure = say(
                "Let {body} read it again, then: safar approve {body} {unit} --by NAME --on DATE",
                body=body.key,
                unit=unit,
            )
            yield Fault(parts[unit].source, (), what, cure, severity=Severity.WARNING)
    yield from _noted(manuscript, body, [unit for unit, digests in given.items() if not digests])


def _noted(manuscript: Manuscript, body: BodyShape, lacking: list[str]) -> Iterator[Fault]:
    if lacking and manuscript.course:
        what = say(
            "{body} has not agreed to {count} units yet, such as {unit}",
            body=body.key,
            count=len(lacking),
            unit=lacking[0],
        )
        cure = say("When it has read them: safar approve {body} PATH --by NAME --on DATE", body=body.key)
        at = [each.key for each in bodies(manuscript)].index(body.key)
        yield Fault(manuscript.course.source, ("bodies", at), what, cure, severity=Severity.NOTE)
