"""Runs from the terminal: ids, trees, logs, exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.api.conftest import Drain, approval, edge, graph, node, waiting
from tests.management.conftest import call
from workflows.management import trace
from workflows.models import Run, Suspension
from workflows.services.commands import RunRequest, start_run
from workflows.services.tokens import authenticate

Publish = Callable[..., str]

pytestmark = pytest.mark.usefixtures("people", "working")


def test_a_run_prints_its_id_then_its_trace_then_how_it_stands(published: Publish) -> None:
    slug = published(graph([node("a", "constant", value=1)], []))
    text, code = call("run_workflow", slug, inputs="{}")
    lines = text.splitlines()
    assert len(lines[0]) == 36
    assert "RunCreated" in lines[1]
    assert "RunCompleted" in text
    assert lines[-1] == 'completed: {"a":1}'
    assert code == 0


def test_exit_codes_tell_how_it_ended(published: Publish) -> None:
    failing = published(graph([node("bang", "fail", message="No money")], []), "Bang")
    text, code = call("run_workflow", failing)
    assert (code, "failed at bang: No money" in text) == (1, True)
    held = published(waiting("only"), "Held")
    assert call("run_workflow", held).code == 0
    assert call("run_workflow", held, wait=0.0).code == 3
    assert call("run_workflow", held, "--wait", "--timeout", "0").code == 3


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"inputs": "{"}, "--inputs is not JSON"),
        ({"inputs": "[]"}, "--inputs must be a JSON object"),
        ({"inputs": "@/nowhere.json"}, "--inputs names a file that cannot be read"),
        ({"inputs": '{"amount": "x"}'}, "inputs.amount"),
        ({"inputs": '{"amount": 1}', "workflow_version": 9}, "version 9"),
        ({"inputs": '{"amount": 1}', "state": "3"}, "--state must be a JSON object"),
    ],
)
def test_a_wrong_start_is_told_in_a_sentence(
    published: Publish, options: dict[str, Any], told: str
) -> None:
    text, code = call("run_workflow", published(approval()), **options)
    assert (code, told in text) == (2, True), text
    assert not Run.objects.exists()


def test_an_unknown_workflow_or_run_is_wrong_usage() -> None:
    ghost = "0199a4b2-6c1e-7d31-8a55-0d6f1c2b3a49"
    assert call("run_workflow", "ghost").code == 2
    for command in ("inspect_run", "explain_run", "resume_run", "stop_run", "retry_run"):
        assert call(command, ghost) == (f"There is no run {ghost}.", 2)
        assert call(command, "nonsense").code == 2


def test_inputs_may_stand_in_a_file(published: Publish, tmp_path: Path) -> None:
    file = tmp_path / "inputs.json"
    file.write_text('{"amount": 7}')
    run = call("run_workflow", published(approval()), inputs=f"@{file}").text.splitlines()[0]
    assert json.loads(call("inspect_run", run, json=True).text)["inputs"] == {"amount": 7}


def test_the_same_key_starts_one_run(published: Publish) -> None:
    slug = published(waiting("only"))
    first, second = (
        call("run_workflow", slug, idempotency_key="2026-01-31", tag=["night"]).text.splitlines()[0]
        for _ in range(2)
    )
    assert first == second
    assert Run.objects.get().tags == ["night"]


def test_a_waiting_run_is_resumed_and_stopped_from_the_terminal(
    published: Publish, drain: Drain
) -> None:
    run = call("run_workflow", published(waiting("left", "right"))).text.splitlines()[0]
    assert call("resume_run", run).code == 2
    assert call("resume_run", run, node="left", data='{"n": 1}').code == 0
    drain()
    assert call("resume_run", run, node="left").code == 1
    told = json.loads(call("explain_run", run, json=True).text)
    assert [wait["node_id"] for wait in told["waits"]] == ["right"]
    text, code = call("stop_run", run, reason="Enough")
    assert (text.strip(), code) == (f"Stopped {run}.", 0)
    assert call("stop_run", run).code == 1
    text, code = call("inspect_run", run, follow=True)
    assert "RunCancelled" in text
    assert text.splitlines()[-1] == "cancelled by root: Enough"
    assert code == 0


def test_a_wait_may_be_named_by_its_id_and_answered_once_a_key(published: Publish) -> None:
    run = call("run_workflow", published(waiting("left", "right"))).text.splitlines()[0]
    wait = f"{run}.{Suspension.objects.get(node_id='left').seq}"
    for _ in range(2):
        assert call("resume_run", run, suspension=wait, idempotency_key="mail-41").code == 0
    text, code = call("resume_run", run, suspension=wait)
    assert (code, text.startswith("This was already answered, by root at ")) == (1, True)


def test_the_tree_shows_steps_waits_and_who_is_asked(published: Publish) -> None:
    run = call("run_workflow", published(approval()), inputs='{"amount": 7}').text.splitlines()[0]
    lines = call("inspect_run", run).text.splitlines()
    assert lines[0].startswith("◆ Flow v1  suspended")
    assert lines[1] == run
    shown = "\n".join(lines)
    assert "✓ Start" in shown
    assert "approval: Approve the expense" in shown
    assert "group managers" in shown
    assert lines[-1] == "suspended: Approve the expense"
    assert "\x1b[" not in shown


def test_the_tree_shows_rounds_attempts_and_errors(published: Publish, drain: Drain) -> None:
    again = node("again", "switch", cases=[{"when": "state.n < 3", "action": "more"}], default="on")
    count = node("count", "set_state", values={"n": {"$expr": "has(state.n) ? state.n + 1 : 1"}})
    bang = {**node("bang", "fail", message="No money"), "options": {"retry": {"max_attempts": 3}}}
    nodes = [node("start", "input"), count, again, bang, node("never", "constant", value=1)]
    edges = [
        edge("start", "count"),
        edge("count", "again"),
        edge("again", "count", "more"),
        edge("again", "bang", "on"),
        edge("bang", "never"),
    ]
    run = call("run_workflow", published(graph(nodes, edges))).text.splitlines()[0]
    text = call("inspect_run", run).text
    assert "Count #3" in text
    assert "attempt 3 of 3" in text
    assert "No money" in text
    assert "○ Never" in text


def test_child_runs_stand_below_their_step(published: Publish, drain: Drain) -> None:
    published(waiting("hold"), "Child")
    each = node("each", "map", items=[1, 2], workflow="child")
    run = call("run_workflow", published(graph([each], []), "Parent"), wait=0.0).text.splitlines()[
        0
    ]
    drain()
    text = call("inspect_run", run).text
    assert text.count("Child v1  suspended") == 2
    assert "item 0" in text
    assert text.count("wait: Wait at hold") == 2
    assert "children" in call("explain_run", run).text


def test_the_log_has_a_line_an_event(published: Publish) -> None:
    run = call("run_workflow", published(waiting("only"))).text.splitlines()[0]
    lines = call("inspect_run", run, log=True).text.splitlines()
    assert len(lines) == Run.objects.get().seq
    assert lines[0].split()[:3:2] == ["1", "RunCreated"]
    assert "NodeSuspended    only" in lines[-2]


def test_ctrl_c_stops_the_looking_and_not_the_run(
    published: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(trace.time, "sleep", interrupt)
    text, code = call("run_workflow", published(waiting("only")), "--wait")
    run = Run.objects.get()
    assert code == 130
    assert f"The run goes on: manage.py inspect_run {run.uuid} --follow" in text
    assert call("inspect_run", str(run.uuid), follow=True).code == 130
    assert run.status == "queued"


def test_without_a_worker_it_says_what_is_missing(
    published: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(100))
    monkeypatch.setattr(trace.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(trace.time, "monotonic", lambda: float(next(clock)))
    text, code = call("run_workflow", published(waiting("only")))
    assert "No worker is alive to take it up" in text
    assert text.count("queued") >= 2
    assert code == 0


def test_an_explanation_says_what_can_be_done_next(published: Publish) -> None:
    run = call("run_workflow", published(waiting("left", "right"))).text.splitlines()[0]
    text = call("explain_run", run).text
    assert text.splitlines()[0] == "◆ suspended: Wait at left; Wait at right"
    assert "whoever may resume the run" in text
    assert f"Next: manage.py resume_run {run} --node left" in text
    failing = published(graph([node("bang", "fail", message="No money")], []), "Bang")
    failed = call("run_workflow", failing).text.splitlines()[0]
    text = call("explain_run", failed).text
    assert text.startswith("✗ failed: No money")
    assert f"Next: manage.py retry_run {failed}" in text


def test_a_command_acts_in_the_name_of_the_one_who_is_named(published: Publish) -> None:
    slug = published(waiting("only"))
    assert call("run_workflow", slug, user="olga").code == 2
    assert call("run_workflow", slug, user="nobody") == ("There is no active user 'nobody'.", 2)
    run = call("run_workflow", slug, user="otto").text.splitlines()[0]
    assert call("inspect_run", run, user="olga").code == 2
    assert "by otto" in call("inspect_run", run).text


def test_everything_works_before_there_is_any_user(published: Publish, drain: Drain) -> None:
    asked, plain = published(approval(), "Asked"), published(waiting("only"), "Plain")
    User.objects.all().delete()
    run = call("run_workflow", plain).text.splitlines()[0]
    assert call("resume_run", run).code == 0
    drain()
    assert call("inspect_run", run).text.splitlines()[-1].startswith("completed")
    decided = call("run_workflow", asked, inputs='{"amount": 1}').text.splitlines()[0]
    assert call("resume_run", decided, action="approved", data='{"approved": true}').code == 0
    assert call("verify").code == 0
    assert start_run(User(pk=0, username="x", is_superuser=True), plain, RunRequest())


def test_a_token_is_printed_once(people: dict[str, User]) -> None:
    text = call("create_token", "otto", name="ci", scope=["read"], days=1).text.strip()
    found = authenticate(text)
    assert found is not None
    assert (found.user.username, found.scopes) == ("otto", {"read"})
    assert call("create_token", "nobody").code == 2
    assert call("create_token", "otto", scope=["rule"]).code == 2
    assert call("create_token", "otto", days=0).code == 2


def test_a_link_signs_somebody_in() -> None:
    text, code = call("sign_in_link", "maria")
    assert (code, "/sign-in/link/" in text) == (0, True)
    assert call("sign_in_link", "nobody") == ("There is no active user 'nobody'.", 2)
