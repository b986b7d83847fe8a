"""How a request departs from the published Bot API; see README.md for where the table comes from."""

from sandbox.schema.check import remarks

__all__ = ["remarks"]
