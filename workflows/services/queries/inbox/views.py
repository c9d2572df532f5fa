"""Saved views as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max, QuerySet

from workflows.adapters.workspaces.places import workspace_of
from workflows.engine.errors import NotFound
from workflows.models import SavedView

PAGES: tuple[str, ...] = tuple(SavedView.Page.values)


def list_views(user: User, page: str) -> list[dict[str, Any]]:
    """List the views of a person, in his order."""
    return [_show(row) for row in _here(user).filter(page=page)]


def is_taken(user: User, page: str, name: str, but: int | None = None) -> bool:
    """Say whether another view has the name."""
    named = _here(user).filter(page=page, name=name)
    return (named if but is None else named.exclude(pk=but)).exists()


def add(user: User, page: str, name: str, query: str) -> dict[str, Any]:
    """Insert a view behind the others."""
    last = _here(user).filter(page=page).aggregate(last=Max("place"))["last"]
    place = 0 if last is None else last + 1
    return _show(
        SavedView.objects.create(
            user=user,
            workspace_id=workspace_of(user),
            page=page,
            name=name,
            query=query,
            place=place,
        )
    )


def page_of(user: User, view_id: int) -> str:
    """Name the list that a view is of; raises `NotFound`."""
    return _find(user, view_id).page


def change(user: User, view_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """Change some columns."""
    row = _find(user, view_id)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values) or None)
    return _show(row)


def drop(user: User, view_id: int) -> None:
    """Delete a view; raises `NotFound`."""
    _find(user, view_id).delete()


def _here(user: User) -> QuerySet[SavedView]:
    return SavedView.objects.filter(user=user, workspace=workspace_of(user))


def _find(user: User, view_id: int) -> SavedView:
    row = _here(user).filter(pk=view_id).first()
    if row is None:
        raise NotFound("There is no such view.")
    return row


def _show(row: SavedView) -> dict[str, Any]:
    return {
        "id": row.pk,
        "page": row.page,
        "name": row.name,
        "query": row.query,
        "place": row.place,
    }
