"""Messages: what a run has to tell another one, or a channel, until it is delivered."""

from __future__ import annotations

from django.db import models

from .fields import JsonText, MomentField


class Message(models.Model):
    """A message on its way; who delivers it deletes it in the same transaction.

    ``kind`` and ``body`` are those of ``engine.messages.to_body``. ``due_at`` is null until
    delivering it has failed (``attempts`` counts how often): then it rests until that time.
    """

    kind = models.CharField(max_length=32)
    body = JsonText()
    attempts = models.PositiveIntegerField(default=0)
    due_at = MomentField(null=True, blank=True)

    class Meta:
        """Messages are taken in the order of their ids: the key is the only index."""

        db_table = "workflows_message"

    def __str__(self) -> str:
        """Name the kind."""
        return f"{self.id} {self.kind}"
