"""The conformance suite of stores: the same claims hold in memory, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.adapters.conftest import Bench
from workflows.engine import events as e
from workflows.engine.errors import NotFound, Refused
from workflows.engine.ports import NewRun, RequestKey

CREATED = e.RunCreated(inputs={"amount": 12.5, "text": "żółw 🐢"}, workflow="flow", version=1)
STARTED = e.RunStarted()


def began(node: str) -> e.NodeStarted:
    return e.NodeStarted(node, 1)


def done(node: str, output: object = None) -> e.NodeCompleted:
    return e.NodeCompleted(node, 1, output=output, taken=["e1"], set={"k": node})


def waits(bench: Bench, run_id: str, node: str = "wait") -> e.NodeSuspended:
    seq = bench.states[run_id].seq + 1
    return e.NodeSuspended(
        node, 1, suspension=f"{run_id}.{seq}", kind="wait", reason="Receipt?", state={"n": 1}
    )


def test_a_new_run_has_seq_zero_and_no_holder(bench: Bench) -> None:
    new = NewRun("01938c0e-6b7c-7000-8000-0000000000aa", "flow", 1, tags=("a",), priority=2)
    with bench.store.transaction() as tx:
        head = tx.create(new)
    assert (head.seq, head.epoch, head.owner, head.status, head.workflow, head.version) == (
        0, 0, None, "queued", "flow", 1,
    )  # fmt: skip


def test_a_run_of_an_unknown_version_is_not_made(bench: Bench) -> None:
    with pytest.raises(NotFound), bench.store.transaction() as tx:
        tx.create(NewRun("01938c0e-6b7c-7000-8000-0000000000ab", "flow", 2))


def test_runs_that_do_not_exist_are_missing_from_the_locked(bench: Bench) -> None:
    run_id = bench.create(CREATED)
    strangers = ["01938c0e-6b7c-7000-8000-0000000000ff", "not an id", ""]
    with bench.store.transaction() as tx:
        assert list(tx.lock([run_id, *strangers])) == [run_id]


def test_the_log_gives_back_what_was_appended(bench: Bench) -> None:
    run_id = bench.create(CREATED)
    bench.append(run_id, STARTED, began("a"))
    bench.append(run_id, done("a", {"x": [1, None, 2.5]}))
    log = bench.log(run_id)
    assert [(r.seq, type(r.event).__name__) for r in log] == [
        (1, "RunCreated"), (2, "RunStarted"), (3, "NodeStarted"), (4, "NodeCompleted"),
    ]  # fmt: skip
    assert log[0].event == CREATED
    assert log[3].event == done("a", {"x": [1, None, 2.5]})
    assert log[3].at.utcoffset() == timedelta(0)
    assert [record.seq for record in bench.log(run_id, after=2)] == [3, 4]


def test_checkpoint_and_tail_are_the_fold_of_the_log(bench: Bench) -> None:
    run_id = bench.create(CREATED)
    bench.append(run_id, STARTED, began("a"), began("wait"))
    bench.append(run_id, done("a", 1), waits(bench, run_id), checkpoint=True)
    assert bench.load(run_id) == bench.folded(run_id)
    bench.append(run_id, began("b"), done("b", {"deep": {"er": [True]}}))
    assert bench.load(run_id) == bench.folded(run_id) == bench.states[run_id]
    bench.append(run_id, e.RunSuspended("Receipt?"), checkpoint=True)
    assert bench.load(run_id) == bench.folded(run_id) == bench.states[run_id]


def test_states_of_many_runs_are_read_at_once(bench: Bench) -> None:
    marked, plain = bench.create(CREATED, STARTED), bench.create(CREATED)
    bench.append(marked, began("a"), checkpoint=True)
    bench.append(marked, done("a"))
    bench.append(plain, STARTED)
    with bench.store.transaction() as tx:
        heads = tx.lock([marked, plain])
        states = tx.states(list(heads.values()))
    assert states == {marked: bench.states[marked], plain: bench.states[plain]}


def test_only_one_append_wins_a_place(bench: Bench) -> None:
    run_id = bench.create(CREATED)
    old = bench.head(run_id)
    bench.append(run_id, STARTED)
    bench.states[run_id] = bench.load(run_id)
    with pytest.raises(Exception, match=".") as raised, bench.store.transaction() as tx:
        write = bench.prepare(tx, old, began("a"))
        write.records = [replace(record, seq=2) for record in write.records]
        tx.append([write])
    assert isinstance(raised.value, Refused) or "Error" in type(raised.value).__name__
    assert [record.seq for record in bench.log(run_id)] == [1, 2]


def test_a_stale_place_is_refused(bench: Bench) -> None:
    run_id = bench.create(CREATED)
    old = bench.head(run_id)
    bench.append(run_id, STARTED)
    with pytest.raises(Exception, match=".") as raised, bench.store.transaction() as tx:
        bench.write(tx, old, began("a"))
    assert refused(raised.value)
    assert len(bench.log(run_id)) == 2


def test_an_older_epoch_cannot_append(bench: Bench) -> None:
    run_id = bench.create(CREATED)
    old = bench.claim("first", ttl=10)[0]
    bench.pass_time(11)
    assert bench.claim("second")[0].epoch == old.epoch + 1
    with pytest.raises(Exception, match=".") as raised, bench.store.transaction() as tx:
        bench.write(tx, old, STARTED, held=True)
    assert refused(raised.value)
    assert len(bench.log(run_id)) == 1


def refused(error: BaseException) -> bool:
    """Tell the store's own refusal, or the database's: on PostgreSQL the statement itself fails."""
    from django.db import DataError, IntegrityError

    return isinstance(error, Refused | DataError | IntegrityError)


def test_nothing_of_a_failed_transaction_stays(bench: Bench) -> None:
    run_id = bench.create(CREATED)
    key = RequestKey("start", "k", "d")
    with pytest.raises(RuntimeError), bench.store.transaction() as tx:
        bench.write(tx, tx.lock([run_id])[run_id], STARTED)
        tx.remember(key, run_id)
        raise RuntimeError
    assert len(bench.log(run_id)) == 1
    with bench.store.transaction() as tx:
        assert tx.recall(key) is None


def test_a_claim_takes_what_is_due_and_raises_the_epoch(bench: Bench) -> None:
    first, second = bench.create(CREATED), bench.create(CREATED)
    heads = bench.claim("w1")
    assert {head.run_id for head in heads} == {first, second}
    assert [(head.owner, head.epoch, head.claims) for head in heads] == [("w1", 1, 1)] * 2
    assert bench.claim("w2") == []


def test_a_claim_takes_no_more_than_its_limit(bench: Bench) -> None:
    runs = {bench.create(CREATED) for _ in range(3)}
    taken = [head.run_id for _ in range(3) for head in bench.claim("w", limit=1)]
    assert set(taken) == runs
    assert bench.claim("w", limit=1) == []


def test_the_more_urgent_run_is_claimed_first_then_the_one_that_waits_longest(
    bench: Bench,
) -> None:
    made = []
    for priority in (0, 5, 0):
        made.append(bench.create(CREATED, priority=priority))
        bench.pass_time(1)
    taken = [bench.claim("w", limit=1)[0].run_id for _ in made]
    assert taken == [made[1], made[0], made[2]]


def test_a_lease_that_ran_out_is_taken_over_and_counted(bench: Bench) -> None:
    bench.create(CREATED)
    bench.claim("w1", ttl=10)
    bench.pass_time(9)
    assert bench.claim("w2") == []
    bench.pass_time(2)
    assert [(head.owner, head.epoch, head.claims) for head in bench.claim("w2")] == [("w2", 2, 2)]


def test_a_step_forward_resets_the_count_of_claims(bench: Bench) -> None:
    run_id = bench.create(CREATED)
    bench.claim("w")
    bench.append(run_id, STARTED, held=True)
    assert bench.head(run_id).claims == 1
    bench.append(run_id, began("a"), held=True, progressed=True)
    assert bench.head(run_id).claims == 0


def test_a_held_run_stays_held_while_it_moves(bench: Bench) -> None:
    run_id = bench.create(CREATED)
    bench.claim("w")
    bench.append(run_id, STARTED, held=True)
    bench.append(run_id, began("a"), held=True, checkpoint=True)
    head = bench.head(run_id)
    assert (head.owner, head.epoch, head.status, head.seq) == ("w", 1, "running", 3)
    assert bench.claim("other") == []


def test_a_released_run_sleeps_until_its_time(bench: Bench) -> None:
    run_id = bench.create(CREATED)
    bench.claim("w")
    with bench.store.transaction() as tx:
        head = tx.lock([run_id])[run_id]
        bench.write(tx, head, STARTED, wake_at=tx.now + timedelta(seconds=60))
    assert bench.head(run_id).owner is None
    assert bench.claim("w") == []
    bench.pass_time(61)
    assert [head.run_id for head in bench.claim("w")] == [run_id]


def test_a_run_that_needs_nobody_is_never_claimed(bench: Bench) -> None:
    run_id = bench.create(CREATED)
    bench.claim("w")
    bench.append(run_id, STARTED, wake_at=None)
    bench.pass_time(1_000_000)
    assert bench.claim("w") == []


def test_a_request_is_remembered_with_its_run(bench: Bench) -> None:
    run_id = bench.create(CREATED)
    key = RequestKey("start:flow", "abc", "digest")
    with bench.store.transaction() as tx:
        assert tx.recall(key) is None
        tx.remember(key, run_id)
    with bench.store.transaction() as tx:
        assert tx.recall(key) == run_id
        assert tx.recall(replace(key, scope="start:other")) is None
        with pytest.raises(Refused):
            tx.recall(replace(key, digest="another"))


def test_events_of_one_transaction_carry_the_databases_clock(bench: Bench) -> None:
    run_id = bench.create(CREATED, STARTED)
    times = {record.at for record in bench.log(run_id)}
    assert len(times) == 1


def test_many_runs_move_in_one_transaction(bench: Bench) -> None:
    runs = [bench.create(CREATED) for _ in range(20)]
    with bench.store.transaction() as tx:
        heads = tx.claim("w", 50, 30)
        writes = [bench.prepare(tx, head, STARTED, began("a"), held=True) for head in heads]
        tx.append(writes)
    assert {bench.head(run_id).seq for run_id in runs} == {3}
    assert all(bench.load(run_id) == bench.states[run_id] for run_id in runs)


def test_a_named_checkpoint_does_not_change_what_is_loaded(bench: Bench) -> None:
    run_id = bench.create(CREATED, STARTED)
    named = e.CheckpointSaved("01938c0e-6b7c-7000-8000-00000000c001", "before lunch")
    again = e.CheckpointSaved("01938c0e-6b7c-7000-8000-00000000c002", "after lunch")
    bench.append(run_id, named, began("a"), again, checkpoint=True)
    assert bench.load(run_id) == bench.states[run_id] == bench.folded(run_id)
