"""Payloads and states with their personal parts sealed, and opened again: AES-256-GCM under the key
of a subject, beside a skeleton that stays readable when the key is gone."""

from __future__ import annotations

import base64
import os
import struct
from collections.abc import Mapping
from typing import Any

from workflows.engine.events import Json
from workflows.engine.events.personal import skeleton
from workflows.engine.payload import dumps, loads
from workflows.models import fields
from workflows.models.fields import SEALED

from .keys import SubjectCipher, cipher

_NONCE = 12
_NUMBER = struct.Struct(">Q")
_BODY = 0
"""The first byte of a sealed checkpoint: no other way of packing begins with it."""


def connect() -> None:
    """Have the tables' JSON columns opened as they are read."""
    fields.opener[:] = [open_payload]


def seal_payload(payload: Mapping[str, Json], key: SubjectCipher) -> dict[str, Json]:
    """Give the payload as it is stored: its skeleton, and beside it all of it, sealed."""
    text = base64.b64encode(_encrypt(dumps(dict(payload)).encode(), key)).decode()
    return {**skeleton(payload), SEALED: [key.number, text]}


def open_payload(stored: Json) -> Any:
    """Give what was sealed, or the skeleton when its key is gone; anything else as it is."""
    sealed = stored.get(SEALED) if isinstance(stored, dict) else None
    if not isinstance(sealed, list) or len(sealed) != 2:
        return stored
    number, text = sealed
    found = _decrypt(int(number), base64.b64decode(text))
    return bare(stored) if found is None else loads(found)


def read_payload(text: str | bytes) -> Any:
    """Read a stored payload from its text."""
    mark = SEALED if isinstance(text, str) else SEALED.encode()
    read = loads(text)
    return open_payload(read) if mark in text else read  # type: ignore[operator]


def bare(stored: Mapping[str, Json]) -> dict[str, Json]:
    """Give the skeleton of a stored payload, whether it could be opened or not."""
    return {name: value for name, value in stored.items() if name != SEALED}


def seal_body(packed: bytes, key: SubjectCipher) -> bytes:
    """Seal the packed body of a checkpoint."""
    return bytes([_BODY]) + _NUMBER.pack(key.number) + _encrypt(packed, key)


def open_body(stored: bytes) -> bytes:
    """Give a packed body, sealed or not; ``ValueError`` when its key is gone."""
    if stored[0] != _BODY:
        return stored
    (number,) = _NUMBER.unpack_from(stored, 1)
    found = _decrypt(number, stored[1 + _NUMBER.size :])
    if found is None:
        raise ValueError("The person whom it is about was erased.")
    return found


def _encrypt(content: bytes, key: SubjectCipher) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + key.cipher.encrypt(nonce, content, _NUMBER.pack(key.number))


def _decrypt(number: int, sealed: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag

    found = cipher(number)
    if found is None:
        return None
    try:
        return found.decrypt(sealed[:_NONCE], sealed[_NONCE:], _NUMBER.pack(number))
    except InvalidTag:
        # Somebody wrote what only looks like ours, or it is damaged: the chain tells which.
        return None
