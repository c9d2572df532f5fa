"""The shape of an audited decision, for the OpenAPI document."""

from __future__ import annotations

from rest_framework import serializers as s

from ..endpoint import JsonValue
from ..shapes import Shape


class AuditedDecision(Shape):
    run = s.CharField()
    workflow = s.CharField()
    version = s.IntegerField(help_text="In which the run was when it was decided")
    task = s.CharField()
    title = s.CharField(allow_null=True)
    node = s.CharField(allow_null=True)
    iteration = s.IntegerField(allow_null=True)
    decision = s.CharField(allow_null=True)
    by = s.CharField(allow_null=True)
    acting_for = s.CharField(allow_null=True, help_text="Whose vote it was")
    override = s.BooleanField(help_text="An administrator who was not asked")
    reason = s.CharField(allow_null=True)
    via = s.CharField(allow_null=True, help_text="The door")
    mailbox = s.CharField(allow_null=True, help_text="Whose mail the link was in")
    at = s.DateTimeField()
    effective_at = s.DateTimeField(
        allow_null=True,
        help_text="When the wait ended by what people decided; null before, and when taken back",
    )
    outcome = s.CharField(allow_null=True, help_text="By which action the wait ended then")
    undone_at = s.DateTimeField(allow_null=True)
    undone_by = s.CharField(allow_null=True)
    comment = s.CharField(allow_null=True, allow_blank=True)
    form = s.CharField(allow_null=True, help_text="Digest of the form's schema")
    data = JsonValue()  # type: ignore[assignment]
    changes = JsonValue(help_text="What was changed in the proposal")
    shown = s.CharField(
        allow_null=True,
        help_text="SHA-256 of what the decider was shown: its JSON with sorted keys, no spaces",
    )
    snapshot = JsonValue(required=False, help_text="With detail=1: what the decider was shown")
    seq = s.IntegerField(help_text="Place in the run's log")
    hash = s.CharField(allow_null=True, help_text="Of the event; null from before the chain")
