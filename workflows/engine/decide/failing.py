"""A failure after which no attempt follows: its error edge, ``on_error`` or the run has it."""

from __future__ import annotations

from typing import Any

from ..errors import ExpressionError
from ..events import Json, NodeFailed
from ..program import Finished, Routing
from .turn import Turn


def finish_failed(turn: Turn, node_id: str, iteration: int, common: dict[str, Any]) -> None:
    """Record a failure after which no attempt follows, with the edges that it takes."""
    policy = turn.program.policy(node_id)
    handled = policy.has_error_edge or policy.on_error in ("continue", "raise")
    output: Json = None
    routing = Routing()
    if handled:
        error = {key: common["error"].get(key) for key in ("type", "message", "attempt")}
        output = {"error": error} if policy.has_error_edge else None
        done = Finished(
            node_id, output, None, common["attempt"], turn.state.state, failed=policy.has_error_edge
        )
        try:
            routing = turn.program.route(turn.state, done)
        except ExpressionError:
            # The way out of the failure is itself broken: nothing has handled it.
            handled, output, routing = False, None, Routing()
    turn.emit(
        NodeFailed(
            node_id,
            iteration,
            handled=handled,
            output=output,
            taken=routing.taken,
            skipped=routing.skipped,
            left=routing.left,
            **common,
        )
    )
