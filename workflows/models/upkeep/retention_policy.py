"""What retention does by itself: off until somebody with the admin switches it on."""

from __future__ import annotations

from django.db import models


class RetentionPolicy(models.Model):
    """At most one row. Runs that ended more than ``days`` ago go, each night, ``batch`` at a time.

    With ``archive`` they are written below the home's ``archive`` folder first.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    active = models.BooleanField(default=False)
    days = models.PositiveIntegerField(default=365)
    completed = models.BooleanField(default=True)
    failed = models.BooleanField(default=True)
    cancelled = models.BooleanField(default=True)
    archive = models.BooleanField(default=True)
    batch = models.PositiveIntegerField(default=100)
    last_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_result = models.TextField(blank=True, default="", editable=False)

    class Meta:
        """One row, or none; nobody keeps runs for less than a day."""

        db_table = "workflows_retention_policy"
        verbose_name_plural = "retention policies"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="retention_is_one"),
            models.CheckConstraint(condition=models.Q(days__gte=1), name="retention_days"),
            models.CheckConstraint(
                condition=models.Q(batch__gte=1, batch__lte=10_000), name="retention_batch"
            ),
        ]

    def __str__(self) -> str:
        """Say what it does."""
        return f"{'After' if self.active else 'Off; after'} {self.days} days"
