"""Shapes of the answers about retrying, forking, migrating and comparing, for the schema."""

from __future__ import annotations

from rest_framework import serializers as s

from ..endpoint import JsonObject, JsonValue
from ..shapes import NODE_STATUSES, Shape

EFFECTS = ("none", "reads", "sends")


class NodeName(Shape):
    node_id = s.CharField()
    title = s.CharField()


class NodeEffects(NodeName):
    effects = s.ChoiceField(choices=EFFECTS)


class RetryPreview(Shape):
    restarts = NodeEffects(many=True)
    reopens = NodeName(many=True)
    may_repeat = NodeEffects(many=True)


class ForkPreview(Shape):
    seq = s.IntegerField()
    restarts = NodeEffects(many=True)
    may_repeat = NodeEffects(many=True)
    state = JsonObject()
    inputs = JsonObject()


class MigrationFinding(Shape):
    node_id = s.CharField(allow_blank=True)
    level = s.ChoiceField(choices=("ok", "note", "problem"))
    message = s.CharField()


class MigrationPreview(Shape):
    version = s.IntegerField()
    fits = s.BooleanField()
    findings = MigrationFinding(many=True)


class ComparedSide(Shape):
    status = s.ChoiceField(choices=NODE_STATUSES)
    iteration = s.IntegerField()
    attempt = s.IntegerField()
    action = s.CharField(allow_null=True)
    output = JsonValue()
    seconds = s.FloatField(allow_null=True)


class ComparedNode(NodeName):
    left = ComparedSide(allow_null=True)
    right = ComparedSide(allow_null=True)
    differs = s.BooleanField()


class Difference(Shape):
    path = s.CharField(allow_blank=True)
    left = JsonValue()
    right = JsonValue()


class ComparedResult(Shape):
    left = JsonValue()
    right = JsonValue()
    differs = s.BooleanField()


class ComparedSeconds(Shape):
    left = s.FloatField(allow_null=True)
    right = s.FloatField(allow_null=True)


class Comparison(Shape):
    runs = s.ListField(child=s.CharField())
    same_version = s.BooleanField()
    inputs = Difference(many=True)
    nodes = ComparedNode(many=True)
    result = ComparedResult()
    seconds = ComparedSeconds()
