"""Sign-in links in the database: hashed, used at most once, whoever clicks first."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from workflows.models.sign_in_link import SignInLink


def token_hash(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def keep(user: User, token: str, lifetime: timedelta) -> None:
    """Store a new link and forget the expired ones."""
    now = timezone.now()
    with transaction.atomic():
        SignInLink.objects.filter(expires_at__lt=now).delete()
        SignInLink.objects.create(
            user=user, token_hash=token_hash(token), expires_at=now + lifetime
        )


def peek(token: str) -> User | None:
    """Return whom a link would sign in; the link stays unused."""
    link = (
        SignInLink.objects.filter(token_hash=token_hash(token), used_at=None, user__is_active=True)
        .filter(expires_at__gt=timezone.now())
        .select_related("user")
        .first()
    )
    return None if link is None else link.user


def use(token: str) -> User | None:
    """Mark a link as used and return its user; None when unknown, expired, used or locked out."""
    now = timezone.now()
    found = SignInLink.objects.filter(token_hash=token_hash(token))
    # Guard and mark are one statement: of two clicks at once, one counts.
    marked = found.filter(used_at=None, expires_at__gt=now, user__is_active=True)
    if not marked.update(used_at=now):
        return None
    return found.select_related("user").get().user
