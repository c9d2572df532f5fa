"""The kinds of notices and of announcements, and which of them go by mail; pure."""

from __future__ import annotations

ASKED, REMINDED, ESCALATED, DELEGATED = "asked", "reminded", "escalated", "delegated"
WANTED = "wanted"
"""Information is wanted of somebody."""

MENTIONED, COMMENTED, INFORMED = "mentioned", "commented", "informed"
"""``informed``: the information that somebody asked for has come."""

OUTCOME = "outcome"
"""The requester is told how a task ended."""

EXPIRED, WITHDRAWN = "expired", "withdrawn"
"""Those asked are told that nobody needs to decide any more."""

FAILED, FAILURES = "failed", "failures"
"""A run failed: its starter is told of each, those who look after runs of all of a workflow."""

WEBHOOK_OFF = "webhook_off"

ASKS = (ASKED, REMINDED, ESCALATED, DELEGATED)
TO_DO = (*ASKS, WANTED)
"""What asks somebody to act: all that is mailed under the setting ``asked``."""

KINDS = (
    *TO_DO, MENTIONED, COMMENTED, INFORMED, OUTCOME, EXPIRED, WITHDRAWN, FAILED, FAILURES,
    WEBHOOK_OFF,
)  # fmt: skip
MAILED = (*TO_DO, MENTIONED, COMMENTED, INFORMED, OUTCOME, FAILED)

TASK_EVENTS = (
    "task.created", "task.reminded", "task.escalated", "task.delegated", "task.commented",
    "task.info_requested", "task.decided", "task.expired", "task.withdrawn",
)  # fmt: skip
RUN_EVENTS = ("run.failed", "run.started", "run.suspended", "run.completed", "run.cancelled")
EVENTS = (*TASK_EVENTS, *RUN_EVENTS)
"""What webhooks may ask for."""


def is_mailed(kind: str, setting: str) -> bool:
    """Say whether a kind goes by mail under somebody's setting: ``all asked none``."""
    if setting == "none" or kind not in MAILED:
        return False
    return setting == "all" or kind in TO_DO


def ask_topic(task: str) -> str:
    """Name the matter "this task asks you"."""
    return f"ask:{task}"


def wanted_topic(task: str) -> str:
    """Name the matter "information on this task is wanted of you"."""
    return f"wanted:{task}"


def failures_topic(workflow: int) -> str:
    """Name the matter "runs of this workflow fail"."""
    return f"failures:{workflow}"
