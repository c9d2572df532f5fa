"""A run begins, is stopped, is marked by a checkpoint."""

from __future__ import annotations

from ..commands import Command, CreateRun, ForkRun, Rewake, SaveCheckpoint, Stop
from ..errors import Refused
from ..events import CheckpointSaved, RunCancelled, RunCreated, RunForked
from ..payload import ensure_json
from .turn import Turn, cancel_waiting


def create(turn: Turn, command: Command, workflow: str, version: int) -> None:
    """Write the first event of the log; ``ValueError`` for a command that does not begin a run."""
    if isinstance(command, ForkRun):
        turn.emit(
            RunForked(command.run, command.seq, command.snapshot, command.by, command.changed)
        )
        return
    if not isinstance(command, CreateRun):
        raise ValueError(f"{type(command).__name__} does not begin a run.")
    turn.emit(
        RunCreated(
            inputs=ensure_json(dict(command.inputs), "inputs"),
            workflow=workflow,
            version=version,
            by=command.by,
            state=ensure_json(dict(command.state), "state"),
            parent=command.parent,
            parent_suspension=command.parent_suspension,
            parent_index=command.parent_index,
            depth=command.depth,
        )
    )


def stop(turn: Turn, command: Stop) -> None:
    """Cancel all that runs and waits, and end the run."""
    if turn.state.finished:
        raise Refused(
            f"The run is already {turn.state.status}.",
            code="run_finished",
            detail=turn.state.ended_by or {},
        )
    cancel_waiting(turn, command.reason or "The run was stopped.", running=True)
    turn.emit(RunCancelled(command.reason, command.by))


def save_checkpoint(turn: Turn, command: SaveCheckpoint) -> None:
    """Mark the state as it is."""
    turn.emit(CheckpointSaved(command.checkpoint, command.name, command.by))


def rewake(turn: Turn, command: Rewake) -> None:
    """Record nothing: when the run is due next is written by whoever writes its row."""
