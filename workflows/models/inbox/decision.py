"""Each person's decision on a task: under a quorum several, one a person."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ..fields import JsonText
from .task import Task


class TaskDecision(models.Model):
    """One person's decision. ``via`` is its door; ``override``: a superuser who was not asked.

    ``acting_for`` is whose vote it was: somebody who is away, or who handed the task on. A decision
    that is taken back has no row any more; the log keeps both.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="given", db_index=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision = models.TextField()
    comment = models.TextField(null=True, blank=True)
    data = JsonText(null=True, blank=True)
    via = models.TextField(default="api")
    override = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        """Each person decides once."""

        db_table = "workflows_task_decision"
        constraints = [models.UniqueConstraint(fields=["task", "user"], name="decision_once")]

    def __str__(self) -> str:
        """Name who and what."""
        return f"{self.user}: {self.decision}"
