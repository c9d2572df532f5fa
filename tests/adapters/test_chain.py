"""Each event is linked to the one before by a hash that anybody can compute from the columns."""

from __future__ import annotations

import hashlib
import struct
import uuid
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.conftest import Bench
from tests.adapters.test_store import CREATED, STARTED, began, done, waits
from workflows.adapters.audit.chain import Columns, canonical, genesis, link
from workflows.adapters.store import DjangoStore
from workflows.engine import events as e
from workflows.engine.ports import NewRun
from workflows.models import Event, Run

pytestmark = pytest.mark.django_db

SQLITE_MICROS, POSTGRES_MICROS = "at", "(extract(epoch FROM at) * 1000000)::bigint"

# What the code before the chain says when it appends one event; its columns only.
OLD_EVENT = """
    INSERT INTO workflows_event (run_id, seq, type, payload, at, epoch)
    SELECT run_id, seq + 1, 'RunStarted', '{}', at, epoch FROM workflows_event
    WHERE run_id = %s ORDER BY seq DESC LIMIT 1
"""
OLD_MOVE = "UPDATE workflows_run SET seq = seq + 1 WHERE id = %s"


def computed(run_id: str) -> tuple[list[str | None], str | None]:
    """Compute a chain as somebody would who has the database and the page about the layout."""
    micros = SQLITE_MICROS if connection.vendor == "sqlite" else POSTGRES_MICROS
    run = Run.objects.get(uuid=run_id)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT seq, {micros}, epoch, iteration, type, node_id, payload, hash "
            "FROM workflows_event WHERE run_id = %s ORDER BY seq",
            [run.pk],
        )
        rows = cursor.fetchall()
    before = hashlib.sha256(b"fermata:chain:1" + uuid.UUID(run_id).bytes).digest()
    found: list[str | None] = []
    for seq, at, epoch, iteration, kind, node, payload, kept in rows:
        if kept is None:
            found.append(None)
            continue
        turn = -1 if iteration is None else iteration
        length = -1 if node is None else len(node.encode())
        sizes = struct.pack(">HI" if length >= 0 else ">Hi", len(kind.encode()), length)
        head = b"\x01" + struct.pack(">I", seq) + struct.pack(">q", at)
        head += struct.pack(">I", epoch) + struct.pack(">i", turn) + sizes
        text = kind + (node or "") + payload
        before = hashlib.sha256(before + head + text.encode()).digest()
        found.append(before.hex())
    return found, before.hex() if any(found) else None


def kept(run_id: str) -> tuple[list[str | None], str | None]:
    """Read the chain that is stored."""
    run = Run.objects.get(uuid=run_id)
    hashes = Event.objects.filter(run=run).order_by("seq").values_list("hash", flat=True)
    return [_hex(value) for value in hashes], _hex(run.chain)


def _hex(value: Any) -> str | None:
    return None if value is None else bytes(value).hex()


def append_as_before(run_id: str, bench: Bench) -> None:
    """Append as a worker does whose code does not know the chain."""
    pk = Run.objects.get(uuid=run_id).pk
    with connection.cursor() as cursor:
        cursor.execute(OLD_EVENT, [pk])
        cursor.execute(OLD_MOVE, [pk])
    bench.states[run_id] = bench.load(run_id)


def test_the_chain_is_what_anybody_computes_from_the_columns(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED)
    django_bench.append(run_id, STARTED, began("żółw 🐢"), held=True)
    django_bench.append(run_id, done("żółw 🐢", {"x": [1, None, "ü"]}), held=True)
    django_bench.append(run_id, began("wait"), held=True)
    django_bench.append(run_id, waits(django_bench, run_id), checkpoint=True)
    hashes, head = kept(run_id)
    assert (hashes, head) == computed(run_id)
    assert len(set(hashes)) == 6
    assert head == hashes[-1]


def test_two_runs_with_the_same_history_have_chains_of_their_own(django_bench: Bench) -> None:
    store = DjangoStore(build=lambda graph: graph)
    ids = [f"01938c0e-6b7c-7000-8000-0000000000a{number}" for number in range(2)]
    with store.transaction() as tx:
        heads = [tx.create(NewRun(run_id, "flow", 1)) for run_id in ids]
        tx.append([django_bench.prepare(tx, head, CREATED) for head in heads])
    first, second = (kept(run_id)[1] for run_id in ids)
    assert first != second
    assert genesis(ids[0]) != genesis(ids[1])
    assert Event.objects.values("at", "payload", "type").distinct().count() == 1


