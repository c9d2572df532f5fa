"""People that an OpenID Connect issuer vouches for: whose account it is, and their groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User

from workflows.adapters.people import invitations as table
from workflows.adapters.people.addresses import is_known, owners

__all__ = ["is_known", "owner_of", "set_groups"]


def owner_of(email: str) -> User | None:
    """Return the one person with this address, if active; None when there are none or several."""
    found = owners(email)
    return found[0] if len(found) == 1 and found[0].is_active else None


def set_groups(user: User, claimed: Any) -> None:
    """Put somebody into the groups that the issuer names, as far as they have been made here.

    Out of all others: who is out over there, or of whom the issuer names none, is out here. Nothing
    is written when nothing changes, so that sessions keep their keys.
    """
    names = [claimed] if isinstance(claimed, str) else claimed
    wanted = {text for text in names if isinstance(text, str)} if _is_list(names) else set()
    groups = table.find_groups(sorted(wanted))
    if {group.pk for group in groups} != set(user.groups.values_list("pk", flat=True)):
        user.groups.set(groups)


def _is_list(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, dict | str)
