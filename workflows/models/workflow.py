"""Workflows by name, each with its draft; what was published is in `version.py`."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .fields import JsonText
from .workspaces.belonging import WorkspaceKey, engine_name


class Workflow(models.Model):
    """A named definition; ``draft`` is the graph being edited, ``revision`` counts its saves."""

    workspace = WorkspaceKey()
    slug = models.SlugField(max_length=100)
    key = models.GeneratedField(
        expression=engine_name(),
        output_field=models.CharField(max_length=120),
        db_persist=True,
        unique=True,
    )
    """The engine's name of it, as ``engine/workspaces.py`` makes it."""

    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    draft = JsonText(default=dict)
    revision = models.PositiveIntegerField(default=1)
    changes = JsonText(default=dict)
    """Who changed what since the last publication: ``{"nodes": {id: {by, at}}, "edges": …}``."""

    withdrawn = models.BooleanField(default=False)
    """Published once, but nobody may start it until it is published again."""

    restricted = models.BooleanField(default=False, db_default=False)
    """Only those named in its grants, and whoever is asked in a task, see anything of it."""

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
        constraints = [
            models.UniqueConstraint(fields=["workspace", "slug"], name="workflow_slug"),
            # What a reference that holds the workspace as well refers to.
            models.UniqueConstraint(fields=["workspace", "id"], name="workflow_place"),
        ]
        indexes = [
            models.Index(
                fields=["workspace"],
                condition=models.Q(restricted=True),
                name="workflow_restricted",
            )
        ]

    def __str__(self) -> str:
        """Name the workflow for people."""
        return self.name
