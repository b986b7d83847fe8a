"""`safar facts` and `safar impact`: the law with its days, and what rests on it."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import typer

import curriculum
from curriculum import CONTENT, Day, Dependant, FactStanding, Impact
from learning.course import Value


def show_facts(
    content: Path | None,
    today: date,
    within: int,
    days: frozenset[Day],
    law: str,
    *,
    by_law: bool,
    as_json: bool,
) -> None:
    """Print the facts whose days stand so (all if no day is named) and whose law holds the text."""
    known = curriculum.facts(content or CONTENT, today, within)
    chosen = [fact for fact in known if (not days or fact.day in days) and holds(fact, law)]
    if as_json:
        typer.echo(json.dumps([plain_fact(fact) for fact in chosen], ensure_ascii=False, indent=2))
        return
    for line in grouped(chosen) if by_law else map(described, chosen):
        typer.echo(line)
    typer.echo(summary(chosen, len(known)))


def holds(fact: FactStanding, law: str) -> bool:
    """Whether the text stands in the fact's law, for any passport."""
    return any(law.casefold() in act.casefold() for act in fact.law.values())


def summary(facts: list[FactStanding], known: int) -> str:
    """The last line: how many facts of how many, by how their days stand."""
    counts = [f"{sum(fact.day is day for fact in facts)} {day}" for day in Day]
    return f"{len(facts)} of {known} facts: {', '.join(counts)}"


def described(fact: FactStanding) -> str:
    """A fact in a few lines."""
    mark = "" if fact.day is Day.GOOD else f"  [{fact.day}]"
    lines = [
        f"{fact.key}{mark}  ({fact.place})",
        f"    fact sheet {', '.join(fact.numbers)}; {fact.confidence}",
    ]
    amounts = [f"{passport} {amount(value)}" for passport, value in fact.values.items()]
    lines += [f"    {', '.join(amounts)}"] if amounts else []
    lines += [f"    {', '.join(passports)}: {law}" for law, passports in acts(fact).items()]
    lines.append(f"    {dates(fact)}")
    return "\n".join(lines)


def dates(fact: FactStanding) -> str:
    """The days of a fact in one line."""
    checked = (
        f"checked on {fact.checked_on} by {fact.checked_by}" if fact.checked_on else "not checked by a body"
    )
    told = [f"true as of {fact.true_as_of}", checked, f"review by {fact.review_by}"]
    told += [f"expires {fact.expires}"] if fact.expires else []
    told += [f"withdraw by {fact.withdraw_by}"] if fact.withdraw_by else []
    return "; ".join(told)


def acts(fact: FactStanding) -> dict[str, list[str]]:
    """The passports that each law of a fact stands for."""
    found: dict[str, list[str]] = {}
    for passport, law in fact.law.items():
        found.setdefault(law, []).append(passport.value)
    return found


def amount(value: Value) -> str:
    """An amount as it stands in facts.yaml: "30 days", "2000-5000 roubles"."""
    high = f"-{value.high}" if value.high else ""
    return f"{value.low}{high} {value.unit}"


def grouped(facts: list[FactStanding]) -> Iterable[str]:
    """Each law, with the facts that rest on it."""
    laws = dict.fromkeys(law for fact in facts for law in acts(fact))
    for law in sorted(laws):
        yield law
        for fact in facts:
            passports = acts(fact).get(law)
            if passports:
                values = [f"{p} {amount(fact.values[p])}" for p in fact.values if p.value in passports]
                yield f"    {fact.key} ({', '.join(values or passports)}): {fact.day}, review by {fact.review_by}"


def plain_fact(fact: FactStanding) -> dict[str, Any]:
    """A fact as JSON."""
    return {
        "key": fact.key,
        "state": fact.day.value,
        "file": fact.place.file,
        "line": fact.place.line,
        "numbers": list(fact.numbers),
        "values": {
            passport.value: {"unit": value.unit.value, "low": value.low, "high": value.high}
            for passport, value in fact.values.items()
        },
        "law": {passport.value: law for passport, law in fact.law.items()},
        "confidence": fact.confidence,
        "true_as_of": fact.true_as_of,
        "review_by": fact.review_by.isoformat(),
        "expires": fact.expires.isoformat() if fact.expires else None,
        "withdraw_by": fact.withdraw_by.isoformat() if fact.withdraw_by else None,
        "checked_on": fact.checked_on.isoformat() if fact.checked_on else None,
        "checked_by": fact.checked_by,
    }


def show_impact(content: Path | None, key: str, *, as_json: bool) -> None:
    """Print what rests on a fact, a contact or a term; exit status 2 if there is none of this key."""
    try:
        found = curriculum.impact(content or CONTENT, key)
    except curriculum.UnknownKey as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps(plain_impact(found), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(told(found)))


def told(found: Impact) -> Iterable[str]:
    """What rests on it, in the order of the course."""
    yield f"{found.kind} {found.key} ({found.place})"
    for dependant in found.dependants:
        yield f"{dependant.place}: {dependant.what} {dependant.name.partition(':')[2]} {dependant.how}"
        words = "  ".join(f"{language} {spot}" for language, spot in dependant.words.items())
        if words:
            yield f"    {words}"
    whats = dict.fromkeys(dependant.what for dependant in found.dependants)
    counts = [f"{what} {found.counted(what)}" for what in whats]
    translations = sum(len(dependant.words) for dependant in found.dependants)
    yield f"{len(found.dependants)} places rest on it ({', '.join(counts) or 'none'}), in {translations} texts of all languages"
    yield "".join(f"{absent}: none in this version\n" for absent in found.absent).rstrip()


def plain_impact(found: Impact) -> dict[str, Any]:
    """An impact as JSON."""
    return {
        "key": found.key,
        "kind": found.kind,
        "file": found.place.file,
        "line": found.place.line,
        "dependants": [_plain(dependant) for dependant in found.dependants],
        "absent": list(found.absent),
    }


def _plain(dependant: Dependant) -> dict[str, Any]:
    return {
        "what": dependant.what,
        "name": dependant.name,
        "how": dependant.how.value,
        "file": dependant.place.file,
        "line": dependant.place.line,
        "words": {
            language.value: {"file": spot.file, "line": spot.line}
            for language, spot in dependant.words.items()
        },
    }
