"""Delivery of messages between runs and of signals: taken and put into effect in one transaction,
so that each counts exactly once."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from uuid_utils.compat import uuid7

from ..commands import CreateRun, FinishChild, ReceiveSignal
from ..errors import AlreadyClosed, FermataError, Invalid, NotFound
from ..expressions import resolve
from ..messages import Kept, Message, Signal, StartChild, StartRun, ToRun, WaitOpened
from ..payload import ensure_json
from ..ports import Applied, Head, Heard, NewRun, Ports, RequestKey, Transaction, Work
from ..workspaces import signal_parted
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
            more = _deliver(ports, taken, None)
        except Exception:
            _log.warning("Messages could not be delivered together.", exc_info=True)
            if not _each(ports, taken):
                return count
            more = True
        count += len(taken)
        if not more:
            return count


def deliver_now(ports: Ports, messages: Sequence[int]) -> None:
    """Deliver these messages, due or not, each by itself; what cannot be is put back for later."""
    for message in messages:
        try:
            _deliver(ports, [], message)
        except Exception:
            _log.warning("Message %d cannot be delivered now.", message, exc_info=True)


def send_signal(ports: Ports, signal: Signal, key: RequestKey | None = None) -> int:
    """Deliver a signal to every open wait for it and say how many there were; 0: it is kept.

    Runs that are started because of it count too, and what is left to another process. A repeated
    request with the same ``key`` gets the first answer; ``Refused`` when its content differed.
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
    if batch.sent() or delivery.sent:
        relay(ports)
    return delivered


def _deliver(ports: Ports, taken: list[Kept], only: int | None) -> bool:
    """Deliver what can be taken; say whether there may be more, because of it or anyway."""
    batch = Batch(ports)
    with ports.store.transaction() as tx:
        taken += tx.take_messages(_BATCH, only)
        delivery = _Delivery(batch, tx)
        if taken:
            delivery.run_kept(taken)
    batch.tell()
    return len(taken) == _BATCH or batch.sent() or delivery.sent


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
    """One message with the works that it comes to; ``taken`` is a kept signal and its place."""

    message: Message
    works: list[Work] = field(default_factory=list)
    taken: tuple[int, Signal] | None = None
    kept: Kept | None = None


