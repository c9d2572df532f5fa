"""The laws are strong: an engine with any one of its guards taken out breaks one of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from workflows.engine.commands import Suspend
from workflows.engine.decide import advancing, outcomes, turn
from workflows.engine.decide.turn import Turn
from workflows.engine.events import TaskUndone
from workflows.engine.graphs import GraphProgram
from workflows.engine.memory import MemoryTransaction
from workflows.engine.ports import Head
from workflows.engine.state import RunState, Suspension, wake_time
from workflows.engine.transition.batch import Batch

from .laws import Violation
from .schedule import Schedule

ENOUGH = 4_000
Mutant = Callable[[], AbstractContextManager[Any]]

_claim, _take, _plan = MemoryTransaction.claim, MemoryTransaction.take_messages, Batch._plan_hints


def _no_timers(state: RunState, now: datetime) -> datetime | None:
    time = wake_time(state, now)
    return time if time is None or time <= now else None


def _old_epoch(self: MemoryTransaction, owner: str, limit: int, ttl: float) -> list[Head]:
    heads = _claim(self, owner, limit, ttl)
    for head in heads:
        self._changed[head.run_id].head.epoch = head.epoch = max(head.epoch - 1, 1)
    return heads


def _take_and_leave(self: MemoryTransaction, limit: int, only: int | None = None) -> list[Any]:
    """Leave each message there the first time that it is taken."""
    taken = _take(self, limit, only)
    seen = vars(self._store).setdefault("seen", set())
    self._messages += [(self.now, kept) for kept in taken if kept.id not in seen]
    seen.update(kept.id for kept in taken)
    return taken


def _any_attempt(turn: Turn, command: Any) -> Any:
    return turn.state.activations.get(command.node_id)


def _any_way(self: GraphProgram, state: RunState, node_id: str) -> bool | None:
    decided = [state.edges.get(edge.id) for edge in self._forward[node_id]]
    if not decided:
        return True
    return any(decided) if any(decided) or None not in decided else None


def _silent(self: Batch, run: Any, write: Any, tx: Any) -> None:
    _plan(self, run, write, tx)
    self.rings.clear()


def _keep_running(turn: Turn, reason: str, *, running: bool = False) -> None:
    _cancel(turn, reason)


_cancel = turn.cancel_waiting


def _suspend_anyhow(turn: Turn, command: Suspend) -> None:
    item = turn.state.activations.get(command.node_id)
    resumed = item.resumed if item is not None else None
    outcomes.suspend(turn, replace(command, after=(resumed or {}).get("suspension")))


def _first_window(now: datetime, decisions: Any) -> datetime | None:
    ends = [datetime.fromisoformat(item["until"]) for item in decisions if item.get("until")]
    return min((end for end in ends if end > now), default=None)


def _deadline_first(turn: Turn, wait: Suspension) -> bool:
    if wait.wake_at is not None and wait.wake_at <= turn.now:
        advancing._due(turn, wait)
        return True
    return _look_after(turn, wait)


_look_after = advancing._look_after


def _undo(turn: Turn, wait: Suspension, command: Any) -> None:
    vote = next((item for item in wait.decisions if item["by"] == command.by), None)
    if vote is not None:
        detail = {"decision": vote["decision"]}
        turn.emit(TaskUndone(wait.node_id, wait.iteration, command.task, command.by, detail))


MUTANTS: dict[str, Mutant] = {
    "no fence": lambda: patch("workflows.engine.transition.batch._fence", lambda head, work: None),
    "an epoch that stays": lambda: patch.object(MemoryTransaction, "claim", _old_epoch),
    "waits that open a second time": lambda: patch.dict(
        "workflows.engine.decide._RULES", {Suspend: _suspend_anyhow}
    ),
    "timers that nobody keeps": lambda: patch(
        "workflows.engine.transition.batch.wake_time", _no_timers
    ),
    "outcomes of any attempt": lambda: patch.object(outcomes, "_current", _any_attempt),
    "messages that stay": lambda: patch.object(MemoryTransaction, "take_messages", _take_and_leave),
    "waits that nobody announces": lambda: patch.object(
        outcomes, "opened", lambda turn, wait: None
    ),
    "children that tell nobody": lambda: patch.object(Turn, "_tell_parent", lambda self: None),
    "joins that do not wait": lambda: patch.object(GraphProgram, "_ready", _any_way),
    "bells that never ring": lambda: patch.object(Batch, "_plan_hints", _silent),
    "states of failed commits": lambda: patch.object(Batch, "void", lambda self: None),
    "a stop that lets nodes run": lambda: patch(
        "workflows.engine.decide.lifecycle.cancel_waiting", _keep_running
    ),
    "requests that are forgotten": lambda: patch.object(
        MemoryTransaction, "recall", lambda self, key: None
    ),
    "signals that are lost": lambda: patch.object(
        MemoryTransaction, "keep_signal", lambda self, signal, place=None: None
    ),
    "windows that nobody waits for": lambda: patch(
        "workflows.engine.decide.people.deciding._latest", lambda now, decisions: None
    ),
    "windows that are cut short": lambda: patch(
        "workflows.engine.decide.people.deciding._latest", _first_window
    ),
    "decisions that a deadline overtakes": lambda: patch(
        "workflows.engine.decide.advancing._look_after", _deadline_first
    ),
    "undoing at any time": lambda: patch.dict(
        "workflows.engine.decide.people.acting._VERBS", {"undo": _undo}
    ),
    "reminders at any time": lambda: patch(
        "workflows.engine.decide.people.acting.LEAST_GAP", timedelta(0)
    ),
    "levels that come again": lambda: patch(
        "workflows.engine.decide.people.ringing._left", lambda wait, rung: list(wait.alarms)
    ),
    "alarms that nobody keeps": lambda: patch(
        "workflows.engine.state.model.next_alarm", lambda alarms: None
    ),
    "children that go on alone": lambda: patch.object(turn, "stop_children", lambda turn, wait: 0),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_engine_is_found(name: str) -> None:
    with MUTANTS[name](), pytest.raises(Violation):
        for seed in range(ENOUGH):
            Schedule(seed).run()
