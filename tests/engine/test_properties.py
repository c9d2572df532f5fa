"""Laws of every graph: replay, checkpoints, each activation once, nothing stuck, crashes."""

from __future__ import annotations

import asyncio
import random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.support.world import World, graph, registry
from workflows.engine.events import from_record, to_payload
from workflows.engine.execution import NodeActor, Tools
from workflows.engine.graphs import validate_graph
from workflows.engine.payload import dumps, loads
from workflows.engine.ports import Applied, Work
from workflows.engine.state import RunState, dump, fold, restore, wake_time
from workflows.engine.transition import apply, claim

KINDS = st.sampled_from(["step", "step", "choose", "hold", "timer", "broken", "caught"])


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a graph of up to nine nodes with actions, waits, timers, failures and loops."""
    count = draw(st.integers(1, 9))
    nodes: dict[str, Any] = {}
    edges: list[str] = []
    for number in range(count):
        kind = draw(KINDS)
        join = {"join": draw(st.sampled_from(["all", "any"]))}
        nodes[f"n{number}"] = {
            "step": ("step", {"put": {f"k{number % 3}": number}}, join),
            "choose": ("step", {"action": draw(st.sampled_from(["x", "y"]))}, join),
            "hold": ("hold", {}, join),
            "timer": ("timer", {"seconds": 10}, join),
            "broken": ("step", {"error": "broken"}, join),
            "caught": ("step", {"error": "broken"}, {**join, "on_error": "continue"}),
        }[kind]
        for source in range(number):
            if draw(st.integers(0, 2)) == 0:
                action = draw(st.sampled_from(["", "", ":x", ":y", ":*", ":error"]))
                edges.append(f"n{source}>n{number}{action}")
    for _ in range(draw(st.integers(0, 2))):
        start, end = draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1))
        action = draw(st.sampled_from([":x", ":y", ":error"]))
        edges.append(f"n{max(start, end)}>n{min(start, end)}{action}")
    data = graph(nodes, edges)
    for node in data["nodes"]:
        node["options"] = {**node["options"], "max_iterations": 3}
    return data


class Simulation:
    """Workers that are interleaved, crash and come back, as a seeded random number says."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = random.Random(seed)
        self.run = world.start()
        self.held: Applied | None = None
        self.workers = 0

    def go(self) -> None:
        """Go on until the run has ended: claims, outcomes, crashes, answers, time."""
        for _ in range(2_000):
            state = self.world.state(self.run)
            check(self.world, self.run, state)
            if state.finished:
                return
            if self.held is None:
                self._claim_or_answer(state)
            elif self.random.random() < 0.2:
                self._crash()
            else:
                self._outcome()
        raise AssertionError(f"The run does not end: {self.world.types(self.run)}")

    def _claim_or_answer(self, state: RunState) -> None:
        self.workers += 1
        claimed = claim(self.world.ports, f"w{self.workers}", 5, 30)
        if claimed and not claimed[0].released:
            self.held = claimed[0]
            self.todo = list(claimed[0].ready)
        elif waits := [s for s in state.suspensions.values() if s.kind == "wait"]:
            wait = self.random.choice(waits)
            known = self.world.store.program("w", 1).actions(wait.node_id)
            action = self.random.choice(list(known.allowed)) if known.allowed else None
            self.world.resume(self.run, {"n": 1}, action, suspension=wait.id)
        else:
            self.world.clock.forward(10)

    def _crash(self) -> None:
        self.held = None
        self.world.clock.forward(31)

    def _outcome(self) -> None:
        assert self.held is not None
        assert self.held.state is not None
        job = self.todo.pop(self.random.randrange(len(self.todo)))
        program = self.world.store.program("w", 1)

        async def record(suspension: str, updates: Any) -> None:
            raise AssertionError("not used here")

        outcome = asyncio.run(NodeActor(program, job, Tools(), record).perform())
        owner = self.world.store.runs[self.run].head.owner
        work = Work(self.run, outcome, owner, self.held.epoch, self.held.state)
        answer = apply(self.world.ports, [work])[0]
        assert answer.error is None, answer.error
        self.todo += answer.ready
        if answer.released:
            self.held = None


def check(world: World, run: str, state: RunState) -> None:
    """Hold the laws after every step."""
    row = world.store.runs[run]
    if not state.finished:
        assert row.wake_at is not None or state.suspensions, "nothing will wake this run"
        if row.head.owner is None:
            assert row.wake_at is None or row.wake_at == wake_time(state, row.wake_at)
    completed = [
        (record.event.node_id, record.event.iteration)
        for record in row.records
        if type(record.event).__name__ in ("NodeCompleted", "NodeSkipped")
    ]
    assert len(completed) == len(set(completed)), "an activation was recorded twice"
    assert [record.seq for record in row.records] == list(range(1, len(row.records) + 1))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=graphs(), seed=st.integers(0, 10_000))
def test_every_run_ends_and_replays_to_the_same_state(data: dict[str, Any], seed: int) -> None:
    assume(not validate_graph(data, registry()))
    world = World(data)
    simulation = Simulation(world, seed)
    simulation.go()
    records = world.log(simulation.run)
    stored = [
        type(record)(
            record.seq,
            from_record(
                type(record.event).__name__,
                getattr(record.event, "node_id", None),
                getattr(record.event, "iteration", None),
                loads(dumps(to_payload(record.event))),
            ),
            record.at,
            record.epoch,
        )
        for record in records
    ]
    whole = dump(fold(simulation.run, stored))
    assert whole == dump(world.state(simulation.run))
    for cut in range(1, len(stored)):
        head = loads(dumps(dump(fold(simulation.run, stored[:cut]))))
        again = fold(simulation.run, stored[cut:], restore(simulation.run, head))
        assert loads(dumps(dump(again))) == loads(dumps(whole))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=graphs(), seed=st.integers(0, 10_000))
def test_crashes_do_not_change_which_nodes_are_activated(data: dict[str, Any], seed: int) -> None:
    if any(node["options"].get("join") == "any" for node in data["nodes"]):
        return
    assume(not validate_graph(data, registry()))
    ends = []
    for number in (seed, seed + 1):
        world = World(data)
        simulation = Simulation(world, number)
        simulation.go()
        state = world.state(simulation.run)
        if state.status == "failed" or any(n["type"] == "hold" for n in data["nodes"]):
            return
        ends.append((world.statuses(simulation.run), state.state, state.result))
    assert ends[0] == ends[1]
