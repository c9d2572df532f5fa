"""Workflows by name, each with its draft; what was published is in `version.py`."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .fields import JsonText


class Workflow(models.Model):
    """A named definition; ``draft`` is the graph being edited, ``revision`` counts its saves."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    draft = JsonText(default=dict)
    revision = models.PositiveIntegerField(default=1)
    changes = JsonText(default=dict)
    """Who changed what since the last publication: ``{"nodes": {id: {by, at}}, "edges": …}``."""

    withdrawn = models.BooleanField(default=False)
    """Published once, but nobody may start it until it is published again."""

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Carry the permission of authors."""

        db_table = "workflows_workflow"
        permissions = [("edit_workflow", "Can create, change and publish workflows")]

    def __str__(self) -> str:
        """Name the workflow for people."""
        return self.name
