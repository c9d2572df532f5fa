"""Texts of people as headers of mails may carry them."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
LONGEST = 160


def one_line(text: str, most: int = LONGEST) -> str:
    """Give a text on one line, without signs that nobody sees, and no longer than ``most``."""
    plain = " ".join(_CONTROL.sub(" ", text).split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
