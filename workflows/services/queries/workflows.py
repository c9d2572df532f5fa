"""Workflows as lists and single ones show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Left

from workflows.engine.events import Json
from workflows.engine.graphs import Problem, advise, groups_named, references, validate_graph
from workflows.engine.workspaces import DEFAULT
from workflows.models import Run, Version, Workflow
from workflows.nodes.discovery import default_registry

from .times import iso
from .visible import visible_runs, visible_workflows

RECENT = 5
# How the draft of a Python function begins, as `WorkflowFunction.to_json` writes it.
_CODE = '{"schema":1,"function":'


def rows(user: User, q: str = "") -> QuerySet[Workflow]:
    """Select the visible workflows, without their drafts, with what `present` needs."""
    found = (
        _with_numbers(visible_workflows(user))
        .select_related("updated_by")
        .defer("draft", "changes")
    )
    return found.filter(Q(name__icontains=q) | Q(slug__icontains=q)) if q else found


def present(user: User, page: list[Workflow]) -> list[dict[str, Any]]:
    """Show a page of the list, with each workflow's latest runs that the user may see."""
    recent, kinds = _recent_runs(user, page), kinds_of(row.pk for row in page)
    return [{**_summary(row), "kind": kinds[row.pk], "recent_runs": recent[row.pk]} for row in page]


def kinds_of(workflows: Iterable[int]) -> dict[int, str]:
    """Say of each workflow whether it is drawn (`graph`) or a Python `function`; one query."""
    begins = Left(Cast("draft", TextField()), len(_CODE))
    found = Workflow.objects.filter(pk__in=set(workflows)).values_list("pk", begins)
    return {pk: "function" if head == _CODE else "graph" for pk, head in found}


def detail(user: User, found: Workflow) -> dict[str, Any]:
    """Show one workflow that he sees, with its draft and its problems."""
    rows, place = _with_numbers(Workflow.objects.filter(pk=found.pk)), found.workspace_id or DEFAULT
    row = rows.select_related("updated_by").get()
    return {
        **present(user, [row])[0],
        "graph": row.draft,
        "problems": [problem.as_dict() for problem in problems_of(row.draft, place)],
        "advice": [problem.as_dict() for problem in advice_on(row.draft)],
        "revision": row.revision,
        "changes": {part: row.changes.get(part, {}) for part in ("nodes", "edges")},
    }


def problems_of(graph: Json, workspace: int) -> list[Problem]:
    """List everything that is wrong with graph JSON, workflows that it runs and that do not exist
    in its workspace included.

    One that is not published yet is none: two workflows may run each other, and each itself.
    """
    registry = default_registry()
    named = list(references(graph, registry))
    slugs = {item.slug for item in named}
    there = Workflow.objects.filter(workspace=workspace, slug__in=slugs)
    known = set(there.values_list("slug", flat=True))
    return validate_graph(graph, registry) + [
        Problem(
            "unknown_workflow",
            f"There is no workflow {item.slug[:100]!r}.",
            item.node_id,
            pointer=item.pointer,
        )
        for item in named
        if item.slug not in known
    ]


def advice_on(graph: Json) -> list[Problem]:
    """List what an author may want to look at again; it keeps nobody from publishing."""
    named = groups_named(graph)
    counted = Group.objects.filter(name__in={group for _, group in named}).annotate(
        people=Count("user", filter=Q(user__is_active=True))
    )
    people = dict(counted.values_list("name", "people"))
    return advise(graph, default_registry()) + [
        Problem("empty_group", _of_group(group, people), node, pointer="/properties/groups")
        for node, group in named
        if not people.get(group)
    ]


def _of_group(group: str, people: Mapping[str, int]) -> str:
    if group in people:
        return f"Nobody is in the group {group!r}."
    return f"There is no group {group[:100]!r}."


def _with_numbers(found: QuerySet[Workflow]) -> QuerySet[Workflow]:
    latest = Version.objects.filter(workflow=OuterRef("pk")).order_by("-number")
    runs = Run.objects.filter(workflow=OuterRef("pk")).order_by("-pk")
    return found.annotate(
        latest_version=Subquery(latest.values("number")[:1]),
        # The oldest of the latest few: what is shown then comes from the index alone.
        recent_from=Subquery(runs.values("pk")[RECENT - 1 : RECENT]),
    )


def _recent_runs(user: User, page: list[Workflow]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    wanted = Q(pk__in=[])
    for row in page:
        wanted |= Q(workflow=row, pk__gte=getattr(row, "recent_from", None) or 0)
    for run in visible_runs(user).filter(wanted).order_by("-pk"):
        shown = {"id": str(run.uuid), "status": run.status, "created_at": iso(run.created_at)}
        found[run.workflow_id].append(shown)
    return found


def _summary(row: Workflow) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "name": row.name,
        "description": row.description,
        "latest_version": getattr(row, "latest_version", None),
        "withdrawn": row.withdrawn,
        "restricted": row.restricted,
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
        "updated_by": row.updated_by.get_username() if row.updated_by else None,
    }
