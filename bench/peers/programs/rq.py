"""RQ: bare jobs, one a step, in a Redis that writes each command to its disk before it answers."""

from __future__ import annotations

from redis import Redis
from rq import Queue, SimpleWorker, Worker

from bench.peers.programs.protocol import Setting, clock, emit, main


def add_one(value: int) -> int:
    """Add one."""
    return value + 1


def w1(setting: Setting) -> None:
    """Do single jobs: a fork each, then within the worker."""
    connection = Redis.from_url(setting.redis)
    kinds = (("one", Worker, "a fork a job"), ("many", SimpleWorker, "without forks"))
    for name, kind, note in kinds:
        queue = Queue(name, connection=connection)
        steps = setting.sizes[f"w1_{name}"] * (5 if kind is Worker else 10)
        queue.enqueue_many([queue.prepare_data(add_one, (number,)) for number in range(steps)])
        with clock() as passed:
            kind([queue], connection=connection).work(burst=True, logging_level="ERROR")
            emit(f"W1 {name} steps/s", steps / passed(), f"bare jobs, no runs; {note}")


if __name__ == "__main__":
    main({"W1": w1})
