"""Every event of a run's log, and their records; what an event changes is in ``state/``.

An event says what happened, in the past tense, with JSON values only. Its place (run, seq), the
time and the lease epoch belong to the record, not to the event.
"""

from .base import Event, Json, NodeEvent, Record
from .nodes import (
    ChildStarted,
    FunctionYielded,
    LoopEnded,
    NodeCancelled,
    NodeCompleted,
    NodeFailed,
    NodeResumed,
    NodeSkipped,
    NodeStarted,
    NodeSuspended,
)
from .people import (
    TaskClaimed,
    TaskCommented,
    TaskCreated,
    TaskDecided,
    TaskDelegated,
    TaskEscalated,
    TaskEvent,
    TaskReleased,
)
from .records import complete_payload, event_type, from_record, to_payload
from .runs import (
    CheckpointSaved,
    ChildFinished,
    RunCancelled,
    RunCompleted,
    RunCreated,
    RunFailed,
    RunForked,
    RunMigrated,
    RunResumed,
    RunRetried,
    RunStarted,
    RunSuspended,
    SignalReceived,
    StateChanged,
)

__all__ = [
    "CheckpointSaved",
    "ChildFinished",
    "ChildStarted",
    "Event",
    "FunctionYielded",
    "Json",
    "LoopEnded",
    "NodeCancelled",
    "NodeCompleted",
    "NodeEvent",
    "NodeFailed",
    "NodeResumed",
    "NodeSkipped",
    "NodeStarted",
    "NodeSuspended",
    "Record",
    "RunCancelled",
    "RunCompleted",
    "RunCreated",
    "RunFailed",
    "RunForked",
    "RunMigrated",
    "RunResumed",
    "RunRetried",
    "RunStarted",
    "RunSuspended",
    "SignalReceived",
    "StateChanged",
    "TaskClaimed",
    "TaskCommented",
    "TaskCreated",
    "TaskDecided",
    "TaskDelegated",
    "TaskEscalated",
    "TaskEvent",
    "TaskReleased",
    "complete_payload",
    "event_type",
    "from_record",
    "to_payload",
]
