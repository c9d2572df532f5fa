"""Runs as mails and messages tell of them."""

from __future__ import annotations

from workflows.models import Run


def find(run: int | None) -> Run | None:
    """Read a run with its workflow and who started it."""
    rows = Run.objects.select_related("workflow", "version", "started_by", "parent")
    rows = rows.defer("workflow__draft", "version__graph")
    return rows.filter(pk=run).first() if run is not None else None
