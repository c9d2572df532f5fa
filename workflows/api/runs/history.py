"""Addresses of what a run has recorded: events, checkpoints, the explanation."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from workflows.engine.errors import FieldError, Invalid
from workflows.services import commands
from workflows.services.queries import events, explain
from workflows.services.queries.histories import bundles, checkpoints

from .. import shapes
from ..docs import PAGING, describe, page_of
from ..endpoint import Endpoint, JsonObject, Text, body_of, who
from ..pagination import Order, paginate

PAGE = 200
MAX_PAGE = 1000


class Bundle(shapes.Shape):
    format = serializers.CharField()
    about = serializers.CharField()
    workflows = JsonObject()
    names = JsonObject()
    runs = serializers.ListField(child=JsonObject())


class CheckpointCreate(serializers.Serializer[Any]):
    name = Text(max_length=200)


class EventsView(Endpoint):
    """The log of a run."""

    @describe(
        "list_events",
        shapes.Events,
        query={"after": "Only events after this seq", "limit": "At most so many, up to 1000"},
        tag="runs",
    )
    def get(self, request: Request, run_id: str) -> Response:
        """List events in order; `next` is null at the end of what there is now."""
        after = _number(request, "after", 0, 2**53)
        limit = max(1, min(_number(request, "limit", PAGE, 2**53), MAX_PAGE))
        found = events.events_after(who(request), str(run_id), after, limit + 1)
        page, more = found[:limit], len(found) > limit
        url = (
            replace_query_param(request.build_absolute_uri(), "after", page[-1]["seq"])
            if more
            else None
        )
        return Response({"next": url, "results": page})


class CheckpointsView(Endpoint):
    """The checkpoints of a run."""

    scopes = {"GET": "read", "POST": "run"}

    @describe("list_checkpoints", page_of(shapes.Checkpoint), query=PAGING, tag="runs")
    def get(self, request: Request, run_id: str) -> Response:
        """List named and automatic checkpoints, newest first."""
        rows = checkpoints.rows(who(request), str(run_id))
        return Response(paginate(request, rows, Order("seq"), checkpoints.present))

    @describe("create_checkpoint", {201: shapes.Checkpoint}, body=CheckpointCreate, tag="runs")
    def post(self, request: Request, run_id: str) -> Response:
        """Mark the state as it is now by a name."""
        person, run = who(request), str(run_id)
        made = commands.save_checkpoint(person, run, body_of(request, CheckpointCreate)["name"])
        return Response(checkpoints.detail(person, run, made), status=201)


class BundleView(Endpoint):
    """A run as a file."""

    @describe("download_bundle", Bundle, tag="runs")
    def get(self, request: Request, run_id: str) -> Response:
        """Give graphs, log and state of the run and of those below it, to be tested against."""
        found = bundles.bundle_of(who(request), str(run_id))
        name = f"run-{str(run_id)[-8:]}.json"
        return Response(found, headers={"Content-Disposition": f'attachment; filename="{name}"'})


class ExplainView(Endpoint):
    """Why a run is where it is."""

    @describe("explain_run", shapes.Explanation, tag="runs")
    def get(self, request: Request, run_id: str) -> Response:
        """Summarise what happened, what it waits for, and who can act."""
        return Response(explain.explain_run(who(request), str(run_id)))


def _number(request: Request, name: str, default: int, most: int) -> int:
    text = request.query_params.get(name, str(default))
    if not text.isascii() or not text.isdecimal() or int(text[:18]) > most:
        raise Invalid(
            f"{name} is a whole number.",
            errors=[FieldError("invalid", "A whole number from 0.", name)],
        )
    return int(text[:18])
