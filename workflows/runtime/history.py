"""History: what a runtime tells of its runs, their checkpoints, and forks of them."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from uuid_utils.compat import uuid7

from workflows.engine.commands import Command, ForkRun, SaveCheckpoint
from workflows.engine.decide.forking import Changes, prepare
from workflows.engine.errors import NotFound
from workflows.engine.events import CheckpointSaved, Json, Record
from workflows.engine.explaining import Trace, explain, trace_of
from workflows.engine.graphs import GraphProgram
from workflows.engine.ports import NewRun
from workflows.engine.program import Program, open_waits
from workflows.engine.state import RunState, fold

from .home import Home
from .results import Checkpoint, RunResult, context_of, show_event, show_task


class History:
    """The part of a runtime that reads logs and begins runs at places of them."""

    _home: Home

    def program(self, run_id: str) -> Program:
        """Give the program of a run."""
        raise NotImplementedError

    def _apply(self, run_id: str, command: Command, new: NewRun | None = None) -> Set[str]:
        raise NotImplementedError

    def _drive(self, run_id: str, woken: Set[str]) -> RunResult:
        raise NotImplementedError

    def status(self, run_id: str) -> str:
        """Give the status of a run; ``NotFound``."""
        return self._home.seen(run_id).state.status

    def state(self, run_id: str) -> RunState:
        """Give what the run's events add up to; ``NotFound``."""
        return self._home.seen(run_id).state

    def events(self, run_id: str) -> list[dict[str, Json]]:
        """List the run's log in the shape of the API."""
        return [show_event(record) for record in self._home.records(run_id)]

    def tasks(self, run_id: str) -> list[dict[str, Json]]:
        """List what people are asked in the run: ``{id, node_id, title, users, groups, ...}``."""
        waits = open_waits(self._home.seen(run_id).state)
        return [show_task(run_id, wait) for wait in waits if wait.task is not None]

    def explain(self, run_id: str) -> dict[str, Json]:
        """Explain a run: ``{status, summary, waits, path, failures, retries, counts}``."""
        seen, program = self._home.seen(run_id), self.program(run_id)
        names = program.graph.nodes if isinstance(program, GraphProgram) else ()
        return explain(seen.state, self._home.records(run_id), names)

    def trace(self, run_id: str) -> Trace:
        """Give the run's steps in the order in which they began."""
        seen = self._home.seen(run_id)
        return trace_of(seen.state, self._home.records(run_id), self.program(run_id))

    def checkpoint(self, run_id: str, name: str) -> str:
        """Mark the run as it is now; give the checkpoint's id."""
        made = str(uuid7())
        self._apply(run_id, SaveCheckpoint(made, name))
        self._home.checkpoints[made] = run_id
        return made

    def load_checkpoint(self, checkpoint_id: str) -> Checkpoint:
        """Give a run as it was at a checkpoint; ``NotFound``."""
        run_id, record, records = self._place(checkpoint_id)
        event: Any = record.event
        state = fold(run_id, records)
        return Checkpoint(
            id=checkpoint_id,
            run_id=run_id,
            name=event.name,
            seq=record.seq,
            at=record.at,
            status=state.status,
            context=context_of(state, records),
            nodes={name: item.status for name, item in state.activations.items()},
        )

    def resume_from_checkpoint(
        self,
        checkpoint_id: str,
        state: Mapping[str, Json] | None = None,
        inputs: Mapping[str, Json] | None = None,
        outputs: Mapping[str, Json] | None = None,
        *,
        by: str | None = None,
    ) -> RunResult:
        """Begin a new run where another one stood at a checkpoint, with changes, and drive it.

        What completed stays; what was under way or waited begins again. State, inputs and outputs
        (by node) are merged at the top level. Raises ``NotFound``, ``Invalid``.
        """
        run_id, record, records = self._place(checkpoint_id)
        past = fold(run_id, records)
        changes = Changes(inputs or {}, state or {}, outputs or {})
        command = ForkRun(run_id, record.seq, prepare(past, changes), by, changes.names())
        new = NewRun(str(uuid7()), past.workflow, past.version, started_by=by, forked_from=run_id)
        return self._drive(new.run_id, self._apply(new.run_id, command, new))

    def _place(self, checkpoint_id: str) -> tuple[str, Record, list[Record]]:
        """Find a checkpoint: its run, its event, and the log up to it."""
        run_id = self._home.checkpoints.get(checkpoint_id, "")
        records = self._home.records(run_id) if run_id else []
        for record in records:
            event = record.event
            if isinstance(event, CheckpointSaved) and event.checkpoint == checkpoint_id:
                return run_id, record, records[: record.seq]
        raise NotFound(f"There is no checkpoint {checkpoint_id!r} here.")
