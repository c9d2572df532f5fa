"""A whole installation to test against: `manage.py up` on a free port over a folder of its own."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from tests.support.waiting import LONG, until

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "fermata.sqlite3"
SIGN_IN = re.compile(r"Sign in as (\S+): \S+?(/sign-in/link/\S+/)")


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Installation:
    """One FERMATA_HOME with its server, which may be started, killed and started again."""

    home: Path
    workers: int = 1
    extra: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    lines: list[str] = field(default_factory=list)
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Return the address without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of every command: nothing of the tests' own settings leaks in."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("FERMATA_", "DJANGO_", "DATABASE_", "REDIS_"))
        }
        ours = {"FERMATA_HOME": str(self.home), "DEBUG": "1", "PORT": str(self.port)}
        # The demo's people and workflows; a test that wants their month of work asks for it.
        demo = {"FERMATA_DEMO": "1", "FERMATA_DEMO_RUNS": "0"}
        return {**inherited, **ours, **demo, "HOST": "127.0.0.1", **self.extra}

    def manage(self, *arguments: str, timeout: float = LONG) -> subprocess.CompletedProcess[str]:
        """Run one management command to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=timeout,
        )  # fmt: skip

    def migrate(self) -> None:
        """Bring the database up to date; a new one of SQLite is copied from the first one made."""
        if "DATABASE_URL" not in self.extra and not (self.home / DATABASE).exists():
            self.home.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(_migrated(), self.home / DATABASE)
            return
        self._migrate()

    def _migrate(self) -> None:
        done = self.manage("migrate", "--verbosity", "0", timeout=180)
        assert done.returncode == 0, done.stderr

    def start(self, seconds: float = LONG) -> Installation:
        """Start the server and wait until it has printed its links."""
        self.lines.clear()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--workers", str(self.workers)],
            cwd=ROOT, env=self.environment, text=True, bufsize=1,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        threading.Thread(target=self._read, args=(self.process,), daemon=True).start()
        self.wait_until(lambda: any("Stop with Ctrl-C" in line for line in self.lines), seconds)
        return self

    def stop(self, seconds: float = LONG) -> int:
        """End the server in order and return its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def kill(self) -> None:
        """Kill the supervisor at once; its children must notice by themselves."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(LONG)

    def kill_a_worker(self) -> None:
        """End one worker process with `kill -9`; the supervisor starts another."""
        # One that was killed a moment ago may not be back yet.
        self.wait_until(self._kill_one)

    def _kill_one(self) -> bool:
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for pid in children.read_text().split():
            if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
                os.kill(int(pid), signal.SIGKILL)
                return True
        return False

    def sign_in_path(self, username: str) -> str:
        """Return the path of the link that was printed for a user."""
        found = dict(match.groups() for line in self.lines if (match := SIGN_IN.search(line)))
        return found[username]

    def answers(self, path: str = "/healthz") -> bool:
        """Tell whether the web server answers 200 there."""
        try:
            return httpx.get(self.url + path, timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def wait_until(self, holds: Callable[[], Any], seconds: float = LONG) -> None:
        """Wait for a condition, watching that the supervisor lives; tell its output on failure."""

        def told() -> str:
            return "the server comes as far:\n" + "".join(self.lines)

        def come() -> Any:
            assert self.process is None or self.process.poll() is None, told()
            return holds()

        until(come, told, seconds)

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.lines.append(line)


@cache
def _migrated() -> Path:
    """Make a database of this process once, and give its file."""
    home = Path(tempfile.mkdtemp(prefix="fermata-migrated-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    Installation(home)._migrate()
    return home / DATABASE
