"""Claims about the nodes that ask: question and form, and what the engine takes for an answer."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.nodes.built_in import REGISTRY, BuiltInWorld
from workflows.engine.errors import Invalid
from workflows.engine.events import TaskDecided
from workflows.nodes import QuestionNode

Json = dict[str, Any]
LUNCH = {"question": "What do you eat?", "options": ["soup", {"id": "fish", "label": "Fish"}]}


def asked(kind: str, properties: Json, *ways: str) -> tuple[BuiltInWorld, str]:
    """Run a graph with one asking node and a line for each way (an action, or "" for none)."""
    nodes = [{"id": "q", "type": kind, "properties": properties}]
    nodes += [{"id": f"n{n}", "type": "merge", "properties": {}} for n in range(len(ways))]
    edges = [
        {"id": f"e{n}", "source": "q", "target": f"n{n}", "action": way or None}
        for n, way in enumerate(ways)
    ]
    world = BuiltInWorld({"schema": 1, "nodes": nodes, "edges": edges})
    return world, world.run()


def answered(kind: str, properties: Json, data: Any, action: str | None = None) -> Json:
    """Answer and give the node's output with its action."""
    world, run = asked(kind, properties)
    world.resume(run, data, action)
    world.drain()
    state = world.state(run)
    assert state.status == "completed", state.error
    return {**state.outputs["q"], "action": state.activations["q"].action}


def test_a_question_is_a_task_for_those_it_names() -> None:
    world, run = asked("question", {**LUNCH, "users": "ann", "groups": ["cooks"]})
    (wait,) = world.state(run).suspensions.values()
    assert (wait.kind, wait.reason, wait.users, wait.groups) == (
        "question",
        "What do you eat?",
        ["ann"],
        ["cooks"],
    )
    assert wait.rules["options"] == [
        {"id": "soup", "label": "soup"},
        {"id": "fish", "label": "Fish"},
    ]


@pytest.mark.parametrize(("data", "action"), [({"answer": "fish"}, None), (None, "fish")])
def test_a_choice_is_an_options_id_and_the_action(data: Any, action: str | None) -> None:
    assert answered("question", LUNCH, data, action) == {
        "answer": "fish",
        "by": "maria",
        "action": "fish",
    }


def test_an_approval_has_its_own_two_options() -> None:
    properties = {"question": "Go?", "input_type": "approval"}
    assert answered("question", properties, {"answer": "rejected"})["action"] == "rejected"
    assert QuestionNode.actions_of(properties) == ("approved", "rejected", "timeout")


def test_several_may_be_chosen_and_no_line_is_named_by_them() -> None:
    properties = {**LUNCH, "input_type": "multiselect"}
    given = answered("question", properties, {"answer": ["fish", "soup"]})
    assert (given["answer"], given["action"]) == (["fish", "soup"], None)


def test_a_text_is_the_text() -> None:
    properties = {"question": "Why?", "input_type": "text"}
    assert answered("question", properties, {"answer": "Because"})["answer"] == "Because"


def test_a_question_may_be_skipped_where_that_is_allowed() -> None:
    for data, action in (({"answer": None}, None), (None, "skipped")):
        given = answered("question", {**LUNCH, "skippable": True}, data, action)
        assert (given["answer"], given["action"]) == (None, None)


def test_another_answer_counts_where_that_is_allowed() -> None:
    given = answered("question", {**LUNCH, "allow_custom": True}, {"answer": "pizza"})
    assert (given["answer"], given["action"]) == ("pizza", None)


@pytest.mark.parametrize(
    ("more", "data", "action"),
    [
        ({}, {"answer": "pizza"}, None),
        ({}, {"answer": 3}, None),
        ({}, {"answer": None}, None),
        ({}, {}, None),
        ({}, None, None),
        ({}, "fish", None),
        ({}, {"answer": "fish"}, "soup"),
        ({}, None, "pizza"),
        ({}, None, "answered"),
        ({"input_type": "multiselect"}, {"answer": []}, None),
        ({"input_type": "multiselect"}, {"answer": ["fish", "fish"]}, None),
        ({"input_type": "multiselect"}, {"answer": ["pizza"]}, None),
        ({"input_type": "multiselect"}, {"answer": "fish"}, None),
        ({"input_type": "text"}, {"answer": "  "}, None),
        ({"input_type": "text"}, {"answer": ["a"]}, None),
        ({"allow_custom": True}, {"answer": " "}, None),
    ],
)
def test_what_is_no_answer_is_refused_and_the_run_still_waits(
    more: Json, data: Any, action: str | None
) -> None:
    world, run = asked("question", {**LUNCH, **more})
    before = world.types(run)
    with pytest.raises(Invalid) as caught:
        world.resume(run, data, action)
    assert caught.value.errors[0].attr
    assert world.types(run) == before
    assert world.state(run).status == "suspended"


