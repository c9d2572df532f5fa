"""Runs one command on a tether: when the supervisor is gone, even by `kill -9`, so is the command.

The supervisor holds the other end of a pipe and never writes to it: an end of file means it died.
This needs neither a signal of the kernel nor polling, and works wherever there are pipes.
"""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

GRACE_SECONDS = 25.0


def watch(descriptor: int, end: Callable[[], None]) -> None:
    """Call `end` when the pipe closes, then leave the process after the time of grace."""
    while os.read(descriptor, 1):
        pass
    end()
    time.sleep(GRACE_SECONDS)
    os._exit(1)


def run_python(arguments: list[str]) -> None:
    """Become `python script.py …` or `python -m module …` inside this process."""
    if arguments[0] == "-m":
        sys.argv = arguments[1:]
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = arguments
        runpy.run_path(arguments[0], run_name="__main__")


def run_other(arguments: list[str], descriptor: int) -> int:
    """Run another program and whatever it starts, hand the end on to all; return its exit code."""
    child = subprocess.Popen(arguments, start_new_session=True)

    def end() -> None:
        # The whole group: the program may be a script around the real one.
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: end())
    threading.Thread(target=watch, args=(descriptor, end), daemon=True).start()
    return child.wait()


def main() -> int:
    """Run `tether FD python|other ARGUMENT…`."""
    descriptor, kind, arguments = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    if kind == "other":
        return run_other(arguments, descriptor)
    terminate = threading.Thread(
        target=watch, args=(descriptor, lambda: os.kill(os.getpid(), signal.SIGTERM)), daemon=True
    )
    terminate.start()
    run_python(arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main())
