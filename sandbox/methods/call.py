"""One request to a method, and reading its parameters as the server reads them."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from telegram import MessageEntity

from sandbox.access import known_user
from sandbox.fields import JSON
from sandbox.files import Upload
from sandbox.formatting import formatted
from sandbox.numbers import integer, yes
from sandbox.state import State
from sandbox.webhook import Courier

INT32_HIGH = (1 << 31) - 1
INT32_LOW = -(1 << 31)


@dataclass(frozen=True, slots=True)
class Call:
    """One request: every parameter as text, as the real server sees them, and the files beside them."""

    state: State
    courier: Courier
    params: dict[str, str]
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a parameter; "" when it is missing."""
        return self.params.get(name, "")

    def has(self, name: str) -> bool:
        """Whether a parameter is there, perhaps empty."""
        return name in self.params

    def number(self, name: str, low: int = INT32_LOW, high: int = INT32_HIGH, default: int = 0) -> int:
        """Return a whole number pressed into its range; junk is 0."""
        raw = self.text(name)
        return min(max(integer(raw) if raw else default, low), high)

    def message_id(self, name: str = "message_id") -> int:
        """Return the number of a message; 0 when it is missing or makes no sense."""
        return max(integer(self.text(name)), 0)

    def flag(self, name: str) -> bool:
        """Return a yes or no."""
        return yes(self.text(name))

    def words(self, name: str, parse_mode: str = "", entities: str = "") -> "Words":
        """Return a formatted text: its marks or entities are in parameters of these names."""
        mode, given = parse_mode or f"{name}_parse_mode", entities or f"{name}_entities"
        return Words.read(self.state, self.text(name), self.text(mode), self.text(given))

    def caption(self) -> "Words":
        """Return the caption of a file."""
        return self.words("caption", "parse_mode", "caption_entities")


@dataclass(frozen=True, slots=True)
class Words:
    """A formatted text."""

    text: str
    entities: list[MessageEntity]

    @classmethod
    def read(
        cls, state: State, text: str, parse_mode: str, entities: str, *, caption: bool = True
    ) -> "Words":
        """Read a text with its marks; a caption may show nothing."""
        return cls(*formatted(text, parse_mode, entities, caption=caption, users=partial(known_user, state)))

    def shown(self, name: str, entities: str) -> dict[str, Any]:
        """Return the fields of a message; nothing when the text is empty."""
        if not self.text:
            return {}
        marks = [mark.to_dict() for mark in self.entities]
        return {name: self.text} | ({entities: marks} if marks else {})


@dataclass(frozen=True, slots=True)
class Noted:
    """A result with a remark beside it, as setWebhook gives."""

    result: JSON
    description: str
