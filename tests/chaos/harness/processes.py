"""Processes under test, each in a process group of its own with a log and a folder of faults."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.support.waiting import LONG, until
from workflows.adapters.upkeep.faultpoints import FIRED
from workflows.engine.transition import faultpoints

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Process:
    """One process that may be killed, frozen, told to fail, and started again."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    ready: Callable[[], bool]
    tell: Callable[[str], None]
    starts: int = 0
    popen: subprocess.Popen[bytes] | None = None
    group: str = ""
    """Processes of one group share their faults: the first that comes to the point has it."""

    def __post_init__(self) -> None:
        self.faults.mkdir(parents=True, exist_ok=True)

    @property
    def faults(self) -> Path:
        """Give the folder of the faults of its group."""
        return self.folder / "faults" / (self.group or self.name)

    @property
    def log(self) -> Path:
        """Give the file of what it says."""
        return self.folder / f"{self.name}.log"

    @property
    def identity(self) -> str:
        """Give the name under which this start of it holds leases."""
        return f"{self.name}-{self.starts}"

    @property
    def alive(self) -> bool:
        """Say whether it runs, frozen or not."""
        return self.popen is not None and self.popen.poll() is None

    @property
    def frozen(self) -> bool:
        """Say whether SIGSTOP keeps it from going on."""
        stat = Path(f"/proc/{self.pid}/stat").read_text() if self.alive else ""
        # After the name, which may hold anything.
        return stat.rpartition(") ")[2].startswith("T")

    @property
    def pid(self) -> int:
        """Give the process id of the last start."""
        assert self.popen is not None
        return self.popen.pid

    def start(self, wait: bool = True) -> Process:
        """Start it and, with ``wait``, see it ready."""
        assert not self.alive
        self.starts += 1
        environment = {
            **self.environment,
            "FERMATA_FAULTS": str(self.faults),
            "FERMATA_WORKER_ID": self.identity,
        }
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                [sys.executable, *self.arguments],
                cwd=ROOT, env=environment, stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        if wait:
            self.until_ready()
        return self

    def comes_up(self) -> bool:
        """Wait until it works; False when it ends before that."""
        until(lambda: not self.alive or self.ready(), f"{self.name} is ready")
        return self.alive

    def until_ready(self) -> None:
        """Wait until it works."""
        assert self.comes_up(), f"{self.name} ended at once:\n{self.tail()}"

    def arm(self, point: str, action: str = "kill") -> None:
        """Have it, or another one of its group, ``kill``, ``stop``, ``raise`` or ``sleep N`` at a
        fault point, once."""
        assert point in faultpoints.NAMES
        self.tell(f"{self.group or self.name}: {action} at {point}")
        (self.faults / f"{point}{FIRED}").unlink(missing_ok=True)
        draft = self.faults / "draft"
        draft.write_text(action)
        draft.rename(self.faults / point)

    def fired(self, point: str) -> bool:
        """Say whether somebody of its group came to the point."""
        return (self.faults / f"{point}{FIRED}").exists()

    def disarm(self) -> None:
        """Forget all faults."""
        for path in self.faults.iterdir():
            path.unlink(missing_ok=True)

    def until_dead(self) -> int:
        """Wait for its end; give the exit code."""
        assert self.popen is not None
        self.tell(f"{self.name} is to end by itself")
        return self.popen.wait(LONG)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and its children."""
        self.tell(f"{self.name}: {number.name}")
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def kill(self) -> None:
        """End it with all its children by `kill -9`."""
        if self.popen is not None:
            self.signal(signal.SIGKILL)
            self.popen.wait(LONG)

    def end(self) -> int:
        """Ask it to end; give the exit code."""
        self.signal(signal.SIGTERM)
        assert self.popen is not None
        return self.popen.wait(LONG)

    def heal(self) -> None:
        """Make it work again: nothing armed, not frozen, alive."""
        self.disarm()
        if self.alive:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGCONT)
        else:
            self.kill()
            self.start(wait=False)

    def tail(self, size: int = 3_000) -> str:
        """Give the end of what it said."""
        return self.said()[-size:]

    def said(self, since: int = 0) -> str:
        """Give what it said, but for the first bytes: tests that came before have made it speak."""
        return self.log.read_bytes()[since:].decode(errors="replace") if self.length else ""

    @property
    def length(self) -> int:
        """Count the bytes that it has said so far."""
        return self.log.stat().st_size if self.log.exists() else 0
