"""The ``set_state`` node: changes of the run's state; recording them is the engine's."""

from __future__ import annotations

from typing import Any, Self

from pydantic import Field, model_validator

from workflows.engine.events import Json
from workflows.engine.node import BaseNode, ProcessingContext


class SetStateNode(BaseNode):
    """Remembers values for the rest of the run, or forgets them."""

    node_type = "set_state"
    node_title = "Set state"
    node_category = "Data"
    node_icon = "database-edit"
    node_tags = ("remember", "variable", "store", "save", "assign")
    reads_outputs = "none"

    values: dict[str, Any] = Field(
        default_factory=dict,
        title="Remember",
        description="Names and values; expressions read them as state.name.",
    )
    delete: list[str] = Field(default_factory=list, title="Forget", description="Names to remove.")

    @model_validator(mode="after")
    def _not_both(self) -> Self:
        both = sorted(self.values.keys() & set(self.delete))
        if both:
            raise ValueError(f"{both[0]!r} cannot be remembered and forgotten at once.")
        return self

    async def process(self, context: ProcessingContext) -> Json:
        """Change the state; give the changes, a forgotten name as null."""
        for key, value in self.values.items():
            context.state.set(key, value)
        for key in self.delete:
            context.state.delete(key)
        return {**self.values, **dict.fromkeys(self.delete)}
