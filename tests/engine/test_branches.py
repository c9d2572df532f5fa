"""How a graph's branches, joins and dead paths go."""

from __future__ import annotations

from tests.support.world import World, graph


def test_a_chain_runs_in_order_and_gives_the_last_output() -> None:
    world = World(graph({"a": ("step", {"value": 1}), "b": ("step", {"value": 2})}, ["a>b"]))
    run = world.run()
    assert world.state(run).result == {"b": 2}
    assert world.types(run) == [
        "RunCreated", "RunStarted", "NodeStarted", "NodeCompleted", "NodeStarted", "NodeCompleted",
        "RunCompleted",
    ]  # fmt: skip


def test_only_the_arm_with_the_action_runs() -> None:
    nodes = {"a": ("step", {"action": "left"}), "l": "step", "r": "step", "d": "step"}
    world = World(graph(nodes, ["a>l:left", "a>r:right", "a>d"]))
    assert world.statuses(world.run()) == {
        "a": "completed", "l": "completed", "r": "skipped", "d": "skipped"
    }  # fmt: skip


def test_the_default_edges_are_taken_when_no_edge_has_the_action() -> None:
    nodes = {"a": ("step", {"action": "other"}), "l": "step", "d": "step"}
    world = World(graph(nodes, ["a>l:left", "a>d"]))
    assert world.statuses(world.run()) == {"a": "completed", "l": "skipped", "d": "completed"}


def test_an_action_that_nothing_knows_runs_no_arm_at_all() -> None:
    nodes = {"a": ("step", {"action": "other"}), "l": "step", "r": "step"}
    world = World(graph(nodes, ["a>l:left", "a>r:right"]))
    run = world.run()
    assert world.statuses(run) == {"a": "completed", "l": "skipped", "r": "skipped"}
    assert world.state(run).status == "completed"


def test_a_star_edge_is_always_taken() -> None:
    nodes = {"a": ("step", {"action": "left"}), "l": "step", "s": "step"}
    world = World(graph(nodes, ["a>l:left", "a>s:*"]))
    assert world.statuses(world.run())["s"] == "completed"


def test_a_condition_sees_the_state_after_the_nodes_own_changes() -> None:
    nodes = {"a": ("step", {"put": {"n": 2}}), "b": "step", "c": "step"}
    world = World(graph(nodes, ["a>b?state.n == 2", "a>c?state.n != 2"]))
    assert world.statuses(world.run()) == {"a": "completed", "b": "completed", "c": "skipped"}


def test_a_condition_that_fails_fails_the_node_and_is_never_true() -> None:
    nodes = {"a": "step", "b": "step"}
    world = World(graph(nodes, ["a>b?state.missing > 3"]))
    run = world.run()
    assert world.state(run).status == "failed"
    assert world.state(run).error["type"] == "ExpressionError"
    assert "b" not in world.statuses(run)


def test_a_join_waits_for_all_and_runs_once() -> None:
    nodes = {"a": "step", "b": "step", "c": "hold", "j": "step"}
    world = World(graph(nodes, ["a>b", "a>c", "b>j", "c>j"]))
    run = world.run()
    assert world.statuses(run) == {"a": "completed", "b": "completed", "c": "suspended"}
    world.resume(run)
    world.drain()
    assert world.statuses(run)["j"] == "completed"
    assert world.types(run).count("RunCompleted") == 1


def test_a_join_behind_a_dead_branch_does_not_block() -> None:
    nodes = {"a": ("step", {"action": "x"}), "b": "step", "c": "step", "j": "step"}
    world = World(graph(nodes, ["a>b:x", "a>c:y", "b>j", "c>j"]))
    assert world.statuses(world.run()) == {
        "a": "completed", "b": "completed", "c": "skipped", "j": "completed"
    }  # fmt: skip


def test_a_join_with_only_dead_branches_is_skipped_with_what_follows() -> None:
    nodes = {"a": ("step", {"action": "x"}), "b": "step", "c": "step", "j": "step", "k": "step"}
    world = World(graph(nodes, ["a>b:y", "a>c:z", "b>j", "c>j", "j>k"]))
    run = world.run()
    assert {world.statuses(run)[name] for name in "bcjk"} == {"skipped"}
    assert world.state(run).status == "completed"


def test_join_any_starts_at_the_first_and_absorbs_the_second() -> None:
    nodes = {"a": "step", "b": "hold", "j": ("step", {"value": 7}, {"join": "any"})}
    world = World(graph(nodes, ["a>j", "b>j"]))
    run = world.run()
    assert world.statuses(run)["j"] == "completed"
    assert world.state(run).status == "suspended"
    world.resume(run)
    world.drain()
    started = [r.event for r in world.log(run) if type(r.event).__name__ == "NodeStarted"]
    assert [event.node_id for event in started].count("j") == 1
    assert world.state(run).status == "completed"


def test_a_data_edge_feeds_a_property() -> None:
    nodes = {"a": ("step", {"value": {"x": 4}}), "b": "step", "c": "step"}
    world = World(graph(nodes, ["a>b/x>value", "a>c/output>value"]))
    assert world.state(world.run()).result == {"b": 4, "c": {"x": 4}}


def test_an_expression_is_evaluated_when_the_node_starts() -> None:
    nodes = {
        "a": ("step", {"value": 4, "put": {"n": 1}}),
        "b": ("step", {"value": {"sum": {"$expr": "nodes.a + inputs.n + state.n"}}}),
    }
    world = World(graph(nodes, ["a>b"]))
    assert world.state(world.run({"n": 2})).result == {"b": {"sum": 7}}


def test_output_nodes_name_the_result() -> None:
    nodes = {"a": ("step", {"value": 1}), "o": ("output", {"name": "total", "value": 9})}
    world = World(graph(nodes, ["a>o"]))
    assert world.state(world.run()).result == {"total": 9}


def test_no_more_run_at_once_than_max_parallel_and_all_get_their_turn() -> None:
    data = graph({f"n{i}": "step" for i in range(9)}, [])
    data["options"] = {"max_parallel": 2}
    world = World(data)
    run = world.run()
    running = most = 0
    for record in world.log(run):
        kind = type(record.event).__name__
        running += {"NodeStarted": 1, "NodeCompleted": -1}.get(kind, 0)
        most = max(most, running)
    assert most == 2
    assert len(world.statuses(run)) == 9


def test_an_output_that_nothing_reads_stays_out_of_the_state() -> None:
    nodes = {
        "a": ("output", {"name": "x", "value": 1}),
        "b": ("output", {"name": "y", "value": {"$expr": "nodes.a.value"}}),
    }
    world = World(graph(nodes, ["a>b"]))
    for cls in world.store.program("w", 1).classes.values():
        assert cls.reads_outputs == "all"
    assert set(world.state(world.run()).outputs) == {"a", "b"}
