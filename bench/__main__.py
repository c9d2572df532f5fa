"""`python -m bench`: picks works and stores by the environment, prints a table, keeps JSON."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson

from bench.installation import ROOT, installation

WORKS = (
    "W1", "W2", "W3", "W4", "W5", "W6", "W7", "E1", "dashboard", "demo", "canvas",
    "scale", "costs", "million", "lists", "memory", "sockets",
)  # fmt: skip
STORES = ("sqlite", "postgres")
COLUMNS = (
    ("work", 9), ("store", 9), ("n", 7), ("concurrency", 12), ("seconds", 8), ("per_second", 11),
    ("steps_per_second", 17), ("p50_ms", 8), ("p99_ms", 8), ("cpu_s", 7), ("peak_rss_mb", 12),
    ("notes", 0),
)  # fmt: skip
FIELDS = tuple(name for name, _ in COLUMNS)


def main() -> int:
    """Measure; exit code 2 for a name that does not exist."""
    works = (os.environ.get("BENCH_WORKS") or "W1 W2 W3 W4 W5 W6 W7").split()
    stores = (os.environ.get("BENCH_STORES") or "sqlite postgres").split()
    unknown = [*(set(works) - set(WORKS)), *(set(stores) - set(STORES))]
    if unknown:
        sys.stderr.write(f"Unknown: {', '.join(unknown)}. Works: {WORKS}; stores: {STORES}.\n")
        return 2
    _line({name: name for name in FIELDS})
    kept: list[dict[str, Any]] = []
    for work in works:
        for store in stores:
            for row in measure(work, store):
                _line(row)
                kept.append({name: row.get(name) for name in FIELDS})
    path = os.environ.get("BENCH_JSON")
    if path:
        lines = b"".join(orjson.dumps(row) + b"\n" for row in kept)
        Path(path).write_bytes(lines)
    return 0


def measure(work: str, store: str) -> list[dict[str, Any]]:
    """Run one work on a fresh database of one store."""
    with installation(store) as environment:
        done = subprocess.run(
            [sys.executable, "-m", "bench.child", work, store],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True,
        )  # fmt: skip
    return [orjson.loads(line) for line in done.stdout.splitlines()]


def _line(row: dict[str, Any]) -> None:
    cells = [_cell(row.get(name), width) for name, width in COLUMNS]
    sys.stdout.write(" ".join(cells).rstrip() + "\n")
    sys.stdout.flush()


def _cell(value: Any, width: int) -> str:
    if isinstance(value, float):
        value = f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
    return str("" if value is None else value).ljust(width)


if __name__ == "__main__":
    sys.exit(main())
