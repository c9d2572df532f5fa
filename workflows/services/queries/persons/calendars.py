"""Business calendars as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from workflows.engine.errors import NotFound
from workflows.engine.payload import dumps
from workflows.models import Calendar, Version, Workflow

FIELDS = ("name", "zone", "hours", "holidays", "country", "subdivision")


def all_calendars() -> list[dict[str, Any]]:
    """List them by name."""
    return [show(row) for row in Calendar.objects.all()]


def find(slug: str) -> Calendar:
    """Return one; raises `NotFound`."""
    row = Calendar.objects.filter(slug=slug).first()
    if row is None:
        raise NotFound(f"There is no business calendar {slug[:50]!r}.")
    return row


def is_taken(slug: str) -> bool:
    """Say whether there is one of this name."""
    return Calendar.objects.filter(slug=slug).exists()


def keep(slug: str, values: Mapping[str, Any]) -> Calendar:
    """Write one, new or not."""
    row, _ = Calendar.objects.update_or_create(slug=slug, defaults=dict(values))
    return row


def users_of(slug: str) -> list[str]:
    """List the workflows whose draft or latest version names the calendar."""
    named = f'"calendar":{dumps(slug)}'
    latest = Version.objects.filter(graph__contains=named).values("workflow")
    rows = Workflow.objects.filter(Q(draft__contains=named) | Q(pk__in=latest))
    return sorted(rows.values_list("slug", flat=True))


def drop(row: Calendar) -> None:
    """Delete one."""
    row.delete()


def show(row: Calendar) -> dict[str, Any]:
    """Show one in the shape of the API."""
    return {"slug": row.slug, **{name: getattr(row, name) for name in FIELDS}}
