"""Shapes of notices, webhooks and deliveries, for the schema."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from workflows.services.notices.kinds import EVENTS, KINDS

from ..endpoint import JsonObject, JsonValue, Text, Whole
from ..inbox.shapes import TaskSummary
from ..shapes import Shape

NOTICE_KINDS = KINDS
OVER_STATES = ("decided", "expired", "withdrawn", "handed_on", "answered")
PRESETS = ("fermata", "slack")
CHANNELS = ("mail", "webhook")
DELIVERY_STATES = ("waiting", "sent", "dropped", "dead", "gathered")


class NoticeOver(Shape):
    """Why nobody needs to act on it any more."""

    state = s.ChoiceField(choices=OVER_STATES)
    by = s.CharField(required=False)
    at = s.DateTimeField(required=False)
    decision = s.CharField(required=False)
    label = s.CharField(  # type: ignore[assignment]
        required=False, help_text="What the author called the decision"
    )
    comment = s.CharField(required=False)
    reason = s.CharField(required=False)
    to = s.ListField(child=s.CharField(), required=False, help_text="Who is asked instead")

    def get_fields(self) -> dict[str, Any]:
        """Add the one name that is a word of Python."""
        return {**super().get_fields(), "for": s.CharField(required=False)}


class Notice(Shape):
    id = s.IntegerField()
    kind = s.ChoiceField(choices=NOTICE_KINDS)
    title = s.CharField()
    path = s.CharField(allow_null=True, help_text="The workflow and the step")
    workflow = s.CharField(allow_null=True)
    workflow_name = s.CharField(allow_null=True)
    run = s.CharField(allow_null=True)
    task_id = s.CharField(allow_null=True)
    task = TaskSummary(allow_null=True, help_text="The task as it is now, if one may see it")
    facts = JsonObject(
        help_text="by, for, group, text, reminder, level, state, decision, label, comment, reason,"
        " error: whatever there is to tell"
    )
    count = s.IntegerField(help_text="How many events it stands for")
    at = s.DateTimeField()
    read = s.BooleanField()
    over = NoticeOver(allow_null=True)


class NoticePage(Shape):
    next = s.CharField(allow_null=True)
    previous = s.CharField(allow_null=True)
    results = Notice(many=True)
    unread = s.IntegerField()


class UnreadCount(Shape):
    unread = s.IntegerField()


class ReadBody(s.Serializer[Any]):
    ids = s.ListField(child=Whole(min_value=1), required=False, allow_null=True, max_length=500)


class Webhook(Shape):
    id = s.CharField()
    name = s.CharField()
    url = s.CharField()
    kinds = s.ListField(child=s.ChoiceField(choices=EVENTS))
    workflows = s.ListField(child=s.CharField(), help_text="Slugs; none: all workflows")
    preset = s.ChoiceField(choices=PRESETS)
    active = s.BooleanField()
    rotated_at = s.DateTimeField(allow_null=True)
    failures = s.IntegerField(help_text="Attempts that failed one after another")
    failing_since = s.DateTimeField(allow_null=True)
    last_success_at = s.DateTimeField(allow_null=True)
    switched_off = s.CharField(allow_null=True, help_text="Why it was switched off by itself")
    switched_off_at = s.DateTimeField(allow_null=True)
    waiting = s.IntegerField(help_text="Deliveries on their way")
    dead = s.IntegerField(help_text="Deliveries that were given up")
    created_by = s.CharField(allow_null=True)
    created_at = s.DateTimeField()


class NewWebhook(Webhook):
    secret = s.CharField(help_text="Signs what is sent")


class Webhooks(Shape):
    results = Webhook(many=True)


class Secret(Shape):
    secret = s.CharField()


class WebhookBody(s.Serializer[Any]):
    name = Text(max_length=100)
    url = Text(max_length=2_000)
    kinds = s.ListField(child=Text(max_length=32), required=False, max_length=50)
    workflows = s.ListField(child=Text(max_length=100), required=False, max_length=200)
    preset = Text(required=False, max_length=10)
    active = s.BooleanField(required=False)


class WebhookChange(WebhookBody):
    name = Text(required=False, max_length=100)
    url = Text(required=False, max_length=2_000)


class Delivery(Shape):
    id = s.IntegerField()
    key = s.CharField(help_text="The same at each attempt: Idempotency-Key, Message-ID")
    channel = s.ChoiceField(choices=CHANNELS)
    kind = s.CharField()
    state = s.ChoiceField(choices=DELIVERY_STATES)
    user = s.CharField(allow_null=True)
    webhook = s.CharField(allow_null=True)
    webhook_name = s.CharField(allow_null=True)
    task = s.CharField(allow_null=True)
    run = s.CharField(allow_null=True)
    attempts = s.IntegerField()
    created_at = s.DateTimeField()
    due_at = s.DateTimeField(allow_null=True)
    done_at = s.DateTimeField(allow_null=True)
    last_error = s.CharField(allow_null=True)


class DeliveryAttempt(Shape):
    at = s.DateTimeField()
    status = s.IntegerField(allow_null=True, help_text="Of HTTP or SMTP; null without an answer")
    milliseconds = s.IntegerField()
    error = s.CharField(allow_null=True)
    answer = s.CharField(allow_blank=True, help_text="The first characters of the answer")


class DeliveryDetail(Delivery):
    body = JsonValue(help_text="What a webhook is sent; null for a mail")
    log = DeliveryAttempt(many=True)
