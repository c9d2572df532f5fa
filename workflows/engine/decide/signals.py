"""A signal leaves a run, and a signal or a callback reaches a wait; finding the waits is the
relay's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..callbacks import CALLBACK
from ..commands import ReceiveSignal
from ..errors import AlreadyClosed
from ..events import Json, SignalReceived
from ..messages import Signal
from ..payload import ensure_json
from ..schemas import validate
from ..workspaces import signal_beside, signal_parted
from .pausing import go_on
from .turn import Answer, Turn


def send(turn: Turn, signals: Iterable[Mapping[str, Json]]) -> None:
    """Send what a node or a step emits, to its own workspace."""
    for signal in signals:
        name = signal_beside(turn.state.workflow, signal["name"])
        turn.send(Signal(name, signal.get("key"), signal.get("data"), by=None))


def receive(turn: Turn, command: ReceiveSignal) -> None:
    """End the wait with the signal's data; ``AlreadyClosed`` when it is open no more."""
    wait = turn.state.suspensions.get(command.suspension)
    if wait is None:
        raise AlreadyClosed("The wait for this signal is over.")
    data = ensure_json(command.data, "data")
    schema = wait.rules.get("schema")
    if schema:
        validate({} if data is None else data, schema)
    via = "callback" if command.name.startswith(CALLBACK) else command.via
    if via != "callback":
        name = signal_parted(command.name)[1]
        turn.emit(SignalReceived(name, data, command.key, command.by))
    go_on(turn, wait, Answer({"data": data}, "received", command.by, via))
