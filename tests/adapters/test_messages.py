"""What the stores keep between runs: messages, signals, waits for them; the same claims for all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.adapters.conftest import Bench
from tests.adapters.test_store import CREATED, STARTED, began
from workflows.engine import events as e
from workflows.engine.commands import FinishChild, ReceiveSignal, RetryRun, Stop
from workflows.engine.messages import Kept, Message, Signal, StartChild, StartRun, ToRun, WaitOpened
from workflows.engine.ports import Head

OTHER = "01938c0e-6b7c-7000-8000-0000000000cc"
PARENT = "01938c0e-6b7c-7000-8000-0000000000dd"
ALL: list[Message] = [
    ToRun(OTHER, FinishChild(f"{OTHER}.4", PARENT, 3, "failed", None, {"message": "żółw 🐢"})),
    ToRun(OTHER, RetryRun(by="ada", by_hand={"a": {"do": "skip"}}, adopt=f"{OTHER}.4")),
    ToRun(OTHER, Stop("Enough.", "ada")),
    ToRun(OTHER, ReceiveSignal(f"{OTHER}.4", "paid", "42", {"amount": 1}, "ada")),
    StartRun(OTHER, "flow", 3, {"n": 1}, "ada"),
    StartChild(OTHER, "flow", None, {"item": [1, None]}, PARENT, f"{PARENT}.9", 2, 1, "ada"),
    Signal("paid", "42", {"amount": 12.5}, "ada"),
    WaitOpened(OTHER, f"{OTHER}.4", "paid"),
]


def send(bench: Bench, *messages: Message) -> None:
    with bench.store.transaction() as tx:
        tx.send(messages)


def take(bench: Bench, limit: int = 100, only: int | None = None) -> list[Kept]:
    with bench.store.transaction() as tx:
        return tx.take_messages(limit, only)


def signals(*numbers: int) -> list[Signal]:
    return [Signal("paid", data=number) for number in numbers]


def opened(bench: Bench, name: str, key: str | None, node: str = "wait") -> tuple[str, str]:
    """Open a wait for a signal in a run of its own; give run and suspension."""
    run_id = bench.create(CREATED, STARTED, began(node))
    suspension = f"{run_id}.{bench.states[run_id].seq + 1}"
    rules = {"signal": {"name": name, "key": key}}
    wait = e.NodeSuspended(node, 1, suspension, kind="event", reason="Paid?", rules=rules)
    bench.append(run_id, wait, e.RunSuspended("Paid?"))
    return run_id, suspension


def waits(bench: Bench, name: str, key: str | None = None) -> list[tuple[str, str]]:
    with bench.store.transaction() as tx:
        tx.lock_channel(name, key)
        return tx.waits_for(name, key)


def taken(bench: Bench, name: str, key: str | None = None) -> Signal | None:
    with bench.store.transaction() as tx:
        tx.lock_channel(name, key)
        found = tx.take_signal(name, key)
    return found[1] if found is not None else None


def test_messages_come_out_as_they_went_in_and_in_order(bench: Bench) -> None:
    send(bench, *ALL[:2])
    send(bench, *ALL[2:])
    taken = take(bench)
    assert [kept.message for kept in taken] == ALL
    assert {kept.attempts for kept in taken} == {0}


def test_a_message_that_was_taken_is_gone(bench: Bench) -> None:
    assert not bench.store.has_messages()
    send(bench, *signals(1, 2, 3))
    assert bench.store.has_messages()
    assert [kept.message for kept in take(bench, 2)] == signals(1, 2)
    assert [kept.message for kept in take(bench, 2)] == signals(3)
    assert take(bench) == []
    assert not bench.store.has_messages()


def test_a_taker_that_fails_leaves_the_message(bench: Bench) -> None:
    send(bench, *signals(1))
    with pytest.raises(RuntimeError), bench.store.transaction() as tx:
        assert tx.take_messages(10)
        raise RuntimeError
    assert [kept.message for kept in take(bench)] == signals(1)


def test_messages_are_kept_with_the_write_that_sends_them(bench: Bench) -> None:
    run_id = bench.create(CREATED)
    bench.append(run_id, STARTED, messages=signals(1, 2))
    assert [kept.message for kept in take(bench)] == signals(1, 2)


def test_messages_of_a_failed_transaction_are_not_sent(bench: Bench) -> None:
    run_id = bench.create(CREATED)
    with pytest.raises(RuntimeError), bench.store.transaction() as tx:
        bench.write(tx, tx.lock([run_id])[run_id], STARTED, messages=signals(1))
        raise RuntimeError
    assert not bench.store.has_messages()


def test_a_write_may_only_send(bench: Bench) -> None:
    run_id = bench.create(CREATED)
    bench.append(run_id, messages=signals(1))
    assert bench.head(run_id).seq == 1
    assert [kept.message for kept in take(bench)] == signals(1)


def test_one_message_is_taken_by_its_number(bench: Bench) -> None:
    send(bench, *signals(1, 2))
    with pytest.raises(RuntimeError), bench.store.transaction() as tx:
        numbers = [kept.id for kept in tx.take_messages(10)]
        raise RuntimeError
    assert [kept.message for kept in take(bench, 1, numbers[1])] == signals(2)
    assert take(bench, 1, numbers[1]) == []
    assert [kept.message for kept in take(bench)] == signals(1)


def test_a_message_that_was_put_back_is_not_due_before_its_time(bench: Bench) -> None:
    send(bench, *signals(1, 2))
    with bench.store.transaction() as tx:
        tx.keep_for_later(tx.take_messages(1)[0], 30)
    assert [kept.message for kept in take(bench)] == signals(2)
    assert not bench.store.has_messages()
    bench.pass_time(29)
    assert take(bench) == []
    bench.pass_time(2)
    assert bench.store.has_messages()
    assert [(kept.message, kept.attempts) for kept in take(bench)] == [(signals(1)[0], 1)]


def test_a_message_keeps_its_number_and_counts_its_attempts(bench: Bench) -> None:
    send(bench, *signals(1))
    numbers = set()
    for attempts in range(3):
        with bench.store.transaction() as tx:
            kept = tx.take_messages(10)[0]
            tx.keep_for_later(kept, 30)
        numbers.add(kept.id)
        assert kept.attempts == attempts
        bench.pass_time(31)
    assert len(numbers) == 1


def test_a_message_that_rests_can_be_taken_by_its_number(bench: Bench) -> None:
    send(bench, *signals(1))
    with bench.store.transaction() as tx:
        kept = tx.take_messages(10)[0]
        tx.keep_for_later(kept, 30)
    assert [again.message for again in take(bench, 1, kept.id)] == signals(1)


def test_kept_signals_are_used_up_oldest_first(bench: Bench) -> None:
    for number in (1, 2):
        with bench.store.transaction() as tx:
            tx.lock_channel("paid", "42")
            tx.keep_signal(Signal("paid", "42", {"n": [number]}, "ada"))
    for number in (1, 2):
        assert taken(bench, "paid", "42") == Signal("paid", "42", {"n": [number]}, "ada")
    assert taken(bench, "paid", "42") is None


def test_signals_that_are_given_back_keep_their_places(bench: Bench) -> None:
    for number in range(3):
        with bench.store.transaction() as tx:
            tx.keep_signal(Signal("paid", data=number))
    with bench.store.transaction() as tx:
        both = [tx.take_signal("paid", None) for _ in range(2)]
        for place, signal in [pair for pair in both if pair is not None]:
            tx.keep_signal(signal, place)
    found = [taken(bench, "paid") for _ in range(3)]
    assert [signal.data for signal in found if signal is not None] == [0, 1, 2]


def test_a_kept_signal_is_for_its_name_and_key_alone(bench: Bench) -> None:
    with bench.store.transaction() as tx:
        tx.keep_signal(Signal("paid"))
        tx.keep_signal(Signal("paid", "42"))
        tx.keep_signal(Signal("paid", ""))
    assert taken(bench, "paid", "7") is None
    assert taken(bench, "Paid") is None
    assert taken(bench, "paid") == Signal("paid")
    assert taken(bench, "paid") is None
    assert taken(bench, "paid", "") == Signal("paid", "")
    assert taken(bench, "paid", "42") == Signal("paid", "42")


def test_a_long_name_and_key_are_a_channel_like_any(bench: Bench) -> None:
    name, key = "ż" * 200, "🐢" * 5_000
    wait = opened(bench, name, key)
    assert waits(bench, name, key) == [wait]
    with bench.store.transaction() as tx:
        tx.keep_signal(Signal(name, key, [0]))
    assert taken(bench, name, key) == Signal(name, key, [0])


def test_the_open_waits_for_a_signal_are_found(bench: Bench) -> None:
    first, second = opened(bench, "paid", "42"), opened(bench, "paid", "42")
    keyless = opened(bench, "paid", None)
    opened(bench, "sent", "42")
    assert waits(bench, "paid", "42") == [first, second]
    assert waits(bench, "paid") == [keyless]
    assert waits(bench, "paid", "") == []
    assert waits(bench, "lost", "42") == []


def test_waits_of_one_run_are_found_each(bench: Bench) -> None:
    run_id, first = opened(bench, "paid", None, "a")
    second = f"{run_id}.{bench.states[run_id].seq + 2}"
    rules = {"signal": {"name": "paid", "key": None}}
    again = e.NodeSuspended("b", 1, second, kind="event", reason="Paid?", rules=rules)
    bench.append(run_id, began("b"), again)
    assert waits(bench, "paid") == [(run_id, first), (run_id, second)]


@pytest.mark.parametrize("how", ["answered", "cancelled", "failed"])
def test_a_wait_that_is_over_is_not_found(bench: Bench, how: str) -> None:
    run_id, suspension = opened(bench, "paid", None)
    ends: dict[str, e.Event] = {
        "answered": e.NodeResumed("wait", 1, suspension, {}, "received", via="signal"),
        "cancelled": e.NodeCancelled("wait", 1),
        "failed": e.NodeFailed("wait", 1, {"type": "TimedOut", "message": "Too late."}),
    }
    bench.append(run_id, ends[how])
    assert waits(bench, "paid") == []


def test_the_latest_version_is_the_one_with_the_largest_number(bench: Bench) -> None:
    with bench.store.transaction() as tx:
        assert tx.latest_version("flow") == 1
        assert tx.latest_version("nobody") is None
    bench.publish(10)
    bench.publish(9)
    with bench.store.transaction() as tx:
        assert tx.latest_version("flow") == 10


def failed(bench: Bench) -> str:
    run_id = bench.create(CREATED, STARTED, began("a"))
    error = {"type": "ValueError", "message": "No receipt."}
    bench.append(run_id, e.NodeFailed("a", 1, error), e.RunFailed(error))
    return run_id


def test_a_run_that_was_moved_is_of_the_new_version(bench: Bench) -> None:
    bench.publish(2)
    run_id, stays = failed(bench), bench.create(CREATED)
    bench.append(run_id, e.RunMigrated(2, "ada", "Mended"))
    assert bench.head(run_id).version == 2
    assert bench.load(run_id) == bench.folded(run_id) == bench.states[run_id]
    bench.append(run_id, e.RunRetried("ada"))
    assert bench.head(run_id).version == 2
    assert bench.head(stays).version == 1


def test_a_failed_run_that_goes_on_is_taken_up_again(bench: Bench) -> None:
    run_id = failed(bench)
    bench.pass_time(1_000_000)
    assert bench.claim("w") == []
    with bench.store.transaction() as tx:
        head = tx.lock([run_id])[run_id]
        retried, again = e.RunRetried("ada"), e.NodeStarted("a", 1, attempt=2)
        bench.write(tx, head, retried, again, wake_at=tx.now)
    claimed = bench.claim("w")
    assert [(head.run_id, head.status) for head in claimed] == [(run_id, "running")]


def test_a_run_that_fails_again_rests_again(bench: Bench) -> None:
    run_id = failed(bench)
    error = {"type": "ValueError", "message": "Still none."}
    again = e.NodeStarted("a", 1, attempt=2)
    bench.append(run_id, e.RunRetried("ada"), again, wake_at=later(bench, run_id))
    bench.pass_time(100)
    assert len(bench.claim("w")) == 1
    bench.append(run_id, e.NodeFailed("a", 1, error, attempt=2), e.RunFailed(error))
    head: Head = bench.head(run_id)
    assert (head.status, head.owner) == ("failed", None)
    bench.pass_time(1_000_000)
    assert bench.claim("w") == []


def later(bench: Bench, run_id: str) -> object:
    with bench.store.transaction() as tx:
        tx.lock([run_id])
        return tx.now + timedelta(seconds=60)
