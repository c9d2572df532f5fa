"""Trial runs: a draft cut to what is tried, pinned outputs, effects held back, time skipped.

A trial is a part of the graph that is run (``"trial"`` beside its nodes): nothing else of the
engine knows it, and what is published never has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from ..events import Json
from ..node import BaseNode, Output, ProcessingContext, SuspensionRequest
from .model import Graph
from .variants import Classes, variant

HELD_BACK = "Not done: this is a test."
_AT_ONCE = 0.001


class Pin(BaseModel):
    """What a node gives in a trial run instead of its work."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    output: Any = None
    action: str | None = Field(default=None, max_length=100)


class Trial(BaseModel):
    """How a trial run differs from a real one. ``allowed`` nodes may have their effects."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pins: dict[str, Pin] = Field(default_factory=dict)
    allowed: tuple[str, ...] = ()
    skip_time: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be tried. ``until``: that node and all before it; ``only``: that node alone, with
    what comes before it pinned; both None: all of it."""

    until: str | None = None
    only: str | None = None
    pins: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    allowed: Sequence[str] = ()
    skip_time: bool = False


def trial_graph(draft: Mapping[str, Any], wanted: Wanted) -> dict[str, Json]:
    """Make the graph of a trial run. Raises ``KeyError`` with the id of a node that is not there.

    Edges that come from nowhere in the part that is tried are left out.
    """
    nodes = {str(node.get("id")): node for node in draft.get("nodes", [])}
    target = wanted.only if wanted.only is not None else wanted.until
    if target is not None and target not in nodes:
        raise KeyError(target)
    edges = list(draft.get("edges", []))
    kept = set(nodes) if target is None else {target} | (_before(target, edges) & nodes.keys())
    pins = {name: dict(pin) for name, pin in wanted.pins.items() if name in kept}
    if wanted.only is not None:
        edges = [_always(edge) for edge in edges if edge.get("target") == target]
        given = [name for name in kept if nodes[name].get("type") != "input" and name != target]
        pins = {name: pins.get(name, {}) for name in given}
    # A run to here ends here, also where the node would lead back.
    edges = [e for e in edges if e.get("source") in kept and e.get("target") in kept]
    edges = [e for e in edges if e["source"] != target]
    trial = {"pins": pins, "allowed": list(wanted.allowed), "skip_time": wanted.skip_time}
    chosen = [
        _quiet(node) if name in pins else node for name, node in nodes.items() if name in kept
    ]
    return {**draft, "nodes": chosen, "edges": edges, "trial": trial}


def _before(target: str, edges: Sequence[Mapping[str, Any]]) -> set[str]:
    """Find every node from which a way leads to the target."""
    found: set[str] = set()
    todo = [target]
    while todo:
        here = todo.pop()
        sources = {str(edge.get("source")) for edge in edges if edge.get("target") == here}
        todo.extend(sources - found)
        found |= sources
    return found - {target}


def _always(edge: Mapping[str, Any]) -> dict[str, Json]:
    return {**edge, "action": None, "when": None}


def _quiet(node: Mapping[str, Any]) -> dict[str, Json]:
    """Leave of a pinned node what concerns its place in the graph: nothing of it is done."""
    options = node.get("options") or {}
    return {
        **node,
        "options": {k: v for k, v in options.items() if k in ("join", "max_iterations")},
    }


class PinnedNode(BaseNode):
    """Gives its pinned output; its properties are not looked at."""

    model_config = ConfigDict(extra="allow")
    reads_outputs = "none"


def tried(trial: Trial, graph: Graph, classes: Classes) -> Classes:
    """Give the classes that nodes have in a trial run, by node."""
    found: Classes = {}
    for name, cls in classes.items():
        if name in trial.pins:
            found[name] = _pinned(cls, trial.pins[name])
        elif cls.is_held_back() and name not in trial.allowed:
            found[name] = _held_back(cls, graph.nodes[name].properties)
        else:
            found[name] = cls
    return found


def _pinned(cls: type[BaseNode], pin: Pin) -> type[BaseNode]:
    def process(self: BaseNode, context: ProcessingContext) -> Any:
        return Output(pin.output, pin.action)

    return variant(cls, PinnedNode, process)


def _held_back(cls: type[BaseNode], properties: Mapping[str, Json]) -> type[BaseNode]:
    """Make a node that says that it did nothing, and gives an output of the right form."""
    ports = list(cls.outputs_of(properties) or ())

    def process(self: BaseNode, context: ProcessingContext) -> Any:
        context.log(HELD_BACK, "warning")
        given = self.rehearse(context)
        return Output(dict.fromkeys(ports) if given is None and len(ports) > 1 else given)

    return variant(cls, cls, process)


def in_trial(trial: Trial, request: SuspensionRequest, starter: str | None) -> SuspensionRequest:
    """Let only the starter be asked, by no rule that needs a second person; let timers be over."""
    if request.kind == "timer" and trial.skip_time:
        return replace(request, seconds=_AT_ONCE, until=None)
    task = request.task
    if task is None or starter is None:
        return request
    alone = replace(
        task,
        users=(starter,),
        groups=(),
        quorum=1,
        reject_quorum=1,
        forbid_initiator=False,
        escalations=(),
        remind_seconds=None,
        undo_seconds=0,
        decide_by_mail=False,
    )
    return replace(request, task=alone)
