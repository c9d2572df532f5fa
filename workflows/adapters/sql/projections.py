"""Events to rows that people query: suspensions and the ends of tasks; the log stays the truth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from workflows.engine import events as e
from workflows.engine.events import Record
from workflows.engine.ports import Write

from .exchange import channel_of
from .people import (
    ANNOUNCE,
    ANNOUNCE_END,
    ANNOUNCE_WANTED,
    TASK_ENDED,
    PeopleProjection,
)

_OPEN = """
    INSERT INTO workflows_suspension
        (run_id, seq, node_id, iteration, kind, reason, opened_at, wake_at,
        signal_channel, signal_name, signal_key)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_ANSWERED = """
    UPDATE workflows_suspension SET closed_at = %s, closed_by = %s, closed_via = %s, action = %s
    WHERE run_id = %s AND seq = %s AND closed_at IS NULL
"""
_ENDED = """
    UPDATE workflows_suspension SET closed_at = %s, closed_via = %s
    WHERE run_id = %s AND node_id = %s AND iteration = %s AND closed_at IS NULL
"""
_NO_CHANNEL = (None, None, None)

_NOBODYS = ("timer", "signal", "callback", "child", "state")
"""Doors through which no task is ever ended."""


class Projection(PeopleProjection):
    """Collects the statements of one transaction, in the order of the events."""

    def add(self, write: Write, run: int) -> None:
        """Take the new events of one run, whose row has the id ``run``."""
        for record in write.records:
            case = _CASES.get(type(record.event))
            if case is not None:
                case(self, record, record.event, run)

    def suspended(self, record: Record, event: e.NodeSuspended, run: int) -> None:
        """Open a suspension."""
        moment = self._session.moment
        place = (run, record.seq, event.node_id, event.iteration)
        opened, wake_at = moment(record.at), moment(_time(event.wake_at))
        signal = event.rules.get("signal")
        channel = channel_of(signal["name"], signal["key"]) if signal else _NO_CHANNEL
        self.say(_OPEN, *place, event.kind, event.reason, opened, wake_at, *channel)

    def resumed(self, record: Record, event: e.NodeResumed, run: int) -> None:
        """Close a suspension that was answered, and its task."""
        seq = int(event.suspension.rpartition(".")[2])
        closed = self._session.moment(record.at)
        self.say(_ANSWERED, closed, event.by, event.via, event.action, run, seq)
        if event.via not in _NOBODYS:
            late = event.via == "deadline"
            self._end_task(record, event, run, "expired" if late else "decided")

    def cancelled(self, record: Record, event: e.NodeCancelled, run: int) -> None:
        """Close what waited."""
        self._end(record, event, run, "cancelled")
        self._end_task(record, event, run, "withdrawn", event.reason)

    def failed(self, record: Record, event: e.NodeFailed, run: int) -> None:
        """Close what waited too long."""
        self._end(record, event, run, "failed")
        self._end_task(record, event, run, "expired")

    def _end(self, record: Record, event: e.NodeEvent, run: int, via: str) -> None:
        closed = self._session.moment(record.at)
        self.say(_ENDED, closed, via, run, event.node_id, event.iteration)

    def _end_task(
        self,
        record: Record,
        event: e.NodeEvent,
        run: int,
        state: str,
        reason: str | None = None,
    ) -> None:
        place, at = (run, event.node_id, event.iteration), self._session.time(record.at)
        moment = self._session.moment(record.at)
        self.say(ANNOUNCE_END, f"task.{state}", run, record.seq, moment, *place)
        # A decision that could still be taken back had not taken effect.
        self.say(TASK_ENDED, state, at, reason, *place)

    def run_failed(self, record: Record, event: e.RunFailed, run: int) -> None:
        """Have it told that a run failed."""
        self.say(ANNOUNCE, "run.failed", run, record.seq, self._session.moment(record.at))

    def run_moved(self, record: Record, event: e.Event, run: int) -> None:
        """Have it told where a run stands, if a webhook wants to hear of that."""
        kind = _MOVES[type(event)]
        moment = self._session.moment(record.at)
        self.say(ANNOUNCE_WANTED, kind, run, record.seq, moment, f'%"{kind}"%')


_MOVES: dict[type[e.Event], str] = {
    e.RunStarted: "run.started",
    e.RunSuspended: "run.suspended",
    e.RunCompleted: "run.completed",
    e.RunCancelled: "run.cancelled",
}
"""What only programs are told of a run."""

_CASES: dict[type[e.Event], Callable[[Any, Record, Any, int], None]] = {
    e.NodeSuspended: Projection.suspended,
    e.NodeResumed: Projection.resumed,
    e.NodeCancelled: Projection.cancelled,
    e.NodeFailed: Projection.failed,
    e.RunFailed: Projection.run_failed,
    **dict.fromkeys(_MOVES, Projection.run_moved),
    **PeopleProjection.CASES,
}


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
