"""No value in any field of any call makes the server fail: the answer is always below 500."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.api.conftest import Api, Drain, approval, graph, node

Client = Callable[..., Api]
NASTY: list[Any] = [
    None, True, 0, -1, 1.5, 2**53, -(2**53), 1e308, "", " ", "x" * 300, "\u202e", "'; --", "%",
    [], [None], [[]], [{}], {}, {"$expr": "1/0"}, {"a": {"b": []}}, {"": 1}, {"$ref": "#"},
]  # fmt: skip
BODIES: dict[str, tuple[str, ...]] = {
    "workflows/": ("name", "slug", "description", "graph"),
    "workflows/validate/": ("graph",),
    "workflows/flow/versions/": ("note",),
    "workflows/flow/runs/": ("inputs", "version", "state", "priority", "tags", "idempotency_key"),
    "runs/{run}/resume/": ("suspension", "node", "data", "action", "state", "idempotency_key"),
    "runs/{run}/checkpoints/": ("name",),
    "tasks/{task}/decide/": ("decision", "data", "comment", "idempotency_key"),
    "tasks/{task}/comment/": ("text",),
    "tasks/{task}/delegate/": ("to",),
    "tasks/decide/": ("ids", "decision", "comment"),
}
GOOD: dict[str, Any] = {
    "name": "N",
    "graph": approval(),
    "inputs": {"amount": 1},
    "decision": "approved",
    "ids": [str(uuid4())],
    "data": {"approved": True},
    "action": None,
}


@pytest.fixture
def place(api: Client, published: Callable[..., str], drain: Drain) -> dict[str, str]:
    """Give a waiting run and its task."""
    published(approval())
    run = api("root").post("workflows/flow/runs/", {"inputs": {"amount": 1}}).json()["id"]
    drain()
    task = api("root").get(f"runs/{run}/").json()["suspensions"][0]["task"]
    return {"run": run, "task": task}


@pytest.mark.parametrize("path", BODIES)
def test_no_field_takes_the_server_down(
    api: Client, place: dict[str, str], drain: Drain, path: str
) -> None:
    root = api("root")
    for name in BODIES[path]:
        good = {key: GOOD[key] for key in BODIES[path] if key in GOOD and key != name}
        for value in NASTY:
            answer = root.post(path.format(**place), {**good, name: value})
            assert answer.status_code < 500, (name, value)
    drain()
    assert root.get("runs/").status_code == 200


@pytest.mark.parametrize("path", ["runs/", "tasks/", "workflows/", "suspensions/", "dashboard/"])
def test_no_query_parameter_takes_the_server_down(
    api: Client, place: dict[str, str], path: str
) -> None:
    names = (
        "status", "workflow", "tag", "q", "started_after", "started_before", "parent", "box",
        "state", "overdue", "order", "cursor", "page_size", "window", "after", "limit",
    )  # fmt: skip
    root = api("root")
    for name in names:
        for value in (
            "",
            " ",
            "-1",
            "0",
            "1e9",
            "9" * 30,
            "²",
            "null",
            "%",
            "a\\",
            "\u202e",
            "0001-01-01",
        ):
            assert root.get(path, **{name: value}).status_code < 500, (name, value)
            events = root.get(f"runs/{place['run']}/events/", **{name: value})
            assert events.status_code < 500, (name, value)


@pytest.mark.parametrize("schema", NASTY)
def test_a_nasty_schema_in_a_form_is_a_problem_of_the_graph_and_no_failure(
    api: Client, schema: Any
) -> None:
    for kind in ("input", "wait", "approval"):
        shape = graph([node("only", kind, schema=schema, wait_reason="x", title="x")], [])
        answer = api("root").post("workflows/validate/", {"graph": shape})
        assert answer.status_code in (200, 400)
