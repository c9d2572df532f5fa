"""Whether a run fits another version of its graph, and what follows for edges that are new there;
moving it is ``decide/migrating.py``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal

from ..errors import ExpressionError
from ..events import Json
from ..program import Finished, Routing
from ..state import Activation, RunState
from .program import GraphProgram

_OVER = frozenset({"completed", "skipped"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about one node: it fits (``ok``), changes (``note``), or forbids (``problem``)."""

    node_id: str
    level: Literal["ok", "note", "problem"]
    message: str

    def as_dict(self) -> dict[str, Json]:
        """Give the shape of the API."""
        return asdict(self)


@dataclass(slots=True)
class MigrationPlan:
    """What a move would do: decisions of new edges, nodes that are gone, outputs to be kept.

    ``left`` are new edges that are to be taken when their loop has come to rest.
    """

    findings: list[Finding] = field(default_factory=list)
    edges: dict[str, bool] = field(default_factory=dict)
    forgotten: list[str] = field(default_factory=list)
    outputs: dict[str, Json] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        """Say whether nothing forbids the move."""
        return not any(item.level == "problem" for item in self.findings)

    def find(self, node_id: str, level: Literal["ok", "note", "problem"], message: str) -> None:
        """Add a finding."""
        self.findings.append(Finding(node_id, level, message))


def plan_migration(
    old: GraphProgram, new: GraphProgram, state: RunState, recorded: Mapping[str, Json]
) -> MigrationPlan:
    """Compare what has happened with the other graph; ``recorded`` are all outputs of the log."""
    plan = MigrationPlan()
    for item in state.activations.values():
        _node(plan, old, new, item)
    for node_id in _changed_loops(old, new, state):
        title = old.title(node_id) if old.knows(node_id) else new.title(node_id)
        plan.find(node_id, "problem", f"The loop around {title} is another one there.")
    if not plan.fits:
        return plan
    outputs = {**recorded, **state.outputs}
    plan.outputs = {
        name: value
        for name, value in outputs.items()
        if new.knows(name) and new.keeps(name) and name not in state.outputs
    }
    for item in state.activations.values():
        if item.node_id not in plan.forgotten and not item.stale and _over(item):
            _edges(plan, new, state, item, outputs)
    return plan


def _over(item: Activation) -> bool:
    return item.status in _OVER or (item.status == "failed" and item.handled)


def _node(plan: MigrationPlan, old: GraphProgram, new: GraphProgram, item: Activation) -> None:
    name, over = item.node_id, _over(item)
    title = old.title(name) if old.knows(name) else name
    doing = "waits" if item.status == "suspended" else "stands"
    if not new.knows(name) and over:
        plan.forgotten.append(name)
        plan.find(name, "note", f"{title} has happened, but does not exist there any more.")
        return
    if not new.knows(name):
        plan.find(name, "problem", f"The run {doing} at {title}, which does not exist there.")
        return
    if not old.knows(name):
        plan.find(name, "ok", f"{name} has happened in a version before, and is there again.")
        return
    before, after = old.graph.nodes[name], new.graph.nodes[name]
    if before.type == after.type:
        same = (before.properties, before.options) == (after.properties, after.options)
        plan.findings.append(_same_kind(item, title, same))
    elif over:
        plan.find(name, "note", f"{title} has happened as {before.type}; there it is {after.type}.")
    else:
        message = f"The run {doing} at {title}, which is of another kind there ({after.type})."
        plan.find(name, "problem", message)


def _same_kind(item: Activation, title: str, same: bool) -> Finding:
    if same:
        return Finding(item.node_id, "ok", f"{title} is the same.")
    if item.status == "suspended":
        message = f"{title} was changed: it goes on waiting with what was asked before."
    else:
        message = f"{title} was changed: this counts if it runs again."
    return Finding(item.node_id, "note", message)


def _changed_loops(old: GraphProgram, new: GraphProgram, state: RunState) -> Iterator[str]:
    """Give the headers of loops that have begun and that are not the same in both graphs."""
    one = {loop.header: loop for loop in old.structure.loops}
    two = {loop.header: loop for loop in new.structure.loops}
    for header in one.keys() | two.keys():
        begun = {name for loop in (one.get(header), two.get(header)) if loop for name in loop.body}
        ended = header in state.activations and state.activations[header].rested
        if ended or not any(name in state.activations for name in begun):
            continue
        left, right = one.get(header), two.get(header)
        if left is None or right is None or (left.body, left.backs) != (right.body, right.backs):
            yield header


def _edges(
    plan: MigrationPlan,
    new: GraphProgram,
    state: RunState,
    item: Activation,
    outputs: Mapping[str, Json],
) -> None:
    """Decide the edges that the run has not met: as the node's outcome would have."""
    outgoing = new.graph.outgoing[item.node_id]
    unknown = [edge.id for edge in outgoing if edge.id not in state.edges]
    if not unknown:
        return
    title = new.title(item.node_id)
    if item.status == "skipped" and item.manual is None:
        plan.edges.update(dict.fromkeys(unknown, False))
        return
    output = outputs.get(item.node_id)
    failed = item.status == "failed"
    done = Finished(item.node_id, output, item.action, item.attempt, state.state, failed)
    try:
        routing = new.route(state, done)
    except ExpressionError as error:
        message = f"A new way out of {title} cannot be decided: {error.message}"
        plan.find(item.node_id, "problem", message)
        return
    _decide(plan, new, state, routing, unknown)
    for edge in outgoing:
        if plan.edges.get(edge.id) and edge.id in unknown:
            target = new.title(edge.target)
            plan.find(edge.target, "note", f"{target} follows {title} there by a new line.")


def _decide(
    plan: MigrationPlan, new: GraphProgram, state: RunState, routing: Routing, unknown: list[str]
) -> None:
    known = dict.fromkeys(routing.taken, True) | dict.fromkeys(routing.skipped, False)
    for edge in unknown:
        if edge in known:
            plan.edges[edge] = known[edge]
        elif _has_rested(new, state, edge):
            plan.edges[edge] = edge in routing.left
        elif edge in routing.left:
            plan.left.append(edge)


def _has_rested(new: GraphProgram, state: RunState, edge: str) -> bool:
    """Say whether the loop that an edge closes or leaves has come to rest already."""
    headers = [
        loop.header for loop in new.structure.loops if edge in loop.exits or edge in loop.backs
    ]
    found = [state.activations.get(name) for name in headers]
    return all(item is not None and item.rested for item in found)
