"""What the proof-reader says: an English sentence with fields, which can also be said in another language."""

from collections.abc import Callable, Mapping
from typing import Any

Translate = Callable[[str], str]


class Message(str):
    """A sentence, in English wherever it is used as text, that remembers its template and fields.

    `template` names the sentence in the catalogue. Fields are text, or sentences of their own.
    """

    __slots__ = ("fields", "template")
    template: str
    fields: tuple[tuple[str, str], ...]

    def __new__(cls, template: str, fields: tuple[tuple[str, object], ...] = ()) -> "Message":
        """The sentence with its fields filled in."""
        written = tuple((name, part if isinstance(part, Message) else str(part)) for name, part in fields)
        message = super().__new__(cls, template.format(**dict(written)))
        message.template, message.fields = template, written
        return message

    def said(self, translate: Translate) -> str:
        """The sentence in another language; `translate` gives the template of that language."""
        fields = {name: said(part, translate) for name, part in self.fields}
        return translate(self.template).format(**fields)

    def __getnewargs__(self) -> tuple[str, tuple[tuple[str, str], ...]]:  # type: ignore[override]
        return self.template, self.fields


def say(template: str, **fields: object) -> Message:
    """A sentence to say. A brace that is meant as a brace is written twice, as in `str.format`.

    >>> print(say("there is no fact `{key}`", key="term"))
    there is no fact `term`
    """
    return Message(template, tuple(fields.items()))


def said(words: str, translate: Translate) -> str:
    """Words in another language, if they are a sentence of the proof-reader; else as they are."""
    return words.said(translate) if isinstance(words, Message) else words


def kept(words: str) -> Any:
    """Words in a form that JSON can hold, with template and fields."""
    if isinstance(words, Message):
        return [words.template, {name: kept(part) for name, part in words.fields}]
    return str(words)


def restored(plain: Any) -> str:
    """The words that `kept` made this of. Raises ValueError, KeyError or TypeError for anything else."""
    if isinstance(plain, str):
        return plain
    template, fields = plain
    if not isinstance(template, str) or not isinstance(fields, Mapping):
        raise TypeError("not a sentence")
    return Message(template, tuple((name, restored(part)) for name, part in fields.items()))
