"""A throw-away installation to measure: home, fresh database, workers and what they cost."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
POSTGRES = os.environ.get("TEST_POSTGRES_URL") or "postgres://postgres@127.0.0.1:5432/fermata"


@dataclass
class Cost:
    """What processes have used: CPU seconds together, the largest resident memory in MB."""

    cpu_seconds: float = 0.0
    peak_rss_mb: float = 0.0


@dataclass
class Workers:
    """The worker processes of an installation."""

    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    cost: Cost = field(default_factory=Cost)
    started: int = 0

    def start(
        self, concurrency: int, lease_seconds: float = 30, name: str = "", patient: bool = True
    ) -> subprocess.Popen[bytes]:
        """Start a worker and, with ``patient``, wait until it listens."""
        self.started += 1
        name = name or f"bench-{self.started}"
        ear = Path(os.environ["FERMATA_HOME"]) / "run" / f"worker-{name}.sock"
        environment = {**os.environ, "FERMATA_WORKER_ID": name}
        environment["FERMATA_LEASE_SECONDS"] = str(lease_seconds)
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker", "--concurrency", str(concurrency)],
            cwd=ROOT,
            env=environment,
        )
        self.running.append(process)
        while patient and not ear.exists():
            if process.poll() is not None:
                raise RuntimeError("The worker ended at once.")
            time.sleep(0.01)
        return process

    def end(self, process: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> None:
        """End one worker and add up its cost."""
        self.running.remove(process)
        process.send_signal(number)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.cost.cpu_seconds += used.ru_utime + used.ru_stime
        self.cost.peak_rss_mb = max(self.cost.peak_rss_mb, used.ru_maxrss / 1024)

    def end_all(self) -> None:
        """End the workers that are left."""
        for process in list(self.running):
            self.end(process)


def memory_mb(pid: int) -> float:
    """Give the resident memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


@contextmanager
def installation(store: str) -> Iterator[dict[str, str]]:
    """Make a migrated database of its own; give the environment that leads to it."""
    home = tempfile.mkdtemp(prefix="fermata-bench-")
    environment = {
        **os.environ,
        "FERMATA_HOME": home,
        "FERMATA_SECRET_KEY": "only-for-measuring-" + "k" * 40,
        "FERMATA_MODULES": "bench.steps",
        "DJANGO_SETTINGS_MODULE": "core.settings",
        "DEBUG": "0",
    }
    for unset in ("DATABASE_URL", "REDIS_URL", "FERMATA_WORKER_ID"):
        environment.pop(unset, None)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        if store == "postgres":
            environment["DATABASE_URL"] = stack.enter_context(fresh_postgres("bench"))
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"]
        subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
        yield environment


@contextmanager
def fresh_postgres(name: str) -> Iterator[str]:
    """Make an empty database; give its address."""
    full = f"fermata_{name}_{os.getpid()}"
    _admin(f"DROP DATABASE IF EXISTS {full}", f"CREATE DATABASE {full}")
    try:
        yield urlsplit(POSTGRES)._replace(path=f"/{full}").geturl()
    finally:
        _admin(f"DROP DATABASE IF EXISTS {full} WITH (FORCE)")


def _admin(*statements: str) -> None:
    with psycopg.connect(POSTGRES, dbname="postgres", autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
