"""Files that people hand in: with a run's inputs, a comment or an answer; the bytes lie on disk."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7

from ..run import Run
from .task import Task


class Attachment(models.Model):
    """One file. It belongs to a run, through a task or directly; one that belongs to none yet is
    its uploader's alone, and is removed after a day.

    ``name`` is what it was called, ``media_type`` what its content shows, ``sha256`` hexadecimal.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    run = models.ForeignKey(
        Run, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )

    class Meta:
        """What belongs to nobody is found by its age."""

        db_table = "workflows_attachment"
        indexes = [
            models.Index(
                fields=["at"],
                condition=models.Q(run__isnull=True, task__isnull=True),
                name="attachment_loose",
            )
        ]

    def __str__(self) -> str:
        """Give the name."""
        return self.name
