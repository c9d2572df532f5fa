"""Taking a decision back: within its window, by who made it, and the run goes on only after it."""

from __future__ import annotations

import pytest

from workflows.engine.commands import Stop
from workflows.engine.errors import AlreadyClosed, Forbidden, Refused
from workflows.engine.payload import dumps, loads
from workflows.engine.people import Person
from workflows.engine.ports import Work
from workflows.engine.state import dump, restore

from .office import Desk


def test_a_decision_with_a_window_takes_effect_when_it_is_over() -> None:
    desk = Desk()
    desk.decide(undo_seconds=8, comment="fine")
    assert desk.statuses() == {"ask": "suspended"}
    assert desk.wait.closing is not None
    desk.later(7.9)
    assert desk.statuses() == {"ask": "suspended"}
    desk.later(0.2)
    assert desk.statuses() == {"ask": "completed", "y": "completed", "n": "skipped"}
    decided, resumed = desk.records("TaskDecided")[0], desk.records("NodeResumed")[0]
    assert (resumed.event.by, resumed.event.action) == ("maria", "approved")  # type: ignore[attr-defined]
    assert desk.output()["decided_at"] == decided.at.isoformat()
    assert desk.output()["comment"] == "fine"


def test_without_asking_for_a_window_it_takes_effect_at_once() -> None:
    desk = Desk()
    desk.decide()
    assert desk.statuses()["y"] == "completed"


@pytest.mark.parametrize(("allowed", "asked", "window"), [(0, 8, 0), (5, 8, 5), (60, 8, 8)])
def test_the_node_bounds_the_window(allowed: float, asked: float, window: float) -> None:
    desk = Desk(undo_seconds=allowed)
    desk.decide(undo_seconds=asked)
    if not window:
        assert desk.statuses()["y"] == "completed"
        return
    desk.later(window - 0.1)
    assert desk.statuses() == {"ask": "suspended"}
    desk.later(0.1)
    assert desk.statuses()["y"] == "completed"


def test_a_change_of_the_state_is_never_held_back_with_a_decision() -> None:
    desk = Desk()
    desk.decide(undo_seconds=8, state={"budget": 3})
    assert desk.statuses()["y"] == "completed"
    assert desk.world.state(desk.run).state == {"budget": 3}


def test_within_the_window_its_maker_takes_it_back_and_may_decide_again() -> None:
    desk = Desk()
    desk.decide(undo_seconds=8)
    desk.act("undo")
    assert desk.wait.closing is None
    desk.later(20)
    assert desk.statuses() == {"ask": "suspended"}
    desk.decide(action="rejected")
    assert desk.statuses()["n"] == "completed"
    assert [e.detail["decision"] for e in desk.events("TaskDecided")] == ["approved", "rejected"]
    assert len(desk.events("NodeResumed")) == 1


def test_afterwards_it_is_too_late() -> None:
    desk = Desk(quorum=2)
    desk.decide(undo_seconds=8)
    desk.later(8)
    with pytest.raises(Refused) as refused:
        desk.act("undo")
    assert refused.value.code == "undo_over"


def test_nobody_else_takes_it_back() -> None:
    desk = Desk()
    desk.decide(undo_seconds=8)
    for by in ("ben", "alice", "root"):
        with pytest.raises(Forbidden) as refused:
            desk.act("undo", by, person=Person(by, superuser=True, operates=True))
        assert refused.value.code == "not_yours"


@pytest.mark.parametrize("by", ["maria", "ben"])
def test_in_the_window_it_counts_as_decided_for_everybody(by: str) -> None:
    desk = Desk()
    desk.decide(undo_seconds=8, via="ui")
    with pytest.raises(AlreadyClosed) as refused:
        desk.decide(by, "rejected")
    told = refused.value.detail
    assert (told["by"], told["via"], told["action"]) == ("maria", "ui", "approved")
    for verb in ("claim", "delegate", "ask", "nudge", "prioritise"):
        with pytest.raises(AlreadyClosed):
            desk.act(verb, by, to="zoe", text="?")
    desk.act("comment", by, text="One more thing")


def test_a_deadline_that_passes_in_the_window_does_not_count() -> None:
    desk = Desk(timeout_seconds=60, on_timeout="fail")
    desk.world.clock.forward(55)
    desk.decide(undo_seconds=8)
    desk.later(6)
    assert desk.world.state(desk.run).status == "suspended"
    desk.later(3)
    assert desk.statuses()["y"] == "completed"


def test_a_deadline_that_passed_meanwhile_counts_once_it_is_taken_back() -> None:
    desk = Desk(timeout_seconds=60, on_timeout="fail")
    desk.world.clock.forward(55)
    desk.decide(undo_seconds=8)
    desk.world.clock.forward(6)
    desk.act("undo")
    desk.world.drain()
    assert desk.world.state(desk.run).status == "failed"


def test_a_stop_in_the_window_wins() -> None:
    desk = Desk()
    desk.decide(undo_seconds=8)
    desk.world.apply(Work(desk.run, Stop("Mistake", "otto")))
    desk.later(20)
    assert desk.world.state(desk.run).status == "cancelled"
    assert desk.events("NodeResumed") == []


def test_under_a_quorum_each_voice_has_its_own_window() -> None:
    desk = Desk(quorum=2)
    desk.decide("maria", undo_seconds=8)
    desk.world.clock.forward(5)
    desk.decide("ben", undo_seconds=8)
    assert desk.wait.closing is not None
    desk.later(7)
    assert desk.statuses() == {"ask": "suspended"}
    desk.later(1)
    assert desk.statuses()["y"] == "completed"


def test_a_voice_that_is_taken_back_opens_a_quorum_again() -> None:
    desk = Desk(quorum=2)
    desk.decide("maria", undo_seconds=60)
    desk.decide("ben", undo_seconds=8)
    desk.act("undo", "maria")
    assert desk.wait.closing is None
    desk.later(100)
    assert desk.statuses() == {"ask": "suspended"}
    desk.decide("olga")
    assert desk.statuses()["y"] == "completed"


def test_a_last_voice_without_a_window_waits_for_those_before_it() -> None:
    desk = Desk(quorum=2)
    desk.decide("maria", undo_seconds=8)
    desk.decide("ben")
    assert desk.statuses() == {"ask": "suspended"}
    with pytest.raises(Refused):
        desk.act("undo", "ben")
    desk.later(8)
    assert desk.statuses()["y"] == "completed"


def test_a_form_and_a_question_have_windows_too() -> None:
    form = Desk(kind="form", edges=("ask>y",))
    form.decide(action=None, data={"n": 1}, undo_seconds=8)
    form.act("undo")
    form.decide(action=None, data={"n": 2})
    assert form.output()["data"] == {"n": 2}
    question = Desk(kind="question", options=["red", "blue"], edges=("ask>y:red", "ask>n:blue"))
    question.decide(action="red", undo_seconds=8)
    question.later(8)
    assert question.statuses()["y"] == "completed"


def test_a_checkpoint_in_the_window_knows_it() -> None:
    desk = Desk()
    desk.decide(undo_seconds=8)
    state = desk.world.state(desk.run)
    assert restore(desk.run, loads(dumps(dump(state)))) == state
