"""What people have set for themselves, as rows; who has set nothing has the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from workflows.models import Profile

FIELDS = (
    "zone", "language", "theme", "shortcuts", "mail", "digest", "digest_minute", "quiet_from",
    "quiet_until", "desktop",
)  # fmt: skip
PAGE = ("zone", "language", "theme", "shortcuts", "desktop")
"""What the page must know before it draws anything."""


def profile_of(user: User) -> Profile:
    """Return the person's settings; one that is not saved yet has the defaults."""
    return Profile.objects.filter(user=user).first() or Profile(user=user)


def has_chosen(user: User) -> bool:
    """Say whether any setting of the person is not the default."""
    return settings_of(user) != _show(Profile(), FIELDS)


def settings_of(user: User) -> dict[str, Any]:
    """Show all settings in the shape of the API."""
    return _show(profile_of(user), FIELDS)


def page_settings(user: User) -> dict[str, Any]:
    """Show what the page must know."""
    return _show(profile_of(user), PAGE)


def keep(user: User, changes: Mapping[str, Any]) -> None:
    """Write some settings."""
    Profile.objects.update_or_create(user=user, defaults=dict(changes))


def _show(profile: Profile, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(profile, name) for name in names}
