"""The client against a whole installation: start, wait, decide, follow, fork, conflict."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest

from tests.support.server import Installation
from workflows import Client, RunSuspended
from workflows.client import (
    AsyncClient,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    RunFailed,
    Unauthorized,
)


def node(node_id: str, kind: str, **properties: Any) -> dict[str, Any]:
    return {"id": node_id, "type": kind, "title": node_id.title(), "properties": properties}


def chain(*nodes: dict[str, Any]) -> dict[str, Any]:
    """Write a graph of nodes behind each other."""
    pairs = pairwise(item["id"] for item in nodes)
    edges = [{"id": f"{a}-{b}", "source": a, "target": b} for a, b in pairs]
    return {"schema": 1, "nodes": list(nodes), "edges": edges}


FORM = {"type": "object", "properties": {"n": {"type": "number"}}, "required": ["n"]}
GRAPHS = {
    "adds": chain(
        node("start", "input", schema=FORM),
        node("nap", "sleep", duration_seconds=0.2),
        node("sum", "transform", expression="inputs.n + 1"),
        node("out", "output", name="sum", value={"$expr": "nodes.sum"}),
    ),
    "asks": chain(node("review", "approval", title="Really?", groups=["managers"])),
    "waits": chain(node("hold", "wait", wait_reason="For the post")),
    "fails": chain(node("bang", "fail", message="No money")),
    "each": chain(
        node("all", "map", items={"$expr": "inputs.items"}, workflow="waits"),
        node("out", "output", name="all", value={"$expr": "size(nodes.all)"}),
    ),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    running = Installation(tmp_path_factory.mktemp("home"), workers=1)
    running.migrate()
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def token_of(server: Installation) -> Callable[..., str]:
    def make(user: str, *more: str) -> str:
        return server.manage("create_token", user, *more).stdout.strip()

    return make


@pytest.fixture(scope="module")
def client(server: Installation, token_of: Callable[..., str]) -> Iterator[Client]:
    with Client(server.url, token_of("admin")) as made:
        for name, graph in GRAPHS.items():
            assert made.create_workflow(name, graph, slug=name).problems == []
            assert made.publish(name).number == 1
        yield made


def test_a_run_is_started_waited_for_and_gives_its_result(client: Client) -> None:
    assert client.run("adds", {"n": 1}, timeout=30) == {"sum": 2}


async def test_so_does_the_asynchronous_twin(
    client: Client, server: Installation, token_of: Callable[..., str]
) -> None:
    async with AsyncClient(server.url, token_of("admin")) as twin:
        assert await twin.run("adds", {"n": 4}, timeout=30) == {"sum": 5}
        started = await twin.start("adds", {"n": 2}, tags=["night"])
        kinds = [event.type async for event in twin.events(started.id, follow=True)]
        assert (kinds[0], kinds[-1]) == ("RunCreated", "RunCompleted")
        assert [found.id async for found in twin.runs(tag="night")] == [started.id]


def test_a_wait_is_raised_and_can_be_resumed(client: Client) -> None:
    with pytest.raises(RunSuspended) as caught:
        client.run("waits", timeout=30)
    (wait,) = caught.value.suspensions
    assert (wait.node_id, wait.reason, wait.kind) == ("hold", "For the post", "wait")
    client.resume(caught.value.run_id, {"parcel": 3}, suspension=wait.id)
    found = client.wait(caught.value.run_id, timeout=30)
    assert found.status == "completed"
    assert found.nodes["hold"].output["data"] == {"parcel": 3}
    with pytest.raises(Conflict) as late:
        client.resume(found.id, {"parcel": 4}, suspension=wait.id)
    assert late.value.by == "admin"


def test_a_task_is_found_claimed_and_decided_by_whoever_is_asked(
    client: Client, server: Installation, token_of: Callable[..., str]
) -> None:
    started = client.start("asks")
    client.wait(started.id, timeout=30)
    with Client(server.url, token_of("maria", "--scope", "read", "--scope", "decide")) as maria:
        (task,) = maria.tasks(workflow="asks")
        assert maria.claim(task.id).claimed_by == "maria"
        assert maria.claim(task.id).claimed_by == "maria"
        assert maria.release(task.id).state == "open"
        assert maria.task(task.id).actions == ["approved", "rejected"]
        assert maria.decide(task.id, "approved", comment="Fine").decided_by == "maria"
        with pytest.raises(Forbidden, match="scope 'run'"):
            maria.start("asks")
    assert client.wait(started.id, timeout=30).status == "completed"


def test_what_child_runs_wait_for_is_raised_at_their_parent(client: Client) -> None:
    parent = client.start("each", {"items": [1, 2]})
    with pytest.raises(RunSuspended) as caught:
        client.result(parent.id, timeout=30)
    assert caught.value.run_id == parent.id
    waits = caught.value.suspensions
    assert {wait.reason for wait in waits} == {"For the post"}
    for child in client.runs(parent=parent.id):
        client.wait(child.id, timeout=30)
        client.resume(child.id, {"parcel": 1})
    assert client.result(parent.id, timeout=30) == {"all": 2}


def test_the_same_key_starts_one_run(client: Client) -> None:
    first = client.start("waits", idempotency_key="order-7")
    assert client.start("waits", idempotency_key="order-7").id == first.id
    with pytest.raises(Conflict):
        client.start("waits", {"other": 1}, idempotency_key="order-7")
    assert client.stop(first.id, "Enough").status == "cancelled"


def test_a_failed_run_is_raised_retried_and_forked(client: Client) -> None:
    with pytest.raises(RunFailed, match="No money") as caught:
        client.run("fails", timeout=30)
    failed = caught.value.run_id
    by_hand = {"bang": {"do": "complete", "output": 1}}
    client.retry(failed, "Paid by hand", by_hand)
    assert client.wait(failed, timeout=30).status == "completed"
    with pytest.raises(Conflict):
        client.retry(failed)
    mark = client.checkpoint(client.start("waits").id, "begin")
    assert mark.name == "begin"
    copy = client.fork(failed, seq=1)
    assert copy.forked_from == failed
    assert client.wait(copy.id, timeout=30).status == "failed"


def test_checkpoints_are_listed_and_forked_from_by_name(client: Client) -> None:
    started = client.start("waits")
    client.wait(started.id, timeout=30)
    client.checkpoint(started.id, "before the post")
    assert "before the post" in [mark.name for mark in client.checkpoints(started.id)]
    copy = client.fork(started.id, checkpoint="before the post", state={"extra": 1})
    assert client.wait(copy.id, timeout=30).state == {"extra": 1}


def test_wrong_inputs_and_unknown_names_are_told(client: Client, server: Installation) -> None:
    with pytest.raises(Invalid) as caught:
        client.run("adds", {"n": "x"})
    assert [fault.attr for fault in caught.value.errors] == ["inputs.n"]
    with pytest.raises(NotFound):
        client.run("ghost")
    with pytest.raises(Unauthorized), Client(server.url, "wf_pat_" + "x" * 43) as stranger:
        stranger.get("r1")


def test_workflows_are_listed_and_explained(client: Client) -> None:
    assert {"adds", "asks"} <= {found.slug for found in client.workflows()}
    assert client.workflow("asks").latest_version == 1
    started = client.start("waits")
    client.wait(started.id, timeout=30)
    assert client.explain(started.id)["waits"][0]["node_id"] == "hold"


def test_signals_are_delivered(client: Client) -> None:
    assert client.signal("nobody-waits", "x", {"a": 1}) == 0
