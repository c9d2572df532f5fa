"""Attempts to deliver: what came of each, for whoever looks after webhooks and mail."""

from __future__ import annotations

from django.db import models

from ..fields import MomentField
from .delivery import Delivery


class DeliveryAttempt(models.Model):
    """One attempt: ``status`` of HTTP or SMTP (null: there was no answer), how long it took, what
    went wrong, and the first characters of the answer."""

    delivery = models.ForeignKey(
        Delivery, on_delete=models.CASCADE, related_name="log", db_index=False
    )
    at = MomentField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    milliseconds = models.PositiveIntegerField()
    error = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True, default="")

    class Meta:
        """In order."""

        db_table = "workflows_delivery_attempt"
        indexes = [models.Index(fields=["delivery", "id"], name="attempt_of_delivery")]

    def __str__(self) -> str:
        """Name the delivery and what came of it."""
        return f"{self.delivery_id}: {self.status or self.error}"
