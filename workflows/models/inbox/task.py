"""Tasks: what people are asked to decide; who is asked is in `assignee.py`."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ..fields import JsonText
from ..run import Run
from ..suspension import Suspension


class Task(models.Model):
    """What people are asked. Its id is the engine's task id.

    ``unassigned``: nobody is named, so whoever may resume the run decides. ``decisions`` counts
    those given under a ``quorum``; ``decided_by`` is the last of them. Under ``four_eyes`` the
    requester has no say. Until ``undo_until`` a decision may be taken back. ``info_from`` was asked
    for information and has not answered. ``level`` counts escalations, ``comments`` and ``files``
    what people added. ``closed_reason`` is a sentence for people where nobody decided. The form's
    schema and the options stand in the rules of the suspension's event.
    """

    class Priority(models.IntegerChoices):
        """How urgent a task is, the most urgent last."""

        LOW = -1
        NORMAL = 0
        HIGH = 1
        URGENT = 2

    class State(models.TextChoices):
        """The states of a task; the first two are open."""

        OPEN = "open"
        CLAIMED = "claimed"
        DECIDED = "decided"
        EXPIRED = "expired"
        WITHDRAWN = "withdrawn"
        SUPERSEDED = "superseded"

    id = models.UUIDField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="tasks")
    suspension = models.OneToOneField(Suspension, on_delete=models.CASCADE, related_name="task")
    node_id = models.TextField()
    iteration = models.PositiveIntegerField(default=1)
    title = models.TextField()
    instructions = models.TextField(blank=True, default="")
    subject = JsonText(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    unassigned = models.BooleanField(default=False)
    four_eyes = models.BooleanField(default=False, db_default=False)
    quorum = models.PositiveSmallIntegerField(default=1)
    decisions = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(null=True, blank=True)
    comment = models.TextField(null=True, blank=True)
    data = JsonText(null=True, blank=True)
    priority = models.SmallIntegerField(choices=Priority.choices, default=0, db_default=0)
    comments = models.PositiveSmallIntegerField(default=0, db_default=0)
    files = models.PositiveSmallIntegerField(default=0, db_default=0)
    level = models.PositiveSmallIntegerField(default=0, db_default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.TextField(null=True, blank=True)
    undo_until = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    info_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        """Index for the inbox; carry the permission of managers."""

        db_table = "workflows_task"
        permissions = [("see_team_tasks", "Can see the tasks of the team")]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(state__in=["open", "claimed"]),
                name="task_open",
            ),
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["open", "claimed"], due_at__isnull=False),
                name="task_due",
            ),
            models.Index(fields=["state", "created_at"], name="task_by_state"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(unassigned=True),
                name="task_unassigned",
            ),
            models.Index(
                fields=["state", "decided_at", "created_at", "due_at"],
                condition=models.Q(decided_at__isnull=False),
                name="task_decided",
            ),
        ]

    def __str__(self) -> str:
        """Give the title."""
        return self.title
