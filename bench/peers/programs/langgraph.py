"""LangGraph: graphs with a checkpoint after each step, written before the next begins."""

from __future__ import annotations

import operator
import random
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Annotated, Any, TypedDict

from langgraph.checkpoint.postgres import PostgresSaver
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, Send, interrupt
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

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
TOLD = 'durability="sync"'


class State(TypedDict, total=False):
    """What a run carries."""

    value: int
    steps: int
    name: str
    parts: Annotated[list[int], operator.add]


def add_one(state: State) -> State:
    """Add one."""
    return {"value": state["value"] + 1}


def ask(state: State) -> State:
    """Wait for an answer."""
    interrupt("Shall it go on?")
    return {}


def slow(state: State) -> State:
    """Take 20 ms."""
    note_step(HERE, f"{state['name']}-{state['value']}")
    time.sleep(0.02)
    return {"value": state["value"] + 1}


def chain(step: Any = add_one) -> StateGraph[State]:
    """Make a chain of ten steps."""
    graph = StateGraph(State)
    names = [f"s{number}" for number in range(10)]
    for name in names:
        graph.add_node(name, step)
    for source, target in zip([START, *names], [*names, END], strict=True):
        graph.add_edge(source, target)
    return graph


def waiting() -> StateGraph[State]:
    """Make so many steps as the state says, a wait, and a step."""
    graph = StateGraph(State)
    graph.add_node("before", add_one)
    graph.add_node("ask", ask)
    graph.add_node("after", add_one)
    graph.add_edge(START, "before")
    graph.add_conditional_edges(
        "before", lambda state: "before" if state["value"] < state["steps"] else "ask"
    )
    graph.add_edge("ask", "after")
    graph.add_edge("after", END)
    return graph


def fan() -> StateGraph[State]:
    """Make many steps side by side, and a join."""
    graph = StateGraph(State)
    graph.add_node("part", lambda state: {"parts": [state["value"]]})
    graph.add_node("join", lambda state: {"value": sum(state["parts"])})
    graph.add_conditional_edges(
        START, lambda state: [Send("part", {"value": n}) for n in range(state["steps"])]
    )
    graph.add_edge("part", "join")
    graph.add_edge("join", END)
    return graph


@contextmanager
def saver(setting: Setting) -> Iterator[Any]:
    """Open the store."""
    if setting.sqlite:
        connection = sqlite3.connect(setting.file, check_same_thread=False)
        found = SqliteSaver(connection)
        found.setup()
        yield found
        connection.close()
        return
    options = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row}
    with ConnectionPool(setting.url, min_size=1, max_size=20, kwargs=options) as pool:
        found = PostgresSaver(pool)
        found.setup()
        yield found


def place(name: str, limit: int = 100) -> dict[str, Any]:
    """Name a run."""
    return {"configurable": {"thread_id": name}, "recursion_limit": limit}


def w1(setting: Setting) -> None:
    """Chains of ten steps."""
    with saver(setting) as store:
        graph = chain().compile(checkpointer=store)

        def one(number: int) -> None:
            graph.invoke({"value": 0}, place(f"run-{number}"), durability="sync")

        at = 0
        for name, at_once in (("one", 1), ("many", 50)):
            runs = setting.sizes[f"w1_{name}"]
            with ThreadPoolExecutor(at_once) as threads, clock() as passed:
                list(threads.map(one, range(at, at + runs)))
                emit(f"W1 {name} steps/s", runs * 10 / passed(), TOLD)
            at += runs


def resume(graph: Any, names: list[str]) -> list[float]:
    """End the wait of each; milliseconds until it has finished."""
    times = []
    for name in names:
        with clock() as passed:
            graph.invoke(Command(resume={"ok": True}), place(name), durability="sync")
            times.append(passed() * 1_000)
    return times


def start(graph: Any, count: int) -> None:
    """Start runs that wait."""
    for number in range(count):
        given = {"value": 0, "steps": 1}
        graph.invoke(given, place(f"run-{number}"), durability="sync")


def w2(setting: Setting) -> None:
    """Decide and finish in one process: nothing else takes a run up."""
    with saver(setting) as store:
        graph = waiting().compile(checkpointer=store)
        start(graph, setting.sizes["w2"])
        names = [f"run-{number}" for number in range(setting.sizes["w2"])]
        emit_times("W2", resume(graph, names), "within the deciding process")


