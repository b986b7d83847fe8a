"""Numbers and yes or no, as the server reads them from texts: it never refuses one."""

import re


def integer(text: str, bits: int = 32) -> int:
    """Return the whole number a text begins with, 0 for junk; too great ones wrap around, as in C++."""
    match = re.match(r"(-?)([0-9]*)", text)
    sign, digits = match.groups() if match else ("", "")
    negative, half = sign == "-", 1 << (bits - 1)
    value = 0
    for part in re.findall("[0-9]{1,1000}", digits):  # Python refuses to read very long ones at once
        value = (value * 10 ** len(part) + int(part)) % (1 << bits)
    if value >= half:
        value, negative = (1 << bits) - value, not negative
        if value >= half:
            return -half
    return -value if negative else value


def real(text: str) -> float:
    """Return the number with a fraction that a text begins with; 0 for junk."""
    match = re.match(r"\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?", text)
    return float(match[0]) if match else 0.0


def yes(text: str) -> bool:
    """Return a yes or no."""
    return text.strip(" \t\r\n\v\0").lower() in ("true", "yes", "1")
