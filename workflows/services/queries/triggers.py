"""Triggers of a workflow as lists and single ones show them; tokens are not shown anywhere."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from workflows.engine.errors import NotFound
from workflows.models import Trigger

from .times import iso
from .visible import as_uuid, find_workflow


def rows(user: User, slug: str) -> QuerySet[Trigger]:
    """Select the triggers of a workflow; raises `NotFound` where he may not see the workflow."""
    workflow = find_workflow(user, slug)
    found = Trigger.objects.filter(workflow=workflow).select_related("created_by", "last_run")
    return found.defer("last_run__tags", "last_run__error")


def find(user: User, slug: str, trigger_id: str) -> Trigger:
    """Return the row; raises `NotFound`."""
    row = rows(user, slug).filter(pk=as_uuid(trigger_id, "trigger")).first()
    if row is None:
        raise NotFound(f"The workflow {slug!r} has no trigger {trigger_id}.")
    return row


def detail(user: User, slug: str, trigger_id: str, url: str | None = None) -> dict[str, Any]:
    """Show one trigger; `url` is known only to the answer that made it."""
    return {**_shown(find(user, slug, trigger_id)), "url": url}


def present(page: list[Trigger]) -> list[dict[str, Any]]:
    """Show a page of the list."""
    return [_shown(row) for row in page]


def _shown(row: Trigger) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "name": row.name,
        "enabled": row.enabled,
        "settings": row.settings,
        "inputs": row.inputs or {},
        "url": None,
        "next_at": iso(row.next_at),
        "last_fired_at": iso(row.last_fired_at),
        "last_run": str(row.last_run.uuid) if row.last_run else None,
        "last_error": row.last_error,
        "created_by": row.created_by.get_username() if row.created_by else None,
        "created_at": iso(row.created_at),
    }
