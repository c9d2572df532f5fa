"""Notices: what a person is told inside the application, one row a person and matter."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ..fields import JsonText, MomentField
from ..inbox.task import Task
from ..run import Run


class Notice(models.Model):
    """One person is told of one matter; news of the same matter change the row.

    ``topic`` names the matter within the person's notices: ``ask:<task>`` for all that asks him to
    act on a task, ``failed:<workflow>`` for the failures that operators look after, else the
    event's place. ``kind`` says what the latest news is (see ``services/notices/kinds.py``),
    ``facts`` what of it is told (names, words, times; never a secret), ``count`` how many events it
    stands for. ``at`` is when it happened, ``changed_at`` when the row was last written.

    ``over``: nobody needs to act on it any more, and why: ``{state, by, decision, reason, at}``.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    topic = models.CharField(max_length=80)
    kind = models.CharField(max_length=16)
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    title = models.TextField()
    facts = JsonText(default=dict)
    count = models.PositiveIntegerField(default=1)
    at = MomentField()
    changed_at = MomentField(db_index=True)
    read_at = MomentField(null=True, blank=True)
    over = JsonText(null=True, blank=True)

    class Meta:
        """A matter once a person; the bell lists the newest first and counts what is unread."""

        db_table = "workflows_notice"
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="notice_topic")]
        indexes = [
            models.Index(fields=["user", "at", "id"], name="notice_newest"),
            models.Index(
                fields=["user"], condition=models.Q(read_at__isnull=True), name="notice_unread"
            ),
        ]

    def __str__(self) -> str:
        """Name who is told of what."""
        return f"{self.user}: {self.kind} {self.topic}"
