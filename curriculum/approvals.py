"""Agreement: which body has agreed to which unit of the course, signed with its own key over the unit's hash.

A body is a lawyer, the editor of a language, a migrant group, a local authority, an NGO: those that `course.yaml`
lists. What changes loses exactly the agreements that were given to what stood there before.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from curriculum.agreements import Agreements, ApprovalError, sign, signature_holds
from curriculum.manuscript import Manuscript, Part, read_manuscript
from curriculum.schema import BodyShape, LessonShape
from curriculum.segments import digest, segments
from curriculum.slots import Slot
from curriculum.states import State, standings
from learning.course import Approval, Language


@dataclass(frozen=True, slots=True)
class Unit:
    """What is agreed to as a whole: "course", "module-5", "lesson-501", "trouble-detained", "contacts", "phrasebook", "pairs"."""

    key: str
    part: Part[Any]
    slots: tuple[Slot, ...]
    structure: object


def units(manuscript: Manuscript) -> Iterator[Unit]:
    """All units in the order of the course."""
    if course := manuscript.course:
        yield Unit("course", course, course.slots, {"pass_mark": course.shape.pass_mark})
    for module in manuscript.modules:
        title = tuple(slot for slot in module.slots if slot.path == ("title",))
        yield Unit(f"module-{module.shape.number}", module, title, module.shape.key)
        for lesson in module.shape.lessons:
            yield _lesson(module, lesson)
    if trouble := manuscript.trouble:
        for page in trouble.shape.pages:
            slots = tuple(slot for slot in trouble.slots if slot.path[:2] == ("pages", page.key))
            yield Unit(f"trouble-{page.key}", trouble, slots, page.model_dump(mode="json"))
    if contacts := manuscript.contacts:
        yield Unit("contacts", contacts, contacts.slots, contacts.shape.model_dump(mode="json"))
    if phrasebook := manuscript.phrasebook:
        yield Unit("phrasebook", phrasebook, phrasebook.slots, phrasebook.shape.model_dump(mode="json"))
    if pairs := manuscript.pairs:
        yield Unit("pairs", pairs, pairs.slots, pairs.shape.model_dump(mode="json"))


def _lesson(module: Part[Any], lesson: LessonShape) -> Unit:
    slots = tuple(slot for slot in module.slots if slot.path[:2] == ("lessons", lesson.key))
    return Unit(f"lesson-{lesson.number}", module, slots, lesson.model_dump(mode="json"))


def unit_digests(manuscript: Manuscript, body: BodyShape) -> dict[str, str]:
    """What stands for each unit as this body sees it.

    The editor of a language sees its words and the Russian that they were made from; any other body sees the
    structure, the Russian words, and the facts and phones in them.
    """
    facts = {(s.part.folder, s.slot.path): s.facts for s in segments(manuscript)}
    return {unit.key: digest(json.dumps(_seen(manuscript, unit, body, facts))) for unit in units(manuscript)}


def _seen(
    manuscript: Manuscript,
    unit: Unit,
    body: BodyShape,
    facts: Mapping[tuple[str, tuple[str, ...]], tuple[str, ...]],
) -> list[object]:
    languages = {Language.RU, Language(body.language)} if body.language else {Language.RU}
    words = [
        [slot.name, _words(unit, slot, language)] for language in sorted(languages) for slot in unit.slots
    ]
    if body.language:
        return [words]
    named = sorted({key for slot in unit.slots for key in facts.get((unit.part.folder, slot.path), ())})
    law = [
        manuscript.facts[key].model_dump(mode="json", include=_LAW)
        for key in named
        if key in manuscript.facts
    ]
    return [words, unit.structure, law, _phones(manuscript, json.dumps([words, unit.structure]))]


_LAW = {"numbers", "values", "law", "confidence", "expires", "withdraw_by"}


def _words(unit: Unit, slot: Slot, language: Language) -> str:
    written = unit.part.words.get(language)
    leaf = written.leaves.get(slot.path, "") if written else ""
    return leaf.strip() if isinstance(leaf, str) else "\n".join(leaf)


def _phones(manuscript: Manuscript, text: str) -> list[str]:
    """The phones that stand in a unit: of each contact that it names, be it in words or in its structure."""
    named = [
        c.item
        for c in manuscript.directory()
        if f'"{c.item.key}"' in text or f"contact.{c.item.key}}}" in text
    ]
    return [f"{contact.key}: {contact.phone.value}" for contact in named if contact.phone]


def agreed(manuscript: Manuscript) -> dict[str, tuple[Approval, ...]]:
    """Who has agreed to each unit as it stands now, in the order of the bodies."""
    found: dict[str, list[Approval]] = {unit.key: [] for unit in units(manuscript)}
    for body in bodies(manuscript):
        book = manuscript.approvals.get(body.key)
        now = unit_digests(manuscript, body) if book else {}
        for unit, on in (_holding(body, book, now) if book else {}).items():
            language = Language(body.language) if body.language else None
            found[unit].append(Approval(body.key, on, language))
    return {unit: tuple(approvals) for unit, approvals in found.items()}


def _holding(body: BodyShape, book: Agreements, now: Mapping[str, str]) -> dict[str, date]:
    """The units to which the body's word holds, with the day on which it was given last."""
    holding: dict[str, date] = {}
    for given in book.given:
        if signature_holds(body.key, book, given):
            fit = {unit for unit, hashed in given.units.items() if now.get(unit) == hashed}
            holding |= {unit: max(given.on, holding.get(unit, given.on)) for unit in fit}
    return holding


