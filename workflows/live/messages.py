"""The messages of the socket that go out, and how an event of the log becomes some of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict

import orjson

Presented = Mapping[str, Any]
"""An event as the API shows it: `{seq, type, node_id, iteration, payload, at}`."""


class JobUpdate(TypedDict):
    """A run's status or open suspensions changed; `message` is why it waits, failed or ended."""

    type: Literal["job_update"]
    run_id: str
    workflow: str
    status: str
    message: str | None
    seq: int
    suspensions: Sequence[Mapping[str, Any]]


class NodeUpdate(TypedDict):
    """A node's activation changed, or (with `progress`) says how far it is."""

    type: Literal["node_update"]
    run_id: str
    node_id: str
    iteration: int
    status: str
    seq: int
    attempt: NotRequired[int]
    progress: NotRequired[Mapping[str, Any]]
    error: NotRequired[Mapping[str, Any]]


class EventMessage(TypedDict):
    """One event of a run's log, in order."""

    type: Literal["event"]
    run_id: str
    event: Presented


class InboxUpdate(TypedDict):
    """How many tasks wait for this person, and a task that changed (None at the start)."""

    type: Literal["inbox_update"]
    open: int
    task: Mapping[str, Any] | None


class NoticeUpdate(TypedDict):
    """How much is unread in this person's bell, and a notice that changed (None: none anew)."""

    type: Literal["notice_update"]
    unread: int
    notice: Mapping[str, Any] | None


class Resync(TypedDict):
    """Too much changed to tell one by one: what the topic shows should be fetched again."""

    type: Literal["resync"]
    topic: str


class Reply(TypedDict):
    """A request was done; `id` is the request's."""

    type: Literal["reply"]
    id: Any
    ok: Literal[True]
    result: Any


class PresenceMessage(TypedDict):
    """Who has a workflow open: `{tab, user, node, revision}` each; `pen` is the tab that edits."""

    type: Literal["presence"]
    workflow: str
    people: Sequence[Mapping[str, Any]]
    pen: str | None


class ErrorMessage(TypedDict):
    """A request was refused; `errors` says which fields, `facts` who was first and the like."""

    type: Literal["error"]
    id: Any
    code: str
    detail: str
    errors: NotRequired[Sequence[Mapping[str, Any]]]
    facts: NotRequired[Mapping[str, Any]]


class Pong(TypedDict):
    """The answer to a ping."""

    type: Literal["pong"]


Message = (
    JobUpdate
    | NodeUpdate
    | EventMessage
    | InboxUpdate
    | NoticeUpdate
    | Resync
    | PresenceMessage
    | Reply
    | ErrorMessage
    | Pong
)

RUN_STATUS = {
    "RunCreated": "queued",
    "RunForked": "queued",
    "RunStarted": "running",
    "RunSuspended": "suspended",
    "RunResumed": "running",
    "RunRetried": "running",
    "RunCompleted": "completed",
    "RunFailed": "failed",
    "RunCancelled": "cancelled",
}
NODE_STATUS = {
    "NodeStarted": "running",
    "NodeCompleted": "completed",
    "NodeFailed": "failed",
    "NodeSkipped": "skipped",
    "NodeCancelled": "cancelled",
    "NodeSuspended": "suspended",
    "NodeResumed": "running",
}
FUNCTION = "@function"
TOUCHING_WAITS = frozenset(
    {"NodeSuspended", "NodeResumed", "NodeCancelled", "StateChanged", "ChildFinished"}
)


def encode(message: Message) -> str:
    """Write a message as one text frame."""
    return orjson.dumps(message).decode()


def event_message(run_id: str, event: Presented) -> EventMessage:
    """Wrap an event of the log."""
    return {"type": "event", "run_id": run_id, "event": event}


def node_update(run_id: str, event: Presented) -> NodeUpdate | None:
    """Give the change of a node's status that an event means; None for other events."""
    status = NODE_STATUS.get(event["type"])
    # A workflow function itself is no step: nobody is shown it.
    if status is None or event["node_id"] == FUNCTION:
        return None
    payload = event["payload"]
    if (payload.get("manual") or {}).get("do") == "skip":
        status = "skipped"
    message: NodeUpdate = {
        "type": "node_update",
        "run_id": run_id,
        "node_id": event["node_id"],
        "iteration": event["iteration"],
        "status": status,
        "seq": event["seq"],
    }
    if event["type"] == "NodeFailed":
        message["error"] = payload["error"]
        if payload.get("retry_at"):
            message["status"] = "retrying"
    if "attempt" in payload:
        message["attempt"] = payload["attempt"]
    return message


def progress_update(
    run_id: str, node_id: str, iteration: int, seq: int, progress: Mapping[str, Any]
) -> NodeUpdate:
    """Say how far a running node is; `seq` is the last known, for progress is not in the log."""
    return {
        "type": "node_update",
        "run_id": run_id,
        "node_id": node_id,
        "iteration": iteration,
        "status": "running",
        "seq": seq,
        "progress": progress,
    }


def why(event: Presented) -> str | None:
    """Give the sentence that goes with a change: a wait's reason, an error, a stop's reason."""
    payload = event["payload"]
    if event["type"] == "RunFailed":
        return str(payload["error"].get("message", "")) or None
    if event["type"] in ("RunSuspended", "NodeSuspended", "RunCancelled"):
        reason: str | None = payload.get("reason")
        return reason
    return None


def touches_waits(event: Presented) -> bool:
    """Say whether a run's open suspensions may look different after an event."""
    return event["type"] in TOUCHING_WAITS or event["type"].startswith("Task")
