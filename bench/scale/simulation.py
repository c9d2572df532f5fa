"""A simulation of more and more workers on one database, from measured costs: where it bends.

No engine runs here; `python -m bench.scale.simulation --help` names the costs.
"""

from __future__ import annotations

import argparse
import heapq
import sys
from collections.abc import Iterator
from dataclasses import dataclass

WORKERS = (1, 2, 4, 8, 16)


@dataclass(frozen=True, slots=True)
class Costs:
    """Microseconds; each is measured, see `docs/scaling.md`.

    Of a worker one thread computes at a time: ``worker_step`` is its CPU for a step. A transaction
    costs the database ``commit`` whatever is in it and ``database_step`` for each of its steps, on
    one of ``cores``; ``flush`` is the wait for the disk, shared by the transactions that wait for
    it at the same moment. ``held`` runs are in a worker's hands at once.
    """

    worker_step: float
    commit: float
    database_step: float
    flush: float
    cores: int
    held: int = 50


def throughput(costs: Costs, workers: int, seconds: float = 5.0) -> tuple[float, float, float]:
    """Simulate; give steps a second, the share of the database's cores in use, steps a transaction.

    Each worker computes the steps that have gathered, while its one transaction is under way the
    next gather: the group commit of `worker/committer.py`.
    """
    world = _World(costs, workers)
    world.run(seconds * 1e6)
    return world.done / seconds, world.busy / (seconds * 1e6 * costs.cores), world.batch


class _World:
    """Events in time order: a worker's thread or its transaction has come to an end."""

    def __init__(self, costs: Costs, workers: int) -> None:
        self.costs, self.done, self.busy, self.transactions = costs, 0, 0.0, 0
        self._cores = [0.0] * costs.cores
        self._flush_begins = self._flush_ends = 0.0
        self._coming = [(0.0, number, "computed", costs.held) for number in range(workers)]
        self._waiting = [0] * workers
        self._committing = [False] * workers
        self._computing = [0.0] * workers
        heapq.heapify(self._coming)

    @property
    def batch(self) -> float:
        """Give the mean number of steps in a transaction."""
        return self.done / self.transactions if self.transactions else 0.0

    def run(self, until: float) -> None:
        """Let time pass."""
        while self._coming:
            now, worker, what, steps = heapq.heappop(self._coming)
            if now > until:
                return
            if what == "computed":
                self._waiting[worker] += steps
            else:
                self._committing[worker] = False
                self.done += steps
                self._compute(now, worker, steps)
            self._commit(now, worker)

    def _compute(self, now: float, worker: int, steps: int) -> None:
        """Have the worker's thread do the next step of each run that was committed."""
        began = max(now, self._computing[worker])
        ended = began + steps * self.costs.worker_step
        self._computing[worker] = ended
        heapq.heappush(self._coming, (ended, worker, "computed", steps))

    def _commit(self, now: float, worker: int) -> None:
        """Begin a transaction with all that waits, unless one is under way."""
        steps = self._waiting[worker]
        if self._committing[worker] or not steps:
            return
        self._waiting[worker], self._committing[worker] = 0, True
        work = self.costs.commit + steps * self.costs.database_step
        began = max(now, heapq.heappop(self._cores))
        heapq.heappush(self._cores, began + work)
        self.busy += work
        self.transactions += 1
        ended = self._flushed(began + work)
        heapq.heappush(self._coming, (ended, worker, "committed", steps))

    def _flushed(self, now: float) -> float:
        """Give when the log is on the disk: who comes while a flush runs shares the next one."""
        if now >= self._flush_ends:
            self._flush_begins, self._flush_ends = now, now + self.costs.flush
        elif now >= self._flush_begins:
            self._flush_begins = self._flush_ends
            self._flush_ends += self.costs.flush
        return self._flush_ends


def table(costs: Costs) -> Iterator[str]:
    """Give the lines of the table."""
    yield "| workers | steps/s | of one worker's | database's cores in use | steps a transaction |"
    yield "|---|---|---|---|---|"
    alone = 0.0
    for workers in WORKERS:
        rate, used, batch = throughput(costs, workers)
        alone = alone or rate
        yield f"| {workers} | {rate:,.0f} | {rate / alone:.1f} | {used:.0%} | {batch:.0f} |"


def main() -> int:
    """Read the costs and print the table."""
    words = argparse.ArgumentParser(prog="python -m bench.scale.simulation", description=__doc__)
    words.add_argument("--worker-step", type=float, required=True, help="measured by `costs`")
    words.add_argument("--commit", type=float, required=True, help="measured by `costs`")
    words.add_argument("--database-step", type=float, required=True, help="measured by `costs`")
    words.add_argument("--flush", type=float, required=True, help="measured by `costs`")
    words.add_argument("--cores", type=int, default=4, help="of the database's machine")
    words.add_argument("--held", type=int, default=50, help="runs at once in a worker")
    for line in table(Costs(**vars(words.parse_args()))):
        sys.stdout.write(line + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