class _Delivery:
    """Puts messages into effect within one transaction.

    Channels are locked in their order and before the runs, so that two deliveries never wait for
    each other. ``sent`` says that more has to be delivered because of it.
    """

    def __init__(self, batch: Batch, tx: Transaction) -> None:
        self._batch = batch
        self._tx = tx
        self._listener_of: dict[str, str] = {}
        self._heard: list[Heard] = []
        self.sent = False

    def run_kept(self, taken: Sequence[Kept]) -> None:
        """Deliver what was taken from the store."""
        self.run([kept.message for kept in taken], taken)

    def run(self, messages: Sequence[Message], taken: Sequence[Kept] = ()) -> list[int]:
        """Deliver; give for each how many works succeeded."""
        self._lock_channels(messages)
        steps = [self._step(message) for message in messages]
        for step, kept in zip(steps, taken, strict=False):
            step.kept = kept
        heads = self._locked(steps)
        works = [work for step in steps for work in step.works]
        answers = iter(self._batch.run(self._tx, works, heads) if works else ())
        counts = [self._finish(step, [next(answers) for _ in step.works]) for step in steps]
        if self._heard:
            self._tx.heard(self._heard)
        return counts

    def _locked(self, steps: Sequence[_Step]) -> dict[str, Head]:
        """Lock the runs that are told something, and the parents of those that are to begin.

        A child begins only while its parent waits for it: otherwise the message that stops it may
        have been here before it, and found nobody.
        """
        told = {work.run_id for step in steps for work in step.works if work.new is None}
        starts = [
            (step, step.message)
            for step in steps
            if isinstance(step.message, StartChild) and step.works
        ]
        parents = {message.parent for _, message in starts}
        heads = self._tx.lock(sorted(told | parents)) if told or parents else {}
        states = self._tx.states([heads[name] for name in sorted(parents & heads.keys())])
        for step, message in starts:
            parent = states.get(message.parent)
            if parent is None or message.suspension not in parent.suspensions:
                step.works = []
        return {name: head for name, head in heads.items() if name in told}

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
            case StartRun():
                return _Step(message, [_start(message)])
            case WaitOpened():
                taken = self._tx.take_signal(message.name, message.key)
                works = [_receive(message.run_id, message.suspension, taken[1])] if taken else []
                return _Step(message, works, taken)
            case Signal():
                waits = self._tx.waits_for(message.name, message.key)
                works = [_receive(run_id, suspension, message) for run_id, suspension in waits]
                return _Step(message, works + self._started_by(message))
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
        self._send(ToRun(message.parent, finish))

    def _send(self, *messages: Message) -> None:
        self._tx.send(messages)
        self.sent = self.sent or bool(messages)

    def _started_by(self, signal: Signal) -> list[Work]:
        """Make the runs of workflows that a signal starts."""
        event = {"name": signal_parted(signal.name)[1], "key": signal.key, "data": signal.data}
        works = []
        for listener in self._tx.listeners(signal.name, signal.key):
            version = self._tx.latest_version(listener.workflow)
            if version is None:
                self._unheard(listener.id, "The workflow has not been published yet.")
                continue
            try:
                inputs = _inputs(listener.inputs, event)
            except FermataError as error:
                self._unheard(listener.id, error.message)
                continue
            asked = StartRun(str(uuid7()), listener.workflow, version, inputs, listener.by)
            self._listener_of[asked.run_id] = listener.id
            works.append(_start(asked))
        return works

    def _unheard(self, listener: str, reason: str) -> None:
        _log.warning("A listener starts nothing: %s", reason)
        self._heard.append(Heard(listener, None, reason))

    def _finish(self, step: _Step, answers: Sequence[Applied]) -> int:
        missed = [
            (work, answer.error)
            for work, answer in zip(step.works, answers, strict=True)
            if answer.error is not None
        ]
        done = len(answers) - len(missed)
        if isinstance(step.message, Signal):
            self._note_started(step.works, answers)
            return done + self._finish_signal(step.message, missed, done, step.kept)
        for _, error in missed:
            self._missed(step, error)
        return done

    def _note_started(self, works: Sequence[Work], answers: Sequence[Applied]) -> None:
        for work, answer in zip(works, answers, strict=True):
            listener = self._listener_of.get(work.run_id)
            if listener is not None and answer.error is None:
                self._heard.append(Heard(listener, work.run_id))
            elif listener is not None and answer.error is not None:
                self._heard.append(Heard(listener, None, answer.error.message))

    def _finish_signal(
        self,
        signal: Signal,
        missed: Sequence[tuple[Work, FermataError]],
        done: int,
        kept: Kept | None,
    ) -> int:
        """Leave to other processes what this one cannot, each by itself: the rest has counted.

        Gives how many those are; a signal that reached nobody is kept, and one that reached nobody
        yet is left to others as a whole: the waits may be over before they come.
        """
        left = [_message(work) for work, error in missed if _elsewhere(error)]
        if left and not done and kept is not None:
            _put_back(self._tx, kept)
        elif left and not done:
            self._send(signal)
        else:
            self._send(*left)
        for work, error in missed:
            if work.new is not None and not _elsewhere(error):
                _log.warning("%s is not started by an event: %s", work.new.workflow, error)
        if not done and not left:
            self._tx.keep_signal(signal)
        return len(left)

    def _missed(self, step: _Step, error: FermataError) -> None:
        """Do what follows when the only work of a message was refused."""
        unfit = step.taken is not None and isinstance(error, Invalid)
        if step.taken is not None and not unfit:
            self._tx.keep_signal(step.taken[1], step.taken[0])
        if _elsewhere(error) and step.kept is not None:
            _put_back(self._tx, step.kept)
            return
        match step.message:
            case StartChild():
                self._refused(step.message, error)
            case WaitOpened() if unfit:
                # It was the first to open, so that the signal is used up; the next one may fit.
                _log.warning("A signal %r does not fit its wait: %s", step.message.name, error)
                self._send(step.message)
            case WaitOpened():
                self._offer(step.message)
            case _ if not isinstance(error, AlreadyClosed | NotFound):
                _log.info("%s came to nothing: %s", step.message, error)

    def _offer(self, missed: WaitOpened) -> None:
        """Have the next open wait look for the signal that was not for this one.

        It may have looked while the signal was on its way here, and found none.
        """
        waits = self._tx.waits_for(missed.name, missed.key)
        this = (missed.run_id, missed.suspension)
        others = waits[waits.index(this) + 1 :] if this in waits else waits
        if others:
            self._send(WaitOpened(*others[0], missed.name, missed.key))


def _elsewhere(error: FermataError | None) -> bool:
    """Say whether another process may be able to do it: this one lacks a node type."""
    return error is not None and error.code == "unknown_type"


def _receive(run_id: str, suspension: str, signal: Signal) -> Work:
    command = ReceiveSignal(suspension, signal.name, signal.key, signal.data, signal.by)
    return Work(run_id, command)


def _start(asked: StartRun) -> Work:
    new = NewRun(asked.run_id, asked.workflow, asked.version, tags=(BY_EVENT,), started_by=asked.by)
    return Work(new.run_id, CreateRun(asked.inputs, by=asked.by), new=new)


def _message(work: Work) -> Message:
    """Give the message that comes to this work again."""
    if work.new is None or not isinstance(work.command, CreateRun):
        return ToRun(work.run_id, work.command)
    new = work.new
    return StartRun(new.run_id, new.workflow, new.version, work.command.inputs, by=new.started_by)


def _inputs(given: object, event: dict[str, object]) -> dict[str, object]:
    """Evaluate a listener's inputs; without any the event's data are the inputs."""
    if not given:
        data = event["data"]
        return data if isinstance(data, dict) else {"data": data}
    inputs = ensure_json(resolve(given, {"event": event}), "inputs")
    return inputs if isinstance(inputs, dict) else {"data": inputs}
