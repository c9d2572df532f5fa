"""Answers to questions that nodes of one's own ask: the rules are the engine's, not the node's."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from tests.support.world import World, graph
from workflows.engine.errors import Invalid
from workflows.engine.events import TaskDecided
from workflows.engine.node import (
    Output,
    ProcessingContext,
    SuspendableNode,
    SuspensionRequest,
)
from workflows.engine.people import TaskRequest


class Query(SuspendableNode):
    """Asks by rules of its own."""

    node_type: ClassVar[str] = "query"
    rules: dict[str, Any] = {}
    choices: list[Any] | None = None
    task: bool = False

    async def process(self, context: ProcessingContext) -> Any:
        if context.resumed is None:
            task = TaskRequest("Which?") if self.task else None
            self.suspend(
                SuspensionRequest(
                    "Which?", kind="question", options=self.choices, rules=self.rules, task=task
                )
            )
        return Output(context.resumed["data"], context.resumed["action"])


def query(
    rules: dict[str, Any], choices: list[Any] | None = None, **more: Any
) -> tuple[World, str]:
    properties = {"rules": rules, "choices": choices, **more}
    world = World(graph({"q": ("query", properties)}, []), Query)
    return world, world.run()


CHOICE = {"input_type": "choice"}
COLOURS = ["red", {"id": "blue", "label": "Blue"}]


def test_without_rules_a_question_is_answered_by_a_text() -> None:
    world, run = query({})
    with pytest.raises(Invalid, match="text"):
        world.resume(run, {"answer": 7})
    world.resume(run, {"answer": "seven"})
    world.drain()
    assert world.state(run).outputs["q"] == {"answer": "seven"}


def test_options_may_be_plain_words_or_have_labels() -> None:
    for answer in ("red", "blue"):
        world, run = query(CHOICE, COLOURS)
        world.resume(run, {"answer": answer})
        world.drain()
        assert world.state(run).activations["q"].action == answer


@pytest.mark.parametrize("task", [False, True])
def test_a_refused_answer_names_the_field_and_the_options_and_changes_nothing(task: bool) -> None:
    world, run = query(CHOICE, COLOURS, task=task)
    before = world.types(run)
    with pytest.raises(Invalid, match="one of red, blue") as caught:
        world.resume(run, {"answer": "green"})
    assert [(item.attr, item.detail) for item in caught.value.errors] == [
        ("data.answer", "One of: red, blue.")
    ]
    assert world.types(run) == before
    world.resume(run, {"answer": "red"})


def test_an_option_is_said_by_answer_by_action_or_by_both_alike() -> None:
    for data, action in (({"answer": "red"}, None), (None, "red"), ({"answer": "red"}, "red")):
        world, run = query(CHOICE, COLOURS)
        world.resume(run, data, action)
        world.drain()
        assert world.state(run).outputs["q"] == {"answer": "red"}


def test_an_own_answer_beside_the_options_names_no_action() -> None:
    for rules, answer in (
        ({**CHOICE, "allow_custom": True}, "green"),
        ({"input_type": "multiselect", "allow_custom": True}, ["red", "green"]),
    ):
        world, run = query(rules, COLOURS)
        world.resume(run, {"answer": answer})
        world.drain()
        item = world.state(run).activations["q"]
        assert (item.action, world.state(run).outputs["q"]) == (None, {"answer": answer})


def test_the_comment_goes_along_and_stands_in_the_history() -> None:
    world, run = query(CHOICE, COLOURS, task=True)
    world.resume(run, {"answer": "red"}, comment="Like the door.")
    world.drain()
    assert world.state(run).outputs["q"] == {"answer": "red", "comment": "Like the door."}
    (decided,) = [r.event for r in world.log(run) if isinstance(r.event, TaskDecided)]
    assert decided.detail["comment"] == "Like the door."
    assert decided.detail["data"] == {"answer": "red"}


def test_words_of_the_history_are_no_answers_unless_they_are_options() -> None:
    world, run = query(CHOICE, COLOURS)
    for word in ("answered", "skipped"):
        with pytest.raises(Invalid):
            world.resume(run, None, word)
    world, run = query(CHOICE, ["skipped", "done"])
    world.resume(run, None, "skipped")
    world.drain()
    assert world.state(run).outputs["q"] == {"answer": "skipped"}
