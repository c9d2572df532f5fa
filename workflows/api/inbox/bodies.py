"""Bodies of the inbox's requests."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from ..endpoint import JsonValue, Text, Whole


class Decide(s.Serializer[Any]):
    # A question or a form is answered by its data alone.
    decision = Text(required=False, allow_null=True, max_length=100)
    data = JsonValue(required=False)  # type: ignore[assignment]
    comment = Text(required=False, allow_null=True, allow_blank=True, max_length=5000)
    undo_seconds = s.FloatField(required=False, min_value=0, max_value=3600)
    confirm = Text(required=False, allow_null=True, allow_blank=True, max_length=500)
    seen = Whole(required=False, allow_null=True, min_value=0, max_value=2**31 - 1)
    reason = Text(required=False, allow_null=True, allow_blank=True, max_length=2000)
    idempotency_key = Text(required=False, allow_null=True, allow_blank=True, max_length=200)


class DecideMany(s.Serializer[Any]):
    ids = s.ListField(child=Text(max_length=100), min_length=1, max_length=100)
    decision = Text(max_length=100)
    comment = Text(required=False, allow_null=True, allow_blank=True, max_length=5000)
    undo_seconds = s.FloatField(required=False, min_value=0, max_value=3600)


class UndoMany(s.Serializer[Any]):
    ids = s.ListField(child=Text(max_length=100), min_length=1, max_length=100)


class CommentBody(s.Serializer[Any]):
    text = Text(required=False, allow_blank=True, max_length=5000, default="")
    attachments = s.ListField(required=False, child=Text(max_length=100), max_length=10)


class AskBody(CommentBody):
    to = Text(required=False, allow_null=True, max_length=150)


class DelegateBody(s.Serializer[Any]):
    to = Text(max_length=150)
    comment = Text(required=False, allow_null=True, allow_blank=True, max_length=5000)


class PriorityBody(s.Serializer[Any]):
    priority = s.ChoiceField(choices=("low", "normal", "high", "urgent"))


class DraftBody(s.Serializer[Any]):
    data = JsonValue(required=False)  # type: ignore[assignment]
    decision = Text(required=False, allow_null=True, max_length=100)
    comment = Text(required=False, allow_null=True, allow_blank=True, max_length=5000)


class NewView(s.Serializer[Any]):
    page = Text(max_length=10)
    name = Text(max_length=80)
    query = Text(allow_blank=True, max_length=1000)


class ChangedView(s.Serializer[Any]):
    name = Text(required=False, max_length=80)
    query = Text(required=False, allow_blank=True, max_length=1000)
    place = Whole(required=False, min_value=0, max_value=1000)
