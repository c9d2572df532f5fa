"""People and groups as the API names them: usernames, and a name to show."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import Count, Q

from .profiles import page_settings

PERMISSIONS = ("edit_workflow", "operate_run", "see_team_tasks", "see_audit")


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
    }


def everybody() -> dict[str, Any]:
    """List active people by name, and groups with the number of their active members."""
    active = Count("user", filter=Q(user__is_active=True))
    groups = Group.objects.annotate(size=active).order_by("name")
    users = User.objects.filter(is_active=True).order_by("username")
    return {
        "users": [{"username": user.username, "name": name_of(user)} for user in users],
        "groups": [{"name": group.name, "count": group.size} for group in groups],
    }


def is_active(username: str) -> bool:
    """Say whether there is somebody active with this username."""
    return User.objects.filter(username=username, is_active=True).exists()


def name_of(user: User) -> str:
    """Return the full name, or the username of somebody without one."""
    return user.get_full_name() or user.username
