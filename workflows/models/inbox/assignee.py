"""Who is asked in a task: users and groups, one a row."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models

from .task import Task


class TaskAssignee(models.Model):
    """One user or one group that a task asks; ``acting_for`` is whose vote was handed to him."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="assignees")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )

    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )

    class Meta:
        """Either a user or a group, each once."""

        db_table = "workflows_task_assignee"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=True) ^ models.Q(group__isnull=True),
                name="assignee_is_user_or_group",
            ),
            models.UniqueConstraint(
                fields=["user", "task"],
                condition=models.Q(user__isnull=False),
                name="assignee_user",
            ),
            models.UniqueConstraint(
                fields=["group", "task"],
                condition=models.Q(group__isnull=False),
                name="assignee_group",
            ),
        ]

    def __str__(self) -> str:
        """Name who is asked."""
        return str(self.user or self.group)