def test_a_group_commit_of_many_runs_and_events_chains_each(django_bench: Bench) -> None:
    runs = [django_bench.create(CREATED) for _ in range(20)]
    for number in range(3):
        with django_bench.store.transaction() as tx:
            heads = tx.lock(runs)
            events = [began(f"n{number}"), done(f"n{number}", number), began(f"m{number}")]
            tx.append([django_bench.prepare(tx, heads[run_id], *events) for run_id in runs])
    for run_id in runs:
        hashes, head = kept(run_id)
        assert (hashes, head) == computed(run_id)
        assert len(hashes) == 10


def test_a_claim_reads_the_head_and_a_move_without_events_keeps_it(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED, STARTED)
    with django_bench.store.transaction() as tx:
        (claimed,) = tx.claim("w", 10, 30)
        django_bench.write(tx, claimed, began("a"), held=True)
    hashes, head = kept(run_id)
    assert (hashes, head) == computed(run_id)
    django_bench.append(run_id, wake_at=None)
    assert kept(run_id) == (hashes, head)


def test_a_failed_transaction_leaves_no_link(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED)
    before = kept(run_id)
    with pytest.raises(RuntimeError), django_bench.store.transaction() as tx:
        django_bench.write(tx, tx.lock([run_id])[run_id], STARTED)
        raise RuntimeError
    assert kept(run_id) == before
    django_bench.states[run_id] = django_bench.load(run_id)
    django_bench.append(run_id, STARTED, began("a"))
    assert kept(run_id) == computed(run_id)


def test_a_fork_begins_a_chain_of_its_own(django_bench: Bench) -> None:
    origin = django_bench.create(CREATED, STARTED)
    snapshot = {"status": "queued"}
    fork = django_bench.create(
        e.RunForked(run=origin, seq=2, snapshot=snapshot, by="ada"), forked_from=origin
    )
    hashes, head = kept(fork)
    assert (hashes, head) == computed(fork)
    assert not set(hashes) & set(kept(origin)[0])


def test_the_chain_goes_on_after_what_a_worker_of_the_code_before_has_written(
    django_bench: Bench,
) -> None:
    run_id = django_bench.create(CREATED)
    append_as_before(run_id, django_bench)
    assert kept(run_id)[0][1] is None
    assert kept(run_id)[1] == kept(run_id)[0][0]
    append_as_before(run_id, django_bench)
    django_bench.append(run_id, began("a"), began("b"))
    hashes, head = kept(run_id)
    assert (hashes, head) == computed(run_id)
    assert [value is None for value in hashes] == [False, True, True, False, False]


def test_a_run_from_before_the_chain_begins_it_with_its_next_event(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED)
    Run.objects.filter(uuid=run_id).update(chain=None)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER workflows_event_no_update")
        else:
            cursor.execute("ALTER TABLE workflows_event DISABLE TRIGGER ALL")
        cursor.execute("UPDATE workflows_event SET hash = NULL")
    assert computed(run_id) == ([None], None)
    django_bench.append(run_id, STARTED)
    hashes, head = kept(run_id)
    assert (hashes, head) == computed(run_id)
    assert hashes[0] is None
    assert hashes[1] == head


NUMBERS = st.integers(0, 2**31 - 1)
EVENTS: st.SearchStrategy[Columns] = st.tuples(
    NUMBERS,
    st.integers(-(2**62), 2**62),
    NUMBERS,
    st.none() | NUMBERS,
    st.text(max_size=8),
    st.none() | st.text(max_size=8),
    st.binary(max_size=8),
)


@given(EVENTS)
def test_the_bytes_of_an_event_can_be_read_back_so_no_two_events_share_them(event: Columns) -> None:
    packed = canonical(event)
    layout, seq, at, epoch, turn, kind, node = struct.unpack(">BIqIiHi", packed[:27])
    rest = packed[27:]
    kind_text, rest = rest[:kind].decode(), rest[kind:]
    node_id = None if node < 0 else rest[:node].decode()
    payload = rest[max(node, 0) :]
    iteration = None if turn < 0 else turn
    assert layout == 1
    assert (seq, at, epoch, iteration, kind_text, node_id, payload) == event


@given(EVENTS, EVENTS)
def test_a_hash_holds_all_that_was_before(first: Columns, second: Columns) -> None:
    start = genesis("01938c0e-6b7c-7000-8000-0000000000aa")
    one = link(start, first)
    assert len(one) == 32
    if first != second:
        assert link(start, second) != one
        assert link(link(start, second), first) != link(one, second)