def bodies(manuscript: Manuscript) -> tuple[BodyShape, ...]:
    """The bodies that must agree."""
    return manuscript.course.shape.bodies if manuscript.course else ()


def unapproved(manuscript: Manuscript) -> dict[str, dict[str, tuple[str, ...]]]:
    """For each unit and written language the bodies that have not agreed yet; empty ones are left out."""
    given, lacking = agreed(manuscript), {}
    for unit, approvals in given.items():
        have = {approval.body for approval in approvals}
        missing = {
            language.value: tuple(
                body.key
                for body in bodies(manuscript)
                if body.key not in have and body.language in {None, language.value}
            )
            for language in (Language.RU, Language.KY, Language.TG, Language.UZ)
        }
        lacking[unit] = {language: keys for language, keys in missing.items() if keys}
    return {unit: missing for unit, missing in lacking.items() if missing}


def drafts(manuscript: Manuscript) -> dict[str, frozenset[Language]]:
    """For each unit the languages in which learners must be told that it is a draft. Without bodies all are."""
    if not bodies(manuscript):
        return {unit.key: frozenset(Language) for unit in units(manuscript)}
    both = {"uz": {Language.UZ, Language.UZ_CYRL}}
    return {
        unit: frozenset().union(*(both.get(language, {Language(language)}) for language in missing))
        for unit, missing in unapproved(manuscript).items()
    }


def approve(
    content: Path, body: str, paths: Collection[str], by: str, on: date, today: date, key_file: Path
) -> tuple[str, ...]:
    """Take down that a body agrees to what stands at these paths, signed with its key; the units it is about.

    A path is a folder or file of the content, or a unit. With no key yet, one is made at `key_file` (0600) and its
    public half is kept with the approvals: from then on nobody else can agree in the body's name.

    Raises:
        ApprovalError: an unknown body or path, a day in the future, another key, or words that are not settled.
    """
    manuscript = read_manuscript(content, today)
    shape = next((each for each in bodies(manuscript) if each.key == body), None)
    if shape is None:
        known = (
            ", ".join(each.key for each in bodies(manuscript)) or "none: add `bodies` to course/course.yaml"
        )
        raise ApprovalError(f"there is no body {body}; there are: {known}")
    if not by.strip():
        raise ApprovalError("--by is empty: say who speaks for the body")
    if on > today:
        raise ApprovalError(f"--on {on} is in the future")
    chosen = _chosen(content, manuscript, paths)
    _refuse_unsettled(manuscript, shape, chosen)
    now = unit_digests(manuscript, shape)
    given = {unit: now[unit] for unit in chosen}
    sign(content, manuscript.approvals.get(body), body, by, on, given, key_file)
    return chosen


def _chosen(content: Path, manuscript: Manuscript, paths: Collection[str]) -> tuple[str, ...]:
    everything = list(units(manuscript))
    chosen: dict[str, None] = {}
    for path in paths:
        fitting = [unit.key for unit in everything if _at(content, unit, path)]
        if not fitting:
            raise ApprovalError(
                f"{path} is no unit of the course; name a folder, a file, or such as lesson-501"
            )
        chosen |= dict.fromkeys(fitting)
    if not chosen:
        raise ApprovalError("nothing is named to agree to; name a folder, a file, or such as lesson-501")
    return tuple(chosen)


def _at(content: Path, unit: Unit, path: str) -> bool:
    if path == unit.key:
        return True
    whole = Path(path).resolve()
    if not whole.is_relative_to(content.resolve()):
        whole = (content / path).resolve()
    if not whole.exists() or not whole.is_relative_to(content.resolve()):
        return False
    folder = (content / unit.part.folder).resolve()
    return folder.is_relative_to(whole) or (whole.parent == folder and whole.suffix == ".yaml")


def _refuse_unsettled(manuscript: Manuscript, body: BodyShape, chosen: Collection[str]) -> None:
    language = Language(body.language) if body.language else Language.RU
    settled = {State.CURRENT, State.REVIEW} if body.language else set(State) - {State.UNMARKED, State.MISSING}
    places = {
        (unit.part.folder, slot.path)
        for unit in units(manuscript)
        if unit.key in chosen
        for slot in unit.slots
    }
    for standing in standings(manuscript):
        here = (standing.folder, standing.path) in places and standing.language is language
        if here and standing.state not in settled:
            raise ApprovalError(
                f"{standing.folder}:{standing.name} is {standing.state} in {language}; "
                "see `safar translations status`, then agree"
            )
