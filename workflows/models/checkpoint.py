"""Checkpoints: the state of a run folded up to one place of its log."""

from __future__ import annotations

from django.db import models

from .fields import MomentField
from .run import Run


class Checkpoint(models.Model):
    """The state at ``seq``. Named ones were asked for and have a ``public_id``.

    ``body`` is packed by ``adapters.packing``. It is null where folding the log from the last body
    costs less than keeping another one.
    """

    run = models.ForeignKey(
        Run, on_delete=models.CASCADE, related_name="checkpoints", db_index=False
    )
    seq = models.PositiveIntegerField()
    public_id = models.UUIDField(null=True, blank=True)
    name = models.TextField(null=True, blank=True)
    body = models.BinaryField(null=True)
    at = MomentField()

    class Meta:
        """One checkpoint a place."""

        db_table = "workflows_checkpoint"
        constraints = [
            models.UniqueConstraint(fields=["run", "seq"], name="checkpoint_place"),
            models.UniqueConstraint(
                fields=["public_id"],
                condition=models.Q(public_id__isnull=False),
                name="checkpoint_public_id",
            ),
        ]

    def __str__(self) -> str:
        """Name place and name."""
        return f"{self.seq} {self.name or ''}".strip()
