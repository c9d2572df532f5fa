"""A signal or a callback reaches a wait; finding the waits is the relay's."""

from __future__ import annotations

from ..callbacks import CALLBACK
from ..commands import ReceiveSignal
from ..errors import AlreadyClosed
from ..events import SignalReceived
from ..payload import ensure_json
from ..schemas import validate
from .pausing import go_on
from .turn import Answer, Turn


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
        turn.emit(SignalReceived(command.name, data, command.key, command.by))
    go_on(turn, wait, Answer({"data": data}, "received", command.by, via))
