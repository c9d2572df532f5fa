"""People and groups as the API names them: usernames, and a name to show."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import Count, Q

from workflows.adapters.workspaces.places import members, places_of, workspace_of
from workflows.engine.workspaces import DEFAULT

from .profiles import page_settings

GROUPS = ("authors", "operators", "managers")
"""What each workspace has, with people in them or without."""

PERMISSIONS = (
    "edit_workflow", "operate_run", "see_team_tasks", "see_audit", "manage_credentials",
)  # fmt: skip


def me(user: User) -> dict[str, Any]:
    """Tell who somebody is and which of the product's permissions he has."""
    return {
        "username": user.username,
        "name": name_of(user),
        "email": user.email,
        "groups": sorted(user.groups.values_list("name", flat=True)),
        "permissions": [name for name in PERMISSIONS if user.has_perm(f"workflows.{name}")],
        "is_staff": user.is_staff,
        "is_superuser": user.is_superuser,
        "settings": page_settings(user),
        "workspaces": workspaces_of(user),
    }


def workspaces_of(user: User) -> list[dict[str, Any]]:
    """List the workspaces that somebody may enter, by name: `{slug, name, current}`."""
    here = workspace_of(user)
    return [
        {"slug": row.slug, "name": row.name, "current": row.pk == here} for row in places_of(user)
    ]


def everybody(asking: User) -> dict[str, Any]:
    """List the active people of somebody's workspace by name, and groups with the number of them;
    of other workspaces not even the names of groups."""
    place = workspace_of(asking)
    here = members(place).filter(is_active=True)
    active = Count("user", filter=Q(user__in=here.values("pk")))
    groups = Group.objects.annotate(size=active).order_by("name")
    if place != DEFAULT:
        groups = groups.filter(Q(size__gt=0) | Q(name__in=GROUPS))
    users = here.order_by("username")
    return {
        "users": [{"username": user.username, "name": name_of(user)} for user in users],
        "groups": [{"name": group.name, "count": group.size} for group in groups],
    }


def is_active(asking: User, username: str) -> bool:
    """Say whether there is somebody active with this username in somebody's workspace."""
    here = members(workspace_of(asking))
    return here.filter(username=username, is_active=True).exists()


def name_of(user: User) -> str:
    """Return the full name, or the username of somebody without one."""
    return user.get_full_name() or user.username
