"""The stand-still of an installation: while its row is there, nothing is claimed or sent."""

from __future__ import annotations

from django.db import models

from ..fields import JsonText


class Pause(models.Model):
    """At most one row, which a restore writes; ``report`` says what may happen again."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    since = models.DateTimeField()
    reason = models.TextField()
    report = JsonText(default=dict)

    class Meta:
        """One row, or none."""

        db_table = "workflows_pause"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="pause_is_one")]

    def __str__(self) -> str:
        """Give the reason."""
        return self.reason
