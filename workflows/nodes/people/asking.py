"""What the nodes that ask people have in common: who is asked, until when; no node is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field, StrictBool

from workflows.engine.durations import Seconds
from workflows.engine.events import Json
from workflows.engine.node import ProcessingContext, SuspendableNode, TaskRequest

from ..fields import SETTING, Groups, Users
from ..texts import Text, reads_of, render_in

TIMEOUT = "timeout"


class AskingNode(SuspendableNode):
    """Base of nodes with a task in the inbox that is answered rather than approved."""

    node_category = "People"
    reads_outputs = "none"

    instructions: Text = Field(
        default="",
        max_length=10_000,
        title="Instructions",
        description="What to know before answering.",
    )
    users: Users = Field(default_factory=list, title="People who answer")
    groups: Groups = Field(default_factory=list, title="Groups who answer")
    forbid_initiator: StrictBool = Field(
        default=False,
        title="The requester cannot answer",
        description="Whoever started the run may not answer.",
        json_schema_extra=SETTING,
    )
    due_seconds: Seconds | None = Field(
        default=None,
        title="Due after",
        description="A due date only, unless something happens when the time is over.",
    )

    def task(self, context: ProcessingContext, title: str, subject: Json = None) -> TaskRequest:
        """Make the task for the inbox."""
        return TaskRequest(
            title=title,
            instructions=render_in(context, self.instructions),
            subject=subject,
            users=self.users,
            groups=self.groups,
            forbid_initiator=self.forbid_initiator,
            due_seconds=self.due_seconds,
        )


def reads(properties: Mapping[str, Json], *names: str) -> Sequence[tuple[str, str]]:
    """List what the texts of an asking node read."""
    return reads_of(properties, ("instructions", *names))
