"""A store in memory whose transactions break off before or after their commit, and are watched."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from workflows.engine.memory import MemoryStore, MemoryTransaction

Fault = Literal["before", "after"] | None


class Broken(Exception):
    """The connection is gone: nobody knows whether the transaction was committed."""


class ShakyStore(MemoryStore):
    """``fault`` says how the next transaction ends, ``watch`` sees what each commit changed."""

    def __init__(
        self, clock: Callable[[], object], watch: Callable[[MemoryTransaction, int], None]
    ) -> None:
        super().__init__(clock)  # type: ignore[arg-type]
        self.fault: Callable[[], Fault] = lambda: None
        self.commits = 0
        self._watch = watch

    @contextmanager
    def transaction(self) -> Iterator[MemoryTransaction]:
        """Open a transaction that may fail as a database can."""
        tx = MemoryTransaction(self)
        yield tx
        fault = self.fault()
        if fault == "before":
            raise Broken("Before the commit.")
        self.commits += 1
        self._watch(tx, self.commits)
        tx.commit()
        if fault == "after":
            raise Broken("After the commit.")


def faults(dice: random.Random, share: float) -> Callable[[], Fault]:
    """Let this share of transactions break off, half of them after the commit."""

    def fault() -> Fault:
        if dice.random() >= share:
            return None
        return "after" if dice.random() < 0.5 else "before"

    return fault