def w3(setting: Setting) -> None:
    """Many that wait."""
    runs = setting.sizes["w3"]
    with saver(setting) as store:
        graph = waiting().compile(checkpointer=store)
        empty, before = bytes_of(setting, size_asker(store)), memory_mb()
        with clock() as passed:
            start(graph, runs)
            emit("W3 starts/s", runs / passed(), TOLD)
        emit("W3 memory MB", max(memory_mb() - before, 0), "none is needed; what was left over")
        emit("W3 bytes/run", (bytes_of(setting, size_asker(store)) - empty) / runs)
        picked = random.Random(1).sample(range(runs), min(50, runs))
        emit_times("W3 resume", resume(graph, [f"run-{n}" for n in picked]), tail=False)


def size_asker(store: Any) -> Any:
    """Give what asks PostgreSQL for one number."""

    def found(sql: str) -> int:
        with store.conn.connection() as connection:
            row = connection.execute(sql).fetchone()
        return int(next(iter(row.values())))

    return found


def many_steps(setting: Setting) -> None:
    """Do many steps in a process that then dies."""
    steps = setting.sizes["w5"]
    with saver(setting) as store:
        graph = waiting().compile(checkpointer=store)
        with clock() as passed:
            given = {"value": 0, "steps": steps - 1}
            graph.invoke(given, place("long", steps + 100), durability="sync")
            say(str(passed()))
        say("waiting")
        time.sleep(86_400)


def w5(setting: Setting) -> None:
    """One run of many steps, taken up by a fresh process."""
    steps = setting.sizes["w5"]
    with saver(setting) as store:
        empty = bytes_of(setting, size_asker(store))
    process = setting.again("many_steps")
    (seconds,) = hear(process, "waiting")
    end(process)
    emit("W5 steps/s", steps / float(seconds), TOLD)
    with saver(setting) as store:
        emit("W5 bytes/step", (bytes_of(setting, size_asker(store)) - empty) / steps)
        graph = waiting().compile(checkpointer=store)
        with clock() as passed:
            graph.invoke(Command(resume=1), place("long", steps + 100), durability="sync")
            emit("W5 restart ms", passed() * 1_000, "the caller knows the id; imports not counted")


def w6(setting: Setting) -> None:
    """Side by side, then joined."""
    given = {"steps": setting.sizes["w6"], "parts": []}
    with saver(setting) as store:
        graph = fan().compile(checkpointer=store)
        graph.invoke(given, place("first"), durability="sync")
        with clock() as passed:
            graph.invoke(given, place("second"), durability="sync")
            emit("W6 join s", passed(), TOLD)


def victim(setting: Setting) -> None:
    """Work until killed."""
    with saver(setting) as store, ThreadPoolExecutor(50) as threads:
        graph = chain(slow).compile(checkpointer=store)

        def one(number: int) -> None:
            name = f"run-{number}"
            graph.invoke({"value": 0, "name": name}, place(name), durability="sync")

        list(threads.map(one, range(setting.sizes["w7"])))


def heir(setting: Setting) -> None:
    """Take up each run; the ids are known to whoever started them."""
    with saver(setting) as store, ThreadPoolExecutor(50) as threads:
        graph = chain(slow).compile(checkpointer=store)

        def one(number: int) -> None:
            name = f"run-{number}"
            begun = graph.get_state(place(name)).created_at is not None
            given = None if begun else {"value": 0, "name": name}
            graph.invoke(given, place(name), durability="sync")

        list(threads.map(one, range(setting.sizes["w7"])))
    say("over")


def w7(setting: Setting) -> None:
    """Die of kill -9 halfway."""
    steps = setting.sizes["w7"] * 10
    with saver(setting):
        process = setting.again("victim")
    while count_steps(setting)[0] < steps // 2:
        time.sleep(0.02)
    end(process)
    with clock() as passed:
        process = setting.again("heir")
        hear(process, "over")
        emit("W7 finished s", passed(), "the caller must know all ids; with the process's start")
    end(process)
    done, doubled = count_steps(setting)
    emit("W7 steps twice", doubled)
    emit("W7 steps lost", steps - done)


if __name__ == "__main__":
    works = {"W1": w1, "W2": w2, "W3": w3, "W5": w5, "W6": w6, "W7": w7}
    main({**works, "many_steps": many_steps, "victim": victim, "heir": heir})
