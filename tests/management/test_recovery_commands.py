"""Retry, fork, migrate and signal from the terminal: what they say before, what they do, codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.api.conftest import Drain, edge, graph, node, waiting
from tests.management.conftest import call
from workflows.models import Run, Signal
from workflows.services.definitions import publish, save_draft

Publish = Callable[..., str]

pytestmark = pytest.mark.usefixtures("people", "working")


@pytest.fixture
def failed(published: Publish) -> str:
    """A run of two steps that stands at its second, which fails; a mail would come last."""
    nodes = [
        node("first", "constant", value=1),
        node("bang", "fail", message="No money"),
        node("tell", "send_email", to="a@example.org", subject="Paid", body="It is."),
    ]
    slug = published(graph(nodes, [edge("first", "bang"), edge("bang", "tell")]), "Bang")
    return call("run_workflow", slug).text.splitlines()[0]


def status(run: str) -> str:
    return Run.objects.get(uuid=run).status


def test_a_retry_says_what_starts_again_and_does_it(failed: str, drain: Drain) -> None:
    text, code = call("retry_run", failed, dry_run=True)
    assert (code, status(failed)) == (0, "failed")
    assert "Starts again:" in text
    assert "Bang [bang]" in text
    text, code = call("retry_run", failed, reason="The bank is back")
    assert (text.splitlines()[0], code) == (f"Retried {failed}.", 0)
    drain()
    assert status(failed) == "failed"
    assert "attempt 2" in call("inspect_run", failed).text


def test_a_failed_step_may_count_as_done(failed: str) -> None:
    assert call("retry_run", failed, complete=["bang"]).code == 2
    text, code = call("retry_run", failed, reason="Paid", complete=['bang={"receipt": 41}'])
    assert (code, "Starts again" in text) == (0, False)
    text = call("inspect_run", failed).text
    assert "by hand (complete by root: Paid)" in text
    nodes = json.loads(call("inspect_run", failed, json=True).text)["nodes"]
    assert nodes["bang"]["output"] == {"receipt": 41}


def test_a_failed_step_may_be_skipped(failed: str) -> None:
    assert call("retry_run", failed, reason="Not needed", skip=["bang"]).code == 0
    assert "by hand (skip by root: Not needed)" in call("inspect_run", failed).text


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"complete": ["bang={"]}, 2),
        ({"complete": ["bang"], "skip": ["bang"], "reason": "x"}, 2),
        ({"skip": ["ghost"], "reason": "x"}, 2),
        ({"skip": ["first"], "reason": "x"}, 1),
    ],
)
def test_a_wrong_retry_changes_nothing(failed: str, options: dict[str, Any], code: int) -> None:
    assert call("retry_run", failed, **options).code == code
    assert status(failed) == "failed"


def test_a_run_that_has_not_failed_is_not_retried(published: Publish) -> None:
    run = call("run_workflow", published(waiting("only"))).text.splitlines()[0]
    text, code = call("retry_run", run)
    assert (text, code) == ("The run is suspended, not failed.", 1)


def test_a_fork_prints_its_id_and_what_may_happen_again(failed: str, drain: Drain) -> None:
    by_hand = {"reason": "Paid", "complete": ["bang"]}
    assert call("retry_run", failed, **by_hand).code == 0
    drain()
    text, code = call("fork_run", failed, seq=5, dry_run=True)
    assert (code, Run.objects.count()) == (0, 1)
    assert "Side effects that may fire again: Tell." in text
    text, code = call("fork_run", failed, seq=5)
    fork = text.splitlines()[0]
    assert (code, Run.objects.get(uuid=fork).forked_from.uuid) == (
        0,
        Run.objects.get(uuid=failed).uuid,
    )
    assert f"forked from {failed}" in call("inspect_run", fork).text


def test_a_fork_takes_changes_and_a_key(published: Publish, drain: Drain) -> None:
    run = call("run_workflow", published(waiting("only")), inputs='{"a": 1}').text.splitlines()[0]
    changes = {"inputs": '{"b": 2}', "state": '{"limit": 500}', "idempotency_key": "once"}
    first, second = (call("fork_run", run, **changes).text.splitlines()[0] for _ in range(2))
    assert first == second
    drain()
    shown = json.loads(call("inspect_run", first, json=True).text)
    assert (shown["inputs"], shown["state"]) == ({"a": 1, "b": 2}, {"limit": 500})


@pytest.mark.parametrize(
    "options", [{"seq": 4000}, {"checkpoint": "ghost"}, {"state": "[]"}, {"outputs": '{"x": 1}'}]
)
def test_a_fork_of_nothing_is_wrong_usage(failed: str, options: dict[str, Any]) -> None:
    assert call("fork_run", failed, **options).code == 2
    assert Run.objects.count() == 1


@pytest.fixture
def moving(people: dict[str, User], published: Publish) -> Callable[..., str]:
    """A run that waits in version 1 of a workflow, with another one published after it."""

    def make(*names: str) -> str:
        slug = published(waiting("only"))
        run = call("run_workflow", slug).text.splitlines()[0]
        save_draft(people["root"], slug, graph=waiting(*names))
        publish(people["root"], slug)
        return run

    return make


def test_a_run_is_moved_to_a_version_that_it_fits(moving: Callable[..., str]) -> None:
    run = moving("only", "more")
    text, code = call("migrate_run", run, "--version", "2", "--dry-run")
    assert (code, "The run fits version 2." in text) == (0, True)
    assert Run.objects.get().version.number == 1
    assert call("migrate_run", run, "--version", "2").code == 2
    text, code = call("migrate_run", run, "--version", "2", "--reason", "More to wait for")
    assert (code, text.splitlines()[-1]) == (0, f"Moved {run} to version 2.")
    assert Run.objects.get().version.number == 2


def test_a_run_is_not_moved_where_it_does_not_fit(moving: Callable[..., str]) -> None:
    run = moving("other")
    for more in ((), ("--dry-run",), ("--reason", "I want to")):
        text, code = call("migrate_run", run, "--version", "2", *more)
        assert (code, "does not fit version 2" in text) == (1, True)
    assert call("migrate_run", run, "--version", "9").code == 2
    assert Run.objects.get().version.number == 1


def test_a_signal_reaches_who_waits_or_is_kept(published: Publish, drain: Drain) -> None:
    text, code = call("send_signal", "paid", key="order-7", data='{"sum": 1}')
    assert (code, "it is kept" in text) == (0, True)
    assert Signal.objects.get().data == {"sum": 1}
    slug = published(graph([node("hear", "wait_for_event", name="paid", key="order-8")], []))
    run = call("run_workflow", slug, wait=0.0).text.splitlines()[0]
    drain()
    assert call("send_signal", "paid", key="order-8") == ("Delivered 1 time.\n", 0)
    drain()
    assert status(run) == "completed"
    assert call("send_signal", "paid", data="{").code == 2
    assert call("send_signal", "").code == 2
    assert call("send_signal", "paid", user="rita").code == 2
