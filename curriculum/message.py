"""What the proof-reader says: an English sentence with fields, which can also be said in another language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with `{fields}`; `template` is English and names the sentence in the catalogue."""

    template: str
    fields: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return self.template.format(**dict(self.fields))


def say(template: str, **fields: object) -> Message:
    """A sentence to say. A brace that is meant as a brace is written twice, as in `str.format`.

    >>> print(say("there is no fact `{key}`", key="term"))
    there is no fact `term`
    """
    return Message(template, tuple(fields.items()))
