"""Signs of life of workers, for people to look at; leases do not depend on them."""

from __future__ import annotations

from django.db import models


class WorkerBeat(models.Model):
    """One worker process. ``held`` is how many runs it held when it was last seen."""

    owner = models.CharField(max_length=200, unique=True)
    host = models.CharField(max_length=200)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    held = models.PositiveIntegerField(default=0)

    class Meta:
        """Name the table."""

        db_table = "workflows_worker_beat"

    def __str__(self) -> str:
        """Give the owner's name."""
        return self.owner
