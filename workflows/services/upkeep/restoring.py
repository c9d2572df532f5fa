"""Restoring an installation: a backup put in place, or a database that was loaded by other means;
both end in a stand-still."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from workflows.adapters.ports import forget_ports
from workflows.adapters.presence import living_workers
from workflows.adapters.upkeep import copies, standstill
from workflows.adapters.upkeep.schema import (
    applied_migrations,
    missing_migrations,
    unknown_migrations,
)
from workflows.conf import load_conf
from workflows.engine.errors import Refused

from .backups import ON_POSTGRES, Step, fingerprint, time_of
from .erasing import erase_again
from .packing import DATABASE, FILES, KEY, KEYS, damaged, unpack
from .standing import stand_still


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it: the report of the stand-still, where earlier data went, what to look at."""

    report: dict[str, Any]
    moved_to: Path | None = None
    warnings: tuple[str, ...] = ()


def restore(
    source: Path,
    *,
    move_away: bool = False,
    erased: Path | None = None,
    step: Step = lambda words: None,
) -> Restored:
    """Put a backup in place of this installation, which must be empty or ``move_away``.

    The database gets its name only when it stands still already, so that whoever starts meanwhile
    finds nothing to do. ``erased`` says who was erased since, as the home's own file does.

    Raises `Refused` (running, not empty, a newer schema), `Invalid` (no whole backup); then
    everything is as before.
    """
    target = copies.database_path()
    if target is None:
        raise Refused(ON_POSTGRES, code="not_sqlite")
    home = load_conf().home
    connection.close()
    if used := copies.in_use(target, load_conf().run_dir):
        raise Refused(f"{used} Stop the installation first.", code="running")
    if not move_away and _is_there(target):
        told = f"There is an installation in {home}: give --move-away to put it aside."
        raise Refused(told, code="not_empty")
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=target.parent) as name:
        folder = Path(name)
        step("Unpacking and comparing")
        manifest = unpack(source, folder)
        _refuse_newer(manifest)
        made_at = time_of(manifest)
        step("Checking the database")
        try:
            copies.check_copy(folder / DATABASE)
        except copies.Damaged as error:
            raise damaged(f"its database is damaged ({error})") from error
        step("Bringing it to this release, and to a stand-still")
        with copies.speaking_to(folder / DATABASE):
            call_command("migrate", interactive=False, verbosity=0)
            report = stand_still(made_at, source.name)
            report["erased_again"] = erase_again(erased)
        copies.drop_unnamed(folder / FILES, folder / DATABASE)
        moved = _move_away(target, home)
        _put_in_place(folder, target, home)
    forget_ports()
    return Restored(report, moved, _warnings(manifest))


def after_load(erased: Path | None = None) -> Restored:
    """Bring a database that was loaded by other means (`pg_restore`) to its stand-still.

    Raises `Refused` for a newer or older schema, and while anybody works on it.
    """
    if unknown := unknown_migrations(applied_migrations()):
        raise Refused(_newer(unknown), code="newer")
    if missing := missing_migrations():
        told = f"The database lacks {len(missing)} migrations: run `manage.py migrate` first."
        raise Refused(told, code="older")
    if living_workers():
        told = "A worker has just given a sign of life: stop it, or wait until its lease is over."
        raise Refused(told, code="running")
    if others := standstill.others_connected():
        told = f"{others} other programs are connected to the database: end them first."
        raise Refused(told, code="running")
    report = stand_still(None, "a load by hand")
    return Restored({**report, "erased_again": erase_again(erased)})


def _refuse_newer(manifest: Mapping[str, Any]) -> None:
    applied = manifest.get("migrations")
    if not isinstance(applied, list):
        raise damaged("its manifest names no migrations")
    unknown = unknown_migrations([str(name) for name in applied])
    if unknown:
        raise Refused(_newer(unknown), code="newer")


def _newer(unknown: list[str]) -> str:
    return f"A newer release wrote this database ({unknown[0]}): restore it with that release."


def _is_there(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _move_away(target: Path, home: Path) -> Path | None:
    """Put what was there aside, if there was anything: nothing is deleted."""
    root = copies.files_root()
    if not _is_there(target) and not (root.exists() and any(root.iterdir())):
        return None
    aside = home / f"before-restore-{timezone.now():%Y%m%dT%H%M%S%fZ}"
    aside.mkdir(mode=0o700)
    for path in [*copies.beside(target), root]:
        if path.exists():
            shutil.move(path, aside / path.name)
    return aside


def _put_in_place(folder: Path, target: Path, home: Path) -> None:
    """Files first: a database that names files is never without them."""
    root = copies.files_root()
    if (folder / FILES).exists():
        if root.exists():
            root.rmdir()
        shutil.move(folder / FILES, root)
        root.chmod(0o700)
    for name in KEYS:
        if (folder / name).exists():
            if (home / name).exists():
                (home / name).replace(home / f"{name}.before-restore")
            shutil.move(folder / name, home / name)
    for path in copies.beside(target):
        path.unlink(missing_ok=True)
    (folder / DATABASE).rename(target)


def _warnings(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    found = []
    if manifest.get("secret_key") != fingerprint() and KEY not in manifest["content"]:
        found.append(
            "The secret key is another one than the backup's: second factors and addresses of "
            "callbacks need the old one."
        )
    if missing := manifest.get("missing"):
        found.append(f"{len(missing)} files were gone or changed when the backup was made.")
    return tuple(found)
