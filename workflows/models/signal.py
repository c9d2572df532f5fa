"""Signals that came before their wait: each is used up by the first one that opens."""

from __future__ import annotations

from django.db import models

from .fields import JsonText, MomentField


class Signal(models.Model):
    """A signal that nobody waited for. ``key`` null is a key of its own, ``by`` a username.

    ``channel`` is a hash of name and key: both may be longer than an index takes.
    """

    channel = models.BigIntegerField()
    name = models.TextField()
    key = models.TextField(null=True, blank=True)
    data = JsonText(null=True, blank=True)
    by = models.TextField(null=True, blank=True)
    created_at = MomentField()

    class Meta:
        """The oldest of a channel comes first."""

        db_table = "workflows_signal"
        indexes = [models.Index(fields=["channel", "id"], name="signal_by_channel")]

    def __str__(self) -> str:
        """Name the channel."""
        return self.name if self.key is None else f"{self.name} {self.key}"
