"""The examples written in Python, run as their readers would run them: through a runtime."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from workflows import Flow, catalog
from workflows.catalog.flows import (
    conditional,
    delayed_notification,
    expense_approval,
    incident_escalation,
    parallel_review,
    retry_with_backoff,
)
from workflows.testing import FlowTester

FOLDER = Path(catalog.__file__).parent / "flows"


@pytest.fixture
def runtime() -> Iterator[FlowTester]:
    tester = FlowTester()
    yield tester
    tester.check_injections()


def test_every_flow_is_published_by_the_demo_as_it_is_written() -> None:
    names = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
    flows = [import_module(f"workflows.catalog.flows.{name}").flow for name in names]
    demo = {item.slug: item.graph for item in catalog.demo_workflows()}
    assert all(isinstance(flow, Flow) for flow in flows)
    assert {flow.slug: flow.to_json() for flow in flows}.items() <= demo.items()


def test_an_expense_is_paid_or_sent_back(runtime: FlowTester) -> None:
    inputs = {"purpose": "the train", "amount": 120.5}
    runtime.run(expense_approval.flow, inputs)
    runtime.answer("Manager approval", "approved", by="maria")
    runtime.assert_path("submit", "review", "process", "result")
    runtime.assert_completed(
        result={"outcome": "120.5 for the train is being paid, approved by maria."}
    )
    runtime.run(expense_approval.flow, inputs)
    runtime.answer("review", False, by="max", comment="Too late.")
    runtime.assert_path("submit", "review", "reject", "result")


def test_two_reviews_are_answered_in_any_order(runtime: FlowTester) -> None:
    runtime.run(parallel_review.flow, {"proposal": "the plan"})
    runtime.assert_waiting("legal", "technical")
    runtime.answer("technical", True)
    runtime.assert_waiting("legal")
    runtime.answer("legal", True, by="ben")
    runtime.assert_completed(result={"outcome": "the plan is accepted."})


def test_a_notification_is_sent_after_its_delay(runtime: FlowTester) -> None:
    runtime.run(delayed_notification.flow, {"message": "stand up", "delay": "2h"})
    runtime.skip("119m")
    runtime.assert_waiting("delay")
    runtime.skip("1m")
    runtime.assert_completed(result={"notification": "To the team: stand up"})


@pytest.mark.parametrize(
    ("priority", "taken"), [("urgent", "page"), ("normal", "assign"), ("low", "queue")]
)
def test_each_priority_takes_its_way(runtime: FlowTester, priority: str, taken: str) -> None:
    runtime.run(conditional.flow, {"subject": "printer", "priority": priority})
    runtime.assert_path("request", "route", taken, "result")
    runtime.assert_completed()


def test_an_incident_that_nobody_takes_is_escalated(runtime: FlowTester) -> None:
    runtime.run(incident_escalation.flow, {"what": "No power"})
    runtime.skip("15m")
    runtime.assert_waiting("management")
    runtime.answer("Management", True)
    runtime.answer("work", {"solution": "Fuse"})
    runtime.assert_completed(result={"outcome": "No power: Fuse"})


def test_a_booking_is_tried_again_with_growing_pauses(runtime: FlowTester) -> None:
    held = runtime.run(retry_with_backoff.flow, {"order": "A1", "failures": 3})
    assert held.status == "running"
    for seconds in (2, 4):
        runtime.skip(seconds - 1)
        assert runtime.status(held.run_id) == "running"
        runtime.skip(1)
    runtime.skip(8)
    runtime.assert_completed(result={"outcome": "A1 was booked at attempt 4."})
    assert runtime.explain(held.run_id)["retries"] == 3


def test_a_booking_that_fails_for_good_leaves_by_its_error_line(runtime: FlowTester) -> None:
    runtime.run(retry_with_backoff.flow, {"order": "A1", "failures": 9})
    runtime.skip("1m")
    runtime.assert_path("request", "book", "give_up", "result")
    runtime.assert_completed(
        result={"outcome": "A1 was not booked. The carrier did not answer attempt 4."}
    )


def test_an_outage_of_the_carrier_can_be_injected(runtime: FlowTester) -> None:
    runtime.fail_next("Book carrier", "The carrier is gone.")
    runtime.run(retry_with_backoff.flow, {"order": "A1", "failures": 0})
    runtime.assert_completed(result={"outcome": "A1 was not booked. The carrier is gone."})
