"""Addresses of workflows and their versions: drafts, validation, publishing."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services import definitions
from workflows.services.queries import versions, workflows

from . import shapes
from .docs import PAGING, describe, page_of
from .endpoint import Endpoint, JsonObject, Text, Whole, body_of, who
from .pagination import Order, paginate
from .parsers import GraphParser

EDITING = {"GET": "read", "POST": "edit", "PATCH": "edit", "DELETE": "edit"}


class WorkflowCreate(serializers.Serializer[Any]):
    name = Text(max_length=200)
    slug = Text(required=False, max_length=100)
    description = Text(required=False, max_length=2000, allow_blank=True)
    graph = JsonObject(required=False)


class WorkflowChange(serializers.Serializer[Any]):
    revision = Whole(required=False, min_value=0)
    name = Text(required=False, max_length=200)
    description = Text(required=False, max_length=2000, allow_blank=True)
    graph = JsonObject(required=False)


class GraphBody(serializers.Serializer[Any]):
    graph = JsonObject()


class PublishRequest(serializers.Serializer[Any]):
    note = Text(required=False, max_length=500, allow_blank=True)


class WorkflowsView(Endpoint):
    """All workflows that one may see."""

    parser_classes = (GraphParser,)
    scopes = EDITING

    @describe(
        "list_workflows",
        page_of(shapes.WorkflowSummary),
        query={"q": "Words in name or slug", **PAGING},
        tag="workflows",
    )
    def get(self, request: Request) -> Response:
        """List workflows by name, with their latest runs."""
        person = who(request)
        rows = workflows.rows(person, q=request.query_params.get("q", ""))
        return Response(
            paginate(
                request, rows, Order("name", False), lambda page: workflows.present(person, page)
            )
        )

    @describe("create_workflow", {201: shapes.Workflow}, body=WorkflowCreate, tag="workflows")
    def post(self, request: Request) -> Response:
        """Create a workflow; without a slug one is made from the name."""
        person = who(request)
        slug = definitions.create_workflow(person, **body_of(request, WorkflowCreate))
        return Response(definitions.get_workflow(person, slug), status=201)


class WorkflowView(Endpoint):
    """One workflow with its draft."""

    parser_classes = (GraphParser,)
    scopes = EDITING

    @describe("get_workflow", shapes.Workflow, tag="workflows")
    def get(self, request: Request, slug: str) -> Response:
        """Give the draft, its problems and its revision."""
        found = definitions.get_workflow(who(request), slug)
        return Response(found, headers={"ETag": f'"{found["revision"]}"'})

    @describe("save_workflow", shapes.Workflow, body=WorkflowChange, tag="workflows")
    def patch(self, request: Request, slug: str) -> Response:
        """Save the draft, also with problems. A stale `revision` (or If-Match) is a 409."""
        person = who(request)
        change = body_of(request, WorkflowChange)
        tag = request.headers.get("If-Match", "").removeprefix("W/").strip('" ')
        if "revision" not in change and tag.isdecimal():
            change["revision"] = int(tag[:18])
        definitions.save_draft(person, slug, **change)
        return Response(definitions.get_workflow(person, slug))

    @describe("delete_workflow", {204: None}, tag="workflows")
    def delete(self, request: Request, slug: str) -> Response:
        """Delete a workflow that has never been run; with runs it is 409."""
        definitions.delete_workflow(who(request), slug)
        return Response(status=204)


class ValidateView(Endpoint):
    """The validator, without saving anything."""

    parser_classes = (GraphParser,)
    scopes = {"POST": "read"}

    @describe("validate_graph", shapes.GraphProblems, body=GraphBody, tag="workflows")
    def post(self, request: Request) -> Response:
        """List the problems of a graph; nothing is executed."""
        graph = body_of(request, GraphBody)["graph"]
        return Response({"problems": definitions.validate_draft(who(request), graph)})


class VersionsView(Endpoint):
    """The published versions of a workflow."""

    scopes = EDITING

    @describe("list_versions", page_of(shapes.VersionSummary), query=PAGING, tag="workflows")
    def get(self, request: Request, slug: str) -> Response:
        """List versions, newest first, without their graphs."""
        rows = versions.rows(who(request), slug)
        return Response(paginate(request, rows, Order("number"), versions.present))

    @describe(
        "publish_workflow", {201: shapes.Version, 200: shapes.Version}, body=PublishRequest,
        tag="workflows",
    )  # fmt: skip
    def post(self, request: Request, slug: str) -> Response:
        """Publish the draft; an unchanged one answers 200 with the version that there is."""
        person = who(request)
        number, made = definitions.publish(person, slug, **body_of(request, PublishRequest))
        return Response(versions.detail(person, slug, number), status=201 if made else 200)


class VersionView(Endpoint):
    """One published version."""

    @describe("get_version", shapes.Version, tag="workflows")
    def get(self, request: Request, slug: str, number: int) -> Response:
        """Give the version with its graph; it never changes."""
        return Response(versions.detail(who(request), slug, number))
