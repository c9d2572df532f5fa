"""Legal holds: who may keep a run, or all of a workflow, from retention; each act is noted."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from workflows.adapters.upkeep import holds as rows
from workflows.adapters.upkeep.holds import Hold
from workflows.adapters.workspaces.places import workspace_of
from workflows.engine.errors import FieldError, Forbidden, Invalid, NotFound

from .. import policy
from ..audit import note

__all__ = [
    "KINDS",
    "LONGEST_REASON",
    "Hold",
    "all_holds",
    "as_dict",
    "hold_on",
    "lift_hold",
    "set_hold",
]

KINDS = ("run", "workflow")
LONGEST_REASON = 1_000


def hold_on(who: User, kind: str, name: str) -> Hold | None:
    """Give the hold on a run or a workflow; `NotFound` for what the user may not see."""
    _see(who, kind, name)
    return rows.find(kind, name, workspace_of(who))


def all_holds(who: User) -> list[Hold]:
    """List those of the workspace that somebody is in; raises `Forbidden`."""
    _may(who)
    return rows.listed(workspace_of(who))


def set_hold(who: User, kind: str, name: str, reason: str) -> Hold:
    """Keep a run with its family, or every run of a workflow, until the hold is lifted.

    Raises `NotFound`, `Forbidden`, `Invalid` without a reason.
    """
    _see(who, kind, name)
    _may(who)
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        told = f"Give a reason, of at most {LONGEST_REASON} characters."
        raise Invalid(told, errors=[FieldError("required", told, "reason")])
    hold = Hold(kind, name, said, who.get_username(), timezone.now(), workspace_of(who))
    with transaction.atomic():
        rows.put(hold)
        note(who, "hold.set", f"{kind} {name}", {"reason": said})
    return hold


def lift_hold(who: User, kind: str, name: str, reason: str = "") -> None:
    """Let retention have it again; raises `NotFound` where there is no hold, `Forbidden`."""
    _see(who, kind, name)
    _may(who)
    place = workspace_of(who)
    with transaction.atomic():
        before = rows.find(kind, name, place)
        if before is None or not rows.lift(kind, name, place):
            raise NotFound(f"There is no hold on the {kind} {name!r}.")
        told = {"reason": reason.strip(), "held_for": before.reason}
        note(who, "hold.lifted", f"{kind} {name}", told)


def as_dict(hold: Hold | None) -> dict[str, str] | None:
    """Give JSON."""
    if hold is None:
        return None
    at = hold.at.isoformat()
    return {"reason": hold.reason, "by": hold.by, "at": at}


def _may(who: User) -> None:
    if not policy.can(who, policy.HOLD):
        raise Forbidden("You may not set or lift legal holds.")


def _see(who: User, kind: str, name: str) -> None:
    if kind == "run":
        try:
            found = policy.visible_runs(who).filter(uuid=UUID(name)).exists()
        except ValueError:
            found = False
    else:
        found = policy.visible_workflows(who).filter(slug=name).exists()
    if not found:
        raise NotFound(f"There is no {kind} {name!r}.")
