"""How things look in a terminal: consoles, signs and colours of statuses, times and spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.core.management.base import OutputWrapper
from rich.console import Console, ConsoleOptions, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

PLAIN_WIDTH = 120
"""Columns where there is no terminal that tells its own."""

ENDED = ("completed", "failed", "cancelled")


class Look(NamedTuple):
    """A sign, the letter for terminals that cannot show it, and a style."""

    sign: str
    letter: str
    style: str


_LOOKS: Mapping[str, Look] = {
    "queued": Look("○", ".", "cyan"),
    "pending": Look("○", ".", "dim"),
    "running": Look("●", "*", "cyan"),
    "retrying": Look("↻", "~", "yellow"),
    "suspended": Look("◆", "?", "magenta"),
    "completed": Look("✓", "+", "green"),
    "failed": Look("✗", "x", "red"),
    "skipped": Look("–", "-", "dim"),
    "cancelled": Look("■", "#", "yellow"),
    "ok": Look("✓", "+", "green"),
    "warn": Look("!", "!", "yellow"),
    "fail": Look("✗", "x", "red"),
    "note": Look("•", "*", "cyan"),
    "problem": Look("✗", "x", "red"),
}


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def harmless(text: str) -> str:
    """Take out what a terminal would obey: what people have written may hold such signs."""
    return _CONTROL.sub("", text)


class SafeConsole(Console):
    """A console that shows text as text; only its own colours and movements are obeyed."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        """Take control characters out of all that is shown."""
        for segment in super().render(renderable, options):
            if segment.control or not _CONTROL.search(segment.text):
                yield segment
            else:
                yield Segment(harmless(segment.text), segment.style)


def console_of(stream: OutputWrapper, options: Mapping[str, Any] | None = None) -> Console:
    """Return a console on a command's output: coloured in a terminal, plain in a pipe.

    Django's ``--no-color`` and ``--force-color`` count.
    """
    out: Any = vars(stream)["_out"]
    asked = options or {}
    plain: dict[str, Any] = {"highlight": False, "emoji": False, "markup": False}
    console = SafeConsole(
        file=out,
        no_color=True if asked.get("no_color") else None,
        force_terminal=True if asked.get("force_color") else None,
        **plain,
    )
    if console.is_terminal:
        return console
    return SafeConsole(file=out, width=PLAIN_WIDTH, soft_wrap=True, **plain)


def sign(console: Console, status: str) -> Text:
    """Give the sign of a status or level in its colour."""
    look = _LOOKS.get(status, Look("•", "*", ""))
    plain = not console.encoding.lower().startswith("utf")
    return Text(look.letter if plain else look.sign, style=look.style)


def style_of(status: str) -> str:
    """Give the colour of a status."""
    return _LOOKS.get(status, Look("", "", "")).style


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


def table(*columns: str) -> Table:
    """Make a table without lines, its head in a quiet voice."""
    made = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for name in columns:
        made.add_column(name, overflow="fold")
    return made


def progress_bar(console: Console) -> Progress:
    """Make a progress bar that leaves nothing behind; without a terminal it shows nothing."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def names(users: Sequence[str], groups: Sequence[str], nobody: str = "") -> str:
    """Name people and groups in one phrase."""
    found = [*users, *(f"group {name}" for name in groups)]
    return ", ".join(found) or nobody


def shortened(text: str, most: int = 100) -> str:
    """Put a text on one line of at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
