"""How things look in a terminal: consoles, signs and colours of statuses, tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.core.management.base import OutputWrapper
from rich.console import Console, ConsoleOptions, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from .writing import CONTROL, harmless

PLAIN_WIDTH = 120
"""Columns where there is no terminal that tells its own."""


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


class SafeConsole(Console):
    """A console that shows text as text; only its own colours and movements are obeyed."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        """Take control characters out of all that is shown."""
        for segment in super().render(renderable, options):
            if segment.control or not CONTROL.search(segment.text):
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
