"""Laws of the walk along a chain, over logs and damages made up at random; no database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from workflows.adapters.audit.chain import genesis
from workflows.services.audit.walking import Finding, Walk, next_hash
from workflows.services.queries.audit.stored import Row

RUN = "0199a4b2-6c1e-7d31-8a55-0d6f1c2b3a49"
T0 = datetime(2026, 3, 1, tzinfo=UTC)
Log = list[Row]

BARE = st.builds(
    Row,
    seq=st.just(0),
    type=st.sampled_from(["NodeStarted", "TaskDecided", "TaskUndone"]),
    node_id=st.none() | st.sampled_from(["a", "b", ""]),
    iteration=st.none() | st.integers(0, 2),
    text=st.sampled_from([b"{}", b'{"by":"ada"}', b'{"by":"ben"}']),
    at=st.integers(0, 5).map(lambda n: T0 + timedelta(microseconds=n)),
    epoch=st.integers(0, 2),
    hash=st.none(),
)


def chained(events: Log) -> Log:
    """Number events and link them."""
    before, log = genesis(RUN), []
    for seq, event in enumerate(events, 1):
        row = event._replace(seq=seq)
        before = next_hash(before, row) or b""
        log.append(row._replace(hash=before))
    return log


def walked(log: Log, head: bytes | None, seq: int) -> Finding | None:
    """Walk along a log; what is told must lie in it or just behind it."""
    walk = Walk(RUN)
    for row in log:
        walk.take(row)
    walk.close(head, seq)
    if walk.broken is not None:
        assert 1 <= walk.broken.seq <= max(seq, *(row.seq for row in log)) + 1
    return walk.broken


LOGS = st.lists(BARE, min_size=2, max_size=6).map(chained)


@given(LOGS)
def test_what_was_written_is_whole(log: Log) -> None:
    assert walked(log, log[-1].hash, len(log)) is None


@given(LOGS, st.data())
def test_no_event_becomes_another_one_unseen(log: Log, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(log) - 1))
    other = data.draw(BARE)._replace(seq=log[place].seq, hash=log[place].hash)
    assume(other != log[place])
    changed = [*log[:place], other, *log[place + 1 :]]
    found = walked(changed, log[-1].hash, len(log))
    assert found is not None
    assert found.seq == place + 1


@given(LOGS, st.data())
def test_no_order_but_the_one_that_was_written_is_whole(log: Log, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(log))))
    assume(order != sorted(order))
    moved = [log[index]._replace(seq=seq) for seq, index in enumerate(order, 1)]
    assert walked(moved, log[-1].hash, len(log)) is not None


@given(LOGS, st.data())
def test_no_event_goes_or_comes_unseen(log: Log, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(log) - 1))
    new = data.draw(BARE)
    gone = [*log[:place], *log[place + 1 :]]
    come = [*log[:place], new._replace(hash=data.draw(st.binary(min_size=32, max_size=32)))]
    come += log[place:]
    for rows in (gone, come):
        changed = [row._replace(seq=seq) for seq, row in enumerate(rows, 1)]
        assert walked(changed, log[-1].hash, len(changed)) is not None


@given(LOGS, st.data())
def test_no_hash_goes_unseen(log: Log, data: st.DataObject) -> None:
    places = data.draw(st.sets(st.integers(0, len(log) - 1), min_size=1))
    bare = [row._replace(hash=None) if n in places else row for n, row in enumerate(log)]
    assert walked(bare, log[-1].hash, len(log)) is not None


@given(LOGS, st.binary(max_size=32))
def test_no_head_but_the_last_hash_fits(log: Log, head: bytes) -> None:
    assert walked(log, head, len(log)) is not None
    assert walked(log, None, len(log)) is not None
    assert walked(log, log[0].hash, len(log)) is not None
