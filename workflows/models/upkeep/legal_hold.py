"""Legal holds: runs, or all runs of a workflow, that retention must not delete."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from ..run import Run
from ..workflow import Workflow


class LegalHold(models.Model):
    """A hold on one run or one workflow, with a reason; ``by`` is a username.

    The reference is one that the database protects: no code deletes a run that is held.
    """

    run = models.OneToOneField(
        Run, null=True, blank=True, on_delete=models.PROTECT, related_name="hold"
    )
    workflow = models.OneToOneField(
        Workflow, null=True, blank=True, on_delete=models.PROTECT, related_name="hold"
    )
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """It holds one thing."""

        db_table = "workflows_legal_hold"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(run__isnull=False, workflow__isnull=True)
                | models.Q(run__isnull=True, workflow__isnull=False),
                name="hold_is_of_one",
            )
        ]

    def __str__(self) -> str:
        """Give the reason."""
        return self.reason
