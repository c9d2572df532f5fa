"""Delivery of messages between runs and of signals: taken and put into effect in one transaction,
so that each counts exactly once."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from uuid_utils.compat import uuid7

from ..commands import CreateRun, FinishChild, ReceiveSignal
from ..errors import FermataError
from ..expressions import resolve
from ..messages import Kept, Message, Signal, StartChild, ToRun, WaitOpened
from ..payload import ensure_json
from ..ports import Applied, NewRun, Ports, RequestKey, Transaction, Work
from .batch import Batch

MAX_DEPTH = 10
"""How deep runs may start runs: a workflow that starts itself ends with an error instead."""

BY_EVENT = "trigger:event"
"""The tag of runs that a signal has started."""

LATER_SECONDS = 30.0
"""How long a message rests that could not be delivered, doubled with each attempt."""

_BATCH = 100
_log = logging.getLogger(__name__)


def relay(ports: Ports) -> int:
    """Deliver what is on its way until nothing is; give the number of messages.

    A message that cannot be delivered is put back for later; it never holds up the others. Faults
    of the database are logged, not raised: the next sweep tries again.
    """
    count = 0
    while True:
        taken: list[Kept] = []
        try:
            done = _deliver(ports, taken, None)
        except Exception:
            _log.warning("Messages could not be delivered together.", exc_info=True)
            if not _each(ports, taken):
                return count
            done = len(taken)
        if not done:
            return count
        count += done


def send_signal(ports: Ports, signal: Signal, key: RequestKey | None = None) -> int:
    """Deliver a signal to every open wait for it and say how many there were; 0: it is kept.

    Runs that are started because of it count too. A repeated request with the same ``key`` gets
    the first answer; ``Refused`` when its content differed.
    """
    batch = Batch(ports)
    with ports.store.transaction() as tx:
        if key is not None and (first := tx.recall(key)) is not None:
            return UUID(first).int
        delivery = _Delivery(batch, tx)
        delivered = delivery.run([signal])[0]
        if key is not None:
            # The table of answers holds ids: the number is written as one.
            tx.remember(key, str(UUID(int=delivered)))
    batch.tell()
    if batch.sent():
        relay(ports)
    return delivered


def _deliver(ports: Ports, taken: list[Kept], only: int | None) -> int:
    batch = Batch(ports)
    with ports.store.transaction() as tx:
        taken += tx.take_messages(_BATCH, only)
        if taken:
            _Delivery(batch, tx).run_kept(taken)
    batch.tell()
    return len(taken)


def _each(ports: Ports, taken: Sequence[Kept]) -> bool:
    """Deliver one by one, put back what fails; say whether there was any way on."""
    for kept in taken:
        try:
            _deliver(ports, [], kept.id)
        except Exception:
            _log.exception("A message (%s) cannot be delivered now.", kept.message)
            try:
                with ports.store.transaction() as tx:
                    for again in tx.take_messages(1, kept.id):
                        _put_back(tx, again)
            except Exception:
                return False
    return bool(taken)


def _put_back(tx: Transaction, kept: Kept) -> None:
    tx.keep_for_later(kept, LATER_SECONDS * 2 ** min(kept.attempts, 10))


@dataclass(slots=True)
class _Step:
    """One message with the works that it comes to, and the signal that is left if none succeeds."""

    message: Message
    works: list[Work]
    signal: Signal | None = None
    kept: Kept | None = None


class _Delivery:
    """Puts messages into effect within one transaction.

    Channels are locked in their order and before the runs, so that two deliveries never wait for
    each other.
    """

    def __init__(self, batch: Batch, tx: Transaction) -> None:
        self._batch = batch
        self._tx = tx

    def run_kept(self, taken: Sequence[Kept]) -> None:
        """Deliver what was taken from the store."""
        self.run([kept.message for kept in taken], taken)

    def run(self, messages: Sequence[Message], taken: Sequence[Kept] = ()) -> list[int]:
        """Deliver; give for each how many works succeeded."""
        self._lock_channels(messages)
        steps = [self._step(message) for message in messages]
        for step, kept in zip(steps, taken, strict=False):
            step.kept = kept
        works = [work for step in steps for work in step.works]
        answers = iter(self._batch.run(self._tx, works) if works else ())
        return [self._finish(step, [next(answers) for _ in step.works]) for step in steps]

    def _lock_channels(self, messages: Iterable[Message]) -> None:
        channels = {
            (item.name, item.key) for item in messages if isinstance(item, (Signal, WaitOpened))
        }
        for name, key in sorted(channels, key=lambda pair: (pair[0], pair[1] or "")):
            self._tx.lock_channel(name, key)

    def _step(self, message: Message) -> _Step:
        match message:
            case ToRun():
                return _Step(message, [Work(message.run_id, message.command)])
            case StartChild():
                return _Step(message, self._child(message))
            case WaitOpened():
                signal = self._tx.take_signal(message.name, message.key)
                works = [_receive(message.run_id, message.suspension, signal)] if signal else []
                return _Step(message, works, signal)
            case Signal():
                waits = self._tx.waits_for(message.name, message.key)
                works = [_receive(run_id, suspension, message) for run_id, suspension in waits]
                return _Step(message, works + self._started_by(message), message)
            case _:
                raise TypeError(f"Nobody delivers a {type(message).__name__}.")

    def _child(self, message: StartChild) -> list[Work]:
        try:
            version = message.version or self._tx.latest_version(message.workflow)
            if version is None:
                raise FermataError(f"There is no published workflow {message.workflow!r}.")
            if message.depth > MAX_DEPTH:
                raise FermataError(f"Workflows are nested more than {MAX_DEPTH} deep.")
        except FermataError as error:
            self._refused(message, error)
            return []
        new = NewRun(
            message.run_id,
            message.workflow,
            version,
            started_by=message.by,
            parent=message.parent,
        )
        command = CreateRun(
            message.inputs,
            by=message.by,
            parent=message.parent,
            parent_suspension=message.suspension,
            parent_index=message.index,
            depth=message.depth,
        )
        return [Work(message.run_id, command, new=new)]

    def _refused(self, message: StartChild, error: FermataError) -> None:
        # A run that never began cannot be taken up again by a retry of its parent.
        told = {"type": type(error).__name__, "message": error.message, "began": False}
        finish = FinishChild(
            message.suspension, message.run_id, message.index, "failed", None, told
        )
        self._tx.send([ToRun(message.parent, finish)])

    def _started_by(self, signal: Signal) -> list[Work]:
        """Make the runs of workflows that a signal starts."""
        event = {"name": signal.name, "key": signal.key, "data": signal.data}
        works = []
        for listener in self._tx.listeners(signal.name, signal.key):
            version = self._tx.latest_version(listener.workflow)
            if version is None:
                continue
            try:
                inputs = _inputs(listener.inputs, event)
            except FermataError as error:
                _log.warning("%s is not started by an event: %s", listener.workflow, error)
                continue
            new = NewRun(
                str(uuid7()), listener.workflow, version, tags=(BY_EVENT,), started_by=listener.by
            )
            works.append(Work(new.run_id, CreateRun(inputs, by=listener.by), new=new))
        return works

    def _finish(self, step: _Step, answers: Sequence[Applied]) -> int:
        if step.kept is not None and any(_elsewhere(answer.error) for answer in answers):
            _put_back(self._tx, step.kept)
            return 0
        done = sum(answer.error is None for answer in answers)
        if isinstance(step.message, StartChild):
            for answer in answers:
                if answer.error is not None:
                    self._refused(step.message, answer.error)
        if step.signal is not None and not done:
            self._tx.keep_signal(step.signal)
        return done


def _elsewhere(error: FermataError | None) -> bool:
    """Say whether another process may be able to do it: this one lacks a node type."""
    return error is not None and error.code == "unknown_type"


def _receive(run_id: str, suspension: str, signal: Signal) -> Work:
    command = ReceiveSignal(suspension, signal.name, signal.key, signal.data, signal.by)
    return Work(run_id, command)


def _inputs(given: object, event: dict[str, object]) -> dict[str, object]:
    """Evaluate a listener's inputs; without any the event's data are the inputs."""
    if not given:
        data = event["data"]
        return data if isinstance(data, dict) else {"data": data}
    inputs = ensure_json(resolve(given, {"event": event}), "inputs")
    return inputs if isinstance(inputs, dict) else {"data": inputs}
