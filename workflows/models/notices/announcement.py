"""Announcements: what happened and is still to be told to people and programs."""

from __future__ import annotations

from django.db import models

from ..fields import MomentField


class Announcement(models.Model):
    """An event that somebody is to be told of, written with it; who is told is found out later.

    ``kind`` is as ``task.created`` or ``run.failed``; ``run_id`` and ``seq`` are the event's place.
    Who turns it into notices deletes it in the same transaction. ``due_at`` is null until that has
    failed (``attempts`` counts how often): then it rests until that time.
    """

    kind = models.CharField(max_length=32)
    # Without a constraint, as in the log: pruning a run must not wait for its announcements.
    run_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    at = MomentField()
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    due_at = MomentField(null=True, blank=True)

    class Meta:
        """Taken in the order of their ids: the key is the only index."""

        db_table = "workflows_announcement"

    def __str__(self) -> str:
        """Name kind and place."""
        return f"{self.kind} {self.run_id}.{self.seq}"
