"""What an answer becomes: typed values, and errors that say what a program can do about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.client.conftest import Script, ok, page, problem, run, waiting
from workflows.client import (
    ApiError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    TooLarge,
    Unauthorized,
)

Make = Callable[..., Script]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, Invalid),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (413, TooLarge),
        (418, ApiError),
    ],
)
def test_each_refusal_has_its_error(script: Make, status: int, expected: type[ApiError]) -> None:
    server = script(problem(status, "some_code", "A sentence."))
    with pytest.raises(expected, match="A sentence") as caught:
        server.client().get("r1")
    assert type(caught.value) is expected
    assert (caught.value.status, caught.value.code) == (status, "some_code")


def test_wrong_fields_are_named(script: Make) -> None:
    faults = [{"code": "type", "detail": "A number.", "attr": "inputs.amount"}]
    server = script(problem(400, "invalid", "inputs.amount: A number.", errors=faults))
    with pytest.raises(Invalid) as caught:
        server.client().start("flow", {"amount": "x"})
    (fault,) = caught.value.errors
    assert (fault.attr, fault.detail, fault.code) == ("inputs.amount", "A number.", "type")


def test_a_conflict_tells_who_was_first(script: Make) -> None:
    facts = {"by": "maria", "at": "2026-01-05T09:00:00+00:00", "via": "ui", "action": "rejected"}
    server = script(problem(409, "already_closed", "maria was first.", **facts))
    with pytest.raises(Conflict) as caught:
        server.client().decide("t1", "approved")
    error = caught.value
    assert (error.by, error.at, error.via, error.action) == tuple(facts.values())
    assert error.detail == "maria was first."


def test_what_stands_in_front_of_the_server_is_told_apart(script: Make) -> None:
    html = httpx.Response(403, html="<h1>Proxy says no</h1>")
    with pytest.raises(Forbidden, match=r"https://fermata\.example\.org/api/runs/r1/ answered 403"):
        script(html).client().get("r1")
    welcome = httpx.Response(200, html="<h1>Welcome</h1>")
    with pytest.raises(ApiError, match="does not answer as Fermata does"):
        script(welcome).client().get("r1")
    other = ok({"hello": "world"})
    with pytest.raises(ApiError, match="does not answer as Fermata does"):
        script(other).client().get("r1")


def test_a_run_is_read_with_its_nodes_and_waits(script: Make) -> None:
    node = {"status": "completed", "iteration": 2, "attempt": 1, "output": 7, "new_member": 1}
    open_wait = waiting(actions=["approved"], wake_at=None, users=["maria"])
    body = run("suspended", nodes={"a": node}, suspensions=[open_wait], started_at=None, more=3)
    found = script(ok(body)).client().get("r1")
    assert found.nodes["a"].output == 7
    assert found.nodes["a"].raw["new_member"] == 1
    assert found.suspensions[0].opened_at == datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert (found.suspensions[0].wake_at, found.suspensions[0].users) == (None, ["maria"])
    assert not found.ended
    assert found.raw["more"] == 3


def test_lists_are_read_page_by_page_and_only_as_far_as_wanted(script: Make) -> None:
    server = script(page(run(id="a"), run(id="b"), cursor="next:1"), page(run(id="c")))
    found = server.client().runs(status=["failed", "suspended"], workflow=None, waiting="people")
    assert next(found).id == "a"
    assert len(server.asked) == 1
    assert [item.id for item in found] == ["b", "c"]
    first, second = (dict(request.url.params) for request in server.asked)
    asked = {"page_size": "200", "status": "failed,suspended", "waiting": "people"}
    assert first == asked
    assert second == {**asked, "cursor": "next:1"}
    assert {request.url.host for request in server.asked} == {"fermata.example.org"}


def test_filters_are_written_as_the_server_reads_them(script: Make) -> None:
    server = script(page())
    client = server.client()
    moment = datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert list(client.runs(started_after=moment)) == []
    assert list(client.tasks("team", overdue=True, workflow="flow")) == []
    first, second = (dict(request.url.params) for request in server.asked)
    assert datetime.fromisoformat(first["started_after"]) == moment
    assert (second["box"], second["overdue"], second["state"]) == ("team", "true", "open")


def test_what_was_not_given_is_not_sent(script: Make) -> None:
    server = script(ok(run()))
    client = server.client()
    client.resume("r1", node="review", data={"n": 1})
    client.fork("r1", seq=4, state={"x": 1})
    client.migrate("r1", 3, "The rules changed")
    client.retry("r1", "By hand", {"pay": {"do": "skip"}})
    resume, fork, migrate, retry = server.bodies()
    for body in (resume, fork, retry):
        del body["idempotency_key"]
    assert resume == {"data": {"n": 1}, "node": "review"}
    assert fork == {"seq": 4, "state": {"x": 1}}
    assert migrate == {"version": 3, "reason": "The rules changed"}
    assert retry == {"reason": "By hand", "by_hand": {"pay": {"do": "skip"}}}


def test_methods_show_what_they_take(script: Make) -> None:
    import inspect

    client = script(ok()).client()
    shown: Any = inspect.signature(client.wait)
    assert str(shown).startswith("(run_id: 'str', timeout: 'float | None' = None)")
    assert "Wait until a run has ended" in (client.wait.__doc__ or "")
