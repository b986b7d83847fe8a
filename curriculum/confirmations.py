"""Which body has compared which fact with the law in force: `locks/confirmations.json`, kept by `safar facts confirm`.

A confirmation is of what the fact says and where it was read: the digest of that is kept, and a fact that says
something else has lost it. When an author will look again (`review_by`, `withdraw_by`) and how sure he was before
(`confidence`) are his own, and may change.
"""

import difflib
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from curriculum.calls import RowRefused
from curriculum.schema import FactShape

CONFIRMATIONS = "locks/confirmations.json"
_OURS = {"review_by", "withdraw_by", "confidence", "checked_on", "checked_by"}


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a body confirmed, by the digest of the fact, and when. `signature` is by the body's key, empty if unsigned."""

    by: str
    on: date
    digest: str
    signature: str = ""


class ConfirmationsError(Exception):
    """The file of confirmations can't be read; one line that names it and the cure."""


_ADAPTER = TypeAdapter(dict[str, Confirmation])


def said_by(fact: FactShape) -> str:
    """The digest (SHA-256, since it is signed) of what a fact says: values, law, numbers, source, their date, and until when the amount holds."""
    said = fact.model_dump(mode="json", exclude=_OURS)
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def to_sign(key: str, by: str, on: date, digest_of_fact: str) -> bytes:
    """The bytes that a body signs when it confirms a fact."""
    return "\n".join(("safar fact", key, digest_of_fact, by, on.isoformat())).encode()


def holding(confirmations: Mapping[str, Confirmation], key: str, fact: FactShape) -> Confirmation | None:
    """The confirmation of a fact, if it still says what was confirmed."""
    given = confirmations.get(key)
    return given if given and given.digest == said_by(fact) else None


def read_confirmations(content: Path) -> dict[str, Confirmation]:
    """All confirmations by fact; none if there is no file yet. Raises ConfirmationsError."""
    try:
        return _ADAPTER.validate_json((content / CONFIRMATIONS).read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError, ValueError) as error:
        raise ConfirmationsError(
            f"{CONFIRMATIONS} can't be read ({type(error).__name__}); take it back from history"
        ) from error


def write_confirmations(content: Path, confirmations: Mapping[str, Confirmation]) -> None:
    """Write all confirmations, or nothing."""
    plain = {
        key: asdict(given) | {"on": given.on.isoformat()} for key, given in sorted(confirmations.items())
    }
    path = content / CONFIRMATIONS
    path.parent.mkdir(exist_ok=True)
    half = path.with_suffix(".half")
    half.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", "utf-8")
    half.replace(path)


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact that a body confirmed on a sheet; `digest` is what the sheet said. `where` is its row."""

    fact: str
    digest: str
    where: str


Sign = Callable[[bytes], str]


def confirmed(
    row: FactRow, facts: Mapping[str, FactShape], by: str, on: date, sign: Sign | None
) -> Confirmation:
    """The confirmation that a row gives, signed if there is who signs. Raises RowRefused."""
    fact = facts.get(row.fact)
    if fact is None:
        near = difflib.get_close_matches(row.fact, facts, n=1)
        raise RowRefused(f"there is no fact `{row.fact}`" + (f"; did you mean `{near[0]}`?" if near else ""))
    if row.digest != said_by(fact):
        raise RowRefused(
            f"`{row.fact}` has changed since this sheet was made; make the sheet anew and ask again"
        )
    if on.isoformat()[: len(fact.true_as_of)] < fact.true_as_of:
        raise RowRefused(f"`{row.fact}` is of {fact.true_as_of}, and can't have been confirmed on {on}")
    return Confirmation(by, on, row.digest, sign(to_sign(row.fact, by, on, row.digest)) if sign else "")
