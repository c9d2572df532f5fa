"""The ``approval`` node: asks people to approve; who may decide is checked before it is resumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field, StrictBool

from workflows.engine.durations import Seconds
from workflows.engine.errors import Permanent
from workflows.engine.events import Json
from workflows.engine.node import (
    Output,
    ProcessingContext,
    SuspendableNode,
    SuspensionRequest,
    TaskRequest,
)

from ..fields import SETTING, Form, Groups, Users
from ..texts import Text, reads_of, render_in

APPROVED, REJECTED, TIMEOUT = "approved", "rejected", "timeout"


class ApprovalNode(SuspendableNode):
    """Asks people to approve or reject, and goes on by what they decide."""

    node_type = "approval"
    node_title = "Approval"
    node_category = "People"
    node_icon = "user-check"
    node_tags = ("approve", "reject", "review", "decide", "sign off")
    node_actions = (APPROVED, REJECTED, TIMEOUT)
    node_outputs = {
        "approved": {"type": "boolean", "title": "Approved"},
        "decision": {"type": "string", "title": "Decision"},
        "approver": {"type": "string", "title": "Decided by"},
        "decided_at": {"type": "string", "format": "date-time", "title": "Decided at"},
        "comment": {"type": "string", "title": "Comment"},
        "data": {"title": "Filled in"},
    }
    reads_outputs = "none"

    title: Text = Field(
        default="",
        max_length=500,
        title="Question",
        description="What is asked, in one line, as: Approve {{ inputs.amount }}?",
    )
    instructions: Text = Field(
        default="",
        max_length=10_000,
        title="Instructions",
        description="What to look at before deciding.",
    )
    subject: Any = Field(
        default=None, title="Subject", description="The facts that are shown with the question."
    )
    users: Users = Field(default_factory=list, title="People who decide")
    groups: Groups = Field(default_factory=list, title="Groups who decide")
    quorum: int = Field(
        default=1,
        ge=1,
        le=100,
        title="How many must agree",
        description="That many approvals are needed; one rejection ends it.",
    )
    forbid_initiator: StrictBool = Field(
        default=False,
        title="The requester cannot approve",
        description="Whoever started the run may not decide.",
        json_schema_extra=SETTING,
    )
    schema_: Form | None = Field(
        default=None,
        alias="schema",
        title="Form for the answer",
        description="Fields to fill in when approving.",
    )
    due_seconds: Seconds | None = Field(
        default=None,
        title="Due after",
        description="A due date only, unless something happens when the time is over.",
    )
    undo_seconds: Seconds = Field(
        default=0,
        le=3_600,
        title="Time to undo",
        description="Kept with the node, but not in force yet: a decision counts at once.",
        json_schema_extra=SETTING,
    )
    on_unassigned: Literal["operators", "fail"] | None = Field(
        default=None,
        title="When nobody is named",
        description="Ask those who look after runs, or fail.",
        json_schema_extra=SETTING,
    )

    async def process(self, context: ProcessingContext) -> Output:
        """Ask; when resumed, give the decision and leave by it."""
        if context.resumed is None:
            self.suspend(self._request(context))
        return _outcome(context.resumed)

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the nodes that question and instructions read."""
        return reads_of(properties, ("title", "instructions"))

    def _request(self, context: ProcessingContext) -> SuspensionRequest:
        if self.on_unassigned == "fail" and not self.users and not self.groups:
            raise Permanent("Nobody is named who could decide.")
        title = render_in(context, self.title) or context.title or "Approval needed"
        task = TaskRequest(
            title=title,
            instructions=render_in(context, self.instructions),
            subject=self.subject,
            users=self.users,
            groups=self.groups,
            quorum=self.quorum,
            forbid_initiator=self.forbid_initiator,
            due_seconds=self.due_seconds,
            undo_seconds=self.undo_seconds,
            on_unassigned=self.on_unassigned,
        )
        return SuspensionRequest(
            title, kind="approval", schema=self.schema_, options=(APPROVED, REJECTED), task=task
        )


def _outcome(resumed: Mapping[str, Json]) -> Output:
    """Give output and action; an answer that decides nothing is a failure, never an approval."""
    action = resumed["action"]
    answer = resumed["data"] if isinstance(resumed["data"], Mapping) else {}
    if action == TIMEOUT:
        return Output(_decision(resumed, TIMEOUT, None, resumed["data"]), TIMEOUT)
    if action not in (APPROVED, REJECTED) or answer.get("approved") is not (action == APPROVED):
        raise Permanent("The answer is neither an approval nor a rejection.")
    comment = answer.get("comment")
    return Output(_decision(resumed, action, comment, answer.get("data") or {}), action)


def _decision(
    resumed: Mapping[str, Json], decision: str, comment: Json, data: Json
) -> dict[str, Json]:
    return {
        "approved": decision == APPROVED,
        "decision": decision,
        "approver": resumed["by"],
        "decided_at": resumed["at"],
        "comment": comment,
        "data": data,
    }
