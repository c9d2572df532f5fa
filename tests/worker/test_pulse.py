"""Claims about a worker's pulse: a loop that is held up is told apart from one that is frozen."""

from __future__ import annotations

import asyncio
import threading

from workflows.worker.pulse import BEATS, Pulse, Threads


async def test_a_loop_that_turns_has_a_pulse() -> None:
    pulse = Pulse(asyncio.get_running_loop())
    for _ in range(3 * BEATS):
        assert pulse.ask()
        turned = asyncio.Event()
        asyncio.get_running_loop().call_soon(turned.set)
        await turned.wait()


async def test_one_that_is_held_up_has_none_after_four_leases() -> None:
    pulse = Pulse(asyncio.get_running_loop())
    assert [pulse.ask() for _ in range(BEATS + 1)] == [True] * BEATS + [False]


def test_threads_that_do_not_come_back_are_counted() -> None:
    threads, going = Threads(2), threading.Event()
    begun = threading.Barrier(3)

    def work() -> None:
        begun.wait(10)
        going.wait(10)

    jobs = [threads.submit(work) for _ in range(2)]
    begun.wait(10)
    assert threads.busy == 2
    going.set()
    for job in jobs:
        job.result(10)
    assert threads.busy == 0
    threads.shutdown()
