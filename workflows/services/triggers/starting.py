"""Starting a run because of a trigger, in the name of whoever made it; also the webhook's door."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field

from workflows.adapters import triggers as table
from workflows.adapters.triggers import Row
from workflows.adapters.workspaces import places
from workflows.engine.errors import (
    ExpressionError,
    FermataError,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    Refused,
)
from workflows.engine.events import Json
from workflows.engine.expressions import resolve
from workflows.engine.payload import ensure_json

from ..commands import RunRequest, Started, start
from .changing import hash_of

MAX_SENTENCE = 1_000


@dataclass(frozen=True, slots=True)
class Call:
    """What came to a webhook: the body, headers by lower-case name, and the query."""

    data: Json = None
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    idempotency_key: str | None = None


def start_by_webhook(token: str, call: Call) -> str:
    """Start the workflow of a webhook; return the run's id, of the first call with the same key.

    Raises `NotFound` (unknown, off, or its maker may not start runs any more), `Invalid` (inputs),
    `Refused` (never published; a key that was used for another call).
    """
    wanted = hash_of(token)
    found = table.by_token(wanted)
    if found is None or not hmac.compare_digest(found[1], wanted):
        raise NotFound("There is nothing at this address.")
    row = found[0]
    event = {"data": call.data, "headers": dict(call.headers), "query": dict(call.query)}
    key = f"hook:{row.id}:{call.idempotency_key}" if call.idempotency_key else None
    try:
        started = start_for(row, event, key)
    except (NotFound, Forbidden) as error:
        table.note_failed(row.id, sentence_of(error))
        raise NotFound("There is nothing at this address.") from None
    except FermataError as error:
        table.note_failed(row.id, sentence_of(error))
        raise
    if not started.replayed:
        table.note_started(row.id, started.run_id)
    return started.run_id


def start_for(row: Row, event: Mapping[str, Json], key: str | None) -> Started:
    """Start a run of the trigger's workflow; every refusal is a sentence that can be shown."""
    by = row.by
    if by is None or not by.is_active:
        who = by.username if by is not None else "Whoever made this trigger"
        raise Forbidden(f"{who} has no active account any more: make the trigger anew.")
    if not places.belongs_to(by, row.workspace):
        raise Forbidden(f"{by.username} does not belong to the workspace any more.")
    request = RunRequest(
        inputs=inputs_of(row.inputs, event), tags=(f"trigger:{row.kind}",), idempotency_key=key
    )
    try:
        with places.being_in(by, row.workspace):
            return start(by, row.workflow, request)
    except Invalid as error:
        if error.code == "not_published":
            raise Refused(error.message, code=error.code) from None
        raise


def inputs_of(template: Json, event: Mapping[str, Json]) -> dict[str, Json]:
    """Make the inputs: of the template where there is one, else the event's data.

    Raises `Invalid` when an expression fails or the whole is no JSON of bearable size.
    """
    if not template:
        return _as_object(ensure_json(event.get("data"), "data"))
    try:
        found = resolve(template, {"event": ensure_json(dict(event), "event")})
    except ExpressionError as error:
        fault = FieldError("expression", error.message, "inputs")
        sentence = f"The inputs cannot be made of this event: {error.message}"
        raise Invalid(sentence, code="expression", errors=[fault]) from None
    return _as_object(ensure_json(found, "inputs"))


def sentence_of(error: FermataError) -> str:
    """Give what went wrong, short enough to be kept."""
    return error.message[:MAX_SENTENCE]


def _as_object(value: Json) -> dict[str, Json]:
    if value is None:
        return {}
    return value if isinstance(value, dict) else {"data": value}
