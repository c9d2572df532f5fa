"""Addresses for runs that failed or are wanted otherwise: retry, fork, migrate, compare."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.engine.errors import FieldError, Invalid
from workflows.services import recovering
from workflows.services.queries import runs
from workflows.services.queries.histories.comparing import compare_runs

from .. import shapes
from ..docs import describe
from ..endpoint import Endpoint, JsonObject, JsonValue, Text, Whole, body_of, who
from . import recovery_shapes as more

READ_AND_RUN = {"GET": "read", "POST": "run"}
_PLACE = {"seq": "A place of the log", "checkpoint": "A checkpoint's id or name"}


class ByHand(serializers.Serializer[Any]):
    do = serializers.ChoiceField(choices=["complete", "skip"])
    output = JsonValue(required=False)
    action = Text(required=False, allow_null=True, max_length=100)


class RetryRun(serializers.Serializer[Any]):
    reason = Text(required=False, allow_null=True, allow_blank=True, max_length=2000)
    by_hand = serializers.DictField(child=ByHand(), required=False)
    idempotency_key = Text(required=False, allow_null=True, allow_blank=True, max_length=200)


class ForkRun(serializers.Serializer[Any]):
    seq = Whole(required=False, allow_null=True, min_value=1, max_value=2**31 - 1)
    checkpoint = Text(required=False, allow_null=True, max_length=200)
    state = JsonObject(required=False, allow_null=True)
    inputs = JsonObject(required=False, allow_null=True)
    outputs = JsonObject(required=False, allow_null=True)
    idempotency_key = Text(required=False, allow_null=True, allow_blank=True, max_length=200)


class MigrateRun(serializers.Serializer[Any]):
    version = Whole(min_value=1, max_value=2**31 - 1)
    reason = Text(max_length=2000)


class SavedState(serializers.Serializer[Any]):
    updates = JsonObject()


class RetryView(Endpoint):
    """Letting a failed run go on."""

    scopes = READ_AND_RUN

    @describe("preview_retry", more.RetryPreview, tag="runs")
    def get(self, request: Request, run_id: str) -> Response:
        """Say what a retry would start again and which side effects it may repeat."""
        return Response(recovering.retry_preview(who(request), str(run_id)))

    @describe("retry_run", {202: shapes.Run}, body=RetryRun, tag="runs")
    def post(self, request: Request, run_id: str) -> Response:
        """Let a failed run go on at its failed steps; some may be completed or skipped by hand."""
        person, run = who(request), str(run_id)
        body = body_of(request, RetryRun)
        recovering.retry_run(person, run, recovering.RetryRequest(**body))
        return Response(runs.run_detail(person, run), status=202)


class ForkView(Endpoint):
    """Making a run of another one's past."""

    scopes = READ_AND_RUN

    @describe("preview_fork", more.ForkPreview, query=_PLACE, tag="runs")
    def get(self, request: Request, run_id: str) -> Response:
        """Say what a fork would start again and which side effects it may repeat."""
        asked = request.query_params
        place = _number(asked.get("seq"), "seq")
        found = recovering.fork_preview(
            who(request), str(run_id), place, asked.get("checkpoint") or None
        )
        return Response(found)

    @describe("fork_run", {201: shapes.Run, 200: shapes.Run}, body=ForkRun, tag="runs")
    def post(self, request: Request, run_id: str) -> Response:
        """Start a run from a checkpoint or any place of the log, with changes.

        A repeated request with the same idempotency key answers 200 with the first run.
        """
        person = who(request)
        body = body_of(request, ForkRun)
        made = recovering.fork_run(person, str(run_id), recovering.ForkRequest(**body))
        return Response(runs.run_detail(person, made.run_id), status=200 if made.replayed else 201)


class MigrateView(Endpoint):
    """Moving a run to another version."""

    scopes = READ_AND_RUN

    @describe(
        "preview_migration",
        more.MigrationPreview,
        query={"version": "The number of the version to move to"},
        tag="runs",
    )
    def get(self, request: Request, run_id: str) -> Response:
        """Say whether the run fits that version, finding by finding."""
        version = _number(request.query_params.get("version"), "version")
        if version is None:
            raise Invalid(
                "Name a version.", errors=[FieldError("required", "A number.", "version")]
            )
        return Response(recovering.migration_preview(who(request), str(run_id), version))

    @describe("migrate_run", {202: shapes.Run}, body=MigrateRun, tag="runs")
    def post(self, request: Request, run_id: str) -> Response:
        """Move a run that waits or has failed to another version, and record why."""
        person, run = who(request), str(run_id)
        recovering.migrate_run(person, run, **body_of(request, MigrateRun))
        return Response(runs.run_detail(person, run), status=202)


class SavedStateView(Endpoint):
    """What an open wait has saved."""

    scopes = {"POST": "run"}

    @describe("change_saved_state", {202: shapes.Run}, body=SavedState, tag="runs")
    def post(self, request: Request, run_id: str, suspension: str) -> Response:
        """Change the saved state of an open wait; its node sees it when it goes on."""
        person, run = who(request), str(run_id)
        updates = body_of(request, SavedState)["updates"]
        recovering.change_saved_state(person, run, suspension, updates)
        return Response(runs.run_detail(person, run), status=202)


class CompareView(Endpoint):
    """Two runs side by side."""

    @describe(
        "compare_runs", more.Comparison, query={"other": "The id of the other run"}, tag="runs"
    )
    def get(self, request: Request, run_id: str) -> Response:
        """Compare inputs, path, times, outputs and results of two runs."""
        other = request.query_params.get("other")
        if not other:
            fault = FieldError("required", "The id of a run.", "other")
            raise Invalid("Name the other run.", errors=[fault])
        return Response(compare_runs(who(request), str(run_id), other))


def _number(text: str | None, name: str) -> int | None:
    if text is None or text == "":
        return None
    if not text.isascii() or not text.isdecimal() or not 0 < int(text[:18]) < 2**31:
        fault = FieldError("invalid", "A whole number from 1.", name)
        raise Invalid(f"{name} is a whole number.", errors=[fault])
    return int(text)
