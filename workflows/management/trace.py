"""The trace of a run in the terminal: one line an event, then how it stands; live when followed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.table import Table
from rich.text import Text

from workflows.services.queries.events import events_after
from workflows.services.queries.explain import explain_run

PAGE = 500
POLL_SECONDS = 0.2
IDLE_SECONDS = 5.0
ENDED = ("completed", "failed", "cancelled")

_STYLES = {
    "NodeCompleted": "green",
    "RunCompleted": "bold green",
    "NodeFailed": "red",
    "RunFailed": "bold red",
    "NodeSuspended": "magenta",
    "RunSuspended": "bold magenta",
    "NodeSkipped": "dim",
    "NodeCancelled": "dim",
}


def console_of(stream: OutputWrapper) -> Console:
    """Return a console on a command's output: coloured in a terminal, plain in a pipe."""
    out: Any = vars(stream)["_out"]
    return Console(file=out, soft_wrap=True)


def print_trace(console: Console, who: User, run_id: str, after: int = 0) -> int:
    """Print the events after a seq; return the last seq."""
    while page := events_after(who, run_id, after, PAGE):
        for event in page:
            console.print(line(event))
        after = page[-1]["seq"]
    return after


def print_standing(console: Console, who: User, run_id: str) -> str:
    """Print what the run waits for or came to; return its status."""
    found = explain_run(who, run_id)
    console.print(Text(f"{found['status']}: {found['summary']}", style="bold"))
    if found["waits"]:
        table = Table(box=None, header_style="dim")
        for name in ("node", "kind", "reason", "since", "until", "who"):
            table.add_column(name)
        for wait in found["waits"]:
            who_may = ", ".join([*wait["users"], *wait["groups"]]) or "whoever may resume"
            until = wait["due_at"] or ""
            table.add_row(
                wait["node_id"], wait["kind"], wait["reason"], wait["since"], until, who_may
            )
        console.print(table)
    return str(found["status"])


def follow(
    console: Console, who: User, run_id: str, *, patience: float | None, idle: float | None = None
) -> str:
    """Print the trace as it grows until the run ends; return the status.

    `patience` is how many seconds to stay with a run that is suspended (None: for ever), `idle` how
    many without any event.
    """
    after, moved = 0, time.monotonic()
    while True:
        seen = print_trace(console, who, run_id, after)
        now = time.monotonic()
        moved = now if seen != after else moved
        after = seen
        status = str(explain_run(who, run_id)["status"])
        if status in ENDED:
            print_trace(console, who, run_id, after)
            return status
        limit = patience if status == "suspended" else idle
        if limit is not None and now - moved >= limit:
            return status
        time.sleep(POLL_SECONDS)


def line(event: Mapping[str, Any]) -> Text:
    """Write one event as a line."""
    at = datetime.fromisoformat(event["at"]).strftime("%H:%M:%S.%f")[:-3]
    node = event["node_id"] or ""
    if event["iteration"] and event["iteration"] > 1:
        node = f"{node}#{event['iteration']}"
    text = Text(f"{event['seq']:>4}  {at}  ")
    text.append(f"{event['type']:<16}", style=_STYLES.get(event["type"], ""))
    text.append(f" {node:<20} ", style="bold")
    text.append(_detail(event), style="dim")
    return text


def _detail(event: Mapping[str, Any]) -> str:
    payload = event["payload"]
    if event["type"] in ("NodeFailed", "RunFailed"):
        return str(payload["error"].get("message", ""))
    for name in ("reason", "action"):
        if payload.get(name):
            return str(payload[name])
    if event["type"] == "NodeCompleted" and payload["output"] is not None:
        shown = str(payload["output"])
        return shown if len(shown) <= 80 else f"{shown[:79]}…"
    return str(payload.get("by") or "")
