"""Traces: a run is one trace over all its waits; without an endpoint nothing is even imported."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.test import Client
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bench.client import publish, resume, start
from tests.support.server import ROOT, Installation
from workflows.adapters.operating import traces
from workflows.adapters.ports import current_ports
from workflows.engine.execution import InlineWorker
from workflows.engine.tools import Tools
from workflows.worker.watching import watched

GRAPH = {
    "schema": 1,
    "nodes": [
        {"id": "w", "type": "wait"},
        {"id": "c", "type": "constant", "properties": {"value": 1}},
    ],
    "edges": [{"id": "e", "source": "w", "target": "c"}],
}
PROBE = """
import sys, django
django.setup()
print(sorted(name for name in sys.modules if name.startswith("opentelemetry")))
"""


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """Send spans into a list."""
    exporter = InMemorySpanExporter()
    traces.configure("http://127.0.0.1:1", exporter)
    yield exporter
    traces.configure(None)


def taken(spans: InMemorySpanExporter) -> list[ReadableSpan]:
    traces.flush()
    found = list(spans.get_finished_spans())
    spans.clear()
    return found


async def here(work: Callable[[], Any]) -> Any:
    """Do database work in the thread of the test."""
    return await sync_to_async(work)()


def drain() -> None:
    async_to_sync(InlineWorker(current_ports(), tools=Tools(watch=watched), call=here).drain)()


def facts(span: ReadableSpan) -> dict[str, Any]:
    return {key.removeprefix("fermata."): v for key, v in (span.attributes or {}).items()}


@pytest.mark.django_db(transaction=True)
def test_the_attempts_of_a_run_are_one_trace_over_its_waits(spans: InMemorySpanExporter) -> None:
    publish("flow", GRAPH)
    (run_id,) = start("flow", 1)
    drain()
    first = taken(spans)
    # Nothing is left in this process that could carry the context over the wait.
    traces.configure("http://127.0.0.1:1", spans)
    resume([run_id])
    drain()
    second = taken(spans)
    attempts = [span for span in (*first, *second) if span.name.startswith("attempt ")]
    told = [(facts(span)["node"], facts(span)["result"]) for span in attempts]
    assert told == [("w", "suspend"), ("w", "complete"), ("c", "complete")]
    assert {span.context.trace_id for span in attempts} == {UUID(run_id).int}
    assert len({span.parent.span_id for span in attempts if span.parent}) == 1
    linked = {
        link.context.trace_id
        for span in (*first, *second) if span.name == "transition" for link in span.links
    }  # fmt: skip
    assert linked == {UUID(run_id).int}


@pytest.mark.django_db
def test_a_request_goes_on_with_the_callers_trace_and_tells_no_address(
    spans: InMemorySpanExporter, client: Client
) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    parent = f"00-{trace}-b7ad6b7169203331-01"
    client.get("/hooks/callback/the-secret", HTTP_TRACEPARENT=parent)
    (span,) = taken(spans)
    assert f"{span.context.trace_id:032x}" == trace
    assert span.attributes is not None
    assert span.attributes["http.response.status_code"] == 405
    assert "the-secret" not in span.to_json()


def test_without_an_endpoint_nothing_is_imported(tmp_path: Path) -> None:
    environment = {**Installation(tmp_path).environment, "DJANGO_SETTINGS_MODULE": "core.settings"}
    done = subprocess.run(
        [sys.executable, "-c", PROBE], cwd=ROOT, text=True, capture_output=True, check=True,
        env={key: v for key, v in environment.items() if not key.startswith("OTEL_")},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_an_endpoint_without_the_library_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(traces.Missing, match=r"requirements/otel\.txt"):
        traces.configure("http://127.0.0.1:1")
