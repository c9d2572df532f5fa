"""Addresses for trying a draft: trial runs, named test data, previews; and taking it back."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services import definitions
from workflows.services.queries import runs
from workflows.services.trying import previewing, running, sets

from . import shapes
from .docs import describe
from .endpoint import Endpoint, JsonObject, JsonValue, Text, body_of, who
from .parsers import GraphParser
from .triggers import Flag


class TrialRunRequest(s.Serializer[Any]):
    inputs = JsonObject(required=False)
    state = JsonObject(required=False)
    until = Text(required=False, max_length=100, help_text="Run to this step")
    only = Text(required=False, max_length=100, help_text="Run this step alone")
    pins = JsonObject(required=False, help_text="{node: {output, action}}: given instead of work")
    allowed = s.ListField(
        child=Text(max_length=100), required=False, max_length=500,
        help_text="Steps whose effects may leave: mails, calls, events, other workflows",
    )  # fmt: skip
    skip_time = Flag(required=False, help_text="Timers and waits before a retry are over at once")
    idempotency_key = Text(required=False, allow_null=True, allow_blank=True)


class PreviewBody(s.Serializer[Any]):
    expression = s.CharField(max_length=4000, allow_blank=True, trim_whitespace=False)
    run = s.UUIDField(required=False, allow_null=True, format="hex_verbose")
    node = Text(required=False, allow_null=True, max_length=100)
    inputs = JsonObject(required=False)
    state = JsonObject(required=False)
    nodes = JsonObject(required=False)


class Preview(shapes.Shape):
    problem = s.CharField(allow_null=True, help_text="It does not compile")
    failure = s.CharField(allow_null=True, help_text="It gives no value with this data")
    value = JsonValue()
    has_value = s.BooleanField()
    run = s.CharField(allow_null=True, help_text="Whose data it was evaluated on")


class TestSetBody(s.Serializer[Any]):
    __test__ = False

    name = Text(max_length=80)
    inputs = JsonObject(required=False)
    pins = JsonObject(required=False)


class TestSet(shapes.Shape):
    __test__ = False

    name = s.CharField()
    inputs = JsonObject()
    pins = JsonObject()
    updated_by = s.CharField(allow_null=True)
    updated_at = s.DateTimeField()


class TrialRunsView(Endpoint):
    """Trial runs of the draft."""

    parser_classes = (GraphParser,)
    scopes = {"POST": "run"}

    @describe("try_workflow", {201: shapes.Run}, body=TrialRunRequest, tag="workflows")
    def post(self, request: Request, slug: str) -> Response:
        """Run the saved draft, or a part of it; no effect leaves unless it is allowed by name."""
        person = who(request)
        asked = running.TrialRequest(**body_of(request, TrialRunRequest))
        started = running.start_trial(person, slug, asked)
        status = 200 if started.replayed else 201
        return Response(runs.run_detail(person, started.run_id), status=status)


class PassTimeView(Endpoint):
    """The time of a wait of a trial run."""

    scopes = {"POST": "run"}

    @describe("pass_time", {202: shapes.Run}, tag="runs")
    def post(self, request: Request, run_id: str, suspension: str) -> Response:
        """Let a timer or a deadline of a trial run be over at once; 409 for any other run."""
        person, run = who(request), str(run_id)
        running.pass_time(person, run, suspension)
        return Response(runs.run_detail(person, run), status=202)


class PreviewView(Endpoint):
    """An expression, tried on a past run's data."""

    parser_classes = (GraphParser,)
    scopes = {"POST": "read"}

    @describe("preview_expression", Preview, body=PreviewBody, tag="workflows")
    def post(self, request: Request, slug: str) -> Response:
        """Say what is wrong with an expression, or what it gives; nothing is executed."""
        body = body_of(request, PreviewBody)
        data: dict[str, Any] = {
            name: body[name] for name in ("inputs", "state", "nodes") if name in body
        }
        run = str(body["run"]) if body.get("run") else None
        asked = previewing.PreviewRequest(body["expression"], run, body.get("node"), data)
        return Response(previewing.preview(who(request), slug, asked))


class TestSetsView(Endpoint):
    """Named sets of test data."""

    __test__ = False
    parser_classes = (GraphParser,)
    scopes = {"GET": "read", "POST": "edit"}

    @describe("list_test_sets", TestSet(many=True), tag="workflows")
    def get(self, request: Request, slug: str) -> Response:
        """List the sets as a plain array."""
        return Response(sets.list_sets(who(request), slug))

    @describe("save_test_set", TestSet(many=True), body=TestSetBody, tag="workflows")
    def post(self, request: Request, slug: str) -> Response:
        """Write a set, over the one of the same name; give all."""
        body = body_of(request, TestSetBody)
        given = (body.get("inputs", {}), body.get("pins", {}))
        return Response(sets.save_set(who(request), slug, body["name"], *given))


class TestSetView(Endpoint):
    """One set of test data."""

    __test__ = False
    scopes = {"DELETE": "edit"}

    @describe("delete_test_set", {204: None}, tag="workflows")
    def delete(self, request: Request, slug: str, set_name: str) -> Response:
        """Delete a set."""
        sets.delete_set(who(request), slug, set_name)
        return Response(status=204)


class UnpublishView(Endpoint):
    """Taking a workflow back."""

    scopes = {"POST": "edit"}

    @describe("unpublish_workflow", shapes.Workflow, tag="workflows")
    def post(self, request: Request, slug: str) -> Response:
        """Let nobody start the workflow until it is published again; its runs go on."""
        person = who(request)
        definitions.unpublish(person, slug)
        return Response(definitions.get_workflow(person, slug))
