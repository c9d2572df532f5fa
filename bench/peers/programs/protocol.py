"""What a peer's program is given and gives back: sizes in, one JSON line a figure out."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from subprocess import PIPE, Popen
from typing import Any


class Setting:
    """Where and how much: read from the environment that `bench.peers` makes."""

    def __init__(self) -> None:
        """Read `PEER_*`."""
        self.work, self.store, *self.more = sys.argv[1:]
        self.folder = Path(os.environ["PEER_FOLDER"])
        self.url = os.environ["PEER_URL"]
        self.redis = os.environ.get("PEER_REDIS", "")
        self.sizes: dict[str, int] = json.loads(os.environ["PEER_SIZES"])

    @property
    def sqlite(self) -> bool:
        """Say whether the store is a file."""
        return self.store == "sqlite"

    @property
    def steps_file(self) -> Path:
        """Give where steps that are executed leave a line."""
        return self.folder / "executed"

    @property
    def file(self) -> Path:
        """Give the SQLite file."""
        return self.folder / "peer.sqlite3"

    def with_wal(self) -> None:
        """Make the file with the log mode that is faster and as durable; peers keep it."""
        with sqlite3.connect(self.file) as database:
            database.execute("PRAGMA journal_mode=WAL")

    def again(self, part: str, *values: str) -> Popen[str]:
        """Start this program once more, to play another part."""
        module = sys.modules["__main__"].__spec__
        assert module is not None
        command = [sys.executable, "-m", module.name, part, self.store, *values]
        return Popen(command, stdout=PIPE, stdin=PIPE, text=True)


def emit(metric: str, value: float, note: str = "") -> None:
    """Give a figure."""
    sys.stdout.write(json.dumps({"metric": metric, "value": value, "note": note}) + "\n")
    sys.stdout.flush()


def emit_times(name: str, times: list[float], note: str = "", tail: bool = True) -> None:
    """Give the median, and with ``tail`` the 99th percentile, of times in milliseconds."""
    cuts = quantiles(times, n=100, method="inclusive")
    emit(f"{name} p50 ms", cuts[49], note)
    if tail:
        emit(f"{name} p99 ms", cuts[98], note)


def say(word: str) -> None:
    """Tell the process that started this one how far it is."""
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def hear(process: Popen[str], word: str) -> list[str]:
    """Read what a process says until it says the word; give what came before."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        if line.strip() == word:
            return lines
        lines.append(line.strip())
    raise RuntimeError(f"The other process ended before it said {word!r}.")


def end(process: Popen[str]) -> None:
    """Kill a process of ours and wait for it."""
    process.kill()
    process.wait()


def memory_mb() -> float:
    """Give the resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


@contextmanager
def clock() -> Iterator[Callable[[], float]]:
    """Give what tells the seconds since the beginning of the block."""
    began = time.perf_counter()
    yield lambda: time.perf_counter() - began


def note_step(setting: Setting, name: str) -> None:
    """Leave a line that a step was executed; one write, so that processes do not mix them."""
    with setting.steps_file.open("a") as file:
        file.write(name + "\n")


def count_steps(setting: Setting) -> tuple[int, int]:
    """Give how many steps were executed, and how many of them more than once."""
    if not setting.steps_file.exists():
        return 0, 0
    lines = setting.steps_file.read_text().split()
    return len(set(lines)), len(lines) - len(set(lines))


def bytes_of(setting: Setting, query: Callable[[str], Any]) -> int:
    """Give the size of the store with everything written out."""
    if setting.sqlite:
        with sqlite3.connect(setting.file) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            pages, size = (
                database.execute(f"PRAGMA {what}").fetchone()[0]
                for what in ("page_count", "page_size")
            )
        return int(pages) * int(size)
    return int(query("SELECT pg_database_size(current_database())"))


def main(works: dict[str, Callable[[Setting], None]]) -> None:
    """Do the work that was asked for."""
    setting = Setting()
    works[setting.work](setting)
