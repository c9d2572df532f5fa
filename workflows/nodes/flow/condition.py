"""The ``condition`` node: two ways on; more than two are ``switch``'s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field

from workflows.engine.events import Json
from workflows.engine.expressions import compile_expression
from workflows.engine.node import BaseNode, Output, ProcessingContext

from ..fields import Condition
from ..scope import expression_names


class ConditionNode(BaseNode):
    """Goes one way when something is true, another when it is not."""

    node_type = "condition"
    node_title = "Condition"
    node_category = "Flow"
    node_icon = "git-branch"
    node_tags = ("if", "else", "branch", "decision", "yes", "no")
    node_actions = ("true", "false")
    node_outputs = {"result": {"type": "boolean", "title": "Result"}}
    reads_outputs = "incoming"

    expression: Condition = Field(
        title="Condition",
        description="For example: inputs.amount > 1000",
    )

    async def process(self, context: ProcessingContext) -> Output:
        """Choose ``true`` or ``false``; a condition that fails is neither, it fails the node."""
        result = compile_expression(self.expression).truth(expression_names(context))
        return Output(result, "true" if result else "false")

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the condition."""
        return [("/expression", properties["expression"])] if "expression" in properties else []
