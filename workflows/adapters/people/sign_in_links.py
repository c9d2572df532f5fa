"""Sign-in links in the database: hashed, used at most once, whoever clicks first."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
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


def usable(token: str) -> QuerySet[SignInLink]:
    """Return the link of a token as a query: empty when unknown, expired, used or locked out."""
    return SignInLink.objects.filter(
        token_hash=token_hash(token),
        used_at=None,
        expires_at__gt=timezone.now(),
        user__is_active=True,
    )


def peek(token: str) -> User | None:
    """Return whom a link would sign in; the link stays unused."""
    link = usable(token).select_related("user").first()
    return link.user if link else None


def use(token: str) -> User | None:
    """Mark a link as used and return its user, or None when it does not count any more."""
    user = peek(token)
    # Guard and mark are one statement over one table: of two clicks at once, one counts. With a
    # join the guard would stand in a subquery, which PostgreSQL reads only before it waits.
    free = SignInLink.objects.filter(token_hash=token_hash(token), used_at=None)
    if user is None or not free.update(used_at=timezone.now()):
        return None
    return user
