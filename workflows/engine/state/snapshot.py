"""RunState to JSON and back, small: what a checkpoint's row holds; when one is written is not
decided here."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any

from ..events import Json
from .model import Activation, RunState, Suspension

_TIMES = frozenset(
    ["created_at", "started_at", "finished_at", "retry_at", "opened_at", "wake_at", "reminded_at"]
)


def _defaults(cls: type[Any]) -> tuple[tuple[str, Any], ...]:
    out: list[tuple[str, Any]] = []
    for item in fields(cls):
        default: Any = MISSING
        if item.default is not MISSING:
            default = item.default
        elif item.default_factory is not MISSING:
            default = item.default_factory()
        out.append((item.name, default))
    return tuple(out)


_PLANS = {cls: _defaults(cls) for cls in (RunState, Activation, Suspension)}


def _dump(value: Any) -> dict[str, Json]:
    out: dict[str, Json] = {}
    for name, default in _PLANS[type(value)]:
        item = getattr(value, name)
        if item is default or (item == default and type(item) is type(default)):
            continue
        out[name] = item.isoformat() if isinstance(item, datetime) else item
    return out


def _load(cls: type[Any], data: dict[str, Json]) -> Any:
    values = {name: data[name] for name, _ in _PLANS[cls] if name in data}
    for name in _TIMES & values.keys():
        values[name] = datetime.fromisoformat(values[name])
    return cls(**values)


def dump_suspension(wait: Suspension) -> dict[str, Json]:
    """Give a suspension as JSON without what holds its default."""
    return _dump(wait)


def load_suspension(body: dict[str, Json]) -> Suspension:
    """Build the suspension of :func:`dump_suspension`."""
    wait: Suspension = _load(Suspension, body)
    return wait


def dump(state: RunState) -> dict[str, Json]:
    """Give the state as JSON without what holds its default; the run's id is left to the row."""
    body = _dump(state)
    del body["run_id"]
    if state.activations:
        body["activations"] = {}
        for key, item in state.activations.items():
            body["activations"][key] = dumped = _dump(item)
            del dumped["node_id"]
    if state.suspensions:
        body["suspensions"] = [_dump(item) for item in state.suspensions.values()]
    return body


def restore(run_id: str, body: dict[str, Json]) -> RunState:
    """Build the state of :func:`dump`; unknown keys are ignored."""
    state: RunState = _load(RunState, {**body, "run_id": run_id})
    state.activations = {
        key: _load(Activation, {**item, "node_id": key})
        for key, item in body.get("activations", {}).items()
    }
    state.suspensions = {
        item["id"]: _load(Suspension, item) for item in body.get("suspensions", [])
    }
    return state
