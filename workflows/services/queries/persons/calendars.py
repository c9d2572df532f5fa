"""Business calendars as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from workflows.adapters.workspaces.places import workspace_of
from workflows.engine.errors import NotFound
from workflows.engine.payload import dumps
from workflows.models import Calendar, Version, Workflow

FIELDS = ("name", "zone", "hours", "holidays", "country", "subdivision")


def all_calendars(user: User) -> list[dict[str, Any]]:
    """List those of somebody's workspace by name."""
    return [show(row) for row in _here(user)]


def find(user: User, slug: str) -> Calendar:
    """Return one; raises `NotFound`."""
    row = _here(user).filter(slug=slug).first()
    if row is None:
        raise NotFound(f"There is no business calendar {slug[:50]!r}.")
    return row


def is_taken(user: User, slug: str) -> bool:
    """Say whether there is one of this name."""
    return _here(user).filter(slug=slug).exists()


def keep(user: User, slug: str, values: Mapping[str, Any]) -> Calendar:
    """Write one, new or not."""
    place = workspace_of(user)
    row, _ = Calendar.objects.update_or_create(workspace_id=place, slug=slug, defaults=dict(values))
    return row


def users_of(user: User, slug: str) -> list[str]:
    """List the workflows whose draft or latest version names the calendar."""
    named = f'"calendar":{dumps(slug)}'
    latest = Version.objects.filter(graph__contains=named).values("workflow")
    here = Workflow.objects.filter(workspace=workspace_of(user))
    rows = here.filter(Q(draft__contains=named) | Q(pk__in=latest))
    return sorted(rows.values_list("slug", flat=True))


def _here(user: User) -> QuerySet[Calendar]:
    return Calendar.objects.filter(workspace=workspace_of(user))


def drop(row: Calendar) -> None:
    """Delete one."""
    row.delete()


def show(row: Calendar) -> dict[str, Any]:
    """Show one in the shape of the API."""
    return {"slug": row.slug, **{name: getattr(row, name) for name in FIELDS}}
