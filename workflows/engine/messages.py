"""Message: what one run has to tell another, or a channel; written with its cause, delivered by
``relay.py``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from .commands import Command, FinishChild, ReceiveSignal, RetryRun, Stop
from .events import Json


@dataclass(frozen=True, slots=True)
class Message:
    """Base of all messages; each is delivered exactly once, in the transaction of its effect."""


@dataclass(frozen=True, slots=True)
class ToRun(Message):
    """A command for another run: ``FinishChild`` for a parent, ``Stop`` or ``RetryRun`` for a
    child, ``ReceiveSignal`` for a wait that another process has to reach."""

    run_id: str
    command: Command


@dataclass(frozen=True, slots=True)
class StartChild(Message):
    """Make a child run; when that cannot be, the parent is told that it failed.

    ``version`` None is the latest published one. ``by`` is who started the parent.
    """

    run_id: str
    workflow: str
    version: int | None
    inputs: Mapping[str, Json]
    parent: str
    suspension: str
    index: int
    depth: int
    by: str | None = None


@dataclass(frozen=True, slots=True)
class StartRun(Message):
    """Make a run that a signal asked for where a process with its node types is."""

    run_id: str
    workflow: str
    version: int
    inputs: Mapping[str, Json]
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Signal(Message):
    """A signal for every open wait with its name and key; kept for the first one when there is
    none."""

    name: str
    key: str | None = None
    data: Json = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class WaitOpened(Message):
    """A wait for a signal has opened: one that was kept may be for it."""

    run_id: str
    suspension: str
    name: str
    key: str | None = None


@dataclass(slots=True)
class Kept:
    """A message on its way: ``id`` is the store's, ``attempts`` how often delivering it failed."""

    id: int
    message: Message
    attempts: int = field(default=0)


_MESSAGES: dict[str, type[Message]] = {
    cls.__name__: cls for cls in (ToRun, StartChild, StartRun, Signal, WaitOpened)
}
_COMMANDS: dict[str, type[Command]] = {
    cls.__name__: cls for cls in (FinishChild, ReceiveSignal, RetryRun, Stop)
}


def to_body(message: Message) -> tuple[str, dict[str, Json]]:
    """Give the kind and the JSON of a message."""
    body = asdict(message)
    if isinstance(message, ToRun):
        body["command"] = {"type": type(message.command).__name__, **body["command"]}
    return type(message).__name__, body


def from_body(kind: str, body: Mapping[str, Json]) -> Message:
    """Build the message of :func:`to_body`; ``ValueError`` for a kind that this code lacks."""
    cls = _MESSAGES.get(kind)
    if cls is None:
        raise ValueError(f"There are messages of the unknown kind {kind!r}.")
    if cls is not ToRun:
        return cls(**body)
    command = dict(body["command"])
    made = _COMMANDS[command.pop("type")](**command)
    return ToRun(body["run_id"], made)
