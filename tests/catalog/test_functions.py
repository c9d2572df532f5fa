"""The examples that are written as functions, from start to end in this process."""

from __future__ import annotations

from workflows.catalog.functions import (
    deployment_approval,
    document_processing,
    multi_source_fan_out,
    named_steps,
    research_pipeline,
)
from workflows.testing import FlowTester


def test_research_goes_on_until_somebody_says_that_it_is_enough(
    fermata_runtime: FlowTester,
) -> None:
    run = fermata_runtime.run(research_pipeline, {"topic": "fermatas"})
    run = fermata_runtime.resume(run.run_id, {"answer": "more"})
    run = fermata_runtime.resume(run.run_id, {"answer": "enough"})
    assert run.status == "completed"
    assert run.result["findings"] == 4
    assert run.result["summary"].startswith("- fermatas: finding 1")


def test_a_source_that_fails_does_not_spoil_the_others(fermata_runtime: FlowTester) -> None:
    inputs = {"question": "Why?", "sources": ["Anna", "broken line", "Ben"]}
    run = fermata_runtime.run(multi_source_fan_out, inputs)
    assert run.result == {
        "answers": ["Anna says: Why.", "Ben says: Why."],
        "silent": ["broken line"],
    }


def test_steps_of_one_name_are_steps_of_their_own(fermata_runtime: FlowTester) -> None:
    run = fermata_runtime.run(named_steps, {"words": ["a", "b"]})
    assert run.status == "suspended"
    run = fermata_runtime.resume(run.run_id, {})
    assert run.result == ["A", "B", "THE END"]


def test_what_is_known_of_documents_lives_in_the_state(fermata_runtime: FlowTester) -> None:
    inputs = {"documents": ["short", "a very long document", "end"]}
    run = fermata_runtime.run(document_processing, inputs)
    assert run.context.state == {"read": 2, "current": "a very long document"}
    run = fermata_runtime.resume(run.run_id, {"keep": False})
    assert run.result == {"read": 3, "pages": 8}
    assert run.context.state == {"read": 3}


def test_a_deployment_waits_for_the_answer_and_for_its_hour(fermata_runtime: FlowTester) -> None:
    inputs = {"service": "shop", "version": "2", "pause": "2h"}
    run = fermata_runtime.run(deployment_approval, inputs)
    run = fermata_runtime.resume(run.run_id, {"answer": "approved"})
    assert run.status == "suspended"
    fermata_runtime.skip("2h")
    expected = {"deployed": True, "decision": "approved", "told": "shop:2 is in service"}
    fermata_runtime.assert_completed(run, result={**expected, "healthy": True})


def test_an_approval_may_be_skipped(fermata_runtime: FlowTester) -> None:
    run = fermata_runtime.run(deployment_approval, {"service": "shop", "version": "2"})
    run = fermata_runtime.resume(run.run_id, {"answer": None})
    assert run.result == {"deployed": False, "decision": None}
