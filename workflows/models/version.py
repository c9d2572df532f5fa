"""Published versions: immutable, and kept while a run of them is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .fields import JsonText
from .workflow import Workflow


class Version(models.Model):
    """A published graph. ``digest`` is the SHA-256 of its canonical JSON, hexadecimal."""

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

    class Meta:
        """Number the versions of each workflow."""

        db_table = "workflows_version"
        constraints = [
            models.UniqueConstraint(fields=["workflow", "number"], name="version_number")
        ]

    def __str__(self) -> str:
        """Name workflow and number."""
        return f"{self.workflow} v{self.number}"
