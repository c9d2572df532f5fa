"""Webhooks: addresses of other programs that are told of what happens."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7

from ..fields import JsonText, MomentField
from ..workflow import Workflow
from ..workspaces.belonging import WorkspaceKey


class Webhook(models.Model):
    """One address. ``kinds`` lists the announcements it wants; without ``workflows`` of all.

    Its signing secret is derived of the project's key and ``generation``, never kept; after a
    change (``rotated_at``) the one before signs too for a day. ``failures`` counts attempts that
    failed one after another since ``failing_since``; while it fails it rests until ``rests_until``.
    ``switched_off`` says why it was switched off by itself, and when.
    """

    class Preset(models.TextChoices):
        """What the body looks like."""

        FERMATA = "fermata"
        SLACK = "slack"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace = WorkspaceKey(db_index=False)
    name = models.CharField(max_length=100)
    url = models.TextField()
    kinds = JsonText(default=list)
    workflows = models.ManyToManyField(Workflow, blank=True, related_name="+")
    preset = models.CharField(max_length=8, choices=Preset.choices, default=Preset.FERMATA)
    active = models.BooleanField(default=True)
    generation = models.PositiveIntegerField(default=1)
    rotated_at = MomentField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = MomentField(null=True, blank=True)
    rests_until = MomentField(null=True, blank=True)
    last_success_at = MomentField(null=True, blank=True)
    switched_off_at = MomentField(null=True, blank=True)
    switched_off = models.TextField(blank=True, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = MomentField()

    class Meta:
        """By name; there are few, yet the store asks for the active ones where a scan of any table
        is priced beyond reason (see ``adapters/postgres.py``): an index answers at once."""

        db_table = "workflows_webhook"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="webhook_name")]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(active=True), name="webhook_active")
        ]

    def __str__(self) -> str:
        """Give the name; the address may hold a secret."""
        return self.name
