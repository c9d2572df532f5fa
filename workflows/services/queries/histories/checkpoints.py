"""The checkpoints of a run as the API lists them; their content stays with the engine."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet, Subquery

from workflows.engine.errors import NotFound
from workflows.models import Checkpoint, Event

from ..times import iso
from ..visible import as_uuid, find_run


def rows(user: User, run_id: str) -> QuerySet[Checkpoint]:
    """Select the checkpoints of a run, without their bodies; raises `NotFound`."""
    return _of(find_run(user, run_id).pk)


def present(page: list[Checkpoint]) -> list[dict[str, Any]]:
    """Show a page of the list."""
    return [_show(row) for row in page]


def detail(user: User, run_id: str, checkpoint: str) -> dict[str, Any]:
    """Show one named checkpoint; raises `NotFound`."""
    row = rows(user, run_id).filter(public_id=as_uuid(checkpoint, "checkpoint")).first()
    if row is None:
        raise NotFound("There is no such checkpoint in this run.")
    return _show(row)


def _of(run: int) -> QuerySet[Checkpoint]:
    saved = Event.objects.filter(run=OuterRef("run"), seq=OuterRef("seq"), type="CheckpointSaved")
    return (
        Checkpoint.objects.filter(run=run)
        .annotate(saved=Subquery(saved.values("payload")[:1]))
        .select_related("run")
        .only("seq", "public_id", "name", "at", "run__uuid")
    )


def _show(row: Checkpoint) -> dict[str, Any]:
    saved = getattr(row, "saved", None)
    return {
        "id": str(row.public_id or f"{row.run.uuid}.{row.seq}"),
        "name": row.name,
        "seq": row.seq,
        "created_at": iso(row.at),
        "created_by": saved.get("by") if isinstance(saved, dict) else None,
    }
