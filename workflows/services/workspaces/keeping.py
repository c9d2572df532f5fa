"""Keeping workspaces: made, named, listed, peopled; by administrators and who types commands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from workflows.adapters.workspaces import places
from workflows.engine.errors import FieldError, Forbidden, Invalid, NotFound, Refused

from ..audit import note

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}")


@transaction.atomic
def create_workspace(who: User, slug: str, name: str = "") -> None:
    """Make an empty workspace. Raises `Forbidden`, `Invalid`, `Refused` (`slug_taken`)."""
    _may(who)
    if not _SLUG.fullmatch(slug):
        told = "Small letters, digits, - and _; at most 50."
        raise Invalid(told, errors=[FieldError("invalid", told, "slug")])
    if places.create(slug, _shown(name) or slug) is None:
        raise Refused(f"There is a workspace {slug!r} already.", code="slug_taken")
    note(who, "workspace.created", f"workspace {slug}")


@transaction.atomic
def rename_workspace(who: User, slug: str, name: str) -> None:
    """Change what people read; the slug stays, as programs rely on it. Raises `Invalid`."""
    _may(who)
    row = _find(slug)
    shown = _shown(name)
    if not shown:
        told = "It needs a name."
        raise Invalid(told, errors=[FieldError("required", told, "name")])
    before = row.name
    places.rename(row, shown)
    note(who, "workspace.renamed", f"workspace {slug}", {"from": before, "to": shown})


@transaction.atomic
def add_members(who: User, slug: str, usernames: Sequence[str]) -> int:
    """Make people members; whoever had no membership leaves the default workspace by it."""
    _may(who)
    added = places.add(_find(slug), _people(usernames))
    note(who, "workspace.joined", f"workspace {slug}", {"users": [*usernames]})
    return added


@transaction.atomic
def remove_members(who: User, slug: str, usernames: Sequence[str]) -> int:
    """End memberships; whoever has none left belongs to the default workspace again."""
    _may(who)
    removed = places.take_out(_find(slug), _people(usernames))
    note(who, "workspace.left", f"workspace {slug}", {"users": [*usernames]})
    return removed


def overview(who: User) -> list[dict[str, Any]]:
    """List the workspaces with the usernames of their members."""
    _may(who)
    return [
        {"slug": row.slug, "name": row.name, "members": places.usernames(row)}
        for row in places.places_of(who)
    ]


def _shown(name: str) -> str:
    return " ".join(name.split())[:100]


def _find(slug: str) -> Any:
    row = places.find(slug)
    if row is None:
        raise NotFound(f"There is no workspace {slug[:50]!r}.")
    return row


def _people(usernames: Sequence[str]) -> list[User]:
    found = places.people(usernames)
    missing = sorted(set(usernames) - {user.username for user in found})
    if missing:
        told = f"There is nobody named {missing[0]!r}."
        raise Invalid(told, errors=[FieldError("unknown_person", told, "users")])
    return found


def _may(who: User) -> None:
    if not (who.is_active and who.is_superuser):
        raise Forbidden("Only administrators keep workspaces.")
