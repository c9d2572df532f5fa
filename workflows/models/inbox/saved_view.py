"""Views of lists that people keep: a name for an address."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ..workspaces.belonging import WorkspaceKey


class SavedView(models.Model):
    """A search that somebody keeps. ``query`` is the address after the question mark."""

    class Page(models.TextChoices):
        """The lists that have views."""

        INBOX = "inbox"
        RUNS = "runs"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    workspace = WorkspaceKey()
    page = models.CharField(max_length=10, choices=Page.choices)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1_000)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Names are unique for a person and list."""

        db_table = "workflows_saved_view"
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "workspace", "page", "name"], name="view_name")
        ]

    def __str__(self) -> str:
        """Give the name."""
        return self.name
