"""Random workflows: a parent, its child, and the parent's next version."""

from __future__ import annotations

import random
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from workflows.engine.graphs import GraphProgram, parse, validate_graph
from workflows.engine.program import Program

from . import scripts
from .nodes import SIGNALS, registry

REGISTRY = registry()
ACTIONS = ["", "", "", ":x", ":y", ":*", ":error", ":timeout"]
CONDITIONS = ["", "", "", "", "", "", "state.n > 2", "attempt == 1", "has(state.known)"]
MOODS = ["ok", "ok", "ok", "x", "y", "fail", "later", "put", "put", "drop", "emit", "never", "set"]
KINDS = ["ponder", "pressed", "wait", "sleep", "approval", "listen"]

Nodes = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Programs by workflow and version; the parent is ``w``, its child ``child``."""

    programs: dict[tuple[str, int], Program]
    graphs: dict[tuple[str, int], dict[str, Any]]


@lru_cache(maxsize=4)
def plan(seed: int) -> Plan:
    """Draw a plan; the same for the same seed."""
    dice = random.Random(f"plan {seed}")
    parent = _sound(dice, 2 + dice.randrange(8), nested=True)
    grown = _grown(dice, parent)
    child = _sound(dice, 1 + dice.randrange(3), nested=False)
    bound: dict[tuple[str, int], Any] = {("w", 1): parent, ("w", 2): grown, ("child", 1): child}
    programs = {place: GraphProgram(parse(data), REGISTRY) for place, data in bound.items()}
    return Plan(programs, bound)


@lru_cache(maxsize=4)
def function_plan(seed: int) -> Plan:
    """Draw a plan in which the parent, or the child, or both are workflow functions."""
    dice = random.Random(f"functions {seed}")
    drawn: dict[tuple[str, int], Program] = dict(plan(seed).programs)
    which = dice.choice([("w",), ("w",), ("child",), ("w", "child")])
    if "w" in which:
        drawn[("w", 1)] = drawn[("w", 2)] = scripts.program(scripts.script(dice))
    if "child" in which:
        below = [op for op in scripts.script(dice, 1) if op[0] != "child"]
        drawn[("child", 1)] = scripts.program(_alone(below))
    return Plan(drawn, {})


def _alone(ops: scripts.Script) -> scripts.Script:
    """Leave out operations that start children: those would start themselves."""
    kept: scripts.Script = []
    for op in ops:
        if op[0] == "parallel":
            kept.append((op[0], [_alone(branch) for branch in op[1]]))
        elif op[0] in ("try", "loop"):
            kept.append((*op[:-1], _alone(op[-1])))
        elif op[0] != "child":
            kept.append(op)
    return kept


def _sound(dice: random.Random, count: int, *, nested: bool) -> dict[str, Any]:
    """Draw until a graph has no problems."""
    while True:
        data = _graph(dice, count, nested=nested)
        if not validate_graph(data, REGISTRY):
            return data


def _graph(dice: random.Random, count: int, *, nested: bool) -> dict[str, Any]:
    known = [*KINDS, "map", "subworkflow"] if nested else KINDS
    # Each graph has its favourites, so that one kind also meets itself.
    kinds = [*known, *["act"] * 8, *dice.choices(known, k=2) * 3]
    nodes = [_node(dice, f"n{number}", dice.choice(kinds)) for number in range(count)]
    if not nested and dice.random() < 0.3:
        nodes.append(_picky())
    edges = []
    for number in range(1, count):
        sources = [source for source in range(number) if dice.random() < 0.3]
        if dice.random() < 0.8:
            sources = sources or [dice.randrange(number)]
        edges += [(f"n{source}", f"n{number}", dice.choice(ACTIONS)) for source in sources]
    for _ in range(dice.choice([0, 0, 0, 1, 1, 2])):
        one, two = sorted((dice.randrange(count), dice.randrange(count)))
        edges.append((f"n{two}", f"n{one}", dice.choice([":x", ":y", ":error", ":timeout"])))
    made = [
        {
            "id": f"e{number}",
            "source": source,
            "target": target,
            "action": action[1:] or None,
            "when": dice.choice(CONDITIONS) or None,
        }
        for number, (source, target, action) in enumerate(edges)
    ]
    room = dice.choice([1, 2, 16, 16])
    return {"schema": 1, "nodes": nodes, "edges": made, "options": {"max_parallel": room}}


def _picky() -> dict[str, Any]:
    """Refuse to begin with the third item of a list."""
    schema = {"type": "object", "properties": {"index": {"type": "integer", "maximum": 1}}}
    return {"id": "in", "type": "input", "properties": {"schema": schema}, "options": {}}


def _node(dice: random.Random, name: str, kind: str) -> dict[str, Any]:
    kind, properties = _properties(dice, kind)
    options: dict[str, Any] = {"max_iterations": 3, "join": dice.choice(["all", "all", "any"])}
    if dice.random() < 0.4:
        policy = {"max_attempts": dice.choice([2, 3]), "backoff_seconds": dice.choice([0, 4])}
        options["retry"] = policy
    if dice.random() < 0.15:
        options["on_error"] = "continue"
    if dice.random() < 0.08:
        options["pause_before"] = True
    if dice.random() < 0.08:
        options["pause_after"] = True
    if dice.random() < 0.08:
        options["wait_for_input"] = dice.choice(["known", "n"])
    if dice.random() < 0.1:
        options["routes"] = [
            {"when": dice.choice(["attempt == 1", "output != null", "state.n > 1"])}
            | dice.choice([{"action": "x"}, {"action": "y", "pause": True}, {"pause": True}])
        ]
    return {"id": name, "type": kind, "properties": properties, "options": options}


def _properties(dice: random.Random, kind: str) -> tuple[str, dict[str, Any]]:
    if kind == "act":
        return kind, {"moods": [dice.choice(MOODS) for _ in range(3)]}
    if kind == "ponder":
        return kind, {"rounds": 1 + dice.randrange(3)}
    if kind == "sleep":
        return kind, {"duration_seconds": dice.choice([0, 3, 40])}
    deadline: dict[str, Any] = {}
    if dice.random() < 0.4:
        deadline = {"timeout_seconds": 50, "timeout_data": {"late": True}}
        deadline |= dice.choice([{}, {"on_timeout": "fail"}, {"on_timeout": "resume"}])
    return _waiting(dice, kind, deadline)


def _waiting(
    dice: random.Random, kind: str, deadline: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    match kind:
        case "listen":
            name, key = dice.choice(SIGNALS)
            return "wait_for_event", {"name": name, "key": key, **deadline}
        case "map":
            more: dict[str, Any] = {"concurrency": 1 + dice.randrange(3)}
            more["on_item_error"] = dice.choice(["fail", "null"])
            items = list(range(dice.randrange(4)))
            return kind, {"items": items, "workflow": "child", **more, **deadline}
        case "subworkflow":
            workflow = dice.choice(["child", "child", "child", "nowhere"])
            return kind, {"workflow": workflow, **deadline}
        case "approval":
            return kind, _approval(dice, deadline)
    return kind, deadline


def _approval(dice: random.Random, deadline: dict[str, Any]) -> dict[str, Any]:
    asked = {"users": dice.choice([[], ["ada"], ["ada", "ben"]]), "quorum": 1 + dice.randrange(2)}
    asked["forbid_initiator"] = dice.random() < 0.3
    asked["reject_quorum"] = dice.choice([1, 1, 2])
    asked["undo_seconds"] = dice.choice([8, 8, 60, 0])
    if dice.random() < 0.4:
        asked |= {"due_seconds": dice.choice([20, 40_000]), "remind_seconds": dice.choice([0, 1])}
    if dice.random() < 0.3:
        asked["escalations"] = [
            {"after_seconds": 30, "users": ["eve"]},
            {"after_seconds": 45, "users": ["fay"]},
        ]
    if dice.random() < 0.3:
        asked["claim_seconds"] = 25
    if dice.random() < 0.3:
        deadline = {"timeout_seconds": 50, "on_timeout": "escalate"}
        deadline["escalate_to"] = {"users": ["eve"], "groups": []}
    return {**asked, **deadline}


def _grown(dice: random.Random, data: dict[str, Any]) -> dict[str, Any]:
    """Add a node at the end, which a run of the other version may be moved to."""
    grown = deepcopy(data)
    source = dice.choice(grown["nodes"])["id"]
    grown["nodes"].append({"id": "late", "type": "act", "properties": {}, "options": {}})
    grown["edges"].append({"id": "new", "source": source, "target": "late"})
    return grown
