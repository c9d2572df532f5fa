"""Callback addresses: made of the project's secret, kept as hashes, answered once; HTTP is not
known here.

A token is never stored: it is derived anew for those who may see it. A change of the secret key
keeps addresses in force that were given out, but they can be shown no more.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from django.utils.crypto import salted_hmac

from workflows.adapters.workspaces.walls import show_place_of
from workflows.conf import load_conf
from workflows.engine.callbacks import CallbackRequest
from workflows.engine.commands import ReceiveSignal
from workflows.engine.errors import AlreadyClosed, FermataError, NotFound, Permanent, Refused
from workflows.engine.events import Json
from workflows.engine.messages import Signal
from workflows.engine.ports import Head, Ports, Transaction, Work
from workflows.engine.schemas import validate
from workflows.engine.state import RunState, Suspension
from workflows.engine.transition import relay
from workflows.engine.transition.batch import Batch
from workflows.models import Callback, Run

from .dialects import reading
from .ports import current_ports

SALT = "workflows.callback"


class Gone(Refused):
    """The address takes no answer any more: its wait is over."""

    code = "gone"


Taken = Literal["accepted", "repeated"]


def token_of(request: CallbackRequest) -> str:
    """Derive the token of an activation: 256 bits in 43 characters."""
    digest = salted_hmac(SALT, request.name, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def address_of(request: CallbackRequest) -> str:
    """Give the full address, for those who may have it; nothing is read or written."""
    return f"{load_conf().base_url.rstrip('/')}/hooks/callback/{token_of(request)}/"


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_address(request: CallbackRequest) -> str:
    """Keep the address of an activation, or find it kept, and give it; it is committed by then."""
    if request.signed and not load_conf().callback_keys:
        told = "Answers must be signed, and FERMATA_CALLBACK_KEYS holds no key to check them with."
        raise Permanent(told)
    run = Run.objects.filter(uuid=UUID(request.run_id)).values_list("pk", flat=True).first()
    if run is None:
        raise NotFound("There is no such run.")
    with reading() as session:
        now = session.now()
    schema: Any = None if request.schema is None else dict(request.schema)
    kept = Callback(
        run_id=run,
        node_id=request.node_id,
        iteration=request.iteration,
        webhook_id=UUID(request.webhook_id),
        token_hash=hash_of(token_of(request)),
        schema=schema,
        signed=request.signed,
        created_at=now,
        expires_at=now + timedelta(seconds=request.seconds) if request.seconds else None,
    )
    # A second attempt of the node finds the row of the first: what has come in stays.
    Callback.objects.bulk_create(
        [kept],
        update_conflicts=True,
        unique_fields=["run", "node_id", "iteration"],
        update_fields=["token_hash", "schema", "signed", "expires_at"],
    )
    return address_of(request)


def find(token_hash: str) -> Callback | None:
    """Return the row of a token's hash, with its run."""
    show_place_of("callback", token_hash)
    rows = Callback.objects.select_related("run").defer("schema", "run__tags", "run__error")
    return rows.filter(token_hash=token_hash).first()


def take(found: Callback, body: Json, digest: str) -> Taken:
    """Take the answer that came to an address, in one transaction; the first one counts.

    An answer that comes before the wait opens is kept for it. Raises ``Invalid`` when the schema
    refuses it (nothing changes), ``Refused`` (``other_body``) when another one was first, ``Gone``
    when the wait is over, by whatever ended it.
    """
    ports = current_ports()
    batch = Batch(ports)
    name = _request(found).name
    run_id = str(found.run.uuid)
    with ports.store.transaction() as tx:
        # The channel before the run, as whoever delivers a signal does.
        tx.lock_channel(name, None)
        head = tx.lock([run_id]).get(run_id)
        row = Callback.objects.filter(pk=found.pk).first()
        if head is None or row is None:
            raise Gone("The run does not exist any more.")
        if row.body_digest is not None:
            if row.body_digest == digest:
                return "repeated"
            raise Refused("Another answer was accepted before.", code="other_body")
        _Delivery(batch, tx, head, name).run(row, body)
        Callback.objects.filter(pk=row.pk).update(body_digest=digest, received_at=tx.now)
    _tell(ports, batch)
    return "accepted"


def _request(row: Callback) -> CallbackRequest:
    return CallbackRequest(str(row.run.uuid), row.node_id, row.iteration)


def _tell(ports: Ports, batch: Batch) -> None:
    batch.tell()
    if batch.sent():
        relay(ports)


class _Delivery:
    """Brings one answer to its run, which is locked."""

    def __init__(self, batch: Batch, tx: Transaction, head: Head, name: str) -> None:
        """Take the transaction and the run's row in it."""
        self._batch = batch
        self._tx = tx
        self._head = head
        self._name = name

    def run(self, row: Callback, body: Json) -> None:
        """End the wait with the answer, or keep it for a wait that has yet to open."""
        state = self._tx.states([self._head])[self._head.run_id]
        wait = _open_wait(state, self._name)
        limit = row.expires_at if wait is None else wait.wake_at
        if state.finished or (wait is None and not _is_coming(state, row)):
            raise Gone("Nobody waits for this any more.")
        if limit is not None and limit <= self._tx.now:
            raise Gone("The time for an answer is over.")
        if wait is not None:
            self._end(state, wait, body)
        else:
            _check(body, row.schema)
            self._tx.keep_signal(Signal(self._name, None, body))

    def _end(self, state: RunState, wait: Suspension, body: Json) -> None:
        command = ReceiveSignal(wait.id, self._name, None, body)
        work = Work(state.run_id, command, state=state)
        error = self._batch.run(self._tx, [work], {state.run_id: self._head})[0].error
        if error is None:
            return
        if isinstance(error, AlreadyClosed):
            raise Gone("Nobody waits for this any more.")
        if not _is_elsewhere(error):
            raise error
        # This process lacks a node type of the workflow: a worker that has it delivers.
        _check(body, wait.rules.get("schema"))
        self._tx.send([Signal(self._name, None, body)])


def _open_wait(state: RunState, name: str) -> Suspension | None:
    waits = state.suspensions.values()
    return next((w for w in waits if (w.rules.get("signal") or {}).get("name") == name), None)


def _is_coming(state: RunState, row: Callback) -> bool:
    """Say whether the activation has given its address away but does not wait yet."""
    item = state.activations.get(row.node_id)
    if item is None or item.iteration != row.iteration:
        return False
    # With a saved state the wait has been, and somebody or the deadline has ended it.
    return item.status in ("running", "retrying") and item.saved is None


def _check(body: Json, schema: Mapping[str, Json] | None) -> None:
    if schema:
        validate({} if body is None else body, schema)


def _is_elsewhere(error: FermataError) -> bool:
    return error.code == "unknown_type"
