"""What happens at the fault points of a process under test: a file a place, which holds one word.

``FERMATA_FAULTS`` names the folder; it is refused unless ``DEBUG`` is on. A file ``step.before``
with ``kill`` ends the process there with SIGKILL, ``stop`` freezes it with SIGSTOP, ``raise``
raises, ``sleep 2.5`` waits so many seconds. Each file counts once, for the process that renames it
first; its new name ends with ``.fired``.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from workflows.engine.transition import faultpoints

FIRED = ".fired"


class Injected(Exception):
    """A fault that a test has asked for."""


def arm(folder: Path) -> faultpoints.Hook:
    """Look into the folder at each fault point from now on; give what was installed."""

    def hook(name: str) -> None:
        path = folder / name
        try:
            word = path.read_text()
            path.rename(f"{path}{FIRED}")
        except OSError:
            # Nothing is asked for, or another process was faster.
            return
        _do(word.split(), name)

    faultpoints.install(hook)
    return hook


def _do(words: list[str], name: str) -> None:
    match words:
        case ["kill"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["stop"]:
            os.kill(os.getpid(), signal.SIGSTOP)
        case ["sleep", seconds]:
            time.sleep(float(seconds))
        case _:
            raise Injected(f"A test has asked for a fault at {name}.")
