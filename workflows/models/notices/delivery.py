"""Deliveries: mails and calls of webhooks that are to leave, or have left."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7

from ..fields import JsonText, MomentField
from ..inbox.task import Task
from ..run import Run
from .webhook import Webhook


class Delivery(models.Model):
    """One mail to one person, or one call of one webhook.

    ``key`` is the same at each attempt: the ``Message-ID`` or ``Idempotency-Key`` is made of it.
    ``body`` is what a webhook is sent, byte for byte, or the facts that a mail is written of.
    ``due_at`` is null once it is done; ``held_until``: somebody is sending it until then.
    ``attempts`` counts claims, so that one that kills its sender costs bounded work.

    ``bundled``: it waits for its person's digest, and becomes a part of that (``digest``).
    """

    class Channel(models.TextChoices):
        """The ways out."""

        MAIL = "mail"
        WEBHOOK = "webhook"

    class State(models.TextChoices):
        """``dropped``: nobody needed it any more when it was its turn; ``dead``: given up."""

        WAITING = "waiting"
        SENT = "sent"
        DROPPED = "dropped"
        DEAD = "dead"
        GATHERED = "gathered"

    key = models.UUIDField(unique=True, default=uuid7, editable=False)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    kind = models.CharField(max_length=32)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    webhook = models.ForeignKey(
        Webhook, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    body = JsonText()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    bundled = models.BooleanField(default=False)
    digest = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts"
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = MomentField()
    due_at = MomentField(null=True, blank=True)
    give_up_at = MomentField()
    held_until = MomentField(null=True, blank=True)
    done_at = MomentField(null=True, blank=True)
    last_error = models.TextField(blank=True, default="")

    class Meta:
        """What is due is found by its time, what was sent by whom it was for."""

        db_table = "workflows_delivery"
        indexes = [
            models.Index(
                fields=["channel", "due_at"],
                condition=models.Q(due_at__isnull=False),
                name="delivery_due",
            ),
            models.Index(
                fields=["user"],
                condition=models.Q(due_at__isnull=False, user__isnull=False),
                name="delivery_waiting",
            ),
            models.Index(fields=["state", "id"], name="delivery_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel="mail", user__isnull=False, webhook__isnull=True)
                | models.Q(channel="webhook", user__isnull=True, webhook__isnull=False),
                name="delivery_has_a_receiver",
            )
        ]

    def __str__(self) -> str:
        """Name channel, kind and key."""
        return f"{self.channel} {self.kind} {self.key}"
