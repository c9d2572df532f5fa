"""Retention that works by itself, as the policy in the admin says; off until somebody switches it
on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from workflows.adapters.upkeep import policies as rows
from workflows.conf import load_conf

from ..pruning import Pruned, Retention, prune, prune_leftovers

EVERY = timedelta(hours=20)
"""Once a day, whatever the hour at which a process was started."""

ARCHIVE = "archive"
"""The folder below the home: the admin cannot name another."""


def follow_policy(go_on: Callable[[], bool]) -> Pruned | None:
    """Prune as the policy says if that is due; None: it is not, or another process does it.

    ``go_on`` is asked after each batch and may rest: batches are short, and others want to write.
    """
    policy = rows.take_due(EVERY)
    if policy is None:
        return None
    folder = load_conf().home / ARCHIVE if policy.archive else None
    asked = Retention(policy.older_than, policy.statuses, policy.batch, archive=folder)
    gone, broken_off = Pruned(), False
    try:
        for step in prune(asked):
            gone = step
            if not go_on():
                broken_off = True
                break
        else:
            prune_leftovers(asked)
    except Exception as error:
        rows.note_result(f"{_told(gone)} Then it failed: {error}")
        raise
    rows.note_result(_told(gone), finished=not broken_off)
    return gone


def _told(gone: Pruned) -> str:
    return f"Deleted {gone.rows.get('Run', 0)} runs, kept {gone.kept} families."
