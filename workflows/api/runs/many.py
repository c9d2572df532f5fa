"""Addresses for many runs at once."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services import many_runs
from workflows.services.many_runs import Result

from ..docs import describe
from ..endpoint import Endpoint, Text, body_of, who
from ..problems import engine_problem
from ..shapes import Problem, Shape
from .views import FILTERS

ACTS = tuple(many_runs.ACTS)
MOST = 100


class ActOnRuns(serializers.Serializer[Any]):
    do = serializers.ChoiceField(choices=ACTS)
    ids = serializers.ListField(child=Text(max_length=100), min_length=1, max_length=MOST)
    reason = Text(required=False, allow_null=True, allow_blank=True, max_length=2000)


class RunIds(Shape):
    ids = serializers.ListField(child=serializers.CharField())
    more = serializers.BooleanField(help_text="There are more than are named")


class RunResult(Shape):
    id = serializers.CharField()
    ok = serializers.BooleanField()
    status = serializers.IntegerField()
    error = Problem(allow_null=True)


class RunResults(Shape):
    results = RunResult(many=True)


class RunIdsView(Endpoint):
    """The runs that a filter finds, by id alone."""

    @describe("list_run_ids", RunIds, query=FILTERS, tag="runs")
    def get(self, request: Request) -> Response:
        """Name the runs that match, newest first, at most 1000: what is to be done to all of them
        is then done to these."""
        found = many_runs.matching(who(request), request.query_params.dict())
        return Response({"ids": found.ids, "more": found.more})


class ActOnRunsView(Endpoint):
    """Stopping or retrying many runs."""

    scopes = {"POST": "run"}

    @describe("act_on_runs", RunResults, body=ActOnRuns, tag="runs")
    def post(self, request: Request) -> Response:
        """Stop or retry each run on its own; the answer has a result for each, in order."""
        body = body_of(request, ActOnRuns)
        done = many_runs.act_on_many(
            who(request), body["ids"], body["do"], body.get("reason") or None
        )
        return Response({"results": [_result(item) for item in done]})


def _result(item: Result) -> dict[str, Any]:
    error = engine_problem(item.error) if item.error is not None else None
    return {
        "id": item.run_id,
        "ok": error is None,
        "status": error["status"] if error else 202,
        "error": error,
    }
