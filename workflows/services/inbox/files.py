"""Files that people hand in: checked, kept, given out for download; nothing is ever opened here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Any

import puremagic
from django.contrib.auth.models import User
from django.core.files.base import File
from django.utils import timezone
from uuid_utils.compat import uuid7

from workflows.adapters.people import files as store
from workflows.engine.errors import FieldError, Invalid, NotFound, Refused, TooLarge

from ..queries.inbox import files as rows
from ..queries.visible import find_task

MAX_BYTES = 10 * 1024 * 1024
MOST_LOOSE = 100
KEPT_LOOSE = timedelta(days=1)
_HEAD = 8_192
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\]")

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
TEXT: Mapping[str, str] = {
    "txt": "text/plain",
    "csv": "text/csv",
    "md": "text/markdown",
    "json": "application/json",
    "log": "text/plain",
    "eml": "message/rfc822",
    "ics": "text/calendar",
}
"""Kinds without a mark of their own: any text without control characters may be one."""

BINARY: Mapping[str, tuple[str, frozenset[str]]] = {
    "pdf": ("application/pdf", frozenset({"pdf"})),
    "png": ("image/png", frozenset({"png"})),
    "jpg": ("image/jpeg", frozenset({"jpg", "jpeg", "jfif"})),
    "jpeg": ("image/jpeg", frozenset({"jpg", "jpeg", "jfif"})),
    "gif": ("image/gif", frozenset({"gif"})),
    "webp": ("image/webp", frozenset({"webp"})),
    "heic": ("image/heic", frozenset({"heic", "heif", "mp4"})),
    "tif": ("image/tiff", frozenset({"tif", "tiff"})),
    "tiff": ("image/tiff", frozenset({"tif", "tiff"})),
    "docx": (f"{_OFFICE}.wordprocessingml.document", frozenset({"zip", "docx"})),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", frozenset({"zip", "xlsx"})),
    "pptx": (f"{_OFFICE}.presentationml.presentation", frozenset({"zip", "pptx"})),
    "odt": (f"{_OPEN}.text", frozenset({"zip", "odt"})),
    "ods": (f"{_OPEN}.spreadsheet", frozenset({"zip", "ods"})),
    "odp": (f"{_OPEN}.presentation", frozenset({"zip", "odp"})),
    "zip": ("application/zip", frozenset({"zip"})),
}
"""Kinds that are told by their first bytes: the type that we say they are, and the marks that
count. An office file is a zip archive by its mark."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file as it is given out."""

    name: str
    media_type: str
    size: int
    content: File[Any]


def hand_in(who: User, name: str, content: File[Any], task_id: str | None = None) -> dict[str, Any]:
    """Check and keep a file; it belongs to nothing until a comment, an answer or a run names it.

    Raises `TooLarge`, `Invalid` (a kind that is not taken, or that it is not), `Refused` when
    somebody keeps too many, `NotFound` for a task that he does not see.
    """
    if task_id is not None:
        find_task(who, task_id)
    if (content.size or 0) > MAX_BYTES:
        raise TooLarge(f"A file has at most {MAX_BYTES // 1024 // 1024} MiB.")
    if rows.count_loose(who) >= MOST_LOOSE:
        raise Refused("There are too many files that belong to nothing yet.", code="too_many")
    called = _clean(name)
    head = content.read(_HEAD)
    media_type = _kind(called, head, content.size or 0)
    file_id = uuid7()
    digest = _digest(content)
    content.seek(0)
    store.keep(file_id, content)
    row = rows.Kept(file_id, called, content.size or 0, media_type, digest)
    return rows.add(who, row)


def give_out(who: User, file_id: str) -> Download:
    """Find a file that somebody may have; `NotFound` also when its bytes are gone."""
    row = rows.find_file(who, file_id)
    try:
        content = store.read(row.pk)
    except FileNotFoundError:
        raise NotFound("The file is not there any more.") from None
    return Download(row.name, row.media_type, row.size, content)


def drop(who: User, file_id: str) -> None:
    """Take back a file that belongs to nothing yet."""
    store.remove(rows.drop_own(who, file_id))


def drop_loose() -> int:
    """Delete the files that nothing has named for a day; give how many."""
    gone = rows.drop_loose(timezone.now() - KEPT_LOOSE)
    store.remove(gone)
    return len(gone)


def _clean(name: str) -> str:
    """Give a name without folders, control characters and marks that turn text round."""
    plain = _CONTROL.sub(" ", PurePath(name.replace("\\", "/")).name)
    words = " ".join(plain.split()).strip(". ")
    stem, dot, ending = words.rpartition(".")
    return f"{stem[:200]}{dot}{ending[:10]}" if dot else words[:200]


def _kind(name: str, head: bytes, size: int) -> str:
    """Tell the type of a file, or refuse one that is not taken or not what it says."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if size == 0:
        raise _invalid("The file is empty.", "empty_file")
    if ending in TEXT:
        if b"\x00" in head or not _is_text(head):
            raise _invalid(f"This is not a .{ending} file.", "wrong_kind")
        return TEXT[ending]
    if ending not in BINARY:
        known = ", ".join(sorted({*TEXT, *BINARY}))
        raise _invalid(f"Files of this kind are not taken. Taken are: {known}.", "unknown_kind")
    media_type, marks = BINARY[ending]
    if not marks & _marks(head):
        raise _invalid(f"This is not a .{ending} file.", "wrong_kind")
    return media_type


def _is_text(head: bytes) -> bool:
    for encoding in ("utf-8", "cp1252"):
        try:
            # A character may be cut at the end of what was read.
            text = head.decode(encoding) if len(head) < _HEAD else head[:-3].decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(char < " " and char not in "\t\n\r\f\x1b" for char in text)
    return False


def _marks(head: bytes) -> set[str]:
    try:
        return {found.extension.lstrip(".") for found in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _digest(content: File[Any]) -> str:
    made = hashlib.sha256()
    content.seek(0)
    for chunk in content.chunks():
        made.update(chunk)
    return made.hexdigest()


def _invalid(told: str, code: str) -> Invalid:
    return Invalid(told, code=code, errors=[FieldError(code, told, "file")])
