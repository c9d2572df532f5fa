"""Addresses of runs: start, list, look, resume, stop."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services import commands
from workflows.services.inbox import deciding
from workflows.services.queries import runs

from .. import shapes
from ..docs import PAGING, describe, page_of
from ..endpoint import Endpoint, JsonObject, JsonValue, Text, Whole, body_of, door, holds, who
from ..pagination import Order, paginate

RUNNING = {"GET": "read", "POST": "run"}
FILTERS = {
    "status": "One of the run statuses, or several separated by commas",
    "waiting": "`people`, `time` for those that wait for time or outside alone, or `hand` for those"
    " that somebody has to let go on without having been asked",
    "workflow": "A slug",
    "version": "The number of a version",
    "draft": "true: only trial runs of drafts; false: all but them",
    "tag": "A tag",
    "q": "Part of a run's id, a workflow's name, a person's name, a tag, or what the run was given",
    "started_after": "ISO 8601, with a zone",
    "started_before": "ISO 8601, with a zone",
    "finished_after": "ISO 8601, with a zone",
    "finished_before": "ISO 8601, with a zone",
    "wake_before": "ISO 8601, with a zone: due before then",
    "failed_node": "The node that ended a failed run; `@run`: none did",
    "held_by": "The worker that works on it",
    "due": "true: a worker could take it now",
    "overdue_timer": "true: its timer has passed by more than a minute, and nobody came",
    "untaken": "true: it has been due for more than a minute",
    "stuck": "true: nothing would ever move it",
    "passed_over": "true: workers leave it to others, lacking one of its node types",
    "parent": "The id of the run that started it",
    "count": "1: tell how many there are in all",
}


class StartRun(serializers.Serializer[Any]):
    inputs = JsonObject(required=False)
    version = Whole(required=False, allow_null=True, min_value=1, max_value=2**31 - 1)
    state = JsonObject(required=False, allow_null=True)
    priority = Whole(required=False, min_value=-100, max_value=100)
    tags = serializers.ListField(required=False, child=Text(max_length=50), max_length=20)
    idempotency_key = Text(required=False, allow_null=True, allow_blank=True, max_length=200)


class ResumeRun(serializers.Serializer[Any]):
    suspension = Text(required=False, allow_null=True, max_length=100)
    node = Text(required=False, allow_null=True, max_length=100)
    data = JsonValue(required=False)  # type: ignore[assignment]
    action = Text(required=False, allow_null=True, max_length=100)
    state = JsonObject(required=False, allow_null=True)
    idempotency_key = Text(required=False, allow_null=True, allow_blank=True, max_length=200)


class StopRun(serializers.Serializer[Any]):
    reason = Text(required=False, allow_null=True, allow_blank=True, max_length=2000)
    idempotency_key = Text(required=False, allow_null=True, allow_blank=True, max_length=200)


class WorkflowRunsView(Endpoint):
    """The runs of a workflow: a place to start one."""

    scopes = RUNNING

    @describe("list_workflow_runs", page_of(shapes.RunSummary), query=PAGING, tag="runs")
    def get(self, request: Request, slug: str) -> Response:
        """List the runs of one workflow, newest first."""
        rows = runs.rows(who(request), {**request.query_params.dict(), "workflow": slug})
        return Response(paginate(request, rows, Order("pk"), runs.present))

    @describe(
        "start_run", {201: shapes.Run, 200: shapes.Run}, body=StartRun, tag="runs"
    )  # fmt: skip
    def post(self, request: Request, slug: str) -> Response:
        """Start a run of the latest or the given version.

        A repeated request with the same idempotency key answers 200 with the first run.
        """
        person = who(request)
        started = commands.start(person, slug, commands.RunRequest(**body_of(request, StartRun)))
        return Response(
            runs.run_detail(person, started.run_id), status=200 if started.replayed else 201
        )


class RunsView(Endpoint):
    """All runs that one may see."""

    @describe("list_runs", page_of(shapes.RunSummary), query={**FILTERS, **PAGING}, tag="runs")
    def get(self, request: Request) -> Response:
        """List runs, newest first."""
        asked = request.query_params.dict()
        rows = runs.rows(who(request), asked)
        page = paginate(request, rows, Order("pk"), runs.present)
        if asked.get("count") == "1":
            page["count"] = rows.order_by().count()
        return Response(page)


class RunView(Endpoint):
    """One run."""

    @describe("get_run", shapes.Run, tag="runs")
    def get(self, request: Request, run_id: str) -> Response:
        """Give the run with every node of its graph and its open suspensions."""
        # Who has a callback's address can end the wait: that is more than reading.
        may_run = holds(request, "run")
        return Response(runs.run_detail(who(request), str(run_id), addresses=may_run))


class ResumeView(Endpoint):
    """Ending a wait."""

    scopes = RUNNING

    @describe("resume_run", {202: shapes.Run}, body=ResumeRun, tag="runs")
    def post(self, request: Request, run_id: str) -> Response:
        """End one suspension: by id, by node, or the only open one."""
        person, run = who(request), str(run_id)
        body = body_of(request, ResumeRun)
        deciding.resume_run(person, run, deciding.ResumeRequest(**body), via=door(request))
        return Response(runs.run_detail(person, run), status=202)


class StopView(Endpoint):
    """Ending a run."""

    scopes = RUNNING

    @describe("stop_run", {202: shapes.Run}, body=StopRun, tag="runs")
    def post(self, request: Request, run_id: str) -> Response:
        """Stop the run, whatever it does; what it has recorded stays."""
        person, run = who(request), str(run_id)
        commands.stop_run(person, run, **body_of(request, StopRun))
        return Response(runs.run_detail(person, run), status=202)
