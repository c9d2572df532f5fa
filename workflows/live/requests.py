"""The messages of the socket that come in, and their limits; what they do is in `jobs.py`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from workflows.engine.errors import FieldError, Invalid, TooLarge

MAX_FRAME_BYTES = 64 * 1024
MAX_DEPTH = 32

RequestId = Annotated[str, StringConstraints(max_length=100)] | int | float | None
RunId = Annotated[str, StringConstraints(min_length=1, max_length=36)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=200)]
TOPIC = r"^(inbox|runs|workflow:[a-z0-9][a-z0-9_-]{0,99})$"


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: RequestId = None


class Subscribe(_Request):
    """Follow a run from `since` (a seq, 0 for the whole log), or a topic."""

    type: Literal["subscribe"]
    run_id: RunId | None = None
    since: Annotated[int, Field(ge=0, le=2**53)] = 0
    topic: Annotated[str, StringConstraints(pattern=TOPIC)] | None = None


class Unsubscribe(_Request):
    """Follow it no longer."""

    type: Literal["unsubscribe"]
    run_id: RunId | None = None
    topic: Annotated[str, StringConstraints(max_length=120)] | None = None


class RunJob(_Request):
    """Start a run; the fields are those of the API's call."""

    type: Literal["run_job"]
    workflow: Name
    inputs: dict[str, Any] = Field(default_factory=dict)
    version: Annotated[int, Field(ge=1)] | None = None
    state: dict[str, Any] | None = None
    priority: int = 0
    tags: list[Name] = Field(default_factory=list)
    idempotency_key: Key | None = None


class ResumeJob(_Request):
    """End a suspension of a run; the fields are those of the API's call."""

    type: Literal["resume_job"]
    run_id: RunId
    suspension: Name | None = None
    node: Name | None = None
    data: Any = None
    action: Name | None = None
    state: dict[str, Any] | None = None
    idempotency_key: Key | None = None


class StopJob(_Request):
    """End a run."""

    type: Literal["stop_job"]
    run_id: RunId
    reason: Annotated[str, StringConstraints(max_length=2000)] | None = None
    idempotency_key: Key | None = None


class RetryJob(_Request):
    """Let a failed run go on; the fields are those of the API's call."""

    type: Literal["retry_job"]
    run_id: RunId
    reason: Annotated[str, StringConstraints(max_length=2000)] | None = None
    by_hand: dict[Name, dict[str, Any]] = Field(default_factory=dict)
    idempotency_key: Key | None = None


class Presence(_Request):
    """Say that this tab has a workflow open (or, `here` false, no more), and at which node.

    `pen`: true takes it from whoever has it, false lays it down, None leaves it as it is.
    """

    type: Literal["presence"]
    workflow: Name
    node: Annotated[str, StringConstraints(max_length=100)] | None = None
    pen: bool | None = None
    revision: Annotated[int, Field(ge=0, le=2**31)] | None = None
    here: bool = True


class Ping(_Request):
    """Ask whether the line is alive."""

    type: Literal["ping"]


Request = Subscribe | Unsubscribe | RunJob | ResumeJob | StopJob | RetryJob | Presence | Ping
_KINDS: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter(kind)
    for name, kind in {
        "subscribe": Subscribe,
        "unsubscribe": Unsubscribe,
        "run_job": RunJob,
        "resume_job": ResumeJob,
        "stop_job": StopJob,
        "retry_job": RetryJob,
        "presence": Presence,
        "ping": Ping,
    }.items()
}


def decode(text: str | None) -> dict[str, Any]:
    """Read one frame as a JSON object; raise Invalid or TooLarge."""
    if text is None:
        raise Invalid("Frames are JSON text.", code="invalid_json")
    # Characters first: encoding a huge text only to measure it would double its cost.
    if len(text) > MAX_FRAME_BYTES or len(text.encode(errors="replace")) > MAX_FRAME_BYTES:
        raise TooLarge(f"A frame has at most {MAX_FRAME_BYTES // 1024} KiB.")
    try:
        frame = orjson.loads(text)
    except ValueError as error:
        raise Invalid("The frame is not JSON.", code="invalid_json") from error
    if not isinstance(frame, dict):
        raise Invalid("The frame is not a JSON object.", code="invalid_json")
    if _is_deeper(frame, MAX_DEPTH):
        raise TooLarge(f"A frame is nested at most {MAX_DEPTH} deep.")
    return frame


def parse(frame: dict[str, Any]) -> Request:
    """Give the request that a frame holds; raise Invalid with a fault for each wrong field."""
    kind = frame.get("type")
    adapter = _KINDS.get(kind) if isinstance(kind, str) else None
    if adapter is None:
        known = ", ".join(sorted(_KINDS))
        raise Invalid(f"The type is not known; known are {known}.", code="unknown_type")
    try:
        request: Request = adapter.validate_python(frame)
    except ValidationError as error:
        faults = [_fault(item) for item in error.errors(include_url=False, include_input=False)]
        raise Invalid(_sentence(faults), errors=faults) from error
    if isinstance(request, Subscribe | Unsubscribe) and bool(request.run_id) == bool(request.topic):
        raise Invalid("Name either a run_id or a topic.")
    return request


def _fault(item: Any) -> FieldError:
    return FieldError(item["type"], item["msg"], ".".join(str(part) for part in item["loc"]))


def _sentence(faults: list[FieldError]) -> str:
    first = faults[0]
    return f"{first.attr}: {first.detail}." if first.attr else f"{first.detail}."


def _is_deeper(value: Any, most: int) -> bool:
    # By levels, not recursion: the depth of the input must not become the depth of our stack.
    level = [value]
    for _ in range(most):
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return True
