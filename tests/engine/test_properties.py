"""Laws of every graph, whatever is drawn: replays, checkpoints, order, retries, forks, records."""

from __future__ import annotations

import asyncio
import random
from dataclasses import MISSING, fields
from typing import Any, ClassVar

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from tests.support.world import World, graph, registry
from workflows.engine import events
from workflows.engine.commands import ForkRun, RetryRun
from workflows.engine.decide.forking import Changes, prepare
from workflows.engine.events import Event, NodeEvent, Record, event_type, from_record, to_payload
from workflows.engine.execution.dispatch import Doors, actor_for
from workflows.engine.graphs import validate_graph
from workflows.engine.node import BaseNode, Output, ProcessingContext
from workflows.engine.payload import dumps, loads
from workflows.engine.ports import Applied, NewRun, Work
from workflows.engine.state import RunState, dump, fold, restore
from workflows.engine.tools import Tools
from workflows.engine.transition import apply, claim

KINDS = st.sampled_from(["step", "step", "choose", "hold", "timer", "broken", "caught", "brittle"])
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Brittle(BaseNode):
    """Fails while the world is broken; the action depends on the round alone."""

    node_type: ClassVar[str] = "brittle"
    broken: ClassVar[bool] = False
    actions: list[str] = ["x"]

    async def process(self, context: ProcessingContext) -> Any:
        if Brittle.broken:
            raise ValueError("It is broken now.")
        context.state.set(context.node_id, context.iteration)
        return Output(context.iteration, self.actions[(context.iteration - 1) % len(self.actions)])


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a graph of up to nine nodes with actions, waits, timers, failures and loops."""
    count = draw(st.integers(1, 9))
    nodes: dict[str, Any] = {}
    edges: list[str] = []
    for number in range(count):
        kind = draw(KINDS)
        join = {"join": draw(st.sampled_from(["all", "any"]))}
        actions = draw(st.lists(st.sampled_from(["x", "y"]), min_size=1, max_size=3))
        nodes[f"n{number}"] = {
            "step": ("step", {"put": {f"k{number}": number}}, join),
            "choose": ("step", {"action": draw(st.sampled_from(["x", "y"]))}, join),
            "hold": ("hold", {}, join),
            "timer": ("timer", {"seconds": 10}, join),
            "broken": ("step", {"error": "broken"}, join),
            "caught": ("step", {"error": "broken"}, {**join, "on_error": "continue"}),
            "brittle": ("brittle", {"actions": actions}, join),
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
    assume(not validate_graph(data, registry(Brittle)))
    return data


def all_brittle(data: dict[str, Any]) -> dict[str, Any]:
    """Let every step fail while the world is broken, and nobody take a failure."""
    nodes = []
    for number, node in enumerate(data["nodes"]):
        options = {key: value for key, value in node["options"].items() if key != "on_error"}
        actions = {"actions": ["x", "y", "x"][number % 2 :][:2]}
        more = {"type": "brittle", "properties": actions} if node["type"] == "step" else {}
        nodes.append({**node, **more, "options": options})
    edges = [
        {**edge, "action": "y"} if edge["action"] == "error" else edge for edge in data["edges"]
    ]
    return {**data, "nodes": nodes, "edges": edges}


class Course:
    """One run to its end: who is first is thrown, what people answer follows from the node."""

    def __init__(self, world: World, seed: int = 0, run: str | None = None) -> None:
        self.world = world
        self.dice = random.Random(seed)
        self.run = run or world.start()
        self.held: Applied | None = None
        self.todo: list[Any] = []
        self.workers = 0

    def go(self) -> RunState:
        """Go on until the run has ended: claims, outcomes, crashes, answers, time."""
        for _ in range(2_000):
            state = self.world.state(self.run)
            if state.finished:
                return state
            if self.held is None:
                self._claim_or_answer(state)
            elif self.dice.random() < 0.1:
                self.held = None
                self.world.clock.forward(31)
            else:
                self._outcome()
        raise AssertionError(f"The run does not end: {self.world.types(self.run)}")

    def _claim_or_answer(self, state: RunState) -> None:
        self.workers += 1
        claimed = claim(self.world.ports, f"w{self.workers}", 5, 30)
        if claimed and not claimed[0].released:
            self.held, self.todo = claimed[0], list(claimed[0].ready)
        elif waits := [s for s in state.suspensions.values() if s.kind == "wait"]:
            wait = self.dice.choice(waits)
            allowed = self.world.store.program("w", 1).actions(wait.node_id).allowed
            action = allowed[wait.iteration % len(allowed)] if allowed else None
            data = {"of": wait.node_id, "round": wait.iteration}
            self.world.resume(self.run, data, action, suspension=wait.id)
        else:
            self.world.clock.forward(10)

    def _outcome(self) -> None:
        assert self.held is not None
        job = self.todo.pop(self.dice.randrange(len(self.todo)))
        program = self.world.store.program("w", 1)

        async def never(*told: Any) -> None:
            raise AssertionError("Not used here.")

        outcome = asyncio.run(actor_for(program, job, Tools(), Doors(never, never)).perform())  # type: ignore[arg-type]
        owner = self.world.store.runs[self.run].head.owner
        work = Work(self.run, outcome, owner, self.held.epoch, self.held.state)
        (answer,) = apply(self.world.ports, [work])
        assert answer.error is None, answer.error
        self.todo += answer.ready
        if answer.released:
            self.held = None


def course(data: dict[str, Any], seed: int, *, broken: bool = False) -> Course:
    made = Course(World(data, Brittle), seed)
    Brittle.broken = broken
    try:
        made.go()
    finally:
        Brittle.broken = False
    return made


def end(state: RunState) -> tuple[Any, ...]:
    """Give what must not depend on who was first; times and seqs do."""
    items = state.activations.values()
    told = {item.node_id: (item.status, item.iteration, item.action) for item in items}
    return state.status, told, state.state, without_times(state.result), state.edges


def without_times(value: Any) -> Any:
    return loads(dumps(value))


def stored(records: list[Record]) -> list[Record]:
    """Give records as they come back from a database."""
    found = []
    for item in records:
        event = item.event
        place = (getattr(event, "node_id", None), getattr(event, "iteration", None))
        again = from_record(event_type(event), *place, loads(dumps(to_payload(event))))
        found.append(Record(item.seq, again, item.at, item.epoch))
    return found


@settings(SLOW, max_examples=120)
@given(data=graphs(), seed=st.integers(0, 10_000))
def test_every_run_ends_and_replays_to_the_same_state(data: dict[str, Any], seed: int) -> None:
    made = course(data, seed)
    records = stored(made.world.log(made.run))
    whole = loads(dumps(dump(fold(made.run, records))))
    assert whole == loads(dumps(dump(made.world.state(made.run))))
    for cut in range(1, len(records)):
        head = loads(dumps(dump(fold(made.run, records[:cut]))))
        again = fold(made.run, records[cut:], restore(made.run, head))
        assert loads(dumps(dump(again))) == whole


@settings(SLOW, max_examples=100)
@given(data=graphs(), seed=st.integers(0, 10_000))
def test_who_is_first_does_not_change_how_a_run_ends(data: dict[str, Any], seed: int) -> None:
    # What an earlier failure cancels depends on the moment of it.
    one, two = course(data, seed), course(data, seed + 1)
    states = [made.world.state(made.run) for made in (one, two)]
    assert states[0].status == states[1].status
    if states[0].status == "completed":
        assert end(states[0]) == end(states[1])


@settings(SLOW, max_examples=100)
@given(data=graphs(), seed=st.integers(0, 10_000))
def test_a_run_that_failed_and_is_retried_ends_as_one_that_never_failed(
    data: dict[str, Any], seed: int
) -> None:
    data = all_brittle(data)
    assume(not validate_graph(data, registry(Brittle)))
    smooth = course(data, seed)
    # A loop without an end fails in any case, and a retry of it is one more round.
    assume(smooth.world.state(smooth.run).status == "completed")
    rough = course(data, seed, broken=True)
    if rough.world.state(rough.run).status == "failed":
        rough.world.apply(Work(rough.run, RetryRun("otto")))
        rough.go()
    assert end(rough.world.state(rough.run)) == end(smooth.world.state(smooth.run))


@settings(SLOW, max_examples=40)
@given(data=graphs(), seed=st.integers(0, 10_000))
def test_a_fork_of_any_place_without_changes_ends_as_the_run_did(
    data: dict[str, Any], seed: int
) -> None:
    made = course(data, seed)
    whole = made.world.state(made.run)
    assume(whole.status == "completed")
    records = made.world.log(made.run)
    for seq in range(1, len(records) + 1, 1 + len(records) // 12):
        past = fold(made.run, stored(records[:seq]))
        outputs = {
            item.event.node_id: item.event.output
            for item in records[:seq]
            if isinstance(item.event, events.NodeCompleted)
        }
        fork = str(uuid7())
        command = ForkRun(made.run, seq, prepare(past, Changes(), outputs), "fred")
        made.world.apply(Work(fork, command, new=NewRun(fork, "w", 1, forked_from=made.run)))
        assert end(Course(made.world, seed, fork).go()) == end(whole), seq


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
ABSTRACT = {Event, NodeEvent, events.TaskEvent}
EVENTS = [
    item
    for item in vars(events).values()
    if isinstance(item, type) and issubclass(item, Event) and item not in ABSTRACT
]


def field_of(hint: str) -> st.SearchStrategy[Any]:
    """Draw a value of a field by its annotation."""
    simple = {
        "str": st.text(max_size=8),
        "int": st.integers(0, 10**6),
        "float": st.floats(0, 1e6),
        "bool": st.booleans(),
        "Json": JSON,
        "Sequence[str]": st.lists(st.text(max_size=4), max_size=3),
        "Mapping[str, bool]": st.dictionaries(st.text(max_size=4), st.booleans(), max_size=3),
        "Sequence[Mapping[str, Json]]": st.lists(
            st.dictionaries(st.text(max_size=4), JSON, max_size=2), max_size=2
        ),
        "Mapping[str, Json]": st.dictionaries(st.text(max_size=4), JSON, max_size=3),
    }
    first, *rest = hint.split(" | ")
    return st.none() | simple[first] if rest else simple[first]


@st.composite
def any_event(draw: st.DrawFn) -> Event:
    """Draw an event of any class; fields with a default may be left out."""
    kind = draw(st.sampled_from(EVENTS))
    values = {}
    for item in fields(kind):
        needed = item.default is MISSING and item.default_factory is MISSING
        if needed or draw(st.booleans()):
            values[item.name] = draw(field_of(str(item.type)))
    made: Event = kind(**values)
    return made


@settings(SLOW, max_examples=400)
@given(event=any_event())
def test_any_event_comes_back_from_its_record_as_it_was(event: Event) -> None:
    if isinstance(event, NodeEvent):
        assume(event.node_id and event.iteration)
    (again,) = stored([Record(1, event, RunState("r").created_at, 0)])  # type: ignore[arg-type]
    for item in fields(event):
        left, right = getattr(event, item.name), getattr(again.event, item.name)
        both = isinstance(left, list | tuple)
        assert list(left) == list(right) if both else left == right
