"""The ``question`` node: asks people something; whether an answer fits is judged by the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, StrictBool, model_validator
from typing_extensions import TypedDict

from workflows.engine.events import Json
from workflows.engine.node import Output, ProcessingContext, SuspensionRequest

from ..fields import SETTING
from ..texts import Text, render_in
from .asking import TIMEOUT, AskingNode, reads


class Option(TypedDict):
    """One thing to choose: its id, which is also an action, and what people read."""

    id: Annotated[str, Field(min_length=1, max_length=100, title="Id")]
    label: Annotated[str, Field(max_length=500, title="Label")]


def _options(value: Any) -> Any:
    """Take a plain text for an option whose label is its id."""
    if not isinstance(value, list):
        return value
    return [{"id": item, "label": item} if isinstance(item, str) else item for item in value]


_APPROVAL: list[Option] = [
    {"id": "approved", "label": "Approve"},
    {"id": "rejected", "label": "Reject"},
]


class QuestionNode(AskingNode):
    """Asks people to choose or to write, and goes on by what they choose."""

    node_type = "question"
    node_title = "Question"
    node_icon = "help-circle"
    node_tags = ("ask", "choice", "multiselect", "text", "survey", "decide")
    node_outputs = {
        "answer": {"title": "Answer"},
        "by": {"type": "string", "title": "Answered by"},
    }

    question: Text = Field(default="", max_length=2_000, title="Question")
    input_type: Literal["approval", "choice", "multiselect", "text"] = Field(
        default="choice", title="Kind of answer", json_schema_extra=SETTING
    )
    options: Annotated[list[Option], BeforeValidator(_options)] = Field(
        default_factory=list, max_length=100, title="Options"
    )
    skippable: StrictBool = Field(
        default=False,
        title="May be skipped",
        description="People may go on without an answer.",
        json_schema_extra=SETTING,
    )
    allow_custom: StrictBool = Field(
        default=False,
        title="Other answers",
        description="People may write an answer of their own.",
        json_schema_extra=SETTING,
    )

    @model_validator(mode="after")
    def _has_what_to_choose(self) -> Self:
        ids = [item["id"] for item in self.choices()]
        if len(set(ids)) != len(ids):
            raise ValueError("Two options have the same id.")
        if taken := sorted({TIMEOUT, "error", "*"} & set(ids)):
            raise ValueError(f"An option cannot have the id {taken[0]!r}: lines use it otherwise.")
        if self.input_type in ("choice", "multiselect") and not ids and not self.allow_custom:
            raise ValueError("There is nothing to choose from: add options.")
        return self

    def choices(self) -> list[Option]:
        """Give the options; an approval has its own when none are named."""
        if self.input_type == "approval" and not self.options:
            return _APPROVAL
        return self.options if self.input_type != "text" else []

    @classmethod
    def actions_of(cls, properties: Mapping[str, Json]) -> tuple[str, ...]:
        """Give the ids of the options that stand in the graph."""
        if properties.get("input_type", "choice") in ("multiselect", "text"):
            return (TIMEOUT,)
        given = _options(properties.get("options"))
        literal = given if isinstance(given, list) else []
        ids = [str(item["id"]) for item in literal if isinstance(item, Mapping) and "id" in item]
        if properties.get("input_type") == "approval" and not ids:
            ids = [item["id"] for item in _APPROVAL]
        return (*dict.fromkeys(ids), TIMEOUT)

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the nodes that question and instructions read."""
        return reads(properties, "question")

    async def process(self, context: ProcessingContext) -> Output:
        """Ask; when resumed, give the answer and leave by the option."""
        if context.resumed is None:
            self.suspend(await self._request(context))
        data = context.resumed["data"]
        answer = data.get("answer") if isinstance(data, Mapping) else data
        return Output({"answer": answer, "by": context.resumed["by"]}, context.resumed["action"])

    async def _request(self, context: ProcessingContext) -> SuspensionRequest:
        title = render_in(context, self.question) or context.title or "A question"
        choices = self.choices()
        single = self.input_type in ("approval", "choice")
        return SuspensionRequest(
            title,
            kind="question",
            options=[dict(item) for item in choices],
            # Options that were computed are no actions that the graph could know.
            actions=[item["id"] for item in choices] if single else None,
            rules={
                "input_type": self.input_type,
                "skippable": self.skippable,
                "allow_custom": self.allow_custom,
            },
            task=await self.task(context, title),
        )
