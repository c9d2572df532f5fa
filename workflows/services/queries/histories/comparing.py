"""Two runs side by side: inputs, path, times, outputs and results."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from workflows.engine.events import Json

from ..runs import run_detail
from ..suspensions import program_of
from ..visible import find_run

_SHOWN = ("status", "iteration", "attempt", "action", "output")
_COUNTS = ("status", "action", "output")


def compare_runs(who: User, run_id: str, other: str) -> dict[str, Any]:
    """Compare two runs that the person may see; raises `NotFound`."""
    left, right = run_detail(who, run_id), run_detail(who, other)
    row = find_run(who, run_id)
    program = program_of(row.workflow.key, row.version.number)
    names = dict.fromkeys([*left["nodes"], *right["nodes"]])

    def title(name: str) -> str:
        return program.title(name) if program is not None and program.knows(name) else name

    nodes = [
        {"node_id": name, "title": title(name), **_sides(left["nodes"], right["nodes"], name)}
        for name in names
    ]
    same = all(left[key] == right[key] for key in ("workflow", "version"))
    return {
        "runs": [left["id"], right["id"]],
        "same_version": same,
        "inputs": list(_differences(left["inputs"], right["inputs"])),
        "nodes": nodes,
        "result": {
            "left": left["result"],
            "right": right["result"],
            "differs": left["result"] != right["result"],
        },
        "seconds": {"left": _seconds(left), "right": _seconds(right)},
    }


def _sides(left: dict[str, Any], right: dict[str, Any], name: str) -> dict[str, Any]:
    one, two = left.get(name), right.get(name)
    differs = _facts(one) != _facts(two)
    return {"left": _side(one), "right": _side(two), "differs": differs}


def _facts(node: dict[str, Any] | None) -> Any:
    return None if node is None else [node[key] for key in _COUNTS]


def _side(node: dict[str, Any] | None) -> dict[str, Any] | None:
    if node is None:
        return None
    return {**{key: node[key] for key in _SHOWN}, "seconds": _seconds(node)}


def _seconds(item: dict[str, Any]) -> float | None:
    begin, end = item["started_at"], item["finished_at"]
    if not begin or not end:
        return None
    return round((datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds(), 3)


def _differences(left: Json, right: Json, path: str = "") -> Iterator[dict[str, Json]]:
    """Give the places where two JSON values differ; a missing one is null."""
    if isinstance(left, dict) and isinstance(right, dict):
        for key in dict.fromkeys([*left, *right]):
            below = f"{path}.{key}" if path else key
            yield from _differences(left.get(key), right.get(key), below)
    elif left != right:
        yield {"path": path, "left": left, "right": right}
