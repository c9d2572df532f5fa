"""The one file of a backup: a manifest, the database, the files; believed only as far as its hashes
go."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from workflows.engine.errors import Invalid

FORMAT, VERSION = "fermata-backup", 1
MANIFEST, DATABASE, FILES, KEY = "manifest.json", "database.sqlite3", "files", "secret_key"
KEYS = (KEY, "audit_key")
"""The keys that an installation made and keeps in its home: they go along when asked for."""
LARGEST_MANIFEST = 256 * 1024 * 1024
_CHUNK = 1024 * 1024


def add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    """Put bytes into an archive under a name."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    archive.addfile(info, io.BytesIO(content))


def add_file(archive: tarfile.TarFile, name: str, path: Path) -> None:
    """Put a file into an archive under a name, without what this machine says about it."""
    with path.open("rb") as file:
        info = tarfile.TarInfo(name)
        info.size, info.mode = os.fstat(file.fileno()).st_size, 0o600
        archive.addfile(info, file)


def digest_of(path: Path) -> str:
    """Give the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack an archive into an empty folder and give its manifest.

    Nothing is written but what the manifest names, and all of that must be there with its hash.
    Raises `Invalid`.
    """
    try:
        with tarfile.open(source, "r:gz") as archive:
            manifest = _manifest(archive)
            wanted = _wanted(manifest)
            for member in archive:
                if member.name in wanted and member.isfile():
                    _take(archive, member, folder / member.name, wanted.pop(member.name))
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        if isinstance(error, Invalid):
            raise
        raise damaged(f"it cannot be read ({error})") from error
    if wanted:
        raise damaged(f"{len(wanted)} files are missing, the first is {min(wanted)}")
    return manifest


def damaged(what: str) -> Invalid:
    """Say what is wrong with an archive."""
    return Invalid(f"The backup is not whole: {what}.", code="damaged")


def _manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    first = archive.next()
    found = archive.extractfile(first) if first is not None and first.name == MANIFEST else None
    if first is None or found is None or first.size > LARGEST_MANIFEST:
        raise Invalid("This is no backup: it does not begin with a manifest.", code="no_backup")
    manifest: Any = orjson.loads(found.read())
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise Invalid("This is no backup of Fermata.", code="no_backup")
    if manifest.get("version") != VERSION:
        raise Invalid("A newer release made this backup: restore it with that.", code="newer")
    return manifest


def _wanted(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Give the hash of each member; names that lead elsewhere are no names of ours."""
    wanted = {str(name): str(digest) for name, digest in manifest["content"].items()}
    for name in wanted:
        parts = name.split("/")
        if name.startswith("/") or not all(parts) or {".", ".."} & set(parts):
            raise damaged(f"it names {name!r}")
    if DATABASE not in wanted:
        raise damaged("there is no database in it")
    return wanted


def _take(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path, digest: str) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source, made = archive.extractfile(member), hashlib.sha256()
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while source is not None and (chunk := source.read(_CHUNK)):
            made.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if made.hexdigest() != digest:
        raise damaged(f"{member.name} is not what was packed")
