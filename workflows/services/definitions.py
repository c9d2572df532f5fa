"""Workflows as people make them: create, save, publish, delete, import, export."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify

from workflows import catalog
from workflows.adapters import definitions as store
from workflows.adapters.workspaces import places
from workflows.engine import payload
from workflows.engine.errors import FieldError, Forbidden, Invalid, Refused, TooLarge
from workflows.engine.events import Json
from workflows.engine.graphs import Problem
from workflows.engine.graphs.model import MAX_EDGES, MAX_NODES
from workflows.engine.workspaces import DEFAULT, name_in
from workflows.nodes.discovery import default_registry

from . import policy
from .audit import note
from .queries.versions import is_published
from .queries.visible import find_workflow
from .queries.workflows import detail, problems_of
from .workspaces.lending import refuse_foreign_credentials

EMPTY: dict[str, Json] = {"schema": 1, "nodes": [], "edges": []}
MAX_GRAPH_BYTES = 1024 * 1024
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
# Addresses below /api/workflows/ that are not workflows.
_RESERVED = frozenset({"validate"})


class DraftProblems(Invalid):
    """A draft with problems cannot be published; ``detail`` has them in the shape of the API."""

    code = "graph_problems"

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Make one fault of each problem."""
        faults = [FieldError(item.code, item.message, _attr(item)) for item in problems]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"The draft has problems: {problems[0].message}{more}", errors=faults)
        self.detail = {"problems": [item.as_dict() for item in problems]}


def create_workflow(
    who: User,
    name: str,
    slug: str | None = None,
    description: str = "",
    graph: Mapping[str, Json] | None = None,
) -> str:
    """Create a workflow with a draft; return its slug, made from the name when none is given.

    Raises `Forbidden`, `Invalid`, `Refused` (`slug_taken`).
    """
    if not policy.can(who, "edit_workflow"):
        raise Forbidden("You may not change workflows.")
    place = places.workspace_of(who)
    wanted = graph if graph is not None else EMPTY
    draft = store.Change(None, name.strip(), description, _sound(wanted))
    if slug is not None:
        return store.create(place, _checked(slug), draft, who)
    base = slugify(name)[:90].strip("-_") or "workflow"
    base = f"{base}-1" if base in _RESERVED else base
    return store.create_under_free_slug(place, base, draft, who)


def get_workflow(who: User, slug: str) -> dict[str, Any]:
    """Show one workflow with its draft, its problems, and what ``who`` may do to it. Raises
    `NotFound`."""
    row = find_workflow(who, slug)
    verbs = {"edit": "edit_workflow", "start": "start_run"}
    return {**detail(who, row), "can": {name: policy.can(who, verbs[name], row) for name in verbs}}


def save_draft(
    who: User,
    slug: str,
    *,
    revision: int | None = None,
    name: str | None = None,
    description: str | None = None,
    graph: Mapping[str, Json] | None = None,
) -> int:
    """Save what is given; return the new revision.

    Raises `Refused` (`stale_revision`) when `revision` is not the current one; its detail has
    `revision`, `by` and `at` of the change that was first.
    """
    key = policy.find_editable(who, slug).key
    if store.is_code(key):
        raise Refused("This workflow is written in Python: change its code.", code="code_first")
    draft = None if graph is None else _sound(graph)
    return store.save(key, store.Change(revision, name, description, draft), who)


def publish(who: User, slug: str, note: str = "") -> tuple[int, bool]:
    """Publish the draft; return the version's number, and whether it was made just now.

    Raises `DraftProblems` with a fault for each problem of the graph.
    """
    workflow = policy.find_editable(who, slug)

    def check(graph: Json) -> None:
        refuse_problems(graph, workflow.workspace_id)
        refuse_foreign_credentials(who, workflow.key, graph)

    return store.publish(workflow.key, who, note, check)


def unpublish(who: User, slug: str) -> None:
    """Let nobody start the workflow until it is published again; runs that there are go on.

    Raises `Refused` (`not_published`) for one that is not published.
    """
    workflow = policy.find_editable(who, slug)
    if store.is_code(workflow.key):
        raise Refused("This workflow is written in Python: change its code.", code="code_first")
    with transaction.atomic():
        if not is_published(workflow) or not store.withdraw(workflow.key):
            raise Refused("The workflow is not published.", code="not_published")
        note(who, "workflow.unpublished", f"workflow {slug}")


