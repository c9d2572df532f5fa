"""The node of the measured chains: as little work as possible, so that the engine is measured."""

from __future__ import annotations

from workflows.engine.node import BaseNode, ProcessingContext


class AddOne(BaseNode):
    """Gives its value plus one."""

    node_type = "bench.add_one"

    value: int = 0

    async def process(self, context: ProcessingContext) -> int:
        """Add one."""
        return self.value + 1
