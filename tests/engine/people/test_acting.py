"""Claims that end, votes handed on, questions back, nudges, ranks: what is recorded and refused."""

from __future__ import annotations

from typing import Any

import pytest

from workflows.engine.errors import Forbidden, Invalid, Refused
from workflows.engine.people import Person

from .office import DAY, HOUR, Desk


def test_a_claim_ends_by_itself_where_the_author_says_so() -> None:
    desk = Desk(users=["maria", "ben"], claim_seconds="1h")
    desk.act("claim")
    desk.later(HOUR - 1)
    assert desk.wait.claimed_by == "maria"
    desk.later(1)
    assert desk.wait.claimed_by is None
    released = desk.events("TaskReleased")[0]
    assert (released.by, released.detail["auto"]) == (None, True)
    desk.later(10 * DAY)
    assert len(desk.events("TaskReleased")) == 1


def test_a_claim_that_was_given_back_does_not_end_once_more() -> None:
    desk = Desk(users=["maria", "ben"], claim_seconds="1h")
    desk.act("claim")
    desk.act("release")
    desk.act("claim", "ben")
    desk.later(HOUR - 1)
    assert desk.wait.claimed_by == "ben"
    desk.later(1)
    assert len(desk.events("TaskReleased")) == 2


def test_operators_free_what_somebody_has_taken_and_left() -> None:
    desk = Desk(users=["maria", "ben"])
    desk.act("claim")
    with pytest.raises(Refused):
        desk.act("release", "ben")
    desk.act("release", "otto", person=Person("otto", operates=True))
    assert desk.wait.claimed_by is None


def test_a_task_handed_on_says_for_whom_it_is_decided() -> None:
    desk = Desk(users=["maria"])
    desk.act("delegate", to="olga", text="I am away")
    assert (desk.wait.users, desk.wait.delegates) == (["olga"], {"olga": "maria"})
    with pytest.raises(Forbidden):
        desk.decide("maria", person=Person("maria"))
    desk.decide("olga", person=Person("olga"))
    assert desk.events("TaskDelegated")[0].detail["comment"] == "I am away"
    assert desk.events("TaskDecided")[0].detail["for"] == "maria"


def test_what_was_handed_on_twice_is_still_the_first_ones_vote() -> None:
    desk = Desk(users=["maria"])
    desk.act("delegate", to="olga")
    desk.act("delegate", "olga", to="ben", person=Person("olga"))
    desk.decide("ben", person=Person("ben"))
    assert desk.events("TaskDecided")[0].detail["for"] == "maria"


def test_under_a_quorum_only_ones_own_vote_is_handed_on() -> None:
    desk = Desk(users=["maria", "ben"], quorum=2)
    desk.act("delegate", to="olga", person=Person("maria"))
    assert desk.wait.users == ["ben", "olga"]
    desk.decide("olga", person=Person("olga"))
    assert desk.statuses() == {"ask": "suspended"}
    with pytest.raises((Refused, Forbidden)):
        desk.decide("maria", person=Person("maria"))
    desk.decide("ben", person=Person("ben"))
    assert desk.statuses()["y"] == "completed"


@pytest.mark.parametrize(
    ("to", "code"), [("maria", "invalid"), ("alice", "four_eyes"), (None, "required")]
)
def test_it_is_not_handed_to_oneself_nor_under_four_eyes_to_the_requester(
    to: str | None, code: str
) -> None:
    desk = Desk(users=["maria"], forbid_initiator=True)
    with pytest.raises(Invalid) as refused:
        desk.act("delegate", to=to)
    assert refused.value.code == code


def test_the_requester_is_asked_for_information_and_his_remark_is_the_answer() -> None:
    desk = Desk(users=["maria"])
    desk.act("ask", text="Which shop?")
    assert desk.wait.info_from == "alice"
    desk.act("comment", "ben", text="I do not know")
    assert desk.wait.info_from == "alice"
    desk.act("comment", "alice", text="The one in town")
    assert desk.wait.info_from is None
    said = [event.detail for event in desk.events("TaskCommented")]
    assert said == [{"text": "I do not know"}, {"text": "The one in town", "answers": True}]
    desk.decide("maria")
    assert desk.statuses()["y"] == "completed"


@pytest.mark.parametrize("more", [{"text": " "}, {"text": "?", "to": "maria"}, {"text": None}])
def test_a_question_back_needs_words_and_somebody_else(more: dict[str, Any]) -> None:
    desk = Desk(users=["maria"])
    with pytest.raises(Invalid):
        desk.act("ask", **more)
    with pytest.raises(Forbidden):
        desk.act("ask", "eve", text="?", person=Person("eve"))


def test_a_remark_may_be_a_file_alone() -> None:
    desk = Desk()
    file = {"id": "f1", "name": "a.pdf", "size": 3, "sha256": "00"}
    desk.act("comment", text="", attachments=[file])
    assert desk.events("TaskCommented")[0].detail["attachments"] == [file]


def test_the_requester_nudges_at_most_once_in_four_hours() -> None:
    desk = Desk(users=["maria"])
    desk.act("nudge", "alice")
    desk.world.clock.forward(4 * HOUR - 1)
    with pytest.raises(Refused) as refused:
        desk.act("nudge", "alice")
    assert refused.value.code == "too_soon"
    assert refused.value.detail["again_at"]
    desk.world.clock.forward(1)
    desk.act("nudge", "alice")
    assert len(desk.events("TaskReminded")) == 2
    with pytest.raises(Forbidden):
        desk.act("nudge", "maria")


def test_a_nudge_holds_the_next_reminder_back() -> None:
    desk = Desk(users=["maria"], due_seconds="4h")
    desk.world.clock.forward(2.5 * HOUR)
    desk.act("nudge", "alice")
    desk.later(2 * HOUR)
    assert len(desk.events("TaskReminded")) == 1
    desk.later(2 * HOUR)
    assert [event.detail["kind"] for event in desk.events("TaskReminded")] == ["nudge", "soon"]


def test_whoever_is_asked_or_looks_after_runs_ranks_a_task() -> None:
    desk = Desk(users=["maria"], priority="high")
    assert desk.events("TaskCreated")[0].detail["priority"] == 1
    desk.act("prioritise", priority=2, person=Person("maria"))
    desk.act("prioritise", "otto", priority=2, person=Person("otto", operates=True))
    assert [event.detail["priority"] for event in desk.events("TaskPrioritised")] == [2]
    with pytest.raises(Forbidden):
        desk.act("prioritise", "eve", priority=0, person=Person("eve"))
    with pytest.raises(Invalid):
        desk.act("prioritise", priority=7)
