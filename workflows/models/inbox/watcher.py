"""Who sees a task beside those who are asked: people mentioned, or asked for information."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .task import Task


class TaskWatcher(models.Model):
    """Somebody who was drawn into a task; he may read and comment, not decide."""

    task = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="watchers", db_index=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """Each once."""

        db_table = "workflows_task_watcher"
        constraints = [models.UniqueConstraint(fields=["task", "user"], name="watcher_once")]

    def __str__(self) -> str:
        """Name who."""
        return str(self.user)
