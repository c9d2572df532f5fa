"""API tokens; only the hash of a token is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .fields import JsonText
from .workspaces.workspace import Workspace


class ApiToken(models.Model):
    """A token of one user. ``prefix`` are its first characters, for people to tell tokens apart.

    ``scopes`` is a list of words, null for everything that the user may do.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens"
    )
    workspace = models.ForeignKey(
        Workspace, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Where it counts; null: where its person is at home."""

    name = models.CharField(max_length=100, default="")
    prefix = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = JsonText(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A token without a hash would open the door to everybody."""

        db_table = "workflows_api_token"
        verbose_name = "API token"
        constraints = [
            models.CheckConstraint(condition=~models.Q(sha256=""), name="api_token_has_a_hash")
        ]

    def __str__(self) -> str:
        """Name the token by its prefix, never by itself."""
        return f"{self.name} ({self.prefix}…)"
