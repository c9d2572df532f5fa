"""What is promised when steps fail: what is recorded and closed, what retries and forks do."""

from __future__ import annotations

import pytest

from tests.support.office import Office
from workflows.engine.errors import Refused
from workflows.services import commands, recovering
from workflows.services.recovering import ForkRequest, RetryRequest

WAIT, STEP = "wait", ("constant", {"value": "done"})
FAIL = ("fail", {"message": "It is broken."})
FAILS_ONCE = ("fail", {"message": "It is broken.", "when": {"$expr": "attempt < 2"}})
RETRIES = {"retry": {"max_attempts": 2, "backoff_seconds": 30}}


def test_a_backoff_is_a_durable_timer_that_holds_no_worker(office: Office) -> None:
    run = office.run({"a": (*FAILS_ONCE, RETRIES), "z": STEP}, "a>z")
    assert office.nodes(run) == {"a": "retrying", "z": "pending"}
    office.later(29)
    assert office.executed.count("a") == 1
    office.later(2)
    assert (office.status(run), office.view(run)["nodes"]["a"]["attempt"]) == ("completed", 2)


def test_a_run_that_only_waits_for_a_retry_counts_as_running(office: Office) -> None:
    run = office.run({"a": (*FAILS_ONCE, RETRIES)})
    assert office.status(run) == "running"


def test_a_node_that_left_by_its_error_line_stays_failed_and_gives_the_error(
    office: Office,
) -> None:
    run = office.run({"a": FAIL, "z": "merge", "y": STEP}, "a>z:error", "a>y")
    view = office.view(run)["nodes"]
    error = {"error": {"type": "Failed", "message": "It is broken.", "attempt": 1}}
    assert (office.status(run), view["a"]["status"], view["y"]["status"]) == (
        "completed",
        "failed",
        "skipped",
    )
    assert (view["a"]["output"], view["z"]["output"]) == (error, [error])


def test_a_failure_that_was_handled_stays_recorded_over_any_number_of_suspensions(
    office: Office,
) -> None:
    nodes = {"a": FAIL, "w1": WAIT, "w2": WAIT, "w3": WAIT}
    run = office.run(nodes, "a>w1:error", "w1>w2", "w2>w3")
    for name in ("w1", "w2", "w3"):
        before = office.view(run)["nodes"]["a"]
        assert (before["status"], before["error"]["message"]) == ("failed", "It is broken.")
        office.resume(run, name)
        office.drain()
    assert (office.status(run), office.nodes(run)["a"]) == ("completed", "failed")


def test_on_error_continue_finishes_the_node_without_an_output(office: Office) -> None:
    nodes = {"a": (*FAIL, {"on_error": "continue"}), "z": "merge"}
    run = office.run(nodes, "a>z")
    assert (office.status(run), office.output(run, "z")) == ("completed", [None])


def test_when_a_run_fails_siblings_that_run_are_recorded_and_waits_are_closed(
    office: Office,
) -> None:
    nodes = {"f": FAIL, "s": STEP, "w": WAIT, "after": STEP}
    run = office.run(nodes, "s>after")
    assert office.status(run) == "failed"
    statuses = office.nodes(run)
    assert (statuses["f"], statuses["s"], statuses["w"]) == ("failed", "completed", "cancelled")
    assert office.view(run)["suspensions"] == []
    assert office.events(run, "RunFailed")[0].error["node_id"] == "f"


def test_changes_of_the_state_by_a_failed_attempt_are_not_recorded(office: Office) -> None:
    nodes = {"a": ("set_state", {"values": {"n": {"$expr": "state.missing"}, "m": 1}})}
    run = office.run(nodes, state={"k": 1})
    assert (office.status(run), office.view(run)["state"]) == ("failed", {"k": 1})


def test_an_error_in_the_log_has_type_message_and_attempt(office: Office) -> None:
    run = office.run({"a": (*FAIL, {"retry": {"max_attempts": 2, "backoff_seconds": 1}})})
    office.later(2)
    failures = [event.error for event in office.events(run, "NodeFailed", "a")]
    assert [error["attempt"] for error in failures] == [1, 2]
    for error in failures:
        assert (error["type"], error["message"]) == ("Failed", "It is broken.")


def test_a_retry_goes_on_at_what_failed_and_opens_again_what_was_closed(office: Office) -> None:
    nodes = {"w": WAIT, "a": STEP, "f": FAILS_ONCE, "z": "merge"}
    run = office.run(nodes, "a>f", "f>z", "w>z")
    (closed,) = office.events(run, "NodeSuspended", "w")
    recovering.retry_run(office.people["otto"], run, RetryRequest())
    office.drain()
    (wait,) = office.view(run)["suspensions"]
    assert wait["id"] != closed.suspension
    office.resume(run)
    office.drain()
    assert office.status(run) == "completed"
    assert (office.executed.count("a"), office.executed.count("f")) == (1, 2)


@pytest.mark.parametrize("end", ["completed", "suspended", "cancelled"])
def test_only_a_failed_run_is_retried(office: Office, end: str) -> None:
    run = office.run({"a": STEP if end == "completed" else WAIT})
    if end == "cancelled":
        office.stop(run)
    assert office.status(run) == end
    with pytest.raises(Refused):
        recovering.retry_run(office.people["otto"], run, RetryRequest())


def test_a_fork_begins_its_own_log_and_leaves_the_other_run_alone(office: Office) -> None:
    run = office.run({"a": STEP, "w": WAIT, "z": STEP}, "a>w", "w>z", inputs={"n": 1})
    seq = office.view(run)["seq"]
    request = ForkRequest(inputs={"m": 2}, state={"s": 3})
    made = recovering.fork_run(office.people["otto"], run, request).run_id
    office.drain()
    first = office.log(made)[0]
    assert (first.seq, type(first.event).__name__) == (1, "RunForked")
    view = office.view(made)
    assert (view["inputs"], view["state"], view["forked_from"]) == ({"n": 1, "m": 2}, {"s": 3}, run)
    assert (office.waits(made), office.executed.count("a")) == (["w"], 1)
    assert (office.view(run)["seq"], office.waits(run)) == (seq, ["w"])


def test_a_fork_of_a_checkpoint_begins_there(office: Office) -> None:

    run = office.run({"w": WAIT, "v": WAIT}, "w>v")
    commands.save_checkpoint(office.people["otto"], run, "before")
    office.resume(run)
    office.drain()
    request = ForkRequest(checkpoint="before")
    made = recovering.fork_run(office.people["otto"], run, request).run_id
    office.drain()
    assert (office.waits(run), office.waits(made)) == (["v"], ["w"])
