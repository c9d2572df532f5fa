"""Invitations in the database: hashed, used at most once; who may invite is decided above."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from workflows.adapters.workspaces.places import add, workspace_of
from workflows.adapters.workspaces.walls import show_place_of
from workflows.engine.workspaces import DEFAULT
from workflows.models import Invitation


def token_hash(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def keep(
    email: str, name: str, groups: Sequence[Group], by: User | None, token: str,
    lifetime: timedelta,
) -> Invitation:  # fmt: skip
    """Store a new invitation."""
    row = Invitation.objects.create(
        workspace_id=workspace_of(by) if by is not None and by.pk else DEFAULT,
        email=email,
        name=name,
        token_hash=token_hash(token),
        invited_by=by if by is not None and by.pk else None,
        expires_at=timezone.now() + lifetime,
    )
    row.groups.set(groups)
    return row


def find(token: str) -> Invitation | None:
    """Return the invitation of a token, whatever has become of it."""
    if not token:
        return None
    show_place_of("invitation", token_hash(token))
    return Invitation.objects.filter(token_hash=token_hash(token)).first()


def lock_open(token: str) -> Invitation | None:
    """Return the invitation of a token under a lock while it counts; in a transaction."""
    show_place_of("invitation", token_hash(token))
    row = Invitation.objects.select_for_update().filter(token_hash=token_hash(token)).first()
    return row if row is not None and state_of(row) == "open" else None


def state_of(row: Invitation) -> str:
    """Say what has become of it: ``open used revoked expired``."""
    if row.used_at is not None:
        return "used"
    if row.revoked_at is not None:
        return "revoked"
    return "open" if row.expires_at > timezone.now() else "expired"


def mark_used(row: Invitation, by: User) -> None:
    """Use it up; the newcomer belongs to the workspace that he was invited to."""
    if row.workspace_id != DEFAULT:
        add(row.workspace, [by])
    row.used_at, row.used_by = timezone.now(), by
    row.save(update_fields=["used_at", "used_by"])


def revoke(invitation_id: str) -> bool:
    """Have an open invitation count no more; False for one that is not open."""
    free = Invitation.objects.filter(pk=invitation_id, used_at=None, revoked_at=None)
    return bool(free.update(revoked_at=timezone.now()))


def rows(by: User | None = None) -> QuerySet[Invitation]:
    """Return the invitations to somebody's workspace; None: whoever types commands sees all."""
    found = Invitation.objects.select_related("invited_by", "used_by").prefetch_related("groups")
    return found if by is None else found.filter(workspace=workspace_of(by))


def find_groups(names: Sequence[str]) -> list[Group]:
    """Return the groups with these names; those that nobody has made are missing."""
    return list(Group.objects.filter(name__in=names))
