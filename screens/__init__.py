"""What a person sees, pure: a step in, text and buttons out. Knows nothing of Telegram's libraries.

`screen` is the shape of a screen, `intents` the vocabulary of its buttons, `reader` the one who reads it;
each other file holds the screens of one conversation.
"""

from screens.intents import decode, encode
from screens.reader import Reader
from screens.screen import Button, Screen

__all__ = ["Button", "Reader", "Screen", "decode", "encode"]
