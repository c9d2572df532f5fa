"""Row 29: the disk under a database is full; nothing is half written, and it goes on afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.chaos.harness.looking import close_all
from tests.chaos.harness.site import POSTGRES, SQLITE, Site


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Give a file system of 160 MB; only root may mount one."""
    folder = Path(tempfile.mkdtemp(prefix="fermata-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True).returncode:
        folder.rmdir()
        lacking("a disk of our own cannot be mounted here (it needs root)")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)
    folder.rmdir()


def lacking(what: str) -> None:
    """Leave a test out where its fault cannot be made; in CI that is an error."""
    if os.environ.get("CI"):
        pytest.fail(f"Not made: {what}.")
    raise pytest.skip.Exception(f"Not made: {what}.")


def fill(filler: Path) -> None:
    """Write until nothing fits any more, then leave room for a few pages."""
    with filler.open("wb", buffering=0) as file:
        with suppress(OSError):
            while file.write(b"0" * 64 * 1024):
                pass
        file.truncate(max(0, file.tell() - 64 * 1024))


@contextmanager
def database_on(site: Site, disk: Path) -> Iterator[None]:
    """Have the database of a site on another disk while the block lasts."""
    site.kill_all()
    close_all()
    if site.plan.store == "sqlite":
        with _file_on(site, disk):
            yield
        return
    shutil.chown(disk, "postgres", "postgres")
    cluster = site.cluster
    cluster.sql(f"CREATE TABLESPACE small LOCATION '{disk}'")
    cluster.sql(f"ALTER DATABASE {site.database} SET TABLESPACE small")
    site.heal()
    try:
        yield
    finally:
        (disk / "filler").unlink(missing_ok=True)
        site.kill_all()
        close_all()
        cluster.cut_all(site.database)
        cluster.sql(f"ALTER DATABASE {site.database} SET TABLESPACE pg_default")
        cluster.sql("DROP TABLESPACE small")


@contextmanager
def _file_on(site: Site, disk: Path) -> Iterator[None]:
    file = site.home / "fermata.sqlite3"
    shutil.move(file, disk)
    file.symlink_to(disk / file.name)
    site.heal()
    try:
        yield
    finally:
        (disk / "filler").unlink(missing_ok=True)
        site.kill_all()
        close_all()
        file.unlink()
        for left in disk.glob("fermata.sqlite3*"):
            shutil.move(left, site.home)


@pytest.mark.soak
@pytest.mark.parametrize("site", [SQLITE, POSTGRES], indirect=True, ids=str)
def test_the_disk_is_full_then_has_room_again(site: Site, small_disk: Path) -> None:
    slug = site.publish({"a": site.effect(), "z": ("constant", {"value": "x" * 4_000})}, "a>z")
    path, root, runs = f"/api/workflows/{slug}/runs/", site.client(), []
    with database_on(site, small_disk):
        runs.append(root.start(slug))
        site.until_ended(*runs)
        site.tell("the disk is filled")
        filler = small_disk / "filler"
        fill(filler)
        sent = root.send("POST", path, {"inputs": {"text": "x" * 100_000}}, "first")
        for number in range(300):
            if not sent.acknowledged:
                break
            runs.append(sent.answer["id"])
            sent = root.send("POST", path, {"inputs": {"text": "x" * 100_000}}, f"more-{number}")
        assert sent.status in (503, 507), sent
        site.tell("there is room again")
        filler.unlink()
        runs.append(root.start(slug, {"text": "x" * 100_000}, key=sent.key))
        site.until_ended(*runs)
    site.heal()
