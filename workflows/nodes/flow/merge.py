"""The ``merge`` node: what several branches brought, as one list; joins are the engine's."""

from __future__ import annotations

from workflows.engine.events import Json
from workflows.engine.node import BaseNode, ProcessingContext


class MergeNode(BaseNode):
    """Brings branches together and lists what arrived."""

    node_type = "merge"
    node_title = "Merge"
    node_category = "Flow"
    node_icon = "arrows-join"
    node_tags = ("join", "gather", "collect", "wait for all")
    node_outputs = {"list": {"type": "array", "title": "List"}}
    reads_outputs = "incoming"

    async def process(self, context: ProcessingContext) -> Json:
        """List the outputs on the taken edges, in the order of the graph's edges."""
        return list(context.arrived)
