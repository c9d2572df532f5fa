"""What is noted of each attempt that this process executes: its place for log lines, its duration
and result as figures, its span; whether it may run is not asked here."""

from __future__ import annotations

import time

from workflows.adapters.operating import place, traces
from workflows.adapters.operating.meters import METERS, MOST_VALUES, Durations
from workflows.engine.commands import Command
from workflows.engine.events import RunStarted
from workflows.engine.graphs import GraphProgram
from workflows.engine.ports import Applied
from workflows.engine.program import Assignment, Program
from workflows.engine.tools import Perform

STEP = "step_seconds"
"""A figure by `type` of the node and `result`."""

CLAIM = "claim_seconds"
_kept: dict[tuple[str, str], Durations] = {}


def note_claim(claimed: Applied) -> None:
    """Note how long a new run has waited for a worker; both times are the database's."""
    first = claimed.records[0] if claimed.records else None
    born = claimed.state.created_at if claimed.state is not None else None
    if first is not None and born is not None and isinstance(first.event, RunStarted):
        METERS.durations(CLAIM).observe(max(0.0, (first.at - born).total_seconds()))


async def watched(program: Program, job: Assignment, perform: Perform) -> Command | None:
    """Execute an attempt and note how it went; an attempt has a task of its own."""
    item = job.activation
    place.enter({"run_id": job.run_id, "node": item.node_id, "attempt": item.attempt})
    kind = type_of(program, item.node_id)
    if not traces.active():
        return await _timed(kind, perform, None)
    facts: dict[str, str | int] = {
        "node": item.node_id, "type": kind, "iteration": item.iteration, "attempt": item.attempt,
    }  # fmt: skip
    with traces.attempt(job.run_id, facts) as told:
        return await _timed(kind, perform, told)


async def _timed(kind: str, perform: Perform, told: traces.Moved | None) -> Command | None:
    result, began = "broken off", time.perf_counter()
    try:
        outcome = await perform()
        result = type(outcome).__name__.lower() if outcome is not None else "let go"
        return outcome
    finally:
        _durations(kind, result).observe(time.perf_counter() - began)
        if told is not None:
            told([result])


def _durations(kind: str, result: str) -> Durations:
    found = _kept.get((kind, result))
    if found is None:
        found = METERS.durations(STEP, type=kind, result=result)
        # What is kept is bounded as the figures are.
        if len(_kept) < MOST_VALUES:
            _kept[kind, result] = found
    return found


def type_of(program: Program, node_id: str) -> str:
    """Name the type of a node; the body of a function is `function`."""
    return program.graph.nodes[node_id].type if isinstance(program, GraphProgram) else "function"
