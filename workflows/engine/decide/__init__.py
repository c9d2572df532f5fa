"""Commands to events, or a refusal: the rules of what may happen to a run; recording it is
elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import commands as c
from . import (
    advancing,
    children,
    lifecycle,
    migrating,
    outcomes,
    resuming,
    retrying,
    signals,
    steps,
)
from .people import acting
from .turn import Turn

_RULES: dict[type[c.Command], Callable[[Turn, Any], None]] = {
    c.Advance: advancing.advance,
    c.PassTime: advancing.pass_time,
    c.Complete: outcomes.complete,
    c.Fail: outcomes.fail,
    c.Suspend: outcomes.suspend,
    c.Report: steps.report,
    c.SaveState: outcomes.save_state,
    c.Resume: resuming.resume,
    c.Stop: lifecycle.stop,
    c.SaveCheckpoint: lifecycle.save_checkpoint,
    c.Rewake: lifecycle.rewake,
    c.ActOnTask: acting.act,
    c.RetryRun: retrying.retry,
    c.MigrateRun: migrating.migrate,
    c.ReceiveSignal: signals.receive,
    c.FinishChild: children.finish_child,
}

HOLDER_ONLY = (c.Advance, c.Outcome, c.Report)
"""Commands that only the worker which holds the run may give."""


def decide(turn: Turn, command: c.Command) -> None:
    """Add the events of the command to the turn; raise an engine error to refuse it.

    A refusal comes before the first event, so that the state is as it was.
    """
    _RULES[type(command)](turn, command)


__all__ = ["HOLDER_ONLY", "Turn", "decide", "lifecycle"]
