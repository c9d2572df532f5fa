"""The ``map`` and ``subworkflow`` nodes: they run other workflows and wait; starting and stopping
those runs is the engine's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, NoReturn

from pydantic import Field

from workflows.engine.errors import NodeError, Permanent
from workflows.engine.events import Json
from workflows.engine.node import (
    Child,
    ChildrenRequest,
    Output,
    ProcessingContext,
    SuspendableNode,
    SuspensionRequest,
)

from ..fields import SETTING

MAX_ITEMS = 10_000
_NAMED = 5
TIMEOUT = "timeout"


class ChildFailed(NodeError):
    """A run that was waited for did not complete; the message holds its own."""

    code = "child_failed"


class ParentNode(SuspendableNode):
    """Base of nodes that start runs and wait for them.

    On a later attempt only what failed is taken up again; what completed keeps its result.
    """

    node_category = "Flow"
    node_actions = (TIMEOUT,)
    node_effects: ClassVar[Literal["none", "reads", "sends"]] = "sends"
    reads_outputs = "none"

    workflow: str = Field(
        min_length=1,
        max_length=100,
        title="Workflow",
        description="The workflow that is run.",
        json_schema_extra={"format": "workflow"},
    )

    def ask(
        self,
        context: ProcessingContext,
        children: Sequence[Child],
        done: Mapping[str, Json],
        **more: Any,
    ) -> NoReturn:
        """Wait for runs; ``done`` are the results, by place, that earlier attempts have."""
        request = ChildrenRequest(self.workflow, children, **more)
        reason = context.title or f"Waiting for {self.workflow}"
        state = {"attempt": context.attempt, "done": dict(done)}
        self.suspend(SuspensionRequest(reason, state=state, kind="children", children=request))

    def told(self, context: ProcessingContext) -> tuple[dict[str, Json], list[Mapping[str, Json]]]:
        """Give the results by place, and what did not complete in the order of the places."""
        saved = context.saved or {}
        done = dict(saved.get("done") or {})
        missing = []
        for child in saved.get("children") or []:
            if child["status"] == "completed":
                done[str(child["index"])] = child.get("result")
            else:
                missing.append(child)
        return done, missing

    def again(self, context: ProcessingContext) -> bool:
        """Say whether this attempt is a new one, which asks again for what failed."""
        return context.attempt > int((context.saved or {}).get("attempt") or 0)


def _message(child: Mapping[str, Json]) -> str:
    error = child.get("error") or {}
    return str(error.get("message") or f"The run was {child['status']}.")


def _retried(child: Mapping[str, Json], inputs: Mapping[str, Json]) -> Child:
    """Take a failed run up again; a stopped one, or one that never began, is started anew."""
    failed = child["status"] == "failed" and (child.get("error") or {}).get("began", True)
    return Child(int(child["index"]), inputs, run=str(child["run"]) if failed else None)


class SubworkflowNode(ParentNode):
    """Runs another workflow and gives its result."""

    node_type = "subworkflow"
    node_title = "Sub-workflow"
    node_icon = "sitemap"
    node_tags = ("child", "call", "nested", "reuse")
    node_outputs = {"result": {"title": "Result"}}

    version: int | None = Field(
        default=None,
        ge=1,
        title="Version",
        description="Empty: the latest when the step starts.",
        json_schema_extra=SETTING,
    )
    inputs: dict[str, Any] = Field(
        default_factory=dict, title="Inputs", description="What the workflow is started with."
    )

    async def process(self, context: ProcessingContext) -> Output:
        """Start the run and wait; when it has ended, give its result or fail with its message."""
        if context.resumed is None:
            self.ask(context, [Child(0, self.inputs)], {}, version=self.version)
        if context.resumed["action"] == TIMEOUT:
            return Output(context.resumed["data"], TIMEOUT)
        done, missing = self.told(context)
        if not missing:
            return Output(done.get("0"))
        if self.again(context):
            self.ask(context, [_retried(missing[0], self.inputs)], {}, version=self.version)
        raise ChildFailed(f"{self.workflow}: {_message(missing[0])}")


class MapNode(ParentNode):
    """Runs a workflow for each item of a list and gives the results in the order of the items."""

    node_type = "map"
    node_title = "For each"
    node_icon = "repeat"
    node_tags = ("each", "loop", "list", "batch", "fan out", "parallel")
    node_outputs = {"results": {"type": "array", "title": "Results"}}

    items: Any = Field(title="Items", description="A list; the workflow is run once for each item.")
    concurrency: int = Field(
        default=10,
        ge=1,
        le=1_000,
        title="At the same time",
        description="How many items are worked on at the same time.",
        json_schema_extra=SETTING,
    )
    on_item_error: Literal["fail", "null"] = Field(
        default="fail",
        title="When an item fails",
        description="Fail after the others have finished, or put nothing in its place.",
        json_schema_extra=SETTING,
    )

    async def process(self, context: ProcessingContext) -> Output:
        """Start the runs and wait; when all have ended, give the list or fail."""
        items = self._list()
        if context.resumed is None:
            if not items:
                return Output([])
            children = [Child(place, self._inputs(place)) for place in range(len(items))]
            self.ask(context, children, {}, concurrency=self.concurrency)
        if context.resumed["action"] == TIMEOUT:
            return Output(context.resumed["data"], TIMEOUT)
        done, missing = self.told(context)
        if missing and self.on_item_error == "fail":
            self._fail(context, done, missing)
        return Output([done.get(str(place)) for place in range(len(items))])

    def rehearse(self, context: ProcessingContext) -> list[Json]:
        """Give nothing for each item."""
        return [None for _ in self._list()]

    def _list(self) -> list[Json]:
        if not isinstance(self.items, list):
            raise Permanent(f"Items must be a list, not {type(self.items).__name__}.")
        if len(self.items) > MAX_ITEMS:
            raise Permanent(f"At most {MAX_ITEMS:,} items, not {len(self.items):,}.")
        return self.items

    def _inputs(self, place: int) -> dict[str, Json]:
        return {"item": self.items[place], "index": place}

    def _fail(
        self,
        context: ProcessingContext,
        done: Mapping[str, Json],
        missing: Sequence[Mapping[str, Json]],
    ) -> NoReturn:
        if self.again(context):
            children = [_retried(child, self._inputs(int(child["index"]))) for child in missing]
            self.ask(context, children, done, concurrency=self.concurrency)
        named = [f"Item {int(c['index']) + 1} failed: {_message(c)}" for c in missing[:_NAMED]]
        more = f" And {len(missing) - _NAMED} more." if len(missing) > _NAMED else ""
        raise ChildFailed(" ".join(named) + more)
