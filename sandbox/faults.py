"""Faults on demand: what shall go wrong, for which requests or updates, and how often. Pure: it only decides."""

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields
from fnmatch import fnmatchcase
from typing import Any

# Something happens to a request or to its answer.
REQUEST_KINDS = ("error", "flood", "reset", "silence", "delay")
# Something happens to an update on its way.
UPDATE_KINDS = ("duplicate", "late", "reorder")
# Something happens in Telegram: at once, or just before a request of the named methods is carried out.
ACT_KINDS = (
    *("poison", "block", "unblock", "delete_message", "change_language"),
    *("revoke_token", "restore_token", "shift_clock"),
)
KINDS = (*REQUEST_KINDS, *UPDATE_KINDS, *ACT_KINDS)
LONGEST = 10 * 365 * 86400.0
SECONDS = {"flood": 5.0, "delay": 2.0, "late": 1.0, "shift_clock": 3600.0}


class FaultError(ValueError):
    """A rule that makes no sense; the message says why."""


@dataclass(slots=True)
class Fault:
    """One rule.

    `methods` are patterns in any case (`send*`); none means every method. `times` None means until it is cleared.
    `skip` lets so many matching ones pass first. `carried_out` True lets the request do its work and then spoils
    the answer. `person` narrows it to one person's chat.
    """

    kind: str
    methods: tuple[str, ...] = ()
    times: int | None = 1
    skip: int = 0
    probability: float = 1.0
    seed: int = 0
    person: int | None = None
    seconds: float = 0.0
    carried_out: bool = False
    status: int = 502
    body: str | None = None
    message_id: int | None = None
    language_code: str | None = None
    update: dict[str, Any] | None = None
    id: int = 0
    fired: int = 0
    chance: random.Random = field(default_factory=random.Random, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.methods = tuple(str(method) for method in self.methods)
        self.seconds = float(self.seconds or SECONDS.get(self.kind, 0.0))
        self.chance = random.Random(self.seed)  # noqa: S311 - a fault need not be secret
        _check(self)

    @property
    def spent(self) -> bool:
        """Tell whether it has struck as often as it was to."""
        return self.times is not None and self.fired >= self.times

    @property
    def at_once(self) -> bool:
        """Tell whether it waits for nothing."""
        return self.kind in ACT_KINDS and not self.methods

    def concerns(self, method: str, person: int | None) -> bool:
        """Tell whether a request or an update (method "") is one of those meant."""
        if self.person is not None and self.person != person:
            return False
        meant = not self.methods or any(
            fnmatchcase(method.lower(), pattern.lower()) for pattern in self.methods
        )
        return meant and not self.spent

    def strikes(self) -> bool:
        """Let the dice and the counters decide about one that is meant."""
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.probability < 1 and self.chance.random() >= self.probability:
            return False
        self.fired += 1
        return True

    def shown(self) -> dict[str, Any]:
        """Return the rule as the control interface writes it."""
        facts = asdict(self)
        del facts["chance"]
        return {name: value for name, value in facts.items() if value not in (None, ())} | {
            "times": self.times
        }


def _check(fault: Fault) -> None:
    if fault.kind not in KINDS:
        raise FaultError(f"unknown kind {fault.kind!r}; there are {', '.join(KINDS)}")
    if fault.kind not in REQUEST_KINDS and fault.carried_out:
        raise FaultError(f"carried_out has no meaning for {fault.kind}")
    if fault.kind in UPDATE_KINDS and fault.methods:
        raise FaultError(f"{fault.kind} concerns updates, not methods")
    if fault.times is not None and fault.times < 1:
        raise FaultError("times must be at least 1, or null for until it is cleared")
    if not 0 < fault.probability <= 1:
        raise FaultError("probability must be above 0 and at most 1")
    if fault.kind == "change_language" and not fault.language_code:
        raise FaultError("change_language needs a language_code")
    if not abs(fault.seconds) <= LONGEST:
        raise FaultError("seconds must be a number of at most ten years")
    if fault.update is not None and not is_update(fault.update):
        raise FaultError("update must be an object, and its update_id a whole number if it has one")
    if not 200 <= fault.status <= 599:
        raise FaultError("status must be an HTTP status from 200 to 599")


def is_update(body: Any) -> bool:
    """Tell whether something can stand in the queue: broken as it may be, its number must be one."""
    return isinstance(body, dict) and type(body.get("update_id", 1)) is int


SETTABLE = tuple(item.name for item in fields(Fault) if item.name not in ("id", "fired", "chance"))


class Faults:
    """Every rule in force. `on_act` carries out what waits for nothing; `on_fired` writes a strike down."""

    def __init__(self) -> None:
        self.rules: list[Fault] = []
        self.on_act: Callable[[Fault], None] = _nothing_runs
        self.on_fired: Callable[..., None] = _unheard
        self._numbers = itertools.count(1)

    def add(self, kind: str, *, methods: Sequence[str] = (), **how: Any) -> Fault:
        """Put a rule in force; an act that names no method is done at once.

        Raises:
            FaultError: the rule makes no sense.
        """
        if unknown := sorted(set(how) - set(SETTABLE)):
            raise FaultError(f"unknown field {unknown[0]!r}; there are {', '.join(SETTABLE)}")
        if isinstance(methods, str):
            methods = (methods,)
        fault = Fault(kind, tuple(methods), **how, id=next(self._numbers))
        if fault.at_once:
            self._act(fault)
        else:
            self.rules.append(fault)
        return fault

    def _act(self, fault: Fault) -> None:
        for _ in range(fault.times or 1):
            fault.fired += 1
            self.on_fired(fault)
            self.on_act(fault)

    def clear(self, fault_id: int | None = None) -> None:
        """Lift one rule, or all of them."""
        self.rules = [fault for fault in self.rules if fault_id is not None and fault.id != fault_id]

    def active(self) -> list[Fault]:
        """Return the rules that can still strike."""
        self.rules = [fault for fault in self.rules if not fault.spent]
        return self.rules

    def acts(self, method: str, person: int | None) -> list[Fault]:
        """Return what shall happen just before this request is carried out."""
        meant = (f for f in self.rules if f.kind in ACT_KINDS and f.concerns(method, person))
        return [self._struck(fault, method=method) for fault in meant if fault.strikes()]

    def before(self, method: str, person: int | None) -> Fault | None:
        """Return what shall happen to a request instead of its being carried out (a delay: before it)."""
        return self._request(method, person, carried_out=False)

    def after(self, method: str, person: int | None) -> Fault | None:
        """Return what shall happen to the answer of a request that was carried out."""
        return self._request(method, person, carried_out=True)

    def _request(self, method: str, person: int | None, *, carried_out: bool) -> Fault | None:
        for fault in self.rules:
            meant = fault.kind in REQUEST_KINDS and fault.carried_out == carried_out
            if meant and fault.concerns(method, person) and fault.strikes():
                return self._struck(fault, method=method)
        return None

    def update(self, kind: str, update_id: int, person: int | None) -> Fault | None:
        """Return the rule of this kind that strikes an update."""
        for fault in self.rules:
            if fault.kind == kind and fault.concerns("", person) and fault.strikes():
                return self._struck(fault, update_id=update_id)
        return None

    def _struck(self, fault: Fault, **facts: Any) -> Fault:
        self.on_fired(fault, **facts)
        return fault


def _nothing_runs(fault: Fault) -> None:
    """Stand in until a sandbox runs that the act can happen in."""


def _unheard(fault: Fault, **facts: Any) -> None:
    """Stand in until somebody keeps a journal."""
