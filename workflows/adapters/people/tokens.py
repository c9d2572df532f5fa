"""The table of API tokens: hashes in, rows out; how a token looks is not known here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from workflows.adapters.workspaces.places import workspace_of
from workflows.models import ApiToken

USED_EVERY = timedelta(minutes=1)


def keep(
    user: User, name: str, prefix: str, sha256: str, scopes: Sequence[str] | None,
    expires_at: datetime | None,
) -> ApiToken:  # fmt: skip
    """Insert a token by its hash."""
    kept: Any = list(scopes) if scopes is not None else None
    return ApiToken.objects.create(
        user=user,
        workspace_id=workspace_of(user),
        name=name,
        prefix=prefix,
        sha256=sha256,
        scopes=kept,
        expires_at=expires_at,
    )


def find(sha256: str) -> ApiToken | None:
    """Return the token with this hash while it and its user count; note when it was used."""
    now = timezone.now()
    alive = Q(expires_at=None) | Q(expires_at__gt=now)
    rows = ApiToken.objects.select_related("user")
    row = rows.filter(alive, sha256=sha256, user__is_active=True).first()
    if row is None:
        return None
    # At most once a minute: reading must not turn into a stream of writes.
    if row.last_used_at is None or now - row.last_used_at > USED_EVERY:
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
    return row


def rows(user: User) -> QuerySet[ApiToken]:
    """Return somebody's tokens for the workspace he is in, the newest first;
    those that have expired, too."""
    here = Q(workspace=None) | Q(workspace=workspace_of(user))
    return ApiToken.objects.filter(here, user=user).order_by("-created_at", "-pk")


def remove(user: User, number: int) -> bool:
    """Delete one of somebody's own tokens; False when it is not his."""
    return bool(ApiToken.objects.filter(user=user, pk=number).delete()[0])
