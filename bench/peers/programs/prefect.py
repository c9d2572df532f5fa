"""Prefect: flows and tasks with results that are kept, and the server that it starts for itself."""

from __future__ import annotations

import logging
import os
import threading
import time
from uuid import UUID

from bench.peers.programs.protocol import Setting, clock, emit, emit_times, main

HERE = Setting()
os.environ["PREFECT_HOME"] = str(HERE.folder)
os.environ["PREFECT_LOGGING_LEVEL"] = "CRITICAL"
os.environ["PREFECT_SERVER_LOGGING_LEVEL"] = "CRITICAL"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
os.environ["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] = "true"
os.environ["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] = "120"
os.environ["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = (
    f"sqlite+aiosqlite:///{HERE.file}"
    if HERE.sqlite
    else HERE.url.replace("postgres://", "postgresql+asyncpg://")
)

from prefect import flow, task  # noqa: E402  # it reads the environment when it is imported
from prefect.flow_runs import pause_flow_run, resume_flow_run  # noqa: E402
from prefect.runtime import flow_run  # noqa: E402

logging.disable(logging.CRITICAL)
ASKING: dict[int, UUID] = {}


@task(persist_result=True)
def add_one(value: int) -> int:
    """Add one."""
    return value + 1


@flow(persist_result=True)
def chain(steps: int) -> int:
    """Do steps one after the other."""
    value = 0
    for _ in range(steps):
        value = add_one(value)
    return value


@flow(persist_result=True)
def wait_between(number: int) -> int:
    """Do a step, wait for an answer, do another one."""
    value = add_one(number)
    ASKING[number] = UUID(str(flow_run.id))
    pause_flow_run(timeout=600, poll_interval=1, key="wait")
    return add_one(value)


@flow(persist_result=True)
def fan_out(width: int) -> int:
    """Do many steps side by side, and join them."""
    return sum(add_one.map(list(range(width))).result())


def w1(setting: Setting) -> None:
    """Chains of ten steps, one after the other."""
    chain(1)
    runs = max(setting.sizes["w1_one"] // 50, 2)
    with clock() as passed:
        for _ in range(runs):
            chain(10)
        emit("W1 one steps/s", runs * 10 / passed(), f"{runs} runs; results are kept in files")


def w2(setting: Setting) -> None:
    """Decide in another thread of the same program; the wait looks once a second."""
    times = []
    for number in range(max(setting.sizes["w2"] // 50, 3)):
        runner = threading.Thread(target=wait_between, args=(number,))
        runner.start()
        while number not in ASKING:
            time.sleep(0.01)
        time.sleep(0.7)
        with clock() as passed:
            resume_flow_run(ASKING[number])
            runner.join()
            times.append(passed() * 1_000)
    emit_times("W2", times, "poll_interval=1, the least there is")


def w6(setting: Setting) -> None:
    """Side by side, then joined."""
    chain(1)
    with clock() as passed:
        fan_out(setting.sizes["w6"])
        emit("W6 join s", passed())


if __name__ == "__main__":
    main({"W1": w1, "W2": w2, "W6": w6})
