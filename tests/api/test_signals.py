"""Signals over the API: who may send them, what they reach, what is said when they are wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.api.conftest import Api, Drain, graph, node
from workflows.models import Signal, Trigger, Workflow

Client = Callable[..., Api]
WAIT = node("w", "wait_for_event", name="order.paid", key="{{ inputs.order }}")


def waiting(api: Client, slug: str, drain: Drain, order: str) -> str:
    run: str = (
        api("otto").post(f"workflows/{slug}/runs/", {"inputs": {"order": order}}).json()["id"]
    )
    drain()
    return run


def status(api: Client, run: str) -> str:
    found: str = api("otto").get(f"runs/{run}/").json()["status"]
    return found


def send(person: Api, **body: Any) -> Any:
    return person.post("signals/", {"name": "order.paid", **body})


def test_a_signal_ends_the_waits_with_its_name_and_key(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    slug = published(graph([WAIT], []))
    paid, unpaid = waiting(api, slug, drain, "42"), waiting(api, slug, drain, "7")
    answer = send(api("otto"), key="42", data={"amount": 12.5})
    assert (answer.status_code, answer.json()) == (202, {"delivered": 1})
    drain()
    assert (status(api, paid), status(api, unpaid)) == ("completed", "suspended")


def test_a_signal_that_comes_early_is_kept_for_the_wait(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    slug = published(graph([WAIT], []))
    assert send(api("otto"), key="42").json() == {"delivered": 0}
    assert status(api, waiting(api, slug, drain, "42")) == "completed"
    assert not Signal.objects.exists()


def test_a_workflow_that_listens_is_started_and_counts(
    api: Client, published: Callable[..., str], drain: Drain, people: dict[str, User]
) -> None:
    slug = published(graph([node("s", "constant", value=1)], []), "Listener")
    Trigger.objects.create(
        workflow=Workflow.objects.get(slug=slug), kind="event", event_name="order.paid",
        inputs={"order": {"$expr": "event.key"}}, created_by=people["ada"],
    )  # fmt: skip
    assert send(api("otto"), key="42").json() == {"delivered": 1}
    drain()
    run = api("otto").get("runs/", workflow=slug).json()["results"][0]
    assert (run["status"], run["created_by"]) == ("completed", "ada")


@pytest.mark.parametrize(
    ("role", "expected"),
    [("root", 202), ("ada", 202), ("otto", 202), ("maria", 403), ("rita", 403), ("olga", 403)],
)
def test_who_may_start_runs_may_send_signals(api: Client, role: str, expected: int) -> None:
    assert send(api(role)).status_code == expected


def test_the_same_request_twice_counts_once(api: Client) -> None:
    first = send(api("otto"), data=1, idempotency_key="k")
    again = send(api("otto"), data=1, idempotency_key="k")
    assert [first.json(), again.json()] == [{"delivered": 0}] * 2
    assert Signal.objects.count() == 1
    assert send(api("otto"), data=2, idempotency_key="k").status_code == 409
    assert send(api("ada"), data=2, idempotency_key="k").status_code == 202


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": 7}, "name"),
        ({"name": None}, "name"),
        ({"name": "callback:1/2/3"}, "name"),
        ({"name": " callback:1/2/3"}, "name"),
        ({"key": "x" * 501}, "key"),
        ({"key": 7}, "key"),
    ],
)
def test_a_wrong_signal_names_the_field(api: Client, body: dict[str, Any], field: str) -> None:
    answer = send(api("otto"), **body)
    assert answer.status_code == 400
    assert [error["attr"] for error in answer.json()["errors"]] == [field]
    assert not Signal.objects.exists()


def test_spaces_and_an_empty_key_do_not_count(api: Client) -> None:
    send(api("otto"), name=" order.paid ", key=" ")
    kept = Signal.objects.get()
    assert (kept.name, kept.key, kept.by) == ("order.paid", None, "otto")


def test_data_that_is_too_large_is_refused(api: Client) -> None:
    assert send(api("otto"), data="x" * 300_000).status_code == 413


def test_waits_that_no_person_ends_ring_no_bell(
    api: Client, published: Callable[..., str], drain: Drain
) -> None:
    waiting(api, published(graph([WAIT], [])), drain, "42")
    assert api("otto").get("suspensions/").json()["results"] == []
