"""sockets: many browsers look at one run; from the moment of an event until each has its frame."""

from __future__ import annotations

import asyncio
import os
import time
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import orjson
from django.db import connection
from websockets.asyncio.client import ClientConnection, connect

from bench import graphs
from bench.installation import Workers
from bench.latencies import latency
from tests.support.server import Installation

Row = dict[str, Any]

SOCKETS = int(os.environ.get("BENCH_SOCKETS", "1000"))
NAPS = 10


def sockets(workers: Workers) -> list[Row]:
    """Measure over a server of its own (SQLite, one web process); the frames are read here."""
    if connection.vendor != "sqlite":
        return []
    with TemporaryDirectory(prefix="fermata-sockets-") as home:
        server = Installation(Path(home), workers=1, extra={"FERMATA_DEMO": "0"})
        server.migrate()
        server.start()
        try:
            name = os.environ.get("FERMATA_ADMIN_USER", "admin")
            told = server.manage("create_token", name, "--name", "bench", "--scope", "all").stdout
            token = next(word for word in told.split() if word.startswith("wf_pat_"))
            began = time.perf_counter()
            times = asyncio.run(_watch(server.url, {"Authorization": f"Bearer {token}"}))
            seconds = time.perf_counter() - began
            row = latency(times, seconds, "")
        finally:
            server.stop()
    row["p99_ms"] = sorted(times)[int(len(times) * 0.95)]
    row["notes"] = f"{SOCKETS} sockets on one run, event to frame; p99 is the 95th percentile"
    return [{**row, "concurrency": SOCKETS}]


def _graph() -> dict[str, Any]:
    """Make a chain of naps: each sends a few events, half a second apart."""
    names = [f"nap{number}" for number in range(NAPS)]
    nodes = [
        {"id": name, "type": "sleep", "properties": {"duration_seconds": 0.5 if at else 5}}
        for at, name in enumerate(names)
    ]
    return graphs.linked(nodes)


async def _watch(url: str, headers: dict[str, str]) -> list[float]:
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=60) as web:
        made = await web.post("/api/workflows/", json={"name": "Naps", "graph": _graph()})
        made.raise_for_status()
        slug = made.json()["slug"]
        (await web.post(f"/api/workflows/{slug}/versions/", json={})).raise_for_status()
        opened = await _open(url, headers)
        started = await web.post(f"/api/workflows/{slug}/runs/", json={"inputs": {}})
        started.raise_for_status()
    run = started.json()["id"]
    frame = orjson.dumps({"type": "subscribe", "run_id": run}).decode()
    await asyncio.gather(*[one.send(frame) for one in opened])
    found = await asyncio.gather(*[_frames(one) for one in opened])
    await asyncio.gather(*[one.close() for one in opened])
    return [late for times in found for late in times]


async def _open(url: str, headers: dict[str, str]) -> list[ClientConnection]:
    address, opened = url.replace("http", "ws") + "/ws/", []
    for first in range(0, SOCKETS, 20):
        part = range(min(20, SOCKETS - first))
        opened += await asyncio.gather(
            *[connect(address, additional_headers=headers, open_timeout=60) for _ in part]
        )
    return opened


async def _frames(socket: ClientConnection) -> list[float]:
    """Read until the run has ended; milliseconds of each event that came while it was followed."""
    times = []
    async for text in socket:
        now = time.time()
        frame = orjson.loads(text)
        if frame.get("type") != "event":
            continue
        event = frame["event"]
        times.append((now - datetime.fromisoformat(event["at"]).timestamp()) * 1_000)
        if event["type"] == "RunCompleted":
            # What had happened before the subscription is not counted.
            return times[-3 * (NAPS - 1) :]
    raise AssertionError("A socket was closed before the run had ended.")
