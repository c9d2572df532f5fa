"""What people did outside of runs, as it was noted."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from workflows.models import AuditEntry

PRUNED = "runs.pruned"
"""The verb of the entries that say which runs retention has deleted, in ``detail.runs``."""


def pruned_among(run_ids: Collection[str]) -> set[str]:
    """Give those of the runs that retention has deleted."""
    wanted = set(run_ids)
    found: set[str] = set()
    if wanted:
        rows = AuditEntry.objects.filter(verb=PRUNED).order_by("pk")
        for detail in rows.values_list("detail", flat=True).iterator():
            told: Any = detail or {}
            found.update(wanted.intersection(told.get("runs", ())))
    return found
