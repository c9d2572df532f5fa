"""How things are written in a terminal: times, spans, names; colours and tables are beside, whose
library most commands never need."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

ENDED = ("completed", "failed", "cancelled")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def harmless(text: str) -> str:
    """Take out what a terminal would obey: what people have written may hold such signs."""
    return CONTROL.sub("", text)


def moment(value: datetime | None, now: datetime) -> str:
    """Write an instant in UTC: the time alone when it is today, else with its day."""
    if value is None:
        return ""
    if value.date() == now.date():
        return value.strftime("%H:%M:%S")
    year = "" if value.year == now.year else f" {value.year}"
    return f"{value.day} {value.strftime('%b')}{year} {value.strftime('%H:%M')}"


def span(seconds: float) -> str:
    """Write how long something takes, in two units at most: ``0.02 s``, ``3 min 20 s``, ``2 d``."""
    if seconds < 10:
        return f"{max(seconds, 0):.2f} s"
    parts = []
    rest = int(seconds)
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {unit}")
        elif parts:
            break
    return " ".join(parts[:2])


def between(start: datetime | None, end: datetime | None) -> str:
    """Write the time from one instant to another; nothing when one is missing."""
    return span((end - start).total_seconds()) if start and end else ""


def names(users: Sequence[str], groups: Sequence[str], nobody: str = "") -> str:
    """Name people and groups in one phrase."""
    found = [*users, *(f"group {name}" for name in groups)]
    return ", ".join(found) or nobody


def shortened(text: str, most: int = 100) -> str:
    """Put a text on one line of at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
