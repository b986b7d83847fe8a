"""A pretend Telegram: the Bot API over HTTP, a phone in the browser, a scripted person.

The bot runs against it unchanged: only the server's address differs.
"""

from sandbox.faults import Fault, FaultError
from sandbox.limits import Limits
from sandbox.person import Button, Person, Screen, SilenceError
from sandbox.server import Sandbox, make_app
from sandbox.state import State

__all__ = [
    "Button",
    "Fault",
    "FaultError",
    "Limits",
    "Person",
    "Sandbox",
    "Screen",
    "SilenceError",
    "State",
    "make_app",
]
