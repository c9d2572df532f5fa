"""Callback addresses that nodes have given out; only the hash of a token is kept."""

from __future__ import annotations

from django.db import models

from .fields import JsonText, MomentField
from .run import Run


class Callback(models.Model):
    """The address of one activation that waits for the outside, made before the wait opens.

    ``webhook_id`` tells it apart in public. ``schema`` judges an answer that comes before the wait;
    ``expires_at`` is then the limit. An answer to a ``signed`` one must be signed.
    ``body_digest`` (SHA-256 of the canonical JSON, hexadecimal)
    and ``received_at`` are null until the first answer was accepted. Whether the address is still
    open says the run: a wait that a failure closed may be opened again.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="callbacks", db_index=False)
    node_id = models.TextField()
    iteration = models.PositiveIntegerField(default=1)
    webhook_id = models.UUIDField(unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    schema = JsonText(null=True, blank=True)
    signed = models.BooleanField(default=False, db_default=False)
    body_digest = models.CharField(max_length=64, null=True, blank=True)
    created_at = MomentField()
    expires_at = MomentField(null=True, blank=True)
    received_at = MomentField(null=True, blank=True)

    class Meta:
        """One address an activation; one without a token would be everybody's."""

        db_table = "workflows_callback"
        constraints = [
            models.UniqueConstraint(fields=["run", "node_id", "iteration"], name="callback_place"),
            models.CheckConstraint(condition=~models.Q(token_hash=""), name="callback_has_a_token"),
        ]

    def __str__(self) -> str:
        """Give the id, never the token."""
        return str(self.webhook_id)
