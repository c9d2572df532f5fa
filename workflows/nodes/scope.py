"""The names that expressions inside built-in nodes see; how they are evaluated is the engine's."""

from __future__ import annotations

from workflows.engine.events import Json
from workflows.engine.node import ProcessingContext


def expression_names(context: ProcessingContext) -> dict[str, Json]:
    """Give the names of the context, and as ``output`` what came in, when it came from one step."""
    names = context.expression_names()
    if len(context.arrived) == 1:
        names["output"] = context.arrived[0]
    return names
