"""Whether a run fits another version of its workflow, as the database has both."""

from __future__ import annotations

from workflows.adapters.ports import current_ports
from workflows.engine.errors import NotFound
from workflows.engine.graphs import Finding, GraphProgram, MigrationPlan, plan_migration
from workflows.engine.state import RunState
from workflows.models import Run, Version

from .places import outputs_at


def find_version(row: Run, version: int) -> None:
    """Raise `NotFound` when the workflow has no such version."""
    found = Version.objects.filter(workflow=row.workflow_id, number=min(version, 2**31 - 1))
    if not found.exists():
        raise NotFound(f"The workflow {row.workflow.slug!r} has no version {version}.")


def plan(row: Run, state: RunState, version: int) -> MigrationPlan:
    """Compare the run with the version; of functions only the kind counts: a replay tells more."""
    store = current_ports().store
    old = store.program(row.workflow.key, state.version)
    new = store.program(row.workflow.key, version)
    if isinstance(old, GraphProgram) and isinstance(new, GraphProgram):
        return plan_migration(old, new, state, outputs_at(row, state.seq))
    if type(old) is type(new):
        message = "A workflow function runs its present code in every version."
        return MigrationPlan([Finding("@function", "note", message)])
    message = "One version is a graph and the other a function."
    return MigrationPlan([Finding("", "problem", message)])
