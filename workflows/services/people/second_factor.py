"""The second factor: who has one, who must have one, and taking it from somebody who lost it."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import transaction

from workflows.adapters.people import privileges, sealing
from workflows.adapters.people import sessions as table
from workflows.conf import load_conf
from workflows.services.audit import note

seal, unseal = sealing.seal, sealing.unseal
HAS = "second_factor"
"""Under this name a session remembers whether its person has one."""

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_one(user: User) -> bool:
    """Say whether somebody signs in with more than a password."""
    return bool(Authenticator.objects.filter(user=user, type__in=_FACTORS).exists())


def must_have_one(user: User) -> bool:
    """Say whether the settings want one of this person, for whatever page."""
    wanted = load_conf().require_mfa
    return wanted == "all" or (wanted == "staff" and (user.is_staff or user.is_superuser))


def lacks_one(user: User, session: Any) -> bool:
    """Say whether somebody must set one up first; the session remembers that he has."""
    if not must_have_one(user):
        return False
    known = session.get(HAS)
    if known is None:
        known = session[HAS] = has_one(user)
    return not known


def shut_out(user: User, session: Any) -> bool:
    """Say whether nothing but setting one up is open to this person."""
    return load_conf().require_mfa == "all" and lacks_one(user, session)


@transaction.atomic
def take_away(user: User) -> int:
    """Remove somebody's second factors and end his sessions, for who has lost them all."""
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if removed:
        privileges.raise_number([user.pk])
        for row in table.rows(user):
            table.end(row)
        table.have_looked_again(user.pk)
        note(None, "second_factor.taken_away", f"user {user.username}")
    return int(removed)
