"""What the demo must know of the tables before it puts anything into them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from workflows.models import Run, Version, Workflow


def is_untouched(own: Collection[str]) -> bool:
    """Say whether nothing has ever run here, and all workflows are those of the demo (by slug)."""
    return not Run.objects.exists() and not Workflow.objects.exclude(key__in=own).exists()


def hold(slugs: Collection[str]) -> None:
    """Keep others who load the demo waiting until this transaction ends.

    On SQLite the transaction itself does: it has the right to write from its beginning.
    """
    rows = Workflow.objects.select_for_update().filter(key__in=slugs).order_by("pk")
    list(rows.values_list("pk", flat=True))


def set_past(slugs: Collection[str], at: datetime) -> None:
    """Have workflows be as old as what has happened in them."""
    Workflow.objects.filter(key__in=slugs).update(created_at=at, updated_at=at)
    Version.objects.filter(workflow__key__in=slugs).update(created_at=at)


def versions_of(digests: Mapping[str, str]) -> dict[str, int]:
    """Give the number of the version that has the graph of this digest, by workflow."""
    found = Version.objects.filter(workflow__key__in=digests).order_by("-number")
    rows = found.values_list("workflow__key", "number", "digest")
    return {slug: number for slug, number, digest in rows if digest == digests[slug]}
