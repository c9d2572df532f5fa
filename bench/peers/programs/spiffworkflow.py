"""SpiffWorkflow: BPMN; the whole run is written as JSON after each step, one commit each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import psycopg
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from bench.peers.programs.protocol import Setting, bytes_of, clock, emit, emit_times, main

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
TOLD = "a script a step, the run's whole JSON written after each"
NODE = {
    "start": '<bpmn:startEvent id="{0}"/>',
    "end": '<bpmn:endEvent id="{0}"/>',
    "step": '<bpmn:scriptTask id="{0}"><bpmn:script>value = value + 1</bpmn:script>'
    "</bpmn:scriptTask>",
    "wait": '<bpmn:manualTask id="{0}"/>',
    "fork": '<bpmn:parallelGateway id="{0}"/>',
}


def spec(nodes: list[tuple[str, str]], lines: list[tuple[str, str]]) -> Any:
    """Make a process of nodes (id and kind) and lines."""
    body = "".join(NODE[kind].format(name) for name, kind in nodes)
    body += "".join(
        f'<bpmn:sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}"/>'
        for number, (source, target) in enumerate(lines)
    )
    text = (
        f'<bpmn:definitions xmlns:bpmn="{MODEL}" id="d">'
        f'<bpmn:process id="p" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'
    )
    parser = BpmnParser()
    parser.add_bpmn_str(text.encode())
    return parser.get_spec("p")


def chained(kinds: list[str]) -> Any:
    """Make a chain of nodes."""
    nodes = [(f"n{number}", kind) for number, kind in enumerate(["start", *kinds, "end"])]
    names = [name for name, _ in nodes]
    return spec(nodes, list(pairwise(names)))


class Store:
    """One row a run; SQLite or PostgreSQL, durable at each commit."""

    def __init__(self, setting: Setting) -> None:
        """Open it."""
        self._sqlite = setting.sqlite
        if setting.sqlite:
            self._base: Any = sqlite3.connect(setting.file, isolation_level=None)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=FULL")
        else:
            self._base = psycopg.connect(setting.url, autocommit=True)
        self._mark = "?" if setting.sqlite else "%s"
        self._base.execute("CREATE TABLE IF NOT EXISTS run (name text PRIMARY KEY, body text)")
        self._serializer = BpmnWorkflowSerializer()

    def save(self, name: str, run: BpmnWorkflow) -> None:
        """Write the run."""
        body = self._serializer.serialize_json(run)
        self._base.execute(
            f"INSERT INTO run VALUES ({self._mark}, {self._mark}) "
            "ON CONFLICT (name) DO UPDATE SET body = excluded.body",
            (name, body),
        )

    def load(self, name: str) -> BpmnWorkflow:
        """Read the run."""
        rows = self._base.execute(f"SELECT body FROM run WHERE name = {self._mark}", (name,))
        return self._serializer.deserialize_json(rows.fetchone()[0])

    def number(self, sql: str) -> int:
        """Ask for one number."""
        return int(self._base.execute(sql).fetchone()[0])


def ready(run: BpmnWorkflow) -> Iterator[Any]:
    """Give what can be done."""
    yield from run.get_tasks(state=TaskState.READY, manual=False)


def advance(store: Store, name: str, run: BpmnWorkflow) -> None:
    """Do what can be done, and write after each step."""
    while tasks := list(ready(run)):
        for task in tasks:
            task.run()
            if type(task.task_spec).__name__ in ("ScriptTask", "_ScriptTask"):
                store.save(name, run)
    run.refresh_waiting_tasks()
    store.save(name, run)


def begin(made: Any) -> BpmnWorkflow:
    """Make a run."""
    run = BpmnWorkflow(made)
    run.get_next_task(state=TaskState.READY).data["value"] = 0
    return run


@contextmanager
def timed(metric: str, amount: float, note: str = "") -> Iterator[None]:
    """Give how many a second the block did."""
    with clock() as passed:
        yield
        emit(metric, amount / passed(), note)


def w1(setting: Setting) -> None:
    """Chains of ten steps, one after the other: there is no more in a process."""
    store, made, runs = Store(setting), chained(["step"] * 10), setting.sizes["w1_one"]
    with timed("W1 one steps/s", runs * 10, TOLD):
        for number in range(runs):
            advance(store, f"run-{number}", begin(made))


def resume(store: Store, names: list[str]) -> list[float]:
    """Load, answer, do the rest; milliseconds."""
    times = []
    for name in names:
        with clock() as passed:
            run = store.load(name)
            for task in run.get_tasks(state=TaskState.READY, manual=True):
                task.run()
            advance(store, name, run)
            times.append(passed() * 1_000)
        assert run.is_completed(), name
    return times


def start(store: Store, runs: int) -> None:
    """Start runs that wait."""
    made = chained(["step", "wait", "step"])
    for number in range(runs):
        advance(store, f"run-{number}", begin(made))


def w2(setting: Setting) -> None:
    """Decide and finish in one process."""
    store, runs = Store(setting), setting.sizes["w2"]
    start(store, runs)
    times = resume(store, [f"run-{number}" for number in range(runs)])
    emit_times("W2", times, "within the deciding process")


def w3(setting: Setting) -> None:
    """Many that wait."""
    store, runs = Store(setting), setting.sizes["w3"]
    empty = bytes_of(setting, store.number)
    with timed("W3 starts/s", runs, TOLD):
        start(store, runs)
    emit("W3 bytes/run", (bytes_of(setting, store.number) - empty) / runs)
    picked = [f"run-{number}" for number in range(0, runs, max(runs // 50, 1))]
    emit_times("W3 resume", resume(store, picked), tail=False)


def w6(setting: Setting) -> None:
    """Side by side, then joined."""
    parts = [f"part{number}" for number in range(setting.sizes["w6"])]
    nodes = [("start", "start"), ("fork", "fork"), ("join", "fork"), ("end", "end")]
    nodes += [(name, "step") for name in parts]
    lines = [("start", "fork"), ("join", "end")]
    lines += [line for name in parts for line in (("fork", name), (name, "join"))]
    store, made = Store(setting), spec(nodes, lines)
    with clock() as passed:
        advance(store, "fan", begin(made))
        emit("W6 join s", passed(), TOLD)


if __name__ == "__main__":
    main({"W1": w1, "W2": w2, "W3": w3, "W6": w6})
