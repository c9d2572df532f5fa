"""Requests made up from our own OpenAPI document, right ones and wrong ones: none takes the server
down."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.core import NOT_SET

from tests.api.conftest import Api, Drain, approval, drain, people, published
from tests.support.schema import SCHEMA

__all__ = ["drain", "people", "published"]
SEED = 20_261_130
FEW, MANY = 2, 100
"""Requests of each kind and operation: in every run of the tests, and in `make soak`."""

# What a fuzzer must not do to itself.
LEFT_OUT = {"/api/sessions/", "/api/sessions/{session_id}/"}
DOCUMENT: dict[str, Any] = json.loads(SCHEMA.read_text())
OPERATIONS = [item.ok() for item in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()]
Send = Callable[[Case], int]


@pytest.fixture
def known(people: Any, published: Callable[..., str], drain: Drain) -> dict[str, Any]:
    """Give the path parameters of things that exist: most ids that are made up lead nowhere."""
    slug, root = published(approval()), Api(people["root"])
    run = root.post(f"workflows/{slug}/runs/", {"inputs": {"amount": 1}}).json()["id"]
    drain()
    task = root.get(f"runs/{run}/").json()["suspensions"][0]["task"]
    return {"slug": slug, "run_id": run, "task_id": task, "number": 1, "set_name": "usual"}


def sender(api: Api) -> Send:
    """Send made-up requests as an administrator."""

    def send(case: Case) -> int:
        path = case.formatted_path
        body = case.body if case.body is not NOT_SET else b""
        text = body if isinstance(body, bytes | str) else json.dumps(body)
        answer = api.client.generic(
            case.method, path, text, content_type=case.media_type or "application/json",
            query_params=dict(case.query or {}),
        )  # fmt: skip
        return int(answer.status_code)

    return send


def fuzz(operation: Any, known: dict[str, Any], send: Send, count: int) -> set[int]:
    """Send so many right and wrong requests to an operation; give the statuses."""
    names = {item.name for item in operation.path_parameters}
    found: set[int] = set()
    given_ids = {name: known[name] for name in names & known.keys()}
    fixed = {"path_parameters": given_ids} if names and names <= known.keys() else {}
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

        @seed(SEED)
        @settings(
            max_examples=count, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(operation.as_strategy(generation_mode=mode, **fixed))
        def one(case: Case) -> None:
            status = send(case)
            assert status < 500, case.as_curl_command()
            found.add(status)

        one()
    return found


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.soak)])
@pytest.mark.django_db
def test_no_request_of_the_document_takes_the_server_down(
    people: Any, known: dict[str, Any], count: int
) -> None:
    send, statuses = sender(Api(people["root"])), set[int]()
    # What deletes comes last, and meets made-up ids alone.
    for operation in sorted(OPERATIONS, key=lambda item: item.method == "delete"):
        if operation.path not in LEFT_OUT:
            ids = {} if operation.method == "delete" else known
            statuses |= fuzz(operation, ids, send, count)
    # They come as far as the checks of fields, and some are right.
    assert {200, 400} <= statuses
