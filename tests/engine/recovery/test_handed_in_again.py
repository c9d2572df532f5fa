"""An outcome that is handed in again, since nobody knows whether it was recorded, counts once."""

from __future__ import annotations

from tests.support.world import World, graph
from workflows.engine.commands import Suspend
from workflows.engine.node import SuspensionRequest
from workflows.engine.ports import Work
from workflows.engine.transition import apply, claim


def test_a_suspension_that_was_answered_meanwhile_does_not_open_again() -> None:
    world = World(graph({"h": "hold", "long": "step"}, []))
    run = world.start()
    (held,) = claim(world.ports, "w", 1, 60)
    suspend = Suspend("h", 1, 1, request=SuspensionRequest("Waiting"))
    work = Work(run, suspend, "w", held.epoch)
    world.apply(work)
    world.resume(run, {"answer": 1}, node_id="h")
    before = world.types(run)
    assert apply(world.ports, [work])[0].error is None
    assert world.types(run) == before
    assert world.state(run).suspensions == {}


def test_a_second_suspension_of_the_same_attempt_opens() -> None:
    world = World(graph({"h": "hold", "long": "step"}, []))
    run = world.start()
    (held,) = claim(world.ports, "w", 1, 60)
    world.apply(Work(run, Suspend("h", 1, 1, request=SuspensionRequest("One")), "w", held.epoch))
    (first,) = world.state(run).suspensions
    world.resume(run, {}, node_id="h")
    second = Suspend("h", 1, 1, request=SuspensionRequest("Two"), after=first)
    world.apply(Work(run, second, "w", held.epoch))
    (wait,) = world.state(run).suspensions.values()
    assert wait.reason == "Two"
