"""Real worker processes on the database under test, which this process sees as well."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from bench.client import publish, resume, start
from tests.support.waiting import LONG, until
from workflows.adapters.store import DjangoStore
from workflows.engine.events import Record, event_type
from workflows.engine.state import RunState
from workflows.models import Run
from workflows.nodes import discovery

ROOT = Path(__file__).resolve().parents[2]
MODULES = ("tests.worker.nodes", "bench.steps")


def database_url() -> str:
    """Give the URL of the database under test."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    who = f"{told['USER']}:{told['PASSWORD']}" if told["PASSWORD"] else told["USER"]
    return f"postgres://{who}@{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}"


@dataclass
class House:
    """What a test does with workers and runs. Waits are bounded and watch a condition."""

    folder: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def worker(self, name: str, lease_seconds: float = 30, **more: str) -> subprocess.Popen[bytes]:
        """Start a worker under a name and wait until it hears the bell."""
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "core.settings",
            "DATABASE_URL": database_url(),
            "FERMATA_HOME": str(settings.FERMATA["home"]),
            "FERMATA_MODULES": ",".join(MODULES),
            "FERMATA_WORKER_ID": name,
            "FERMATA_LEASE_SECONDS": str(lease_seconds),
            "FERMATA_SWEEP_SECONDS": "0.3",
            **more,
        }
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker"], cwd=ROOT, env=environment
        )
        self.running.append(process)
        ear = Path(settings.FERMATA["home"]) / "run" / f"worker-{name}.sock"
        self.until(lambda: ear.exists() or process.poll() is not None)
        assert process.poll() is None
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill a worker as `kill -9` does."""
        self.running.remove(process)
        process.kill()
        process.wait(LONG)

    def end(self, process: subprocess.Popen[bytes]) -> int:
        """Ask a worker to end and give its exit code."""
        process.send_signal(signal.SIGTERM)
        self.running.remove(process)
        return process.wait(LONG)

    def until(self, holds: Callable[[], Any], seconds: float = LONG) -> None:
        """Wait until a condition holds."""
        until(holds, "a condition of the house", seconds)

    def publish(self, slug: str, nodes: list[dict[str, Any]], *lines: str) -> None:
        """Publish a graph; each line is ``source target``."""
        edges = [
            {"id": f"e{number}", "source": line.split()[0], "target": line.split()[1]}
            for number, line in enumerate(lines, 1)
        ]
        publish(slug, {"schema": 1, "nodes": nodes, "edges": edges})

    def gate(self, name: str) -> dict[str, Any]:
        """Make a node that a test holds up."""
        return {"id": name, "type": "test.gate", "properties": {"folder": str(self.folder)}}

    def begun(self, name: str) -> list[str]:
        """List the keys with which a gate was begun."""
        path = self.folder / f"{name}.began"
        return path.read_text().splitlines() if path.exists() else []

    def open(self, name: str) -> None:
        """Let a gate's node end."""
        (self.folder / f"{name}.open").touch()

    def start(self, slug: str) -> str:
        """Start a run."""
        return start(slug, 1)[0]

    def resume(self, run_id: str) -> None:
        """End the only wait of a run."""
        resume([run_id])

    def status(self, run_id: str) -> str:
        """Read the status of a run."""
        return Run.objects.values_list("status", flat=True).get(uuid=run_id)

    def finished(self, run_id: str) -> bool:
        """Say whether a run has completed."""
        return self.status(run_id) == "completed"

    def state(self, run_id: str) -> RunState:
        """Read the state of a run."""
        return DjangoStore().read([run_id])[run_id]

    def log(self, run_id: str) -> list[Record]:
        """Read the log, which never has a gap."""
        store = DjangoStore()
        with store.transaction() as tx:
            records = tx.records_after(tx.lock([run_id])[run_id], 0)
        assert [record.seq for record in records] == list(range(1, len(records) + 1))
        return records

    def epochs(self, run_id: str, kind: str) -> list[int]:
        """List the epochs under which events of a type were recorded."""
        return [item.epoch for item in self.log(run_id) if event_type(item.event) == kind]


@pytest.fixture
def house(transactional_db: None, tmp_path: Path) -> Iterator[House]:
    """Give workers a database with this process as its other user; end them all at last."""
    from django.apps import apps

    names = [config.name for config in apps.get_app_configs()]
    discovery.configure(names, MODULES)
    made = House(tmp_path)
    yield made
    for process in made.running:
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.wait(LONG)
    discovery.configure(names, ())
