"""The rows of legal holds: set, lifted, listed; who may, and that it is noted, is the services'."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from workflows.engine.errors import NotFound
from workflows.models import LegalHold, Run, Workflow


@dataclass(frozen=True, slots=True)
class Hold:
    """What is held: a run by its id or a workflow by its slug; why, by whom, since when."""

    kind: str
    name: str
    reason: str
    by: str
    at: datetime


def find(kind: str, name: str) -> Hold | None:
    """Give the hold on a run (``kind`` is `run`) or on a workflow (`workflow`)."""
    row = _rows().filter(**_which(kind, name)).first()
    return None if row is None else _hold(row)


def put(hold: Hold) -> None:
    """Set a hold, or give the one there is another reason; ``NotFound`` for what is not there."""
    found = _find(hold.kind, hold.name)
    values = {"reason": hold.reason, "by": hold.by, "at": hold.at}
    wanted: dict[str, Any] = {hold.kind: found}
    try:
        with transaction.atomic():
            LegalHold.objects.update_or_create(**wanted, defaults=values)
    except IntegrityError:
        # Retention has just deleted it.
        raise _unknown(hold.kind, hold.name) from None


def lift(kind: str, name: str) -> bool:
    """Delete a hold; say whether there was one."""
    return bool(LegalHold.objects.filter(**_which(kind, name)).delete()[0])


def listed() -> list[Hold]:
    """List all holds, the oldest first."""
    return [_hold(row) for row in _rows()]


def _find(kind: str, name: str) -> Run | Workflow:
    found: Run | Workflow | None
    if kind == "run":
        found = Run.objects.filter(uuid=name).only("pk").first()
    else:
        found = Workflow.objects.filter(slug=name).only("pk").first()
    if found is None:
        raise _unknown(kind, name)
    return found


def _rows() -> QuerySet[LegalHold]:
    rows = LegalHold.objects.select_related("run", "workflow").order_by("pk")
    return rows.only("reason", "by", "at", "run__uuid", "workflow__slug")


def _which(kind: str, name: str) -> dict[str, str]:
    return {"run__uuid" if kind == "run" else "workflow__slug": name}


def _hold(row: LegalHold) -> Hold:
    kind, name = ("run", str(row.run.uuid)) if row.run else ("workflow", "")
    if row.workflow is not None:
        name = row.workflow.slug
    return Hold(kind, name, row.reason, row.by, row.at)


def _unknown(kind: str, name: str) -> NotFound:
    return NotFound(f"There is no {kind} {name!r}.")
