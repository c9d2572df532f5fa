"""The trace of a run in the terminal: one line an event; followed live, as lines or as a tree."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from rich.console import Console
from rich.live import Live
from rich.text import Text

from workflows.services.queries.events import events_after
from workflows.services.queries.operating.outline import Outline, outline

from .tree import draw
from .writing import ENDED, shortened

PAGE = 500
POLL_SECONDS = 0.2
DRAWN_SECONDS = 1.0
"""So often a tree is drawn anew though nothing has happened: the times in it go on."""

_STYLES = {
    "NodeCompleted": "green",
    "RunCompleted": "bold green",
    "NodeFailed": "red",
    "RunFailed": "bold red",
    "NodeSuspended": "magenta",
    "RunSuspended": "bold magenta",
    "NodeSkipped": "dim",
    "NodeCancelled": "dim",
    "RunRetried": "yellow",
    "RunForked": "yellow",
    "RunMigrated": "yellow",
}


@dataclass(frozen=True, slots=True)
class Patience:
    """When to stop following a run that has not ended; seconds, None: never.

    ``suspended``: it has waited for so long. ``idle``: so long nothing has happened at all.
    ``whole``: so long it has been followed.
    """

    suspended: float | None = None
    idle: float | None = None
    whole: float | None = None


def look(who: User, run_id: str) -> Outline:
    """Read a run as it is drawn."""
    return outline(who, run_id, timezone.now())


def show(console: Console, who: User, run_id: str) -> Outline:
    """Draw a run as it stands now; return it."""
    found = look(who, run_id)
    console.print(draw(console, found))
    return found


def print_log(console: Console, who: User, run_id: str, after: int = 0) -> int:
    """Print the events after a seq; return the last seq."""
    while page := events_after(who, run_id, after, PAGE):
        for event in page:
            console.print(line(event))
        after = page[-1]["seq"]
    return after


def follow(console: Console, who: User, run_id: str, patience: Patience) -> Outline:
    """Show a run until it has ended or patience has; return it as it was last.

    In a terminal the tree is drawn in place, elsewhere each event is a line and the tree comes
    last. Ctrl-C stops the following, not the run: ``KeyboardInterrupt``.
    """
    if not console.is_terminal:
        found = _watch(who, run_id, patience, _Lines(console, who))
        console.print(draw(console, found))
        return found
    with Live(console=console, auto_refresh=False, transient=False) as live:
        return _watch(
            who, run_id, patience, lambda run, _: live.update(draw(console, run), refresh=True)
        )


class _Lines:
    """Prints the events that are new."""

    def __init__(self, console: Console, who: User) -> None:
        self._console = console
        self._who = who
        self._seen = 0

    def __call__(self, run: Outline, moved: bool) -> None:
        if moved:
            self._seen = print_log(self._console, self._who, run.run_id, self._seen)


def _watch(
    who: User, run_id: str, patience: Patience, tell: Callable[[Outline, bool], None]
) -> Outline:
    begun = moved_at = drawn_at = time.monotonic()
    found = look(who, run_id)
    tell(found, True)
    while found.status not in ENDED:
        now = time.monotonic()
        limit = patience.suspended if found.status == "suspended" else patience.idle
        if limit is not None and now - moved_at >= limit:
            break
        if patience.whole is not None and now - begun >= patience.whole:
            break
        time.sleep(POLL_SECONDS)
        moved = bool(events_after(who, run_id, found.seq, 1))
        if moved or time.monotonic() - drawn_at >= DRAWN_SECONDS:
            found, drawn_at = look(who, run_id), time.monotonic()
            tell(found, moved)
        if moved:
            moved_at = time.monotonic()
    return found


def line(event: Mapping[str, Any]) -> Text:
    """Write one event as a line."""
    at = datetime.fromisoformat(event["at"]).strftime("%H:%M:%S.%f")[:-3]
    node = event["node_id"] or ""
    if event["iteration"] and event["iteration"] > 1:
        node = f"{node}#{event['iteration']}"
    text = Text(f"{event['seq']:>4}  {at}  ", style="dim")
    text.append(f"{event['type']:<16}", style=_STYLES.get(event["type"], "not dim"))
    text.append(f" {node:<20} ", style="not dim bold")
    text.append(_detail(event))
    text.rstrip()
    return text


def _detail(event: Mapping[str, Any]) -> str:
    payload = event["payload"]
    if event["type"] in ("NodeFailed", "RunFailed"):
        return shortened(str(payload["error"].get("message", "")), 300)
    for name in ("reason", "action", "name"):
        if payload.get(name):
            return shortened(str(payload[name]), 300)
    if event["type"] == "NodeCompleted" and payload["output"] is not None:
        return shortened(str(payload["output"]))
    return str(payload.get("by") or "")
