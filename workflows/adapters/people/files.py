"""The bytes of files, in the storage named ``attachments``; whose they are is in the rows."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import Storage, storages

log = logging.getLogger(__name__)


def _storage() -> Storage:
    return storages["attachments"]


def place_of(file_id: UUID) -> str:
    """Name the place of a file: by its id alone, never by what people call it."""
    return f"{file_id.hex[-2:]}/{file_id.hex}"


def keep(file_id: UUID, content: File[Any]) -> None:
    """Write the bytes; ``OSError`` when there is no room."""
    kept = _storage().save(place_of(file_id), content)
    if kept != place_of(file_id):
        raise OSError(f"There is a file in the place of {file_id} already.")


def read(file_id: UUID) -> File[Any]:
    """Open the bytes for reading; ``FileNotFoundError`` when they are gone."""
    return _storage().open(place_of(file_id), "rb")


def remove(file_ids: Iterable[UUID]) -> None:
    """Delete the bytes; what cannot be deleted is logged and left."""
    for file_id in file_ids:
        try:
            _storage().delete(place_of(file_id))
        except OSError as error:
            log.warning("The file %s cannot be deleted: %s", file_id, error)
