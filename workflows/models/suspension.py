"""Suspensions as rows, for lists and the inbox; the truth about them is in the log."""

from __future__ import annotations

from django.db import models

from .fields import MomentField
from .run import Run


class Suspension(models.Model):
    """A wait of one activation, open while ``closed_at`` is null.

    Its public id is ``<run uuid>.<seq>``, seq being that of its ``NodeSuspended`` event, which
    holds saved state, rules and metadata. ``closed_via`` is the door of the answer (``ui api e-mail
    callback timer deadline signal child``), or ``cancelled`` or ``failed``. ``signal_name`` and
    ``signal_key`` say which signal ends it (without a name it waits for none), ``signal_channel``
    is the hash of both.
    """

    run = models.ForeignKey(
        Run, on_delete=models.CASCADE, related_name="suspensions", db_index=False
    )
    seq = models.PositiveIntegerField()
    node_id = models.TextField()
    iteration = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=16)
    reason = models.TextField(blank=True, default="")
    opened_at = MomentField()
    wake_at = MomentField(null=True, blank=True)
    closed_at = MomentField(null=True, blank=True)
    closed_by = models.TextField(null=True, blank=True)
    closed_via = models.TextField(null=True, blank=True)
    action = models.TextField(null=True, blank=True)
    signal_channel = models.BigIntegerField(null=True, blank=True)
    signal_name = models.TextField(null=True, blank=True)
    signal_key = models.TextField(null=True, blank=True)

    class Meta:
        """One suspension a place; open waits are found by their run and by their signal."""

        db_table = "workflows_suspension"
        constraints = [models.UniqueConstraint(fields=["run", "seq"], name="suspension_place")]
        indexes = [
            models.Index(
                fields=["signal_channel"],
                condition=models.Q(closed_at__isnull=True, signal_channel__isnull=False),
                name="suspension_by_signal",
            ),
            models.Index(
                fields=["run", "kind", "opened_at", "wake_at"],
                condition=models.Q(closed_at__isnull=True),
                name="suspension_open",
            ),
            models.Index(
                fields=["closed_at", "kind", "opened_at"],
                condition=models.Q(closed_at__isnull=False),
                name="suspension_closed",
            ),
        ]

    def __str__(self) -> str:
        """Give the reason."""
        return self.reason
