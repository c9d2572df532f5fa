"""A fork: another run's past made ready to go on by itself, with changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import FieldError, Invalid
from ..events import Json
from ..payload import ensure_json
from ..state import Activation, RunState, dump, restore

_OVER = frozenset({"completed", "skipped"})


@dataclass(frozen=True, slots=True)
class Changes:
    """What a fork begins with instead; each is merged at the top level."""

    inputs: Mapping[str, Json] = field(default_factory=dict)
    state: Mapping[str, Json] = field(default_factory=dict)
    outputs: Mapping[str, Json] = field(default_factory=dict)

    def names(self) -> dict[str, Json]:
        """Say what is changed, without the values."""
        parts = {"inputs": self.inputs, "state": self.state, "outputs": self.outputs}
        return {part: sorted(values) for part, values in parts.items() if values}


def in_flight(state: RunState) -> list[Activation]:
    """List the activations that a fork of this state starts again."""
    return [item for item in state.activations.values() if not _over(item)]


def _over(item: Activation) -> bool:
    return item.status in _OVER or (item.status == "failed" and item.handled)


def prepare(
    state: RunState, changes: Changes, recorded: Mapping[str, Json] | None = None
) -> dict[str, Json]:
    """Give the snapshot that a fork begins with; ``Invalid`` when a change does not fit.

    ``recorded`` are the outputs that the log has up to there: a fork has no such log of its own.
    """
    made = restore(state.run_id, ensure_json(dump(state), "snapshot"))
    for node_id in changes.outputs:
        known = made.activations.get(node_id)
        if known is None or not _over(known):
            fault = FieldError("invalid", "A completed node.", f"outputs.{node_id}")
            raise Invalid(f"{node_id!r} has not completed there.", errors=[fault])
    made.status, made.result = "queued", None
    made.error = made.failure = made.ended_by = None
    made.started_at = made.finished_at = None
    made.parent = made.parent_suspension = made.parent_index = None
    made.depth = 0
    made.suspensions = {}
    made.inputs |= ensure_json(dict(changes.inputs), "inputs")
    made.patch = ensure_json(dict(changes.state), "state")
    made.state |= made.patch
    past = {name: value for name, value in (recorded or {}).items() if name in made.activations}
    made.outputs = {**past, **made.outputs, **ensure_json(dict(changes.outputs), "outputs")}
    _keep_patch(made)
    for item in list(made.activations.values()):
        if _over(item):
            _shift(item, state.seq)
            # A place in the other run's log means nothing in this one.
            item.output_seq = None
        else:
            _rewind(made, item)
    body = dump(made)
    body.pop("seq", None)
    return body


def _keep_patch(made: RunState) -> None:
    """Put the change of the state where a function's replay comes to it: after all it inherits."""
    steps = [item for item in made.activations.values() if item.step is not None and _over(item)]
    if not steps:
        made.first = {**made.first, **made.patch}
    elif made.patch:
        last = max(steps, key=lambda item: item.news or 0)
        last.patch = {**(last.patch or {}), **made.patch}


def _shift(item: Activation, seq: int) -> None:
    """Give a function's step places before the beginning of the new log, in the same order."""
    if item.step is None:
        return
    item.inherited = True
    item.begun = (item.begun or 0) - seq
    item.news = (item.news or 0) - seq
    item.again = [[start - seq, end - seq] for start, end in item.again or ()] or None


def _rewind(state: RunState, item: Activation) -> None:
    """Make an activation ready to be started again in its round."""
    del state.activations[item.node_id]
    if item.iteration > 1:
        before = Activation(item.node_id, item.iteration - 1, "completed", stale=True)
        state.activations[item.node_id] = before
