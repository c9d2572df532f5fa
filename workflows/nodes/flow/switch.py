"""The ``switch`` node: one of several ways on, the first whose condition holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from workflows.engine.events import Json
from workflows.engine.expressions import compile_expression
from workflows.engine.node import BaseNode, Output, ProcessingContext

from ..fields import SETTING, Condition
from ..scope import expression_names

DEFAULT = "default"


class Case(BaseModel):
    """One way: taken when its condition holds and none before it did."""

    model_config = ConfigDict(extra="forbid")

    when: Condition = Field(title="When", description="For example: inputs.kind == 'refund'")
    action: str = Field(min_length=1, max_length=100, title="Go by")


class SwitchNode(BaseNode):
    """Goes the first way whose condition holds, or the way for everything else."""

    node_type = "switch"
    node_title = "Switch"
    node_category = "Flow"
    node_icon = "arrows-split"
    node_tags = ("choose", "case", "route", "branch", "else")
    node_outputs = {"action": {"type": "string", "title": "Way taken"}}
    reads_outputs = "incoming"

    cases: list[Case] = Field(
        default_factory=list, max_length=100, title="Ways", json_schema_extra=SETTING
    )
    default: str = Field(
        default=DEFAULT,
        min_length=1,
        max_length=100,
        title="Else go by",
        description="The way when no condition holds.",
        json_schema_extra=SETTING,
    )

    async def process(self, context: ProcessingContext) -> Output:
        """Choose the first case that holds; one that cannot be evaluated fails the node."""
        names = expression_names(context)
        for case in self.cases:
            if compile_expression(case.when).truth(names):
                return Output(case.action, case.action)
        return Output(self.default, self.default)

    @classmethod
    def actions_of(cls, properties: Mapping[str, Json]) -> tuple[str, ...]:
        """Give the action of each case, and the default's."""
        named = [item.get("action") for item in _cases(properties)]
        named.append(properties.get("default", DEFAULT))
        return tuple(dict.fromkeys(name for name in named if isinstance(name, str) and name))

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the condition of each case."""
        found = enumerate(_cases(properties))
        return [(f"/cases/{index}/when", item["when"]) for index, item in found if "when" in item]


def _cases(properties: Mapping[str, Json]) -> list[Mapping[str, Json]]:
    cases = properties.get("cases")
    listed = cases if isinstance(cases, list) else []
    return [item if isinstance(item, Mapping) else {} for item in listed]
