"""`python -m bench.peers`: ours and the peers in turn, in one run, and one table of ratios."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from bench.__main__ import measure
from bench.installation import ROOT, fresh_postgres
from bench.peers.environments import interpreter, version
from bench.peers.floors import floors
from bench.peers.table import LIMIT, OURS, Figure, notes, table, write

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
WORKS = (os.environ.get("BENCH_WORKS") or "W1 W2 W3 W4 W5 W6 W7").split()
STORES = (os.environ.get("BENCH_STORES") or "sqlite postgres").split()
LONGEST_SECONDS = 1_800
SIZES = {
    "w1_one": 100, "w1_many": 300, "w2": 100, "w3": 1_000, "w4": 1_000, "w5": 1_000, "w6": 200,
    "w7": 100,
}  # fmt: skip
"""The same for all; ours has besides a table of its own with its full sizes (`make bench`)."""

PEERS = {
    "dbos": ("dbos", "W1 W2 W3 W4 W5 W6 W7", STORES),
    "langgraph": ("langgraph", "W1 W2 W3 W5 W6 W7", STORES),
    "spiffworkflow": ("spiffworkflow", "W1 W2 W3 W6", STORES),
    "procrastinate": ("procrastinate", "W1 W4 W7", ["postgres"]),
    "django-tasks-db": ("django_tasks", "W1", STORES),
    "rq": ("rq", "W1", ["postgres"]),
    "prefect": ("prefect", "W1 W2 W6", STORES),
}
"""Their programs, what each can do, and on what; RQ has a Redis of its own."""


def main() -> int:
    """Measure all in turn, as often as there are rounds."""
    names = (os.environ.get("BENCH_PEERS") or " ".join(PEERS)).split()
    sizes = {name: _size(name, given) for name, given in SIZES.items()}
    began, kept = time.monotonic(), []
    write([_moment(sizes), *(f"{name} {version(name)}" for name in names)])
    for name in names:
        interpreter(name)
    for round_ in range(1, ROUNDS + 1):
        for figure in _round(names, sizes, round_):
            kept.append(figure)
            _keep(figure)
    write(["", *table(kept), "", *notes(kept), ""])
    write([f"{time.monotonic() - began:,.0f} s. {_moment(sizes)}"])
    return 0


def _size(name: str, given: int) -> int:
    return int(os.environ.get(f"BENCH_PEERS_{name.upper()}", str(given)))


def _moment(sizes: dict[str, int]) -> str:
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"Load {load} on {os.cpu_count()} cores; rounds {ROUNDS}; sizes {sizes}"


def _round(names: list[str], sizes: dict[str, int], number: int) -> Iterator[Figure]:
    for work in WORKS:
        for store in STORES:
            for system, metric, value, note in _systems(work, store, names, sizes):
                if metric.startswith(work):
                    load = os.getloadavg()[0]
                    yield Figure(system, store, metric, value, note, number, load)


Found = tuple[str, str, float, str]


def _systems(work: str, store: str, names: list[str], sizes: dict[str, int]) -> Iterator[Found]:
    """Measure the limit, ours and each peer, one after the other."""
    with _place(store) as environment:
        folder, url = Path(environment["PEER_FOLDER"]), environment["PEER_URL"]
        for metric, value in floors(work, store, folder, url).items():
            yield LIMIT, metric, value, ""
    yield from _ours(work, store, sizes)
    for name in names:
        program, works, stores = PEERS[name]
        if work in works.split() and store in stores:
            yield from _peer(name, program, work, store, sizes)


def _ours(work: str, store: str, sizes: dict[str, int]) -> Iterator[Found]:
    for name, value in sizes.items():
        os.environ[f"BENCH_{name.upper()}"] = str(value)
    try:
        rows = measure(work, store)
    except subprocess.CalledProcessError as error:
        # One work that fails must not cost the hours of all others.
        sys.stderr.write(f"Ours, {work} on {store}: {error}\n")
        return
    for row in rows:
        for metric, value in (row.get("metrics") or {}).items():
            yield OURS, metric, value, ""


def _peer(name: str, program: str, work: str, store: str, sizes: dict[str, int]) -> Iterator[Found]:
    with _place(store) as place, _redis(name == "rq") as redis:
        environment = {**os.environ, **place, "PEER_REDIS": redis}
        environment["PEER_SIZES"] = orjson.dumps(sizes).decode()
        command = [str(interpreter(name)), "-m", f"bench.peers.programs.{program}", work, store]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, check=False,
            timeout=LONGEST_SECONDS,
        )  # fmt: skip
    if done.returncode:
        last = done.stderr.decode().strip().splitlines()[-1:]
        sys.stderr.write(f"{name} {work} {store} ended with {done.returncode}: {last}\n")
    for line in done.stdout.splitlines():
        if line.startswith(b"{"):
            row: dict[str, Any] = orjson.loads(line)
            yield name, row["metric"], row["value"], row["note"]


@contextmanager
def _place(store: str) -> Iterator[dict[str, str]]:
    folder = tempfile.mkdtemp(prefix="fermata-peer-")
    try:
        if store != "postgres":
            yield {"PEER_FOLDER": folder, "PEER_URL": "sqlite"}
            return
        with fresh_postgres("peer") as url:
            yield {"PEER_FOLDER": folder, "PEER_URL": url}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _redis(wanted: bool) -> Iterator[str]:
    """Start a Redis that has each command on its disk before it answers."""
    if not wanted:
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="fermata-redis-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", folder]
        command += ["--appendonly", "yes", "--appendfsync", "always", "--save", ""]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            _wait_for_port(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait()


def _wait_for_port(port: int) -> None:
    for _ in range(200):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("Redis did not start.")


def _keep(figure: Figure) -> None:
    sys.stderr.write(
        f"{figure.round} {figure.store:9} {figure.system:16} {figure.metric:18} "
        f"{figure.value:12,.2f}   load {figure.load:.1f}\n"
    )
    path = os.environ.get("BENCH_JSON")
    if path:
        with Path(path).open("ab") as file:
            file.write(orjson.dumps(asdict(figure)) + b"\n")


if __name__ == "__main__":
    sys.exit(main())
