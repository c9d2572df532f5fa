"""The path of every change: fences, group commit, hints, take-over, answers kept."""

from __future__ import annotations

import pytest

from tests.support.world import World, graph
from workflows.engine.commands import Advance, Complete, Resume, Stop, Suspend
from workflows.engine.errors import LeaseLost, Refused
from workflows.engine.memory import MemoryTransaction
from workflows.engine.node import SuspensionRequest
from workflows.engine.ports import Applied, Work
from workflows.engine.transition import apply, claim


def held() -> tuple[World, Applied]:
    world = World(graph({"a": "step", "h": "hold", "b": "step"}, ["a>b"]))
    world.start()
    return world, claim(world.ports, "one", 10, 30)[0]


def test_a_claim_starts_the_run_and_says_what_to_execute() -> None:
    world, mine = held()
    assert [item.activation.node_id for item in mine.ready] == ["a", "h"]
    assert world.types(mine.run_id) == ["RunCreated", "RunStarted", "NodeStarted", "NodeStarted"]
    assert world.store.runs[mine.run_id].head.owner == "one"


def test_a_held_run_is_claimed_by_nobody_else_before_its_lease_ends() -> None:
    world, mine = held()
    assert claim(world.ports, "two", 10, 30) == []
    world.clock.forward(30)
    theirs = claim(world.ports, "two", 10, 30)[0]
    assert theirs.epoch == mine.epoch + 1
    assert [item.activation.node_id for item in theirs.ready] == ["a", "h"]


def test_a_holder_that_lost_its_lease_records_nothing() -> None:
    world, mine = held()
    world.clock.forward(30)
    claim(world.ports, "two", 10, 30)
    before = len(world.log(mine.run_id))
    late = Work(mine.run_id, Complete("a", 1, 1), "one", mine.epoch, mine.state)
    answer = apply(world.ports, [late])[0]
    assert isinstance(answer.error, LeaseLost)
    assert answer.released
    assert len(world.log(mine.run_id)) == before


def test_the_commands_of_a_holder_need_a_lease() -> None:
    world, mine = held()
    answer = apply(world.ports, [Work(mine.run_id, Complete("a", 1, 1))])[0]
    assert isinstance(answer.error, LeaseLost)


def test_outcomes_of_one_run_and_of_several_go_into_one_transaction() -> None:
    world, first = held()
    world.start()
    second = claim(world.ports, "one", 10, 30)[0]
    opened = 0
    real = world.store.transaction

    def counting():  # type: ignore[no-untyped-def]
        nonlocal opened
        opened += 1
        return real()

    world.store.transaction = counting  # type: ignore[method-assign]
    works = [
        Work(item.run_id, Complete("a", 1, 1), "one", item.epoch, item.state)
        for item in (first, second)
    ]
    answers = apply(world.ports, works)
    assert opened == 1
    assert [[j.activation.node_id for j in a.ready] for a in answers] == [["b"], ["b"]]


def test_a_holder_folds_in_what_others_appended_and_starts_it() -> None:
    world = World(graph({"h": "hold", "slow": "step"}, []))
    world.start()
    mine = claim(world.ports, "one", 10, 30)[0]
    waits = Suspend("h", 1, 1, request=SuspensionRequest("Waiting"))
    after = apply(world.ports, [Work(mine.run_id, waits, "one", mine.epoch, mine.state)])[0]
    assert not after.released
    world.resume(mine.run_id, {"x": 1}, node_id="h")
    assert world.bell.rung[-1] == mine.run_id
    looked = apply(world.ports, [Work(mine.run_id, Advance(), "one", mine.epoch, after.state)])[0]
    assert [item.activation.node_id for item in looked.ready] == ["h"]
    assert looked.ready[0].activation.saved == {"x": 1}


def test_a_resume_between_the_last_outcome_and_the_release_is_not_lost() -> None:
    world = World(graph({"h": "hold", "a": "step"}, []))
    world.start()
    mine = claim(world.ports, "one", 10, 30)[0]
    waits = Suspend("h", 1, 1, request=SuspensionRequest("Waiting"))
    apply(world.ports, [Work(mine.run_id, waits, "one", mine.epoch, mine.state)])
    world.resume(mine.run_id, node_id="h")
    done = apply(
        world.ports, [Work(mine.run_id, Complete("a", 1, 1), "one", mine.epoch, mine.state)]
    )[0]
    assert not done.released
    assert [item.activation.node_id for item in done.ready] == ["h"]


def test_a_stop_takes_the_run_out_of_its_holders_hands() -> None:
    world, mine = held()
    world.bell.rung.clear()
    apply(world.ports, [Work(mine.run_id, Stop())])
    assert world.bell.rung == [mine.run_id]
    answer = apply(
        world.ports, [Work(mine.run_id, Complete("a", 1, 1), "one", mine.epoch, mine.state)]
    )[0]
    assert answer.released
    assert world.state(mine.run_id).status == "cancelled"


def test_a_refusal_in_a_batch_leaves_the_others_alone() -> None:
    world = World(graph({"h": "hold"}, []))
    one, two = world.run(), world.run()
    works = [Work(one, Resume(node_id="zzz")), Work(two, Resume(node_id="h"))]
    answers = apply(world.ports, works)
    assert [answer.error is None for answer in answers] == [False, True]


def test_a_failed_transaction_voids_the_cached_state_and_the_next_one_reloads_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world, mine = held()

    def failing(self: object, writes: object) -> None:
        raise OSError("the disk is full")

    work = Work(mine.run_id, Complete("a", 1, 1), "one", mine.epoch, mine.state)
    with monkeypatch.context() as patch:
        patch.setattr(MemoryTransaction, "append", failing)
        with pytest.raises(OSError, match="disk"):
            apply(world.ports, [work])
    answer = apply(world.ports, [work])[0]
    assert answer.error is None
    assert world.types(mine.run_id).count("NodeCompleted") == 1


def test_a_repeated_start_answers_with_the_first_run_and_other_content_is_refused() -> None:
    world = World(graph({"a": "step"}, []))
    first = world.start({"n": 1}, key="k")
    assert world.start({"n": 1}, key="k") == first
    assert len(world.store.runs) == 1
    with pytest.raises(Refused, match="another request"):
        world.start({"n": 2}, key="k")


def test_after_each_change_the_feed_is_told_the_seq_and_the_bell_rings_when_work_is_there() -> None:
    world = World(graph({"h": "hold"}, []))
    run = world.start()
    assert world.bell.rung == [run]
    world.drain()
    assert world.feed.moved[run] == world.state(run).seq
    world.bell.rung.clear()
    world.resume(run)
    assert world.bell.rung == [run]
