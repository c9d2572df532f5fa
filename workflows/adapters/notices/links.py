"""Links that decide without signing in: made of the project's secret, kept as hashes, used once.

A token is never stored: the same mail, written again, gets the same one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from uuid import UUID

from django.utils.crypto import salted_hmac

from workflows.adapters.workspaces.walls import show_place_of
from workflows.models import DecisionLink

SALT = "workflows.decision_link"


def token_of(delivery: UUID, user: int) -> str:
    """Derive the token of one mail to one person: 256 bits in 43 characters."""
    digest = salted_hmac(SALT, f"{delivery}.{user}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def keep(token: str, task: UUID, user: int, now: datetime, until: datetime) -> None:
    """Store a link; one that is there already stays as it is."""
    DecisionLink.objects.get_or_create(
        token_hash=hash_of(token),
        defaults={"task_id": task, "user_id": user, "created_at": now, "expires_at": until},
    )


def find(token: str) -> DecisionLink | None:
    """Return the row of a token, used or over or not."""
    if not token:
        return None
    wanted = hash_of(token)
    show_place_of("link", wanted)
    found = DecisionLink.objects.select_related("user").filter(token_hash=wanted).first()
    if found is None or not hmac.compare_digest(found.token_hash, wanted):
        return None
    return found


def find_by_key(key: int) -> DecisionLink | None:
    """Return a row by its key, which is told in signed cookies only."""
    show_place_of("link_key", str(key))
    return DecisionLink.objects.select_related("user").filter(pk=key).first()


def use_up(link: DecisionLink, now: datetime) -> None:
    """Mark all links of the person to the task as used."""
    mine = DecisionLink.objects.filter(task=link.task_id, user=link.user_id, used_at=None)
    mine.update(used_at=now)
