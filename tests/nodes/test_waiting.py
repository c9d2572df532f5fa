"""Claims about the nodes that wait: what they ask for, and what they give when resumed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from tests.nodes.built_in import NOW, attempt, resumed
from workflows.engine.errors import Permanent, WorkflowSuspendedException
from workflows.engine.node import SuspensionRequest
from workflows.nodes import ApprovalNode, SleepNode, WaitNode


def request(type: str, properties: dict[str, Any], **more: Any) -> SuspensionRequest:
    """Execute a first attempt, which must suspend."""
    with pytest.raises(WorkflowSuspendedException) as caught:
        attempt(type, properties, **more)
    asked: SuspensionRequest = caught.value.request
    return asked


def test_wait_asks_with_reason_facts_and_form() -> None:
    form = {"type": "object", "properties": {"ok": {"type": "boolean"}}}
    asked = request(
        "wait",
        {"wait_reason": "Call {{ inputs.who }}", "metadata": {"phone": "123"}, "schema": form},
        inputs={"who": "Ann"},
    )
    assert (asked.kind, asked.reason, asked.metadata) == ("wait", "Call Ann", {"phone": "123"})
    assert (asked.schema, asked.task) == (form, None)


def test_wait_without_a_reason_gives_the_name_of_the_step() -> None:
    assert request("wait", {}, title="Check stock").reason == "Check stock"
    assert request("wait", {}).reason


def test_wait_resumes_with_any_action_and_gives_the_answer() -> None:
    result = attempt("wait", {}, resumed=resumed({"ok": 1}, "anything"), saved={})
    assert result.action == "anything"
    assert result.value == {
        "data": {"ok": 1},
        "resumed_at": "2026-01-05T09:01:30+00:00",
        "waited_seconds": 90.0,
        "reason": "Because",
    }


def test_a_wait_that_timed_out_leaves_by_timeout() -> None:
    closed = resumed({"default": True}, "timeout", by=None, via="deadline")
    result = attempt("wait", {"timeout_seconds": "1m"}, resumed=closed, saved={})
    assert (result.action, result.value["data"]) == ("timeout", {"default": True})


def test_approval_asks_people_under_its_rules() -> None:
    asked = request(
        "approval",
        {
            "title": "Pay {{ inputs.amount }}?",
            "instructions": "Look at {{ nodes.submit.receipt }}",
            "subject": {"amount": 5},
            "users": "ann",
            "groups": ["managers", "managers", " "],
            "quorum": 2,
            "forbid_initiator": True,
            "due_seconds": "2d",
            "undo_seconds": 8,
            "schema": {"type": "object"},
        },
        inputs={"amount": 5},
        outputs={"submit": {"receipt": "r.pdf"}},
    )
    assert (asked.kind, asked.reason) == ("approval", "Pay 5?")
    assert asked.options == ("approved", "rejected")
    assert asked.schema == {"type": "object"}
    task = asked.task
    assert task is not None
    assert (task.title, task.instructions, task.subject) == (
        "Pay 5?",
        "Look at r.pdf",
        {"amount": 5},
    )
    assert (task.users, task.groups, task.quorum) == (["ann"], ["managers"], 2)
    assert (task.forbid_initiator, task.due_seconds, task.undo_seconds) == (True, 172_800, 8)


def answer(approved: Any, decision: str, **more: Any) -> dict[str, Any]:
    return resumed({"approved": approved, "decision": decision, "data": {}, **more}, decision)


def test_an_approval_gives_who_decided_what_and_when() -> None:
    closed = answer(True, "approved", comment="Fine", data={"supplier": "Acme"})
    result = attempt("approval", {}, resumed=closed, saved={})
    assert result.action == "approved"
    assert result.value == {
        "approved": True,
        "decision": "approved",
        "approver": "maria",
        "decided_at": "2026-01-05T09:01:30+00:00",
        "comment": "Fine",
        "data": {"supplier": "Acme"},
    }


def test_a_rejection_leaves_by_rejected() -> None:
    result = attempt("approval", {}, resumed=answer(False, "rejected"), saved={})
    assert result.action == "rejected"
    assert (result.value["approved"], result.value["comment"]) == (False, None)


@pytest.mark.parametrize(
    ("approved", "decision"),
    [("true", "approved"), (1, "approved"), (None, "approved"), (False, "approved"),
     (True, "rejected"), (0, "rejected"), (True, "maybe"), (True, None)],
)  # fmt: skip
def test_an_answer_that_decides_nothing_never_approves(approved: Any, decision: Any) -> None:
    with pytest.raises(Permanent):
        attempt("approval", {}, resumed=answer(approved, decision), saved={})


def test_an_approval_that_timed_out_is_not_approved() -> None:
    closed = resumed({"approved": True}, "timeout", by=None, via="deadline")
    result = attempt("approval", {}, resumed=closed, saved={})
    assert result.action == "timeout"
    assert (result.value["approved"], result.value["decision"]) == (False, "timeout")
    assert (result.value["approver"], result.value["data"]) == (None, {"approved": True})


def test_an_approval_that_must_name_somebody_fails_without() -> None:
    with pytest.raises(Permanent, match="Nobody is named"):
        attempt("approval", {"on_unassigned": "fail", "users": [], "groups": [""]})
    assert request("approval", {"on_unassigned": "operators"}).task is not None


@pytest.mark.parametrize(
    "properties",
    [
        {"quorum": 0}, {"forbid_initiator": "yes"}, {"due_seconds": -1}, {"due_seconds": True},
        {"due_seconds": "5"}, {"users": [1]}, {"timeout_seconds": None}, {"timeout_seconds": "x"},
        {"schema": []}, {"on_timeout": "explode"}, {"escalate_to": {"nobody": []}},
        {"undo_seconds": "2d"},
    ],
)  # fmt: skip
def test_approval_refuses_properties_that_make_no_sense(properties: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ApprovalNode.model_validate(properties)


def test_schema_is_a_property_by_that_name() -> None:
    assert WaitNode.model_validate({"schema": {"type": "object"}}).schema_ == {"type": "object"}
    assert WaitNode(schema_={"type": "object"}).schema_ == {"type": "object"}


@pytest.mark.parametrize(
    ("duration", "seconds", "reason"),
    [(5, 5, "For 5 seconds"), ("5s", 5, "For 5 seconds"), ("2m", 120, "For 2 minutes"),
     ("1h", 3600, "For 1 hour"), ("3d", 259_200, "For 3 days"), (0.5, 0.5, "For 0.5 seconds")],
)  # fmt: skip
def test_sleep_asks_for_a_timer(duration: Any, seconds: float, reason: str) -> None:
    asked = request("sleep", {"duration_seconds": duration})
    assert (asked.kind, asked.seconds, asked.reason) == ("timer", seconds, reason)


def test_sleep_until_a_moment_asks_for_that_moment() -> None:
    later = NOW + timedelta(hours=1)
    for written in ("2026-01-05T10:00:00Z", "2026-01-05T11:00:00+01:00", "2026-01-05T10:00:00"):
        asked = request("sleep", {"until": written})
        assert (asked.kind, asked.until, asked.seconds) == ("timer", later, None)


@pytest.mark.parametrize(
    "properties",
    [{"duration_seconds": 0}, {"duration_seconds": "0s"}, {"until": "2026-01-05T09:00:00Z"},
     {"until": "2020-01-01T00:00:00Z"}],
)  # fmt: skip
def test_sleep_without_time_left_does_not_suspend(properties: dict[str, Any]) -> None:
    result = attempt("sleep", properties)
    assert (result.value, result.action) == ({"slept_seconds": 0.0, "skipped": False}, None)


def test_sleep_tells_how_long_it_was_and_whether_it_was_cut_short() -> None:
    given = {"duration_seconds": 90}
    slept = attempt("sleep", given, resumed=resumed(via="timer", by=None), saved={})
    assert slept.value == {"slept_seconds": 90.0, "skipped": False}
    assert attempt("sleep", given, resumed=resumed(), saved={}).value["skipped"] is True


@pytest.mark.parametrize(
    "properties",
    [
        {}, {"duration_seconds": None}, {"duration_seconds": "5"}, {"duration_seconds": -1},
        {"duration_seconds": True}, {"duration_seconds": float("nan")}, {"duration_seconds": []},
        {"until": "tomorrow"}, {"until": 5}, {"until": True},
        {"duration_seconds": 5, "until": "2026-01-05T10:00:00Z"},
    ],
)  # fmt: skip
def test_sleep_refuses_broken_times(properties: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SleepNode.model_validate(properties)


def test_moments_are_read_as_aware() -> None:
    node = SleepNode.model_validate({"until": "2026-01-05T10:00:00"})
    assert node.until == datetime(2026, 1, 5, 10, tzinfo=UTC)
