"""Whose address of mail it is: the person's own field says so; allauth's table only follows it."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.db.models.signals import post_save


def connect() -> None:
    """Listen for addresses that are changed: the one before must open nothing any more."""
    post_save.connect(_saved, sender=User, dispatch_uid="addresses.user_saved")


def owners(email: str) -> list[User]:
    """Return everybody who has this address, active or not; case does not matter."""
    wanted = email.strip()
    found = User.objects.filter(email__iexact=wanted).order_by("pk") if wanted else ()
    # A database may take more for the same than upper and lower case of the same letters.
    return [user for user in found if user.email.casefold() == wanted.casefold()]


def is_known(email: str) -> bool:
    """Say whether anybody has this address, or says so."""
    return bool(owners(email)) or EmailAddress.objects.filter(email__iexact=email.strip()).exists()


def _saved(instance: User, created: bool, update_fields: Any = None, **_: Any) -> None:
    if not created and (update_fields is None or "email" in update_fields):
        EmailAddress.objects.filter(user=instance).exclude(email__iexact=instance.email).delete()
