"""Who stands in for whom, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from workflows.adapters.workspaces.places import members, workspace_of
from workflows.engine.errors import NotFound
from workflows.models import Substitution, Workflow

from ..standing.reach import Reach
from ..times import iso
from .directory import name_of


def of_person(user: User) -> list[dict[str, Any]]:
    """List the substitutions of a person, his own and those in which he stands in, that are not
    over."""
    both = Q(user=user) | Q(substitute=user)
    return _shown(Substitution.objects.filter(both, ends_at__gt=timezone.now()), user)


def shown(row: Substitution, user: User) -> dict[str, Any]:
    """Show one as somebody sees it."""
    return _shown(Substitution.objects.filter(pk=row.pk), user)[0]


def find_own(user: User, pk: int) -> Substitution:
    """Return a substitution of the person himself (any one's for a superuser); or `NotFound`."""
    rows = Substitution.objects.filter(pk=pk)
    row = (rows if user.is_superuser else rows.filter(user=user)).first()
    if row is None:
        raise NotFound("There is no such substitution.")
    return row


def find_person(asking: User, username: str) -> User | None:
    """Return somebody active of a workspace by his username."""
    here = members(workspace_of(asking))
    return here.filter(username=username, is_active=True).first()


def unknown_workflows(asking: User, slugs: Sequence[str]) -> list[str]:
    """List those of the slugs that name no workflow of the workspace, or one closed to him."""
    known = set(_workflows(asking, slugs).values_list("slug", flat=True))
    return [slug for slug in slugs if slug not in known]


def add(
    user: User, substitute: User, span: tuple[datetime, datetime], slugs: Sequence[str], by: User
) -> Substitution:
    """Insert one; without slugs it is about every workflow."""
    row = Substitution.objects.create(
        user=user, substitute=substitute, starts_at=span[0], ends_at=span[1], created_by=by
    )
    if slugs:
        row.workflows.set(_workflows(by, slugs))
    return row


def _workflows(asking: User, slugs: Sequence[str]) -> QuerySet[Workflow]:
    reach = Reach.of(asking)
    here = Workflow.objects.filter(workspace=reach.workspace, slug__in=slugs)
    return here.exclude(pk__in=reach.closed)


def end(row: Substitution) -> None:
    """End one that is running now; one that has not begun is deleted."""
    now = timezone.now()
    if row.starts_at < now:
        Substitution.objects.filter(pk=row.pk, ends_at__gt=now).update(ends_at=now)
    else:
        row.delete()


def _shown(rows: QuerySet[Substitution], user: User) -> list[dict[str, Any]]:
    """Show some: with the workflows of his workspace by name, the others by their number, which is
    asked of the limits alone, as the database may not show the workflows."""
    here = Workflow.objects.filter(workspace=workspace_of(user))
    found = rows.select_related("user", "substitute").prefetch_related(
        Prefetch("workflows", queryset=here.order_by("slug"), to_attr="here")
    )
    return [_show(row, user) for row in found.annotate(limits=Count("workflows"))]


def _show(row: Any, user: User) -> dict[str, Any]:
    return {
        "id": row.pk,
        "user": row.user.get_username(),
        "user_name": name_of(row.user),
        "substitute": row.substitute.get_username(),
        "substitute_name": name_of(row.substitute),
        "starts_at": iso(row.starts_at),
        "ends_at": iso(row.ends_at),
        "workflows": [item.slug for item in row.here],
        "elsewhere": row.limits - len(row.here),
        "mine": row.user_id == user.pk,
    }
