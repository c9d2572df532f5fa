"""Credentials: what requests of workflows may carry; the secret itself is encrypted."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ..fields import JsonText
from ..workflow import Workflow
from ..workspaces.belonging import WorkspaceKey


class Credential(models.Model):
    """A secret with a name. It is sent as ``header`` to ``origins`` alone (a list of
    ``https://host``), and only by the ``workflows`` that it was granted to.

    ``secret`` is encrypted with the key ``key_id``; ``version`` counts its changes; ``hint`` are
    its last characters, for people to tell secrets apart.
    """

    class Kind(models.TextChoices):
        """How the secret stands in its header."""

        BEARER = "bearer"
        BASIC = "basic"
        HEADER = "header"

    workspace = WorkspaceKey()
    name = models.SlugField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    header = models.CharField(max_length=100, default="Authorization")
    origins = JsonText(default=list)
    workflows = models.ManyToManyField(Workflow, blank=True, related_name="credentials")
    secret = models.TextField()
    key_id = models.CharField(max_length=16)
    version = models.PositiveIntegerField(default=1)
    hint = models.CharField(max_length=4, blank=True, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        """A credential without a secret is none."""

        db_table = "workflows_credential"
        ordering = ["name"]
        permissions = [("manage_credentials", "Can grant credentials to workflows")]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="credential_name"),
            models.CheckConstraint(condition=~models.Q(secret=""), name="credential_has_a_secret"),
        ]

    def __str__(self) -> str:
        """Name it, never by its secret."""
        return self.name
