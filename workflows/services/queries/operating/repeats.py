"""What may happen again when a database goes on from an earlier moment than it had reached."""

from __future__ import annotations

from typing import Any

from workflows.engine.errors import FermataError
from workflows.models import Delivery, Run

from ..histories.repeating import node_shown
from ..run_state import load_state
from ..suspensions import program_of
from ..times import iso

MOST = 1_000
"""So many steps and deliveries are listed; the rest are counted."""

UNFINISHED = (Run.Status.QUEUED, Run.Status.RUNNING, Run.Status.SUSPENDED)


def what_may_repeat() -> dict[str, Any]:
    """Give `{unfinished, steps, more_steps, deliveries, more_deliveries, unreadable}`.

    ``steps`` are attempts that were started and have no end here; ``deliveries`` are mails and
    calls that had not left, or of which that is not known. ``effects`` is what the node's class
    says of itself; `none` repeats nothing.
    """
    steps, unreadable = _steps()
    waiting = Delivery.objects.filter(due_at__isnull=False).order_by("pk")
    rows = waiting.select_related("user", "webhook")[:MOST]
    deliveries = [_delivery(row) for row in rows]
    return {
        "unfinished": Run.objects.filter(status__in=UNFINISHED).count(),
        "steps": steps[:MOST],
        "more_steps": len(steps[MOST:]),
        "deliveries": deliveries,
        "more_deliveries": waiting.count() - len(deliveries),
        "unreadable": unreadable,
    }


def _steps() -> tuple[list[dict[str, Any]], list[str]]:
    """Look into the logs of the runs that were being executed: there are few of them."""
    found: list[dict[str, Any]] = []
    unreadable = []
    running = Run.objects.filter(status=Run.Status.RUNNING).order_by("pk")
    for row in running.select_related("workflow", "version").iterator(chunk_size=200):
        try:
            found += _steps_of(row)
        except (FermataError, ValueError, KeyError, TypeError):
            unreadable.append(str(row.uuid))
    return found, unreadable


def _steps_of(row: Run) -> list[dict[str, Any]]:
    state = load_state(row)
    program = program_of(row.workflow.key, row.version.number)
    return [
        {
            "run": str(row.uuid),
            "workflow": row.workflow.slug,
            **node_shown(program, item.node_id),
            "iteration": item.iteration,
            "attempt": item.attempt,
            "started_at": iso(item.started_at),
        }
        for item in state.active()
    ]


def _delivery(row: Delivery) -> dict[str, Any]:
    to = row.user.get_username() if row.user else row.webhook.name if row.webhook else ""
    return {
        "key": str(row.key),
        "channel": row.channel,
        "kind": row.kind,
        "to": to,
        "attempts": row.attempts,
        "known": "unsent" if row.held_until is None and not row.attempts else "unknown",
    }
