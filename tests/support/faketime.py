"""Another clock for one process: libfaketime, loaded before everything else, where it is.

Run as a module it tells whether there is one.
"""

from __future__ import annotations

import sys
from pathlib import Path

FOLDERS = ("/usr/lib", "/usr/local/lib")


def library() -> str | None:
    """Find the variant for processes with threads."""
    for folder in FOLDERS:
        found = sorted(Path(folder).glob("*/faketime/libfaketimeMT.so.1"))
        if found:
            return str(found[0])
    return None


def missing() -> str | None:
    """Return one sentence that says what to install, or None."""
    if library():
        return None
    return "There is no libfaketime: install the package libfaketime"


def clock_in(path: Path) -> dict[str, str]:
    """Give the environment of a process whose clock goes as a file says; see ``set_clock``.

    The monotonic clock stays as it is, as it does when somebody sets the clock of a machine.
    """
    return {
        "LD_PRELOAD": library() or "",
        "FAKETIME_TIMESTAMP_FILE": str(path),
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        # So often the file is looked at, in seconds: each look at a clock would be too often.
        "FAKETIME_CACHE_DURATION": "1",
    }


def set_clock(path: Path, seconds: int) -> None:
    """Set the clock so far ahead (or back) of the machine's, also of a process that runs."""
    draft = path.with_suffix(".new")
    draft.write_text(f"{seconds:+d}s\n")
    draft.rename(path)


if __name__ == "__main__":
    sys.exit(1 if missing() else 0)
