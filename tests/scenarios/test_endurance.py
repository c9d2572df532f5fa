"""Runs survive workers that are killed again and again; `make bench` measures the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

ROOT = Path(__file__).resolve().parents[2]


def endure(store: str, tmp_path: Path) -> dict[str, object]:
    figures = tmp_path / "figures.json"
    sizes = {"BENCH_E1": "150", "BENCH_E1_KILL_SECONDS": "0.5", "BENCH_JSON": str(figures)}
    chosen = {"BENCH_WORKS": "E1", "BENCH_STORES": store}
    done = subprocess.run(
        [sys.executable, "-m", "bench"],
        cwd=ROOT, env={**os.environ, **sizes, **chosen},
        capture_output=True, text=True, timeout=170,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    row: dict[str, object] = orjson.loads(figures.read_bytes())
    return row


def test_no_run_is_lost_and_no_step_doubled_while_workers_are_killed(tmp_path: Path) -> None:
    row = endure("sqlite", tmp_path)
    assert row["n"] == 150
    assert "nothing lost" in str(row["notes"])


@pytest.mark.postgres
def test_nor_on_postgresql(tmp_path: Path) -> None:
    assert "nothing lost" in str(endure("postgres", tmp_path)["notes"])