def test_a_custom_answer_needs_a_line_that_takes_it() -> None:
    world, run = asked("question", {**LUNCH, "allow_custom": True}, "soup", "fish")
    with pytest.raises(Invalid, match="only by one of the options: soup, fish") as caught:
        world.resume(run, {"answer": "pizza"})
    assert caught.value.errors[0].attr == "data.answer"
    world, run = asked("question", {**LUNCH, "allow_custom": True}, "soup", "*")
    with pytest.raises(Invalid):
        world.resume(run, {})
    world, run = asked("question", {**LUNCH, "allow_custom": True}, "soup", "")
    world.resume(run, {"answer": "pizza"})
    world.drain()
    assert world.statuses(run)["n1"] == "completed"


@pytest.mark.parametrize(
    ("kind", "properties", "data"),
    [
        ("question", {"question": "Why?", "input_type": "text"}, {"answer": "So"}),
        ("question", {**LUNCH, "input_type": "multiselect"}, {"answer": ["fish"]}),
        ("question", {**LUNCH, "skippable": True}, {"answer": None}),
        ("form", {"title": "Trip"}, {"days": 1}),
    ],
)
def test_a_line_for_the_time_out_asks_nobody_to_name_it(
    kind: str, properties: Json, data: Json
) -> None:
    world, run = asked(kind, {**properties, "timeout_seconds": 60}, "timeout")
    world.resume(run, data)
    world.drain()
    assert world.statuses(run) == {"q": "completed", "n0": "skipped"}
    assert world.state(run).status == "completed"


def test_computed_options_are_answers_and_ways() -> None:
    properties = {**LUNCH, "options": {"$expr": "inputs.menu"}}
    nodes = [
        {"id": "q", "type": "question", "properties": properties},
        {"id": "y", "type": "merge", "properties": {}},
    ]
    edges = [{"id": "e", "source": "q", "target": "y", "action": "rice"}]
    world = BuiltInWorld({"schema": 1, "nodes": nodes, "edges": edges})
    run = world.run({"menu": ["rice", "beans"]})
    world.resume(run, {"answer": "rice"})
    world.drain()
    assert world.statuses(run)["y"] == "completed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"options": []},
        {"options": ["a", "a"]},
        {"options": ["a", "timeout"]},
        {"options": ["error"]},
        {"options": [{"id": "a"}]},
        {"input_type": "guess"},
    ],
)
def test_a_question_that_nobody_can_answer_is_a_problem(wrong: Json) -> None:
    with pytest.raises(ValidationError):
        QuestionNode.model_validate({**LUNCH, **wrong})


def test_a_time_out_gives_its_data_and_leaves_by_timeout() -> None:
    limit = {
        **LUNCH,
        "timeout_seconds": 60,
        "on_timeout": "resume",
        "timeout_data": {"answer": "x"},
    }
    world, run = asked("question", limit)
    world.clock.forward(61)
    world.drain()
    assert world.state(run).outputs["q"] == {"answer": "x", "by": None}
    assert world.state(run).activations["q"].action == "timeout"


FORM = {
    "title": "Your trip",
    "schema": {
        "type": "object",
        "properties": {"days": {"type": "integer"}},
        "required": ["days"],
    },
}


@pytest.mark.parametrize("action", [None, "submitted"])
def test_a_form_gives_what_was_filled_in(action: str | None) -> None:
    given = answered("form", FORM, {"days": 3}, action)
    assert given == {"data": {"days": 3}, "by": "maria", "action": None}


def test_a_form_that_is_filled_in_wrongly_is_refused_with_the_field() -> None:
    world, run = asked("form", FORM)
    with pytest.raises(Invalid) as caught:
        world.resume(run, {"days": "three"})
    assert caught.value.errors[0].attr == "data.days"
    assert world.state(run).status == "suspended"


def test_the_decision_in_the_history_says_what_was_done() -> None:
    for kind, properties, data, word in (
        ("form", FORM, {"days": 1}, "submitted"),
        ("question", LUNCH, {"answer": "fish"}, "fish"),
        ("question", {**LUNCH, "skippable": True}, {"answer": None}, "skipped"),
    ):
        world, run = asked(kind, properties)
        world.resume(run, data)
        decided = [r.event for r in world.log(run) if isinstance(r.event, TaskDecided)]
        assert decided[0].detail["decision"] == word


def test_both_stand_in_the_palette_under_people() -> None:
    for kind in ("question", "form"):
        cls = REGISTRY.get(kind)
        assert cls is not None
        described = REGISTRY.describe(cls)
        assert (described["category"], described["suspendable"]) == ("People", True)
        assert described["description"]


def test_nobody_answers_a_form_with_its_time_out() -> None:
    world, run = asked("form", {"title": "Trip"}, "", "timeout")
    with pytest.raises(Invalid) as refused:
        world.resume(run, {"days": 3}, "timeout")
    assert [item.attr for item in refused.value.errors] == ["decision"]
    assert world.state(run).status == "suspended"


def test_options_that_turn_out_wrong_fail_the_run_with_a_sentence() -> None:
    world, run = asked("question", {"options": {"$expr": "[]"}})
    assert (world.state(run).error or {})["message"] == (
        "There is nothing to choose from: add options."
    )
