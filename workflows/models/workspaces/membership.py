"""Memberships: which people belong to which workspaces."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .workspace import Workspace


class Membership(models.Model):
    """One person in one workspace; who has none belongs to the default workspace."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        db_index=False,
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each once; the oldest is where somebody is at home."""

        db_table = "workflows_membership"
        constraints = [models.UniqueConstraint(fields=["user", "workspace"], name="member_once")]

    def __str__(self) -> str:
        """Name who and where."""
        return f"{self.user} in {self.workspace}"
