"""The address of the audit: who decided what, as JSON or CSV."""

from __future__ import annotations

from datetime import datetime

from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from workflows.services.audit.export import Export, Wanted, export
from workflows.services.queries.times import instant

from ..docs import describe
from ..endpoint import Endpoint, who
from .shapes import AuditedDecision
from .streams import PartByPart

TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
QUERY = {
    "format": "`json` (an array, which ends only when all is sent) or `csv`; default `json`",
    "from": "Decided at this time or later: ISO 8601, with a zone",
    "to": "Decided before this time: ISO 8601, with a zone; a date is its midnight in UTC",
    "workflow": "A slug",
    "by": "A username",
    "decision": "As `approved`",
    "run": "A run's id",
    "detail": "1 adds `snapshot`",
}


class AuditView(Endpoint):
    """The decisions of all runs, for auditors."""

    @describe(
        "export_audit",
        {
            200: AuditedDecision(many=True),
            (200, "text/csv"): OpenApiTypes.STR,
        },
        query=QUERY,
        tag="audit",
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """Export every decision in the order of time, with what became of it.

        For administrators and holders of `see_audit`. The log is read, so decisions that were taken
        back are in it too. A field that an older log does not know is null.
        """
        asked = _asked(request)
        auditor = who(request)
        texts = (part.text for part in export(auditor, asked))
        answer = PartByPart(auditor, texts, content_type=TYPES[asked.form])
        name = f"audit-{timezone.now():%Y%m%d-%H%M%S}.{asked.form}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def _asked(request: Request) -> Export:
    given = request.query_params
    wanted = Wanted(
        since=_time(given.get("from"), "from"),
        until=_time(given.get("to"), "to"),
        workflow=given.get("workflow") or None,
        by=given.get("by") or None,
        decision=given.get("decision") or None,
        run=given.get("run") or None,
    )
    return Export(wanted, given.get("format") or "json", given.get("detail") == "1")


def _time(text: str | None, name: str) -> datetime | None:
    return instant(text, name) if text else None
