"""The rows of legal holds: set, lifted, listed; who may, and that it is noted, is the services'."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from workflows.engine.errors import NotFound
from workflows.engine.workspaces import DEFAULT, name_in
from workflows.models import LegalHold, Run, Workflow


@dataclass(frozen=True, slots=True)
class Hold:
    """What is held: a run by its id or a workflow by its slug; why, by whom, since when, and in
    which workspace (``place``)."""

    kind: str
    name: str
    reason: str
    by: str
    at: datetime
    place: int = DEFAULT


def find(kind: str, name: str, place: int) -> Hold | None:
    """Give the hold on a run (``kind`` is `run`) or on a workflow (`workflow`) of a workspace."""
    row = _rows().filter(**_which(kind, name, place)).first()
    return None if row is None else _hold(row)


def put(hold: Hold) -> None:
    """Set a hold, or give the one there is another reason; ``NotFound`` for what is not there."""
    found = _find(hold.kind, hold.name, hold.place)
    values = {"reason": hold.reason, "by": hold.by, "at": hold.at}
    wanted: dict[str, Any] = {hold.kind: found}
    try:
        with transaction.atomic():
            LegalHold.objects.update_or_create(**wanted, defaults=values)
    except IntegrityError:
        # Retention has just deleted it.
        raise _unknown(hold.kind, hold.name) from None


def lift(kind: str, name: str, place: int) -> bool:
    """Delete a hold; say whether there was one."""
    return bool(LegalHold.objects.filter(**_which(kind, name, place)).delete()[0])


def listed(place: int) -> list[Hold]:
    """List the holds of a workspace, the oldest first."""
    here = Q(run__workspace=place) | Q(workflow__workspace=place)
    return [_hold(row) for row in _rows().filter(here)]


def _find(kind: str, name: str, place: int) -> Run | Workflow:
    found: Run | Workflow | None
    if kind == "run":
        found = Run.objects.filter(uuid=name, workspace=place).only("pk").first()
    else:
        found = Workflow.objects.filter(key=name_in(place, name)).only("pk").first()
    if found is None:
        raise _unknown(kind, name)
    return found


def _rows() -> QuerySet[LegalHold]:
    rows = LegalHold.objects.select_related("run", "workflow").order_by("pk")
    return rows.only(
        "reason", "by", "at", "run__uuid", "run__workspace", "workflow__slug", "workflow__workspace"
    )


def _which(kind: str, name: str, place: int) -> dict[str, Any]:
    if kind == "run":
        return {"run__uuid": name, "run__workspace": place}
    return {"workflow__key": name_in(place, name)}


def _hold(row: LegalHold) -> Hold:
    kind, name, place = "workflow", "", DEFAULT
    if row.run is not None:
        kind, name, place = "run", str(row.run.uuid), row.run.workspace_id or DEFAULT
    if row.workflow is not None:
        name, place = row.workflow.slug, row.workflow.workspace_id or DEFAULT
    return Hold(kind, name, row.reason, row.by, row.at, place)


def _unknown(kind: str, name: str) -> NotFound:
    return NotFound(f"There is no {kind} {name!r}.")