def delete_workflow(who: User, slug: str) -> None:
    """Delete a workflow without runs; raises `Refused` (`has_runs`) for one with runs."""
    store.delete(policy.find_editable(who, slug).key)


def validate_draft(who: User, graph: Json) -> list[dict[str, Json]]:
    """List the problems of graph JSON in the shape of the API."""
    return [problem.as_dict() for problem in problems_of(graph, places.workspace_of(who))]


def node_types() -> list[dict[str, Json]]:
    """List the node types in the shape of the API."""
    registry = default_registry()
    return [registry.describe(cls) for cls in registry.types()]


def templates() -> list[dict[str, Json]]:
    """List the example workflows: `{slug, name, description, graph}`."""
    return [dict(item) for item in catalog.templates()]


def import_workflow(who: User, text: str | bytes, slug: str | None = None) -> str:
    """Create a workflow from an exported file, or save it as the draft of the one with its slug."""
    try:
        data = payload.loads(text)
    except ValueError as error:
        raise Invalid(f"The file is not JSON: {error}.", code="not_json") from error
    if not isinstance(data, dict):
        raise Invalid("The file is not a graph: a JSON object is needed.")
    graph = data["graph"] if isinstance(data.get("graph"), dict) else data
    graph = {
        key: value for key, value in graph.items() if key not in ("name", "slug", "description")
    }
    slug = slug or (str(data["slug"]) if data.get("slug") else None)
    name = str(data.get("name") or slug or "Imported workflow")
    description = str(data.get("description") or "")
    if slug is not None and store.exists(name_in(places.workspace_of(who), slug)):
        save_draft(who, slug, name=name, description=description, graph=graph)
        return slug
    return create_workflow(who, name, slug, description, graph)


def export_workflow(who: User, slug: str) -> dict[str, Json]:
    """Give the draft's graph JSON with slug, name and description beside the nodes."""
    row = find_workflow(who, slug)
    head = {"slug": row.slug, "name": row.name, "description": row.description}
    return {"schema": 1, **head, **row.draft}


def _checked(slug: str) -> str:
    if not _SLUG.fullmatch(slug) or slug in _RESERVED:
        fault = FieldError(
            "invalid",
            "Lower-case letters, digits, - and _; at most 100; not a reserved word.",
            "slug",
        )
        raise Invalid(f"{slug[:100]!r} cannot be a slug.", errors=[fault])
    return slug


def _sound(graph: Mapping[str, Json]) -> dict[str, Json]:
    """Refuse what cannot even be kept as a draft with problems.

    A function is published by the code that has it: a drawing that named one would not be what
    runs.
    """
    if "function" in graph:
        told = (
            "A drawn workflow names no function: write it in Python, and it is published at start."
        )
        fault = FieldError("code_first", "Leave it out.", "graph.function")
        raise Invalid(told, code="code_first", errors=[fault])
    for key, most in (("nodes", MAX_NODES), ("edges", MAX_EDGES)):
        items = graph.get(key, [])
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            fault = FieldError("invalid", "A list of objects.", f"graph.{key}")
            raise Invalid(f"graph.{key} must be a list of objects.", errors=[fault])
        if len(items) > most:
            fault = FieldError("too_many", f"At most {most}.", f"graph.{key}")
            raise Invalid(f"A graph has at most {most} {key}.", errors=[fault])
    if len(payload.dumps(dict(graph))) > MAX_GRAPH_BYTES:
        raise TooLarge("The graph is larger than 1 MiB.")
    # What makes a run a trial is never kept: it would hold back the effects of what is published.
    return {key: value for key, value in graph.items() if key != "trial"}


def refuse_problems(graph: Json, workspace: int = DEFAULT) -> None:
    """Raise `DraftProblems` for a graph that cannot be published; code has no graph."""
    if isinstance(graph, dict) and "function" in graph:
        return
    problems = problems_of(graph, workspace)
    if problems:
        raise DraftProblems(problems)


def _attr(problem: Problem) -> str:
    """Name the place of a problem as a dotted path: `graph.nodes.<id>.properties.title`."""
    parts = ["graph"]
    if problem.node_id is not None:
        parts += ["nodes", problem.node_id]
    elif problem.edge_id is not None:
        parts += ["edges", problem.edge_id]
    parts += [part for part in (problem.pointer or "").split("/") if part]
    return ".".join(parts)
