"""Published versions as lists and single ones show them, and which of them a run would execute."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from workflows.adapters.ports import current_ports
from workflows.engine.errors import FieldError, Invalid, NotFound
from workflows.engine.program import Program
from workflows.models import Version, Workflow

from .times import iso
from .visible import find_workflow


def rows(user: User, slug: str) -> QuerySet[Version]:
    """Select the versions of a workflow, without their graphs; raises `NotFound`."""
    workflow = find_workflow(user, slug)
    return Version.objects.filter(workflow=workflow).select_related("created_by").defer("graph")


def present(page: list[Version]) -> list[dict[str, Any]]:
    """Show a page of the list."""
    return [_summary(row) for row in page]


def detail(user: User, slug: str, number: int) -> dict[str, Any]:
    """Show one version with its graph; raises `NotFound`."""
    workflow = find_workflow(user, slug)
    row = _find(workflow, number)
    return {"workflow": workflow.slug, **_summary(row), "graph": row.graph}


def is_published(workflow: Workflow) -> bool:
    """Say whether the workflow has a version and was not withdrawn."""
    return Version.objects.filter(workflow=workflow, workflow__withdrawn=False).exists()


def runnable(workflow: Workflow, number: int | None) -> tuple[int, Program]:
    """Return number and program (kept in memory) of the given or the latest version.

    Raises `NotFound` for a number that does not exist, `Invalid` for a workflow never published.
    """
    found = Version.objects.filter(workflow=workflow)
    if found.filter(workflow__withdrawn=True).exists():
        raise _unpublished("The workflow is not published any more.")
    if number is not None:
        # Beyond what the column holds there is nothing; databases differ in how they say so.
        found = found.filter(number=min(number, 2**31 - 1))
        if not found.exists():
            raise NotFound(f"The workflow {workflow.slug!r} has no version {number}.")
        return number, current_ports().store.program(workflow.key, number)
    latest = found.order_by("-number").values_list("number", flat=True).first()
    if latest is None:
        raise _unpublished("The workflow has not been published yet.")
    return latest, current_ports().store.program(workflow.key, latest)


def _unpublished(told: str) -> Invalid:
    fault = FieldError("not_published", "Publish the workflow first.", "version")
    return Invalid(told, code="not_published", errors=[fault])


def _find(workflow: Workflow, number: int) -> Version:
    # Beyond what the column holds there is nothing; databases differ in how they say so.
    found = Version.every.filter(workflow=workflow, number=min(number, 2**31 - 1))
    row = found.select_related("created_by").first()
    if row is None:
        raise NotFound(f"The workflow {workflow.slug!r} has no version {number}.")
    return row


def _summary(row: Version) -> dict[str, Any]:
    return {
        "number": row.number,
        "note": row.note,
        "created_at": iso(row.created_at),
        "created_by": row.created_by.get_username() if row.created_by else None,
    }
