"""The event log: appended by the store, never changed while its run is kept."""

from __future__ import annotations

from django.db import models

from .fields import JsonText, MomentField
from .run import Run


class Event(models.Model):
    """One event of a run in its place. ``epoch`` is the holder's lease, 0 for others.

    ``payload`` leaves out what holds its default: read it through ``engine.events.from_record``.
    ``hash`` is the event's link of the run's chain (``adapters/audit/chain.py``), null where code
    from before the chain has written.
    """

    # Without a constraint: the run's row is locked by the transaction that appends, a lookup for
    # each event would double the work; and pruning deletes the run before its log.
    run = models.ForeignKey(
        Run,
        on_delete=models.DO_NOTHING,
        related_name="events",
        db_index=False,
        db_constraint=False,
    )
    # The order of the columns leaves no gaps between them on PostgreSQL.
    at = MomentField()
    seq = models.PositiveIntegerField()
    iteration = models.PositiveIntegerField(null=True, blank=True)
    epoch = models.PositiveIntegerField(default=0)
    type = models.CharField(max_length=32)
    node_id = models.TextField(null=True, blank=True)
    payload = JsonText()
    hash = models.BinaryField(max_length=32, null=True)

    class Meta:
        """One event a place; decisions, which are rare, are found by their time."""

        db_table = "workflows_event"
        constraints = [models.UniqueConstraint(fields=["run", "seq"], name="event_place")]
        indexes = [
            models.Index(
                fields=["at", "id"], condition=models.Q(type="TaskDecided"), name="event_decided"
            )
        ]

    def __str__(self) -> str:
        """Name place and type."""
        return f"{self.seq} {self.type}"
