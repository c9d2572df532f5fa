"""Addresses of legal holds on runs and workflows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services.upkeep import holds

from ..docs import describe
from ..endpoint import Endpoint, Text, body_of, who
from ..shapes import Shape


class SetHold(s.Serializer[Any]):
    reason = Text(max_length=holds.LONGEST_REASON)


class LegalHold(Shape):
    reason = s.CharField()
    by = s.CharField(help_text="A username")
    at = s.DateTimeField()


class Held(Shape):
    hold = LegalHold(allow_null=True)


class RunHoldView(Endpoint):
    """The hold on a run."""

    @describe("get_run_hold", Held, tag="audit")
    def get(self, request: Request, run_id: UUID) -> Response:
        """Say whether retention must leave the run and its family alone."""
        return _shown(holds.hold_on(who(request), "run", str(run_id)))

    @describe("set_run_hold", Held, body=SetHold, tag="audit")
    def put(self, request: Request, run_id: UUID) -> Response:
        """Keep the run from retention, for holders of `add_legalhold`."""
        reason = body_of(request, SetHold)["reason"]
        return _shown(holds.set_hold(who(request), "run", str(run_id), reason))

    @describe("lift_run_hold", {204: None}, tag="audit")
    def delete(self, request: Request, run_id: UUID) -> Response:
        """Let retention have it again."""
        holds.lift_hold(who(request), "run", str(run_id))
        return Response(status=204)


class WorkflowHoldView(Endpoint):
    """The hold on all runs of a workflow."""

    @describe("get_workflow_hold", Held, tag="audit")
    def get(self, request: Request, slug: str) -> Response:
        """Say whether retention must leave the workflow's runs alone."""
        return _shown(holds.hold_on(who(request), "workflow", slug))

    @describe("set_workflow_hold", Held, body=SetHold, tag="audit")
    def put(self, request: Request, slug: str) -> Response:
        """Keep all runs of the workflow from retention, for holders of `add_legalhold`."""
        reason = body_of(request, SetHold)["reason"]
        return _shown(holds.set_hold(who(request), "workflow", slug, reason))

    @describe("lift_workflow_hold", {204: None}, tag="audit")
    def delete(self, request: Request, slug: str) -> Response:
        """Let retention have them again."""
        holds.lift_hold(who(request), "workflow", slug)
        return Response(status=204)


def _shown(hold: holds.Hold | None) -> Response:
    return Response({"hold": holds.as_dict(hold)})
