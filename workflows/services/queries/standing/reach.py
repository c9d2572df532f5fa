"""How far somebody reaches: his workspace, and the workflows in which a grant says more or less
than his groups do; read once for a user object, as his permissions are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import OuterRef, Q, Subquery

from workflows.adapters.workspaces.places import workspace_of
from workflows.models import Workflow, WorkflowGrant, Workspace

Role = WorkflowGrant.Role
_KEPT = "fermata_reach"


@dataclass(frozen=True, slots=True)
class Standing:
    """What grants say of one person and one workflow: ``role`` is what he may do by them (0:
    nothing), ``owner`` whether he may share it, ``restricted`` whether his groups count for
    nothing."""

    role: int = 0
    owner: bool = False
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """One person's workspace, and the workflows of it that need a second look, by their rows and by
    the engine's names."""

    workspace: int
    rows: Mapping[int, Standing] = field(default_factory=dict, compare=False)
    names: Mapping[str, Standing] = field(default_factory=dict, compare=False)
    known: frozenset[tuple[int, Standing]] = frozenset()
    """The same once more, by which two are told apart: what is shown is kept by who looks."""

    @classmethod
    def of(cls, user: User) -> Reach:
        """Read it, or give what was read for this object and this workspace."""
        workspace = workspace_of(user)
        known: Reach | None = getattr(user, _KEPT, None)
        if known is None or known.workspace != workspace:
            known = cls(workspace) if user.is_superuser else _read(user, workspace)
            setattr(user, _KEPT, known)
        return known

    @staticmethod
    def forget(user: User) -> None:
        """Have it read anew for this object."""
        if hasattr(user, _KEPT):
            delattr(user, _KEPT)

    @property
    def closed(self) -> list[int]:
        """List the workflows of which he sees nothing, whatever his groups say."""
        return [pk for pk, item in self.rows.items() if item.restricted and not item.role]

    @property
    def opened(self) -> list[int]:
        """List the workflows that a grant shows him."""
        return [pk for pk, item in self.rows.items() if item.role]

    def standing(self, obj: Any) -> Standing:
        """Find what grants say of a workflow's row or name, or of that of a run."""
        if isinstance(obj, str):
            return self.names.get(obj, _NOTHING)
        if hasattr(obj, "workflow_id"):
            return self.rows.get(obj.workflow_id, _NOTHING)
        named = getattr(obj, "workflow", None)
        if isinstance(named, str):
            return self.names.get(named, _NOTHING)
        return self.rows.get(getattr(obj, "pk", None) or 0, _NOTHING)

    def allows(self, obj: Any, role: int, by_groups: bool) -> bool:
        """Say whether he may do what a role may: by a grant, or by his groups where they count."""
        found = self.standing(obj)
        return found.role >= role or (by_groups and not found.restricted)


_NOTHING = Standing()


def alone() -> bool:
    """Say whether there is no workspace but the default one: then nothing is to be kept apart."""
    return not Workspace.objects.filter(pk__gt=1).exists()


def _read(user: User, workspace: int) -> Reach:
    """Read it in one query, of restricted workflows and those with a grant of his alone."""
    named = Q(user=user) | Q(group__in=Group.objects.filter(user=user))
    own = WorkflowGrant.objects.filter(named)
    here = own.filter(workflow=OuterRef("pk")).order_by("-role").values("role")
    counts = here.filter(Q(implied=False) | Q(workflow__restricted=True))
    found = (
        Workflow.objects.filter(Q(restricted=True) | Q(pk__in=own.values("workflow")))
        .filter(workspace=workspace)
        .annotate(role=Subquery(counts[:1]), best=Subquery(here[:1]))
        .values_list("pk", "key", "restricted", "role", "best")
    )
    rows, names = {}, {}
    for pk, key, restricted, role, best in found:
        rows[pk] = names[key] = Standing(role or 0, best == Role.OWNER, restricted)
    return Reach(workspace, rows, names, frozenset(rows.items()))
