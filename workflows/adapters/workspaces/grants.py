"""The rows of what people and groups may do to a workflow; who may change them is decided above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.db import transaction

from workflows.models import Workflow, WorkflowGrant

ROLES: Mapping[str, int] = {role.name.lower(): role.value for role in WorkflowGrant.Role}
"""By their names, the weakest first."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role of a person (``user``, a username) or of a ``group``; one of them is None."""

    user: str | None
    group: str | None
    role: str


@dataclass(frozen=True, slots=True)
class Access:
    """Who may do what to a workflow beside what groups say; ``restricted``: nobody else."""

    restricted: bool
    grants: Sequence[Grant]


def read(workflow: Workflow) -> Access:
    """Read it, owners first, then by name."""
    rows = WorkflowGrant.objects.filter(workflow=workflow).select_related("user", "group")
    names = {value: name for name, value in ROLES.items()}
    found = [
        Grant(
            row.user.get_username() if row.user else None,
            row.group.name if row.group else None,
            names[row.role],
        )
        for row in rows
    ]
    found.sort(key=lambda item: (-ROLES[item.role], item.group or "", item.user or ""))
    return Access(workflow.restricted, found)


def write(workflow: Workflow, wanted: Access, who: User) -> None:
    """Have exactly these grants; people and groups were looked up before.

    A grant that stays as it is keeps its row: the creator's does not become more by being sent
    back. The workflow's row is locked, so that of two writers one is second.
    """
    with transaction.atomic():
        row = Workflow.objects.select_for_update().only("pk", "restricted").get(pk=workflow.pk)
        kept = [_write_one(row, item, who) for item in wanted.grants]
        WorkflowGrant.objects.filter(workflow=row).exclude(pk__in=kept).delete()
        Workflow.objects.filter(pk=row.pk).update(restricted=wanted.restricted)


def _write_one(workflow: Workflow, item: Grant, who: User) -> int:
    user = User.objects.get(username=item.user) if item.user is not None else None
    group = Group.objects.get(name=item.group) if item.group is not None else None
    row = WorkflowGrant.objects.filter(workflow=workflow, user=user, group=group).first()
    if row is not None and row.role == ROLES[item.role]:
        return row.pk
    row = row or WorkflowGrant(workflow=workflow, user=user, group=group)
    row.role, row.given_by, row.implied = ROLES[item.role], who, False
    row.save()
    return row.pk
