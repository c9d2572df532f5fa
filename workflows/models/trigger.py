"""Triggers: what starts a workflow without a person: an address, a schedule, an event."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7

from .fields import JsonText, MomentField
from .run import Run
from .workflow import Workflow

# A name of its own: in the class below `settings` is a column.
PERSON = settings.AUTH_USER_MODEL


class Trigger(models.Model):
    """One way in which a workflow is started, in the name of ``created_by``.

    ``settings`` are those of the kind, as in the API; ``inputs`` make the run's inputs of the
    event. ``token_hash`` (webhook) is the SHA-256 of the token, hexadecimal. ``event_name`` and
    ``event_key`` (event) repeat the settings for the index; without a key every key counts.
    ``next_at`` (schedule) is the slot to be fired next, null while disabled; whoever fires holds
    the row until ``held_until``. ``last_slot`` is the newest slot that was fired.
    """

    class Kind(models.TextChoices):
        """The kinds of triggers."""

        WEBHOOK = "webhook"
        SCHEDULE = "schedule"
        EVENT = "event"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="triggers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=200, blank=True, default="")
    enabled = models.BooleanField(default=True)
    settings = JsonText(default=dict)
    inputs = JsonText(null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    event_name = models.CharField(max_length=200, null=True, blank=True)
    event_key = models.CharField(max_length=500, null=True, blank=True)
    created_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    next_at = MomentField(null=True, blank=True)
    held_until = MomentField(null=True, blank=True)
    last_slot = MomentField(null=True, blank=True)
    last_fired_at = MomentField(null=True, blank=True)
    last_run = models.ForeignKey(
        Run, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    last_error = models.TextField(null=True, blank=True)

    class Meta:
        """What is due and what listens is found by an index; a webhook has a token, others none."""

        db_table = "workflows_trigger"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="webhook", token_hash__isnull=False)
                | (~models.Q(kind="webhook") & models.Q(token_hash__isnull=True)),
                name="trigger_token",
            ),
            models.CheckConstraint(
                condition=models.Q(token_hash__isnull=True) | ~models.Q(token_hash=""),
                name="trigger_has_a_token",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="event", event_name__isnull=False)
                | (~models.Q(kind="event") & models.Q(event_name__isnull=True)),
                name="trigger_event",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], condition=models.Q(next_at__isnull=False), name="trigger_next"
            ),
            models.Index(
                fields=["event_name"],
                condition=models.Q(event_name__isnull=False, enabled=True),
                name="trigger_by_event",
            ),
        ]

    def __str__(self) -> str:
        """Give name and kind."""
        return f"{self.name or self.kind}"
