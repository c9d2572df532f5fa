"""What the nodes that ask people have in common: who is asked, until when, under which rules; no
node is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, StrictBool, WithJsonSchema, model_validator
from typing_extensions import TypedDict

from workflows.engine.durations import Seconds
from workflows.engine.errors import Permanent
from workflows.engine.events import Json
from workflows.engine.node import ProcessingContext, SuspendableNode
from workflows.engine.people import UNDO_SECONDS, Level, TaskRequest

from ..fields import SETTING, Groups, Users
from ..texts import Text, reads_of, render_in

TIMEOUT = "timeout"
PRIORITIES = {"low": -1, "normal": 0, "high": 1, "urgent": 2}
DAY = 86_400.0


class Audience(TypedDict, total=False):
    """Users and groups together."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    users: Annotated[Users, Field(title="People")]
    groups: Annotated[Groups, Field(title="Groups")]


class EscalationLevel(Audience, total=False):
    """Who is asked instead, and after how long."""

    after_seconds: Annotated[Seconds, Field(title="After")]


def _priority(value: Any) -> Any:
    if isinstance(value, str):
        return PRIORITIES.get(value.strip().lower(), value)
    return value


Priority = Annotated[
    Literal[-1, 0, 1, 2],
    BeforeValidator(_priority),
    WithJsonSchema({"type": "string", "enum": list(PRIORITIES)}),
]
"""How urgent a task is: a word, or its number from -1 to 2."""


class AskingNode(SuspendableNode):
    """Base of nodes with a task in the inbox."""

    node_category = "People"
    reads_outputs = "none"

    instructions: Text = Field(
        default="",
        max_length=10_000,
        title="Instructions",
        description="What to look at before answering.",
    )
    subject: Any = Field(
        default=None, title="Subject", description="The facts that are shown with the question."
    )
    users: Users = Field(default_factory=list, title="People who answer")
    groups: Groups = Field(default_factory=list, title="Groups who answer")
    fallback: Audience | None = Field(
        default=None,
        title="Else ask",
        description="Who is asked when nobody of those named is there.",
        json_schema_extra=SETTING,
    )
    on_unassigned: Literal["operators", "fail"] | None = Field(
        default=None,
        title="When nobody is left to ask",
        description="Ask those who look after runs, or fail.",
        json_schema_extra=SETTING,
    )
    forbid_initiator: StrictBool = Field(
        default=False,
        title="The requester cannot answer",
        description="Whoever started the run may not answer, also not for somebody else.",
        json_schema_extra=SETTING,
    )
    priority: Priority = Field(default=0, title="Priority")
    due_seconds: Seconds | None = Field(
        default=None,
        title="Due after",
        description="A due date only, unless something happens when the time is over.",
    )
    calendar: str = Field(
        default="",
        max_length=50,
        title="Business calendar",
        description="Due date and escalation count working time of this calendar.",
        json_schema_extra={**SETTING, "format": "calendar"},
    )
    remind_seconds: Seconds = Field(
        default=DAY,
        title="Remind again every",
        description="Reminders come when it is due soon, when it is due, then every so long; "
        "at most one in 4 hours. 0: never.",
        json_schema_extra=SETTING,
    )
    escalations: list[EscalationLevel] = Field(
        default_factory=list,
        max_length=10,
        title="Escalation",
        description="Who is asked instead when nobody has answered for so long.",
        json_schema_extra=SETTING,
    )
    claim_seconds: Seconds = Field(
        default=0,
        title="A claim ends after",
        description="Who has taken the task and does nothing loses it again. 0: never.",
        json_schema_extra=SETTING,
    )
    undo_seconds: Seconds = Field(
        default=UNDO_SECONDS,
        le=3_600,
        title="Time to undo",
        description="How long a decision made on a page may be taken back. 0: not at all.",
        json_schema_extra=SETTING,
    )
    decide_by_mail: StrictBool = Field(
        default=False,
        title="Decide from mail without signing in",
        description="Who has the mail has the power, also when it was forwarded.",
        json_schema_extra=SETTING,
    )

    @model_validator(mode="after")
    def _links_do_not_go_with_four_eyes(self) -> Self:
        if self.decide_by_mail and self.forbid_initiator:
            raise ValueError(
                "A link in a mail cannot tell who uses it: it does not go with four eyes."
            )
        return self

    async def task(self, context: ProcessingContext, title: str, **more: Any) -> TaskRequest:
        """Make the task for the inbox; ``more`` are further fields of :class:`TaskRequest`."""
        users, groups = await self._audience(context)
        return TaskRequest(
            title=title,
            instructions=render_in(context, self.instructions),
            subject=self.subject,
            users=users,
            groups=groups,
            forbid_initiator=self.forbid_initiator,
            priority=self.priority,
            due_seconds=self.due_seconds,
            calendar=await self._calendar(context),
            remind_seconds=self.remind_seconds or None,
            escalations=[_level(level) for level in self.escalations],
            claim_seconds=self.claim_seconds,
            undo_seconds=self.undo_seconds,
            on_unassigned=self.on_unassigned,
            decide_by_mail=self.decide_by_mail,
            **more,
        )

    async def _audience(self, context: ProcessingContext) -> tuple[Sequence[str], Sequence[str]]:
        """Give who is asked: those named, else the fallback, else nobody in particular."""
        if self.fallback is None and self.on_unassigned is None:
            return self.users, self.groups
        other = self.fallback or {}
        choices = [(self.users, self.groups), (other.get("users", []), other.get("groups", []))]
        for users, groups in choices:
            if (users or groups) and (await context.office.known(users, groups)).anybody:
                return users, groups
        if self.on_unassigned == "fail":
            named = self.users or self.groups
            told = (
                "Nobody of those named is there." if named else "Nobody is named who could answer."
            )
            raise Permanent(told)
        # Who is named and not there may come yet, unless the author says who else answers.
        return ([], []) if self.on_unassigned == "operators" else (self.users, self.groups)

    async def _calendar(self, context: ProcessingContext) -> Mapping[str, Json] | None:
        if not self.calendar:
            return None
        found = await context.office.calendar(self.calendar)
        if found is None:
            raise Permanent(f"There is no business calendar named {self.calendar!r}.")
        return found


def _level(level: EscalationLevel) -> Level:
    after = level.get("after_seconds", 0.0)
    return Level(after, level.get("users", []), level.get("groups", []))


def reads(properties: Mapping[str, Json], *names: str) -> Sequence[tuple[str, str]]:
    """List what the texts of an asking node read."""
    return reads_of(properties, ("instructions", *names))
