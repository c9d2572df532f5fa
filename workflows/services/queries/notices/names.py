"""The names of people, by their usernames, as mails and messages call them."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User

from ..persons.directory import name_of


def names_of(usernames: Iterable[str | None]) -> dict[str, str]:
    """Give the full names of people; who is not there (any more) is called as he signed in."""
    wanted = {name for name in usernames if name}
    found = {
        user.get_username(): name_of(user) for user in User.objects.filter(username__in=wanted)
    }
    return {name: found.get(name, name) for name in wanted}
