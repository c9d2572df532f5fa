"""procrastinate: jobs in PostgreSQL; a chain is a job that puts in the next one."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import procrastinate

from bench.peers.programs.protocol import (
    Setting,
    clock,
    count_steps,
    emit,
    end,
    main,
    note_step,
)

HERE = Setting()
APP = procrastinate.App(
    connector=procrastinate.PsycopgConnector(conninfo=HERE.url, min_size=2, max_size=20)
)
ENDED: list[float] = []
ENOUGH = asyncio.Event()
WANTED = [0]


def note_end(value: float) -> None:
    """Count the ends, and say when there are enough."""
    ENDED.append(value)
    if len(ENDED) >= WANTED[0]:
        ENOUGH.set()


@APP.task(name="chain")
async def chain(left: int) -> None:
    """Do a step; put in the next one."""
    if left > 1:
        await chain.defer_async(left=left - 1)
    else:
        note_end(time.time())


@APP.task(name="late")
async def late(moment: float) -> None:
    """Note how late it is."""
    note_end(time.time() - moment)


@APP.task(name="slow", retry=5)
async def slow(name: str, at: int) -> None:
    """Take 20 ms; put in the next one."""
    note_step(HERE, f"{name}-{at}")
    await asyncio.sleep(0.02)
    if at < 9:
        await slow.defer_async(name=name, at=at + 1)


async def work(count: int, concurrency: int) -> None:
    """Work until so many have ended."""
    WANTED[0] = count
    worker = asyncio.create_task(
        APP.run_worker_async(
            concurrency=concurrency, fetch_job_polling_interval=0.05,
            install_signal_handlers=False, wait=True, delete_jobs="successful",
        )
    )  # fmt: skip
    await ENOUGH.wait()
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)
    ENDED.clear()
    ENOUGH.clear()


async def w1_async(setting: Setting) -> None:
    """Chains of ten steps."""
    async with APP.open_async():
        await APP.schema_manager.apply_schema_async()
        for name, at_once in (("one", 1), ("many", 50)):
            runs = setting.sizes[f"w1_{name}"]
            await chain.batch_defer_async(*[{"left": 10}] * runs)
            with clock() as passed:
                await work(runs, at_once)
                note = "jobs that put in the next one; polling interval 50 ms"
                emit(f"W1 {name} steps/s", runs * 10 / passed(), note)


async def w4_async(setting: Setting) -> None:
    """Timers."""
    runs = setting.sizes["w4"]
    async with APP.open_async():
        await APP.schema_manager.apply_schema_async()
        for count in (runs, 1):
            moment = datetime.now(UTC) + timedelta(seconds=1 + count / 500)
            given = {"moment": moment.timestamp()}
            await late.configure(schedule_at=moment).batch_defer_async(*[given] * count)
            WANTED[0] = count
            worst = await wake(count)
            if count == 1:
                emit("W4 alone p50 ms", worst * 1_000, "polling interval 50 ms")
            else:
                emit("W4 last late s", worst, "polling interval 50 ms")


async def wake(count: int) -> float:
    """Work until all have ended; give how late the last was."""
    watcher = asyncio.create_task(work(count, 50))
    await ENOUGH.wait()
    worst = max(ENDED)
    await watcher
    return worst


async def put_in(setting: Setting) -> None:
    """Put in the first step of slow chains."""
    async with APP.open_async():
        await APP.schema_manager.apply_schema_async()
        rows = [{"name": f"run-{n}", "at": 0} for n in range(setting.sizes["w7"])]
        await slow.batch_defer_async(*rows)


async def labour(seconds_until_stalled: float) -> None:
    """Work; what a dead worker has left is put in again, as the manual shows."""
    async with APP.open_async():
        worker = asyncio.create_task(
            APP.run_worker_async(
                concurrency=50, fetch_job_polling_interval=0.05, update_heartbeat_interval=1,
                stalled_worker_timeout=seconds_until_stalled, install_signal_handlers=False,
            )
        )  # fmt: skip
        while not worker.done():
            await asyncio.sleep(0.5)
            stalled = await APP.job_manager.get_stalled_jobs(
                seconds_since_heartbeat=seconds_until_stalled
            )
            for job in stalled:
                await APP.job_manager.retry_job(job)


def w7(setting: Setting) -> None:
    """Die of kill -9 halfway."""
    runs = setting.sizes["w7"]
    asyncio.run(put_in(setting))
    process = setting.again("labourer")
    while count_steps(setting)[0] < runs * 5:
        time.sleep(0.02)
    end(process)
    with clock() as passed:
        process = setting.again("labourer")
        while count_steps(setting)[0] < runs * 10:
            time.sleep(0.02)
        note = "stalled after 5 s, retried by a loop of one's own; with the process's start"
        emit("W7 finished s", passed(), note)
    end(process)
    done, doubled = count_steps(setting)
    emit("W7 steps twice", doubled)
    emit("W7 steps lost", runs * 10 - done)


def w1(setting: Setting) -> None:
    """Chains of ten steps."""
    asyncio.run(w1_async(setting))


def w4(setting: Setting) -> None:
    """Timers."""
    asyncio.run(w4_async(setting))


def labourer(setting: Setting) -> None:
    """Work until killed."""
    asyncio.run(labour(5))


if __name__ == "__main__":
    main({"W1": w1, "W4": w4, "W7": w7, "labourer": labourer})
