"""The folder of the installation and the disk below it."""

from __future__ import annotations

import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from workflows.conf import load_conf

from ..queries.operating import doctor as facts
from .findings import FAIL, OK, WARN, Finding

GIB = 1024**3
LITTLE, TOO_LITTLE = 1.0, 0.2
"""Free GiB below which a disk is worth a warning, and below which writes will soon fail."""

LARGE_LOG = 512 * 1024**2


def home() -> Iterator[Finding]:
    """Say whether the folder can be written to, and by nobody else."""
    folder = load_conf().home
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-"):
            pass
    except OSError as error:
        told = f"{folder} cannot be written to: {error.strerror}."
        yield Finding("Home", FAIL, told, "Give the folder to the user who runs Fermata.")
        return
    if (mode := stat.S_IMODE(folder.stat().st_mode)) & 0o077:
        told = f"Others on this machine may look into {folder} (mode {mode:o})."
        yield Finding("Home", WARN, told, f"Run `chmod 700 {folder}`.")
    else:
        yield Finding("Home", OK, f"{folder} can be written to, and is ours alone.")


def disk() -> Iterator[Finding]:
    """Say how much room there is."""
    folder = load_conf().home
    free = shutil.disk_usage(folder).free / GIB
    told = f"{free:.1f} GiB are free below {folder}."
    if free < TOO_LITTLE:
        yield Finding("Disk", FAIL, told, "Make room now: `manage.py prune_runs --older-than 30d`.")
    elif free < LITTLE:
        yield Finding("Disk", WARN, told, "Make room, as with `manage.py prune_runs`.")
    else:
        yield Finding("Disk", OK, told)
    if facts.vendor() == "sqlite":
        yield from _log_of(Path(str(facts.place())))


def _log_of(file: Path) -> Iterator[Finding]:
    log = file.with_name(f"{file.name}-wal")
    if log.exists() and (size := log.stat().st_size) > LARGE_LOG:
        told = f"SQLite's log has grown to {size / GIB:.1f} GiB."
        yield Finding("Disk", WARN, told, "Somebody has been reading for long: end that program.")
