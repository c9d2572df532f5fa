"""Addresses of a workflow's triggers; the doors that they open are in ``web``."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services.queries import triggers
from workflows.services.triggers import changing

from .docs import PAGING, describe, page_of
from .endpoint import Endpoint, JsonObject, Text, body_of, who
from .pagination import Order, paginate
from .shapes import Shape

TRIGGER_KINDS = ("webhook", "schedule", "event")
EDITING = {"GET": "read", "POST": "edit", "PATCH": "edit", "DELETE": "edit"}


class Flag(s.BooleanField):
    """A truth value that must be sent as one."""

    def to_internal_value(self, data: Any) -> bool:
        """Return the value."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class CreateTrigger(s.Serializer[Any]):
    kind = s.ChoiceField(choices=TRIGGER_KINDS)
    name = Text(required=False, max_length=200, allow_blank=True)
    enabled = Flag(required=False)
    settings = JsonObject(
        required=False,
        help_text="webhook: {}; schedule: {cron, timezone, missed: all|last|none}; "
        "event: {event, key}, without a key every key counts",
    )
    inputs = JsonObject(
        required=False,
        allow_null=True,
        help_text="The run's inputs; {$expr: CEL} at any depth sees `event`. "
        "Empty: the event's data",
    )


class ChangeTrigger(s.Serializer[Any]):
    name = Text(required=False, max_length=200, allow_blank=True)
    enabled = Flag(required=False)
    settings = JsonObject(required=False)
    inputs = JsonObject(required=False, allow_null=True)


class Trigger(Shape):
    id = s.CharField()
    kind = s.ChoiceField(choices=TRIGGER_KINDS)
    name = s.CharField(allow_blank=True)
    enabled = s.BooleanField()
    settings = JsonObject()
    inputs = JsonObject()
    url = s.CharField(
        allow_null=True, help_text="A webhook's address, only in the answer that made it"
    )
    next_at = s.DateTimeField(allow_null=True, help_text="When a schedule fires next")
    last_fired_at = s.DateTimeField(allow_null=True)
    last_run = s.CharField(allow_null=True)
    last_error = s.CharField(allow_null=True)
    created_by = s.CharField(allow_null=True, help_text="In whose name runs are started")
    created_at = s.DateTimeField()


class TriggersView(Endpoint):
    """What starts a workflow without a person."""

    scopes = EDITING

    @describe("list_triggers", page_of(Trigger), query=PAGING, tag="triggers")
    def get(self, request: Request, slug: str) -> Response:
        """List the triggers of a workflow, the oldest first."""
        rows = triggers.rows(who(request), slug)
        return Response(paginate(request, rows, Order("pk", False), triggers.present))

    @describe("create_trigger", {201: Trigger}, body=CreateTrigger, tag="triggers")
    def post(self, request: Request, slug: str) -> Response:
        """Make a trigger that starts the workflow in your name.

        The address of a webhook is told in this answer and never again.
        """
        person = who(request)
        wanted = changing.TriggerRequest(**body_of(request, CreateTrigger))
        made = changing.create_trigger(person, slug, wanted)
        return Response(triggers.detail(person, slug, made.id, made.url), status=201)


class TriggerView(Endpoint):
    """One trigger."""

    scopes = EDITING

    @describe("get_trigger", Trigger, tag="triggers")
    def get(self, request: Request, slug: str, trigger_id: str) -> Response:
        """Give one trigger."""
        return Response(triggers.detail(who(request), slug, str(trigger_id)))

    @describe("change_trigger", Trigger, body=ChangeTrigger, tag="triggers")
    def patch(self, request: Request, slug: str, trigger_id: str) -> Response:
        """Change name, settings or inputs, or turn it on or off."""
        person = who(request)
        changing.change_trigger(person, slug, str(trigger_id), body_of(request, ChangeTrigger))
        return Response(triggers.detail(person, slug, str(trigger_id)))

    @describe("delete_trigger", {204: None}, tag="triggers")
    def delete(self, request: Request, slug: str, trigger_id: str) -> Response:
        """Remove a trigger; the runs that it started stay."""
        changing.delete_trigger(who(request), slug, str(trigger_id))
        return Response(status=204)


class RotateView(Endpoint):
    """The address of a webhook."""

    scopes = {"POST": "edit"}

    @describe("rotate_trigger", Trigger, tag="triggers")
    def post(self, request: Request, slug: str, trigger_id: str) -> Response:
        """Give a webhook a new address; the old one is unknown at once."""
        person = who(request)
        made = changing.rotate_trigger(person, slug, str(trigger_id))
        return Response(triggers.detail(person, slug, made.id, made.url))
