"""A store in memory whose transactions break off before or after their commit, and are watched."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Literal

from workflows.engine.graphs import UnknownNodeType
from workflows.engine.memory import MemoryStore, MemoryTransaction
from workflows.engine.messages import Message, Signal
from workflows.engine.ports import RequestKey
from workflows.engine.program import Program

from .laws import Change

Fault = Literal["before", "after"] | None


class Broken(Exception):
    """The connection is gone: nobody knows whether the transaction was committed."""


class ShakyStore(MemoryStore):
    """``fault`` says how the next transaction ends, ``watch`` sees what each commit changed.

    ``blind``: who acts now is a process of an older release, which does not know the children.
    """

    def __init__(self, clock: Callable[[], datetime], watch: Callable[[Change], None]) -> None:
        super().__init__(clock)
        self.fault: Callable[[], Fault] = lambda: None
        self.blind = False
        self._watch = watch

    def program(self, workflow: str, version: int) -> Program:
        """Give a program; a process that lacks a node type of the children cannot."""
        if self.blind and workflow == "child":
            raise UnknownNodeType("A node type of this workflow is not installed here.")
        return super().program(workflow, version)

    def coming(self) -> dict[int, Message]:
        """Give the messages on their way."""
        return {kept.id: kept.message for _, kept in self.messages}

    def kept(self) -> list[Signal]:
        """Give the signals that wait for a wait."""
        return list(self.signals.values())

    def knows(self, key: RequestKey) -> bool:
        """Say whether a request was answered."""
        return (key.scope, key.key) in self.keys

    def extend(self, run_id: str, owner: str, seconds: float) -> None:
        """Renew a lease as a heartbeat does."""
        row = self.runs[run_id]
        if row.head.owner == owner:
            row.wake_at = self.clock() + timedelta(seconds=seconds)

    def give_back(self, run_id: str, owner: str) -> None:
        """Give a run back as a worker does that ends in good order."""
        row = self.runs[run_id]
        if row.head.owner == owner:
            row.head.owner, row.wake_at = None, self.clock()
            row.head.claims = max(row.head.claims - 1, 0)

    @contextmanager
    def transaction(self) -> Iterator[MemoryTransaction]:
        """Open a transaction that may fail as a database can."""
        tx = MemoryTransaction(self)
        yield tx
        fault = self.fault()
        if fault == "before":
            raise Broken("Before the commit.")
        self._watch(self._change(tx))
        tx.commit()
        if fault == "after":
            raise Broken("After the commit.")

    def _change(self, tx: MemoryTransaction) -> Change:
        return Change(
            now=tx.now,
            before=self.runs,
            after=tx._changed,
            coming=self.coming(),
            messages={kept.id: kept.message for _, kept in tx._messages},
            signals=list(tx._signals.values()),
        )


def faults(dice: random.Random, share: float) -> Callable[[], Fault]:
    """Let this share of transactions break off, half of them after the commit."""

    def fault() -> Fault:
        if dice.random() >= share:
            return None
        return "after" if dice.random() < 0.5 else "before"

    return fault
