"""Answers that are not given yet: each person's own, for a task."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ..fields import JsonText
from .task import Task


class TaskDraft(models.Model):
    """What somebody has filled in so far; nobody else sees it, and the log knows nothing of it."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="drafts", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    decision = models.TextField(null=True, blank=True)
    comment = models.TextField(null=True, blank=True)
    data = JsonText(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        """One a person and task."""

        db_table = "workflows_task_draft"
        constraints = [models.UniqueConstraint(fields=["task", "user"], name="draft_once")]

    def __str__(self) -> str:
        """Name whose and of what."""
        return f"{self.user}: {self.task}"
