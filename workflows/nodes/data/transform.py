"""The ``transform`` node: a value computed by an expression; the language is the engine's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field

from workflows.engine.events import Json
from workflows.engine.expressions import compile_expression
from workflows.engine.node import BaseNode, ProcessingContext

from ..fields import Cel
from ..scope import expression_names


class TransformNode(BaseNode):
    """Computes a value from inputs and earlier steps."""

    node_type = "transform"
    node_title = "Transform"
    node_category = "Data"
    node_icon = "math-function"
    node_tags = ("compute", "expression", "formula", "map", "calculate")
    node_outputs = {"value": {"title": "Value"}}
    reads_outputs = "incoming"

    expression: Cel = Field(
        title="Expression",
        description="For example: double(inputs.amount) * 1.2",
    )

    async def process(self, context: ProcessingContext) -> Json:
        """Evaluate the expression."""
        return compile_expression(self.expression).evaluate(expression_names(context))

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the expression."""
        return [("/expression", properties["expression"])] if "expression" in properties else []
