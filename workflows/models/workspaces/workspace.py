"""Workspaces: those who cannot see each other."""

from __future__ import annotations

from django.db import models


class Workspace(models.Model):
    """Workflows, their runs and all around them, and the people who may see any of it.

    The first one, ``default``, is made by the migration and holds everything that names none.
    """

    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """By name."""

        db_table = "workflows_workspace"
        ordering = ["name"]

    def __str__(self) -> str:
        """Give the name."""
        return self.name
