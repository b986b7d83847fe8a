"""The shape of a screen: a text in Telegram's HTML and rows of buttons under it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """A button with its words and what a press says (at most 64 bytes of UTF-8)."""

    text: str
    data: str


WIDE = 36  # signs that a button over the whole width shows on a phone of 320 pixels
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One message. `text` is Telegram's HTML, at most 4096 characters once its tags are taken away.

    `picture` is the file of a drawing that stands above the text, inside the content, or empty; below one the text
    has at most 1024 characters.
    """

    text: str
    rows: Rows = ()
    picture: str = ""


def shortened(words: str, room: int) -> str:
    """Words cut after one of them, with a sign that they are, if there is no room for all.

    >>> shortened("Кто регистрирует и где", 18)
    'Кто регистрирует…'
    """
    if len(words) <= room:
        return words
    whole, space, _ = words[:room].rpartition(" ")
    return (whole if space else words[: room - 1]).rstrip(" ,:;—–-") + "…"


def in_rows(buttons: list[Button], a_row: int = 2) -> Rows:
    """Buttons side by side, so many a row."""
    return tuple(tuple(buttons[at : at + a_row]) for at in range(0, len(buttons), a_row))
