"""The archive of what retention deletes: run bundles as packed lines, a file a day, each batch read
back before anything is deleted."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import orjson
from django.utils import timezone

from workflows.adapters.people import files as store
from workflows.engine.errors import Refused

from ..queries.histories.bundles import bundle_of_rows
from ..queries.times import iso

Family = Mapping[int, int]


class NotArchived(Refused):
    """What was written is not what was read back, or a file is missing: nothing may be deleted."""

    code = "not_archived"


@dataclass(frozen=True, slots=True)
class Entry:
    """A batch in the archive, as a line of the manifest: where it is, its hash, what is in it."""

    file: str
    offset: int
    bytes: int
    sha256: str
    runs: list[str]
    events: int
    at: str

    def as_dict(self) -> dict[str, Any]:
        """Give JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


class Archive:
    """A folder with `runs-DAY.ndjson.gz`, `manifest-DAY.jsonl` and the files of runs in `files/`.

    Each batch is a packed part of its own, so that a file that broke off is read up to there.
    """

    def __init__(self, folder: Path) -> None:
        """Make the folder; raises `Refused` when that fails."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Refused(f"Nothing can be archived in {folder}: {error.strerror}.") from error
        self._folder = folder

    def keep(self, families: Mapping[int, Family]) -> Entry | None:
        """Write families, a line each, and read them back; give what the manifest says of them.

        Raises ``NotArchived``, ``OSError``; then nothing may be deleted.
        """
        if not families:
            return None
        bundles = [bundle_of_rows(family) for family in families.values()]
        _compare(families, bundles)
        for bundle in bundles:
            self._keep_files(bundle)
        lines = b"".join(orjson.dumps(bundle) + b"\n" for bundle in bundles)
        packed = gzip.compress(lines, 6)
        day = f"{timezone.now():%Y-%m-%d}"
        name = f"runs-{day}.ndjson.gz"
        with _appending(self._folder / name) as file:
            offset = file.tell()
            file.write(packed)
            _sync(file)
            entry = Entry(
                name, offset, len(packed), hashlib.sha256(packed).hexdigest(),
                [run["run"] for bundle in bundles for run in bundle["runs"]],
                sum(len(run["records"]) for bundle in bundles for run in bundle["runs"]),
                iso(timezone.now()) or "",
            )  # fmt: skip
            verify_entry(self._folder, entry)
            with _appending(self._folder / f"manifest-{day}.jsonl") as manifest:
                manifest.write(orjson.dumps(entry.as_dict()) + b"\n")
                _sync(manifest)
        return entry

    def _keep_files(self, bundle: Mapping[str, Any]) -> None:
        """Copy the bytes of a family's files; their hashes stand in the bundle.

        Not those of sealed runs: in the open here, no erasure would reach them.
        """
        for file in bundle["files"]:
            if file["personal"]:
                continue
            place = self._folder / "files" / file["id"]
            place.parent.mkdir(mode=0o700, exist_ok=True)
            made = hashlib.sha256()
            try:
                with store.read(UUID(file["id"])) as source, place.open("wb") as target:
                    for chunk in source.chunks():
                        made.update(chunk)
                        target.write(chunk)
                    _sync(target)
            except FileNotFoundError:
                # Its bytes were gone before: that must not keep the run for ever.
                file["missing"] = True
                continue
            if made.hexdigest() != file["sha256"]:
                file["sha256_now"] = made.hexdigest()


def verify_entry(folder: Path, entry: Entry) -> None:
    """Read a batch back from the disk; raises ``NotArchived``."""
    with (folder / entry.file).open("rb") as file:
        file.seek(entry.offset)
        packed = file.read(entry.bytes)
    if hashlib.sha256(packed).hexdigest() != entry.sha256:
        raise NotArchived(f"{entry.file} is not what was written at {entry.offset}.")
    runs = [
        run for line in gzip.decompress(packed).splitlines() for run in orjson.loads(line)["runs"]
    ]
    events = sum(len(run["records"]) for run in runs)
    if [run["run"] for run in runs] != entry.runs or events != entry.events:
        raise NotArchived(f"{entry.file} does not hold what its manifest says.")


def verify_archive(folder: Path) -> Iterator[Entry]:
    """Check every batch against the manifests; raises ``NotArchived``, ``OSError``."""
    for manifest in sorted(folder.glob("manifest-*.jsonl")):
        for line in manifest.read_bytes().splitlines():
            entry = Entry(**orjson.loads(line))
            verify_entry(folder, entry)
            yield entry


def _compare(families: Mapping[int, Family], bundles: list[dict[str, Any]]) -> None:
    """See that the bundles hold every run of the families with its whole log."""
    for family, bundle in zip(families.values(), bundles, strict=True):
        whole = sorted(family.values())
        found = sorted(len(run["records"]) for run in bundle["runs"])
        if whole != found:
            raise NotArchived(f"{bundle['about']} is not whole: {found} events, not {whole}.")


@contextmanager
def _appending(path: Path) -> Iterator[IO[bytes]]:
    """Open a file at its end, for us alone."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0, os.SEEK_END)
        yield file


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
