"""One reader for all sockets of a run: each gets every event once, the log is read seldom."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from workflows.live import reader as module
from workflows.live.reader import Entry, RunReader, Watch


class Log:
    """A log in memory that counts how often it is read."""

    def __init__(self, length: int = 0) -> None:
        self.length = length
        self.reads: list[int] = []

    def read(self, run_id: str, after: int, limit: int) -> Sequence[Entry]:
        self.reads.append(after)
        last = min(self.length, after + limit)
        return [Entry(seq, (f"e{seq}",)) for seq in range(after + 1, last + 1)]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Log:
    async def at_once(function, *args):
        await asyncio.sleep(0)
        return function(*args)

    monkeypatch.setattr(module, "in_database", at_once)
    return Log()


def watching(reader: RunReader, sent: int = 0) -> Watch:
    watch = Watch("r", sent, lambda: None, due=False)
    reader.watches.add(watch)
    return watch


async def drain(reader: RunReader, seq: int) -> list[int]:
    """Take what one socket would, from `seq` to the end."""
    seqs: list[int] = []
    look = True
    while page := await reader.after(seq, look):
        look = False
        seqs += [entry.seq for entry in page]
        seq = seqs[-1]
    return seqs


async def test_a_long_log_comes_in_pages_without_gap_or_duplicate(log: Log) -> None:
    log.length = 1234
    assert await drain(RunReader("r", log.read), 34) == list(range(35, 1235))


async def test_many_sockets_share_one_read(log: Log) -> None:
    reader = RunReader("r", log.read)
    log.length = 5
    reader.heard(5)
    pages = await asyncio.gather(*(reader.after(0, look=False) for _ in range(100)))
    assert log.reads == [0]
    assert all([entry.seq for entry in page] == [1, 2, 3, 4, 5] for page in pages)


async def test_repeated_and_old_hints_cost_nothing(log: Log) -> None:
    reader = RunReader("r", log.read)
    watch = watching(reader, 3)
    log.length = 3
    await reader.after(3, look=True)
    reader.heard(3)
    reader.heard(2)
    assert (watch.due, log.reads) == (True, [3])
    watch.due = False
    reader.heard(3)
    assert not watch.due
    assert await reader.after(3, look=False) == []
    assert log.reads == [3]


async def test_what_is_appended_between_registering_and_reading_is_read(log: Log) -> None:
    reader = RunReader("r", log.read)
    watching(reader)
    log.length = 2
    assert await drain(reader, 0) == [1, 2]
    log.length = 3
    reader.heard(3)
    assert await drain(reader, 2) == [3]


async def test_a_hint_that_overtakes_another_brings_both_events(log: Log) -> None:
    reader = RunReader("r", log.read)
    log.length = 2
    reader.heard(2)
    reader.heard(1)
    assert await drain(reader, 0) == [1, 2]


async def test_a_hint_of_what_does_not_exist_is_asked_for_once(log: Log) -> None:
    reader = RunReader("r", log.read)
    reader.heard(9)
    assert await reader.after(0, look=False) == []
    assert await reader.after(0, look=False) == []
    assert log.reads == [0]
    log.length = 1
    reader.heard(1)
    assert await drain(reader, 0) == [1]


async def test_a_late_reader_of_old_pages_leaves_the_tail_whole(log: Log) -> None:
    reader = RunReader("r", log.read)
    log.length = 900
    reader.heard(900)
    assert await drain(reader, 880) == list(range(881, 901))
    assert await drain(reader, 0) == list(range(1, 901))
    log.reads.clear()
    assert await drain(reader, 890) == list(range(891, 901))
    assert [after for after in log.reads if after < 900] == []


async def test_the_tail_in_memory_is_bounded(log: Log) -> None:
    reader = RunReader("r", log.read)
    log.length = 5_000
    await drain(reader, 0)
    assert len(reader._tail) <= module.KEPT_FRAMES
    monster = [Entry(5_000 + n, ("x" * 400_000,)) for n in range(1, 9)]
    reader._keep(monster)
    assert reader._characters <= module.KEPT_CHARACTERS
    assert reader._tail[-1].seq == 5_008


async def test_laggards_are_rung_again(log: Log) -> None:
    reader = RunReader("r", log.read)
    behind, level = watching(reader, 1), watching(reader, 4)
    reader.known = 4
    reader.ring_laggards()
    assert (behind.due, level.due) == (True, False)
