"""The ``approval`` node: asks people to approve; who may decide is checked before it is resumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field, StrictBool

from workflows.engine.errors import Permanent
from workflows.engine.events import Json
from workflows.engine.node import Output, ProcessingContext, SuspensionRequest

from ..fields import SETTING, Form
from ..texts import Text, render_in
from .asking import TIMEOUT, AskingNode, reads

APPROVED, REJECTED = "approved", "rejected"


class ApprovalNode(AskingNode):
    """Asks people to approve or reject, and goes on by what they decide."""

    node_type = "approval"
    node_title = "Approval"
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
        "changes": {"type": "array", "title": "Changes to the proposal"},
    }

    title: Text = Field(
        default="",
        max_length=500,
        title="Question",
        description="What is asked, in one line, as: Approve {{ inputs.amount }}?",
    )
    quorum: int = Field(
        default=1,
        ge=1,
        le=100,
        title="How many must agree",
        description="That many approvals are needed.",
    )
    reject_quorum: int = Field(
        default=1,
        ge=1,
        le=100,
        title="How many rejections end it",
        description="With 1 anybody has a veto.",
        json_schema_extra=SETTING,
    )
    comment_on_reject: StrictBool | None = Field(
        default=None,
        title="A rejection needs a reason",
        description="Without a choice the page asks for one; yes: nobody rejects without.",
        json_schema_extra=SETTING,
    )
    confirm: Text = Field(
        default="",
        max_length=200,
        title="Type to confirm",
        description="What must be typed to approve, as the amount: {{ inputs.amount }}",
        json_schema_extra=SETTING,
    )
    schema_: Form | None = Field(
        default=None,
        alias="schema",
        title="Form for the answer",
        description="Fields to fill in when approving.",
    )
    proposal: Any = Field(
        default=None,
        title="Proposal",
        description="What the form begins with; what is changed in it is kept.",
    )

    async def process(self, context: ProcessingContext) -> Output:
        """Ask; when resumed, give the decision and leave by it."""
        if context.resumed is None:
            self.suspend(await self._request(context))
        return _outcome(context.resumed)

    @classmethod
    def expressions_of(cls, properties: Mapping[str, Json]) -> Sequence[tuple[str, str]]:
        """List the nodes that the texts read."""
        return reads(properties, "title", "confirm")

    async def _request(self, context: ProcessingContext) -> SuspensionRequest:
        title = render_in(context, self.title) or context.title or "Approval needed"
        task = await self.task(
            context,
            title,
            quorum=self.quorum,
            reject_quorum=self.reject_quorum,
            proposal=self.proposal,
            comment_on_reject=self.comment_on_reject,
            confirm=render_in(context, self.confirm),
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
    voices = resumed.get("decisions") or ()
    last = voices[-1] if voices else {}
    output = {
        "approved": decision == APPROVED,
        "decision": decision,
        "approver": resumed["by"],
        "decided_at": last.get("at", resumed["at"]) if decision != TIMEOUT else resumed["at"],
        "comment": comment,
        "data": data,
    }
    if last.get("changes") and decision != TIMEOUT:
        output["changes"] = last["changes"]
    return output
