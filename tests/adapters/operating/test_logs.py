"""Log lines name the place that the code was at, for people and for programs."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import pytest
from django.test import Client
from django.utils.module_loading import import_string

from core.logs import log_settings
from tests.support.world import World, graph
from workflows.adapters.operating import place
from workflows.engine.execution import InlineWorker
from workflows.engine.node import BaseNode, ProcessingContext
from workflows.engine.tools import Tools
from workflows.worker.watching import watched

log = logging.getLogger("workflows.tests.logs")


@pytest.fixture
def written(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[io.StringIO]:
    """Write what is logged under a format of ours into a text."""
    text = io.StringIO()
    monkeypatch.setattr(place, "_process", {})
    form = log_settings(request.param)["formatters"][request.param]
    made = import_string(form.pop("()"))(**form)
    handler = logging.StreamHandler(text)
    handler.setFormatter(made)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield text
    log.removeHandler(handler)


both = pytest.mark.parametrize("written", ["line", "json"], indirect=True)
lines = pytest.mark.parametrize("written", ["line"], indirect=True)
objects = pytest.mark.parametrize("written", ["json"], indirect=True)


@lines
def test_a_line_for_people_ends_with_the_place(written: io.StringIO) -> None:
    log.info("The bank is away.")
    with place.within(run_id="r1", node="pay", attempt=2):
        log.info("The bank is away.")
    plain, placed = written.getvalue().splitlines()
    assert plain.endswith("INFO workflows.tests.logs: The bank is away.")
    assert placed.endswith("The bank is away. [run=r1 node=pay attempt=2]")


@objects
def test_an_object_for_programs_has_the_place_as_fields(written: io.StringIO) -> None:
    with place.within(run_id="r1", node="pay", attempt=2, request_id="abc"):
        log.warning("The bank is %s.", "away")
    told = json.loads(written.getvalue())
    assert told.pop("time")
    assert told == {
        "level": "WARNING", "logger": "workflows.tests.logs", "message": "The bank is away.",
        "run_id": "r1", "node": "pay", "attempt": 2, "request_id": "abc",
    }  # fmt: skip


@objects
def test_what_a_record_says_itself_counts_before_the_place(written: io.StringIO) -> None:
    with place.within(run_id="r1"):
        log.info("x", extra={"run_id": "r2"})
    assert json.loads(written.getvalue())["run_id"] == "r2"


@both
def test_an_exception_stands_with_its_record(written: io.StringIO) -> None:
    try:
        raise ValueError("broken")
    except ValueError:
        with place.within(run_id="r1"):
            log.exception("It failed.")
    assert "ValueError: broken" in written.getvalue()
    assert "r1" in written.getvalue()


class Says(BaseNode):
    """Logs from the thread of a node that is not async."""

    node_type: ClassVar[str] = "says"

    def process(self, context: ProcessingContext) -> Any:
        log.info("From a node.")


class SaysSoon(BaseNode):
    """Logs from the loop."""

    node_type: ClassVar[str] = "says_soon"

    async def process(self, context: ProcessingContext) -> Any:
        await asyncio.sleep(0)
        log.info("From a node.")


@objects
def test_nodes_side_by_side_each_log_under_their_own_name(written: io.StringIO) -> None:
    made = World(graph({"a": "says", "b": "says_soon"}, ()), Says, SaysSoon)
    run = made.start()
    with ThreadPoolExecutor(2) as threads:
        tools = Tools(executor=threads, watch=watched)
        asyncio.run(InlineWorker(made.ports, tools=tools).drain())
    told = [json.loads(line) for line in written.getvalue().splitlines()]
    places = [(item["run_id"], item["node"], item["attempt"]) for item in told]
    assert sorted(places) == [(run, "a", 1), (run, "b", 1)]
    assert "run_id" not in place.here()


@pytest.mark.django_db
def test_a_request_has_an_id_that_a_proxy_may_give(client: Client) -> None:
    given = "0123456789abcdef"
    assert client.get("/healthz", HTTP_X_REQUEST_ID=given)["X-Request-ID"] == given
    made = {client.get("/healthz")["X-Request-ID"] for _ in range(2)}
    forged = client.get("/healthz", HTTP_X_REQUEST_ID="x\r\nSet-Cookie: a=b")["X-Request-ID"]
    assert len({*made, forged}) == 3
    assert forged.isalnum()
    assert "request_id" not in place.here()
