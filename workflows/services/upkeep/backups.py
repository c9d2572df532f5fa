"""Backups of an installation on SQLite, made while it works; restoring them is `restoring.py`."""

from __future__ import annotations

import hashlib
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.utils import timezone

from workflows.adapters.operating import whole
from workflows.adapters.upkeep import copies
from workflows.conf import RELEASE, load_conf
from workflows.engine.errors import Invalid, Refused

from ..audit import note
from .packing import (
    DATABASE,
    FILES,
    FORMAT,
    KEYS,
    MANIFEST,
    VERSION,
    add_bytes,
    add_file,
    digest_of,
)

ON_POSTGRES = (
    "This installation is on PostgreSQL: back it up with pg_dump, and the folder of the files "
    "beside it. docs/operations/backup.md has the commands."
)
Step = Callable[[str], None]
"""Is told what is being done now, in a few words."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: where, and its manifest."""

    path: Path
    manifest: dict[str, Any]

    @property
    def missing(self) -> list[str]:
        """Name the files whose bytes were gone or are not what they were."""
        return list(self.manifest["missing"])


def back_up(target: Path, *, with_keys: bool = False, step: Step = lambda words: None) -> Backup:
    """Write database and files into one archive; `target` may be a folder.

    Writers are not kept waiting. Raises `Refused` (another database, a damaged one, no such folder,
    a file of that name); then nothing is left behind.
    """
    if copies.database_path() is None:
        raise Refused(ON_POSTGRES, code="not_sqlite")
    made_at = timezone.now()
    if target.is_dir():
        target = target / f"fermata-{made_at:%Y%m%dT%H%M%SZ}.tar.gz"
    if not target.parent.is_dir():
        raise Refused(f"There is no folder {target.parent}.", code="no_folder")
    if target.exists():
        raise Refused(f"There is a file {target} already.", code="file_exists")
    # Beside the archive: there is room, and nothing of it is left where others may read.
    with tempfile.TemporaryDirectory(prefix=".fermata-", dir=target.parent) as name:
        return _make(target, Path(name), made_at, with_keys, step)


def _make(target: Path, folder: Path, made_at: datetime, with_keys: bool, step: Step) -> Backup:
    copy = folder / DATABASE
    step("Checking and copying the database")
    try:
        copies.copy_database(copy)
    except copies.Damaged as error:
        told = f"The database is damaged, so it was not backed up: {error}."
        raise Refused(told, code="damaged") from error
    facts = copies.facts_of(copy)
    step("Copying files")
    content, missing = _copy_files(facts.files, folder)
    content[DATABASE] = digest_of(copy)
    for name in KEYS if with_keys else ():
        if (key := load_conf().home / name).exists():
            shutil.copyfile(key, folder / name)
            content[name] = digest_of(folder / name)
    manifest = {
        "format": FORMAT, "version": VERSION, "release": RELEASE, "made_at": made_at.isoformat(),
        "secret_key": fingerprint(), "counts": facts.counts, "migrations": facts.migrations,
        "missing": missing, "content": content,
    }  # fmt: skip
    step("Packing")
    try:
        with whole.writing(target) as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
            add_bytes(archive, MANIFEST, orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
            for name in content:
                add_file(archive, name, folder / name)
    except FileExistsError:
        raise Refused(f"There is a file {target} already.", code="file_exists") from None
    counted = {"runs": facts.counts["workflows_run"], "files": len(facts.files) - len(missing)}
    note(None, "backup.made", target.name, {"sha256": digest_of(target), **counted})
    return Backup(target, manifest)


def _copy_files(files: dict[str, str], folder: Path) -> tuple[dict[str, str], list[str]]:
    """Copy the files first, since retention may delete them any moment; give what is missing."""
    content: dict[str, str] = {}
    missing = []
    for place, digest in files.items():
        source, target = copies.files_root() / place, folder / FILES / place
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            shutil.copyfile(source, target)
        except FileNotFoundError:
            missing.append(place)
            continue
        if digest_of(target) != digest:
            missing.append(place)
        content[f"{FILES}/{place}"] = digest_of(target)
    return content, missing


def fingerprint() -> str:
    """Give a mark of the secret key by which it is known again, and nothing else."""
    return hashlib.sha256(b"fermata:key:" + settings.SECRET_KEY.encode()).hexdigest()[:16]


def time_of(manifest: dict[str, Any]) -> datetime:
    """Read when a backup was made; raises `Invalid`."""
    try:
        made_at = datetime.fromisoformat(manifest["made_at"])
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid("The backup's manifest has no time.", code="damaged") from error
    return made_at
