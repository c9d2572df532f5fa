"""Waiting for what other threads and processes do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

LONG = 90.0
"""Seconds that a machine with other work may need for anything: this limit is no promise."""


def until(
    holds: Callable[[], Any], what: str | Callable[[], str] = "", seconds: float = LONG
) -> float:
    """Wait until a condition holds; give the seconds that took. ``what`` names it on failure."""
    began, pause = time.monotonic(), threading.Event()
    while not holds():
        if time.monotonic() - began > seconds:
            told = what() if callable(what) else what
            raise AssertionError(f"Not within {seconds:g} s: {told}")
        pause.wait(0.02)
    return time.monotonic() - began
