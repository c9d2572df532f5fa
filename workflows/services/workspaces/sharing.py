"""Sharing a workflow: who is its owner, editor, operator or viewer, and whether anybody else sees
it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from workflows.adapters.workspaces import grants as table
from workflows.adapters.workspaces.grants import ROLES, Access, Grant
from workflows.engine.errors import FieldError, Forbidden, Invalid

from .. import policy
from ..audit import note
from ..queries.persons import directory
from ..queries.standing.reach import Reach
from ..queries.visible import find_workflow

MOST = 200
OWNER = "owner"


def access_of(who: User, slug: str) -> dict[str, Any]:
    """Show who may do what: `{restricted, can_share, grants: [{kind, name, label, role}]}`.

    Whoever sees the workflow may know. Raises `NotFound`.
    """
    workflow = find_workflow(who, slug)
    found = table.read(workflow)
    people = directory.everybody(who)
    labels = {person["username"]: person["name"] for person in people["users"]}
    return {
        "restricted": found.restricted,
        "can_share": policy.can(who, "share_workflow", workflow),
        "grants": [
            {
                "kind": "user" if item.user is not None else "group",
                "name": item.user or item.group,
                "label": labels.get(item.user or "", item.user or item.group),
                "role": item.role,
            }
            for item in found.grants
        ],
    }


def share(who: User, slug: str, restricted: bool, wanted: Sequence[Grant]) -> dict[str, Any]:
    """Replace who may do what. Raises `NotFound`, `Forbidden`, `Invalid` (an unknown person, group
    or role, somebody twice, nobody left who owns it)."""
    workflow = find_workflow(who, slug)
    if not policy.can(who, "share_workflow", workflow):
        raise Forbidden("Only its owners say who may do what to this workflow.")
    before = table.read(workflow)
    people = directory.everybody(who)
    _check(people, wanted)
    _check_owners(people, before, restricted, wanted)
    with transaction.atomic():
        table.write(workflow, Access(restricted, wanted), who)
        note(who, "workflow.shared", f"workflow {slug}", _told(before, restricted, wanted))
    return access_of(_as_now(who), slug) if _still_sees(who, slug) else _gone(restricted)


def _check(people: Mapping[str, Any], wanted: Sequence[Grant]) -> None:
    users = {person["username"] for person in people["users"]}
    groups = {group["name"] for group in people["groups"]}
    if len(wanted) > MOST:
        raise _wrong("too_many", f"At most {MOST} people and groups.", "grants")
    seen: set[tuple[str | None, str | None]] = set()
    for place, item in enumerate(wanted):
        if item.role not in ROLES:
            raise _wrong("unknown_role", f"One of: {', '.join(ROLES)}.", f"grants.{place}.role")
        known = item.user in users if item.user is not None else item.group in groups
        if not known:
            told = f"There is nobody named {(item.user or item.group or '')[:100]!r}."
            raise _wrong("unknown_person", told, f"grants.{place}.name")
        if (item.user, item.group) in seen:
            raise _wrong("twice", "Each person and group once.", f"grants.{place}.name")
        seen.add((item.user, item.group))


def _check_owners(
    people: Mapping[str, Any], before: Access, restricted: bool, wanted: Sequence[Grant]
) -> None:
    """Let no workflow lose its last owner; one that never had any may go on without, in sight."""
    peopled = {group["name"] for group in people["groups"] if group["count"]}
    owners = [item for item in wanted if item.role == OWNER]
    if any(item.user is not None or item.group in peopled for item in owners):
        return
    had = any(item.role == OWNER for item in before.grants)
    if had or restricted:
        raise _wrong("no_owner", "Somebody must own the workflow: name another owner.", "grants")


def _told(before: Access, restricted: bool, wanted: Sequence[Grant]) -> dict[str, Any]:
    """Give what was changed: grants that are new or gone, as `user ada: editor`."""
    old, new = ({_words(item) for item in items} for items in (before.grants, wanted))
    told: dict[str, Any] = {"given": sorted(new - old), "taken": sorted(old - new)}
    if restricted != before.restricted:
        told["restricted"] = restricted
    return told


def _words(item: Grant) -> str:
    named = f"user {item.user}" if item.user is not None else f"group {item.group}"
    return f"{named}: {item.role}"


def _as_now(who: User) -> User:
    """Forget what was read of him: his own rights may just have changed."""
    Reach.forget(who)
    return who


def _still_sees(who: User, slug: str) -> bool:
    return policy.visible_workflows(_as_now(who)).filter(slug=slug).exists()


def _gone(restricted: bool) -> dict[str, Any]:
    """Answer somebody who has given the workflow away."""
    return {"restricted": restricted, "can_share": False, "grants": []}


def _wrong(code: str, told: str, attr: str) -> Invalid:
    return Invalid(told, code=code, errors=[FieldError(code, told, attr)])
