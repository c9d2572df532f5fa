"""Invitations: who may make an account, once; only the hash of the token is kept."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from uuid_utils.compat import uuid7

from ..workspaces.belonging import WorkspaceKey


class Invitation(models.Model):
    """Let who reads the mail to ``email`` make an account in ``groups`` until ``expires_at``."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace = WorkspaceKey()
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=150, blank=True, default="")
    groups = models.ManyToManyField(Group, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token, hexadecimal."""

    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        """An invitation without a token would open the door to everybody."""

        db_table = "workflows_invitation"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(token_hash=""), name="invitation_has_a_token"
            )
        ]

    def __str__(self) -> str:
        """Name the address, never the token."""
        return f"invitation of {self.email}"
