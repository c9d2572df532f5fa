"""Trial runs: the draft, or a part of it, run with pinned outputs and without effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import uuid_utils
from django.contrib.auth.models import User
from django.db import transaction

from workflows.adapters.trying.snapshots import keep_snapshot
from workflows.engine import payload
from workflows.engine.commands import CreateRun, PassTime
from workflows.engine.errors import Forbidden, Invalid, NotFound, Refused
from workflows.engine.events import Json
from workflows.engine.graphs import Wanted, trial_graph
from workflows.engine.ports import NewRun, Work

from .. import policy
from ..applying import apply_work, request_key
from ..commands import Started
from ..definitions import DraftProblems
from ..inputs import bind_files, files_in
from ..queries.trying.reading import draft_of
from ..queries.visible import find_workflow
from ..queries.workflows import problems_of
from .sets import checked_pins


@dataclass(frozen=True, slots=True)
class TrialRequest:
    """What to try, and with what; see :class:`workflows.engine.graphs.trial.Wanted`."""

    inputs: Mapping[str, Json] = field(default_factory=dict)
    state: Mapping[str, Json] = field(default_factory=dict)
    until: str | None = None
    only: str | None = None
    pins: Mapping[str, Json] = field(default_factory=dict)
    allowed: Sequence[str] = ()
    skip_time: bool = False
    idempotency_key: str | None = None


def start_trial(who: User, slug: str, request: TrialRequest) -> Started:
    """Start a trial run of the draft as it is saved.

    Raises `NotFound` (workflow, node), `Forbidden`, `DraftProblems` of the part that is tried,
    `Invalid` (inputs, pins), `Refused` (code, key).
    """
    workflow = find_workflow(who, slug)
    graph = _graph(who, workflow, request)
    inputs = payload.ensure_json(dict(request.inputs), "inputs")
    command = CreateRun(inputs, dict(request.state), by=who.username)
    with transaction.atomic():
        number = keep_snapshot(workflow.key, graph, who)
        new = NewRun(
            run_id=str(uuid_utils.uuid7()),
            workflow=workflow.key,
            version=number,
            started_by=who.username,
            draft=True,
        )
        key = request_key(who, f"try:{workflow.key}", request)
        applied = apply_work(Work(new.run_id, command, new=new, key=key))
        handed_in = files_in(workflow.key, number, inputs)
        if handed_in and applied.replayed is None:
            bind_files(who, new.run_id, handed_in)
    return Started(applied.run_id, applied.replayed is not None)


def pass_time(who: User, run_id: str, suspension: str) -> None:
    """Let the time of one wait of a trial run be over at once.

    Raises `NotFound`, `Forbidden`, `Refused` (no trial run, no time, closed meanwhile).
    """
    run = policy.find_operable(who, run_id)
    if not run.draft:
        raise Refused("Time passes by itself: only trial runs can skip it.", code="no_trial")
    apply_work(Work(run_id, PassTime(suspension, who.username)))


def _graph(who: User, workflow: Any, request: TrialRequest) -> dict[str, Json]:
    if not (policy.can(who, "edit_workflow", workflow) and policy.can(who, "start_run", workflow)):
        raise Forbidden("You may not try drafts.")
    if request.until is not None and request.only is not None:
        raise Invalid("Name either `until` or `only`.")
    draft = draft_of(workflow.key)
    if "function" in draft:
        raise Refused("This workflow is written in Python: test its code.", code="code_first")
    wanted = Wanted(
        request.until,
        request.only,
        checked_pins(request.pins),
        tuple(request.allowed),
        request.skip_time,
    )
    try:
        graph = trial_graph(draft, wanted)
    except KeyError as error:
        raise NotFound(f"The draft has no step {error.args[0][:100]!r}.") from None
    _refuse_problems(graph, workflow.workspace_id)
    return graph


def _refuse_problems(graph: Mapping[str, Any], workspace: int) -> None:
    """Raise `DraftProblems`; what a pinned node is set to does not matter."""
    pinned = graph["trial"]["pins"]
    problems = [
        item
        for item in problems_of(dict(graph), workspace)
        if item.node_id not in pinned or not (item.pointer or "").startswith("/properties")
    ]
    if problems:
        raise DraftProblems(problems)
