"""Published versions: immutable, and kept while a run of them is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .fields import JsonText
from .workflow import Workflow

SNAPSHOTS_FROM = 1_000_000_000
"""Snapshots of drafts, made for trial runs, are numbered from here: versions never come so far."""


class Published(models.Manager["Version"]):
    """What was published: snapshots that were made for trial runs are no versions to people."""

    def get_queryset(self) -> models.QuerySet[Version]:
        """Leave snapshots out."""
        return super().get_queryset().filter(number__lt=SNAPSHOTS_FROM)


class Version(models.Model):
    """A published graph, or the snapshot of a draft that trial runs ran.

    ``digest`` is the SHA-256 of its canonical JSON, hexadecimal.
    """

    workflow = models.ForeignKey(
        Workflow, on_delete=models.CASCADE, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    graph = JsonText()
    digest = models.CharField(max_length=64)
    note = models.TextField(blank=True, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Published()
    every: models.Manager[Version] = models.Manager()

    class Meta:
        """Number the versions of each workflow."""

        db_table = "workflows_version"
        constraints = [
            models.UniqueConstraint(fields=["workflow", "number"], name="version_number")
        ]

    def __str__(self) -> str:
        """Name workflow and number."""
        return f"{self.workflow} v{self.number}"
