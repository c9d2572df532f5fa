"""DBOS: workflows and steps as functions in one process, a second process where one decides."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSClient, SetWorkflowID

from bench.peers.programs.protocol import (
    Setting,
    bytes_of,
    clock,
    count_steps,
    emit,
    emit_times,
    end,
    hear,
    main,
    memory_mb,
    note_step,
    say,
)

HERE = Setting()
LONG = 86_400
SLOW = "slow_chain"
TOLD = "Its file is set to WAL; the polling intervals are 10 ms instead of 1 s."


@DBOS.step()
async def add_one(value: int) -> int:
    """Add one."""
    return value + 1


@DBOS.step()
async def slow(name: str) -> None:
    """Take 20 ms."""
    note_step(HERE, name)
    await asyncio.sleep(0.02)


@DBOS.workflow()
async def chain(steps: int) -> int:
    """Do steps one after the other."""
    value = 0
    for _ in range(steps):
        value = await add_one(value)
    return value


@DBOS.workflow()
async def wait_between(steps: int) -> int:
    """Do steps, wait for a message, do another one."""
    value = 0
    for _ in range(steps):
        value = await add_one(value)
    note_step(HERE, f"waits-{DBOS.workflow_id}")
    await DBOS.recv_async("go", LONG)
    value = await add_one(value)
    note_step(HERE, f"{time.time()}")
    return value


@DBOS.workflow()
async def until(moment: float) -> float:
    """Sleep until a moment; give how late it became."""
    await DBOS.sleep_async(max(moment - time.time(), 0.001))
    return time.time() - moment


@DBOS.workflow()
async def fan_out(width: int) -> int:
    """Do many steps side by side, and join them."""
    return sum(await asyncio.gather(*[add_one(number) for number in range(width)]))


@DBOS.workflow()
async def slow_chain(name: str) -> None:
    """Do ten slow steps."""
    for number in range(10):
        await slow(f"{name}-{number}")


def url(setting: Setting) -> str:
    """Give the address of the system database."""
    if setting.sqlite:
        return f"sqlite:///{setting.file}"
    return setting.url.replace("postgres://", "postgresql://")


def launch(setting: Setting) -> None:
    """Begin: what was under way is taken up again."""
    if setting.sqlite:
        setting.with_wal()
    DBOS(
        config={
            "name": "bench",
            "system_database_url": url(setting),
            "log_level": "ERROR",
            "console_log_level": "ERROR",
            "executor_id": "local",
            "application_version": "1",
            "notification_listener_polling_interval_sec": 0.01,
            "run_migrations": True,
        }
    )
    DBOS.launch()


async def many(setting: Setting, count: int, at_once: int) -> float:
    """Do chains of ten steps, so many at once; give the seconds."""
    gate = asyncio.Semaphore(at_once)

    async def one() -> None:
        async with gate:
            await chain(10)

    with clock() as passed:
        await asyncio.gather(*[one() for _ in range(count)])
        return passed()


def w1(setting: Setting) -> None:
    """Chains of ten steps."""
    launch(setting)
    for name, at_once in (("one", 1), ("many", 50)):
        runs = setting.sizes[f"w1_{name}"]
        emit(f"W1 {name} steps/s", runs * 10 / asyncio.run(many(setting, runs, at_once)), TOLD)
    DBOS.destroy()


async def start_waiting(count: int, steps: int = 1) -> None:
    """Start runs that wait, and stay until all are over."""
    handles = []
    for number in range(count):
        with SetWorkflowID(f"run-{number}"):
            handles.append(await DBOS.start_workflow_async(wait_between, steps))
    while count_steps(HERE)[0] < count:
        await asyncio.sleep(0.01)
    say(f"memory {memory_mb()}")
    say("waiting")
    await asyncio.gather(*[handle.get_result() for handle in handles])


def engine(setting: Setting) -> None:
    """Hold runs that wait; the part of the process that works."""
    launch(setting)
    say(f"memory {memory_mb()}")
    count, steps = (int(value) for value in setting.more)
    asyncio.run(start_waiting(count, steps))


def decide(setting: Setting, names: list[str]) -> list[float]:
    """End the wait of each run from here; give the milliseconds until it is seen as finished."""
    client = DBOSClient(system_database_url=url(setting))
    times = []
    for name in names:
        with clock() as passed:
            client.send(name, {"ok": True}, "go")
            client.retrieve_workflow(name).get_result(polling_interval_sec=0.002)
            times.append(passed() * 1_000)
    client.destroy()
    return times


def w2(setting: Setting) -> None:
    """Decide here, finish there."""
    runs = setting.sizes["w2"]
    process = setting.again("engine", str(runs), "1")
    hear(process, "waiting")
    emit_times("W2", decide(setting, [f"run-{number}" for number in range(runs)]), TOLD)
    end(process)


def w3(setting: Setting) -> None:
    """Many that wait."""
    runs = setting.sizes["w3"]
    empty = start_empty(setting)
    with clock() as passed:
        process = setting.again("engine", str(runs), "1")
        lines = hear(process, "waiting")
        seconds = passed()
    first, last = (float(line.split()[1]) for line in lines if line.startswith("memory"))
    emit("W3 starts/s", runs / seconds, TOLD)
    emit("W3 memory MB", last - first, "of tasks that wait within the process")
    emit("W3 bytes/run", (bytes_of(setting, lambda sql: ask(setting, sql)) - empty) / runs)
    picked = [f"run-{number}" for number in range(0, runs, max(runs // 20, 1))]
    emit_times("W3 resume", decide(setting, picked), tail=False)
    end(process)


def start_empty(setting: Setting) -> int:
    """Make the tables; give how large they are."""
    launch(setting)
    DBOS.destroy()
    return bytes_of(setting, lambda sql: ask(setting, sql))


def ask(setting: Setting, sql: str) -> int:
    """Ask PostgreSQL for one number."""
    import psycopg

    with psycopg.connect(setting.url) as connection:
        row = connection.execute(sql).fetchone()
    assert row is not None
    return int(row[0])


async def wake(count: int) -> float:
    """Have many sleep until one moment; give how late the last was."""
    moment = time.time() + max(count / 40, 2)
    handles = [await DBOS.start_workflow_async(until, moment) for _ in range(count)]
    return max([await handle.get_result(polling_interval_sec=0.05) for handle in handles])


def w4(setting: Setting) -> None:
    """Timers."""
    launch(setting)
    emit("W4 last late s", asyncio.run(wake(setting.sizes["w4"])), TOLD)
    alone = [asyncio.run(until(time.time() + 0.2)) * 1_000 for _ in range(5)]
    emit_times("W4 alone", alone, tail=False)
    DBOS.destroy()


def w5(setting: Setting) -> None:
    """One run of many steps, taken up by a fresh process."""
    steps = setting.sizes["w5"]
    empty = start_empty(setting)
    with clock() as passed:
        process = setting.again("engine", "1", str(steps - 1))
        hear(process, "waiting")
        emit("W5 steps/s", steps / passed(), "with the start of the process")
    end(process)
    emit("W5 bytes/step", (bytes_of(setting, lambda sql: ask(setting, sql)) - empty) / steps)
    client = DBOSClient(system_database_url=url(setting))
    client.send("run-0", {"ok": True}, "go")
    client.destroy()
    Path(setting.steps_file).unlink()
    began = time.time()
    launch(setting)
    DBOS.retrieve_workflow("run-0").get_result(polling_interval_sec=0.002)
    ended = float(setting.steps_file.read_text().split()[-1])
    emit("W5 restart ms", (ended - began) * 1_000, "from the launch, imports not counted")
    DBOS.destroy()


def w6(setting: Setting) -> None:
    """Side by side, then joined."""
    launch(setting)
    asyncio.run(fan_out(setting.sizes["w6"]))
    with clock() as passed:
        asyncio.run(fan_out(setting.sizes["w6"]))
        emit("W6 join s", passed(), TOLD)
    DBOS.destroy()


def put_in(setting: Setting) -> None:
    """Put slow chains into a queue; nobody works on it yet."""
    client = DBOSClient(system_database_url=url(setting))
    client.register_queue("slow", polling_interval_sec=0.01)
    for number in range(setting.sizes["w7"]):
        name = f"run-{number}"
        options: Any = {"queue_name": "slow", "workflow_name": SLOW, "workflow_id": name}
        client.enqueue(options, name)
    client.destroy()


def victim(setting: Setting) -> None:
    """Work until killed."""
    launch(setting)
    time.sleep(LONG)


def heir(setting: Setting) -> None:
    """Take up what the victim has left, and wait for all of it."""
    launch(setting)
    for number in range(setting.sizes["w7"]):
        DBOS.retrieve_workflow(f"run-{number}").get_result(polling_interval_sec=0.05)
    say("over")
    DBOS.destroy()


def w7(setting: Setting) -> None:
    """Die of kill -9 halfway."""
    steps = setting.sizes["w7"] * 10
    start_empty(setting)
    put_in(setting)
    process = setting.again("victim")
    while count_steps(setting)[0] < steps // 2:
        time.sleep(0.02)
    end(process)
    with clock() as passed:
        process = setting.again("heir")
        hear(process, "over")
        emit("W7 finished s", passed(), "by itself, with the start of the process")
    end(process)
    done, doubled = count_steps(setting)
    emit("W7 steps twice", doubled)
    emit("W7 steps lost", steps - done)


if __name__ == "__main__":
    works = {"W1": w1, "W2": w2, "W3": w3, "W4": w4, "W5": w5, "W6": w6, "W7": w7}
    main({**works, "engine": engine, "victim": victim, "heir": heir})
