"""Traces by OpenTelemetry, when an endpoint is set: requests, transitions, attempts.

A run's id is the id of its trace. So the attempts of one run are one trace, whichever processes
execute them and however long it waits in between, and nothing has to be kept for that. A
transition belongs to what caused it and links to the traces of the runs that it moved.

Without an endpoint OpenTelemetry is not even imported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any
from uuid import UUID

MOST_LINKS = 100
"""So many runs of one transaction are linked to."""

Moved = Callable[[Sequence[str]], None]
"""Takes the ids of the runs that a transition has moved."""

Answered = Callable[[int, str], None]
"""Takes the status of an answer and the pattern of the address."""

_tracer: list[Any] = []


class Missing(Exception):
    """An endpoint is set and OpenTelemetry is not installed."""


def configure(url: str | None, exporter: Any = None) -> None:
    """Send spans to an endpoint from now on, or none at all. Raises `Missing`."""
    _tracer.clear()
    if url is None:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise Missing(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set and OpenTelemetry is not installed: "
            "`pip install --require-hashes -r requirements/otel.txt`."
        ) from error
    provider = TracerProvider(resource=Resource.create({"service.name": "fermata"}))
    sends = exporter or OTLPSpanExporter(endpoint=f"{url.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(sends))
    _tracer.append(provider.get_tracer("fermata"))
    _tracer.append(provider)


def active() -> bool:
    """Say whether spans are sent anywhere."""
    return bool(_tracer)


def flush() -> None:
    """Send what waits; for processes that end without ceremony, as those of RQ's jobs."""
    if _tracer:
        _tracer[1].force_flush(5_000)


def request(method: str, headers: Mapping[str, str]) -> AbstractContextManager[Answered]:
    """Trace one request; what the block gets takes the status of the answer and the route."""
    return _request(method, headers) if _tracer else nullcontext(_nothing)


def transition() -> AbstractContextManager[Moved]:
    """Trace one transaction; what the block gets takes the runs that it moved."""
    return _transition() if _tracer else nullcontext(_nothing)


def attempt(run_id: str, facts: Mapping[str, str | int]) -> AbstractContextManager[Moved]:
    """Trace one attempt within the trace of its run; what the block gets takes ``[result]``."""
    return _attempt(run_id, facts) if _tracer else nullcontext(_nothing)


def _nothing(*values: Any) -> None:
    """Take what nobody wants to know."""


@contextmanager
def _request(method: str, headers: Mapping[str, str]) -> Iterator[Answered]:
    from opentelemetry.trace import SpanKind
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    context = TraceContextTextMapPropagator().extract(
        {name: headers[name] for name in ("traceparent", "tracestate") if name in headers}
    )
    told = {"http.request.method": method}
    with _tracer[0].start_as_current_span(
        method, context=context, kind=SpanKind.SERVER, attributes=told
    ) as span:

        def answered(status: int, route: str) -> None:
            span.update_name(f"{method} {route}")
            span.set_attributes({"http.route": route, "http.response.status_code": status})

        yield answered


@contextmanager
def _transition() -> Iterator[Moved]:
    with _tracer[0].start_as_current_span("transition") as span:

        def moved(run_ids: Sequence[str]) -> None:
            span.set_attribute("fermata.runs", len(run_ids))
            for run_id in run_ids[:MOST_LINKS]:
                span.add_link(_root(run_id), {"fermata.run_id": run_id})

        yield moved


@contextmanager
def _attempt(run_id: str, facts: Mapping[str, str | int]) -> Iterator[Moved]:
    from opentelemetry.trace import NonRecordingSpan, set_span_in_context

    context = set_span_in_context(NonRecordingSpan(_root(run_id)))
    told = {"fermata.run_id": run_id, **{f"fermata.{name}": v for name, v in facts.items()}}
    name = f"attempt {facts.get('type', '')}".strip()
    with _tracer[0].start_as_current_span(name, context=context, attributes=told) as span:
        yield lambda result: span.set_attribute("fermata.result", result[0])


def _root(run_id: str) -> Any:
    from opentelemetry.trace import SpanContext, TraceFlags

    uuid = UUID(run_id)
    span = int.from_bytes(hashlib.blake2b(uuid.bytes, digest_size=8).digest(), "big")
    sampled = TraceFlags(TraceFlags.SAMPLED)
    return SpanContext(uuid.int, span or 1, is_remote=True, trace_flags=sampled)
