"""Names that people typed, as a paper can hold them."""

import re

LONG_WORD = re.compile(r"(\S{16})(?=\S)")
BREAK = "\u200b"  # a place to break a word, seen by nobody


def one_line(name: str, longest: int) -> str:
    """The name without breaks and unseen signs, at most `longest` letters; an endless word may go on below."""
    plain = "".join(sign for sign in " ".join(name.split()) if sign.isprintable())
    kept = plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"
    return LONG_WORD.sub(rf"\1{BREAK}", kept)
