"""The daily signed head: its layout, the keys that sign it, its rows; what it proves is not here.

What is signed, an Ed25519 signature over UTF-8 with a line feed after each line::

    fermata:head:1
    the day, as 2026-12-01
    the time, microseconds since 1970
    the id of the last event looked at, of the last audit entry in it
    SHA-256 of the audit entries since the head before, hexadecimal
    SHA-256 of the records of logs, hexadecimal
    SHA-256 of the head before (of what was signed, and its signature); 64 zeros for the first

An audit entry is a JSON array and a line feed: id, microseconds, by, verb, object, door, address,
the text of its detail as it is stored, and the number of its workspace where that is not 1.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from workflows.conf import load_conf
from workflows.engine.errors import Invalid
from workflows.models import SignedHead
from workflows.models.fields import to_micros

from ..operating import whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FILE = "audit_key"
NOTHING_BEFORE = bytes(32)
_record = Struct(">16sI32s")


@dataclass(frozen=True)
class Key:
    """A key that signs and verifies; ``name`` is the beginning of its public part's SHA-256."""

    seed: bytes

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def public(self) -> bytes:
        """Give the public part, 32 bytes: auditors verify with it alone."""
        return self._private.public_key().public_bytes_raw()

    @property
    def name(self) -> str:
        """Give what rows call the key."""
        return sha256(self.public).hexdigest()[:16]

    def sign(self, text: bytes) -> bytes:
        """Give the signature, 64 bytes."""
        return self._private.sign(text)

    def holds(self, text: bytes, signature: bytes) -> bool:
        """Say whether this key has signed the text."""
        from cryptography.exceptions import InvalidSignature

        try:
            self._private.public_key().verify(signature, text)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Head:
    """What is to be signed; the columns of ``SignedHead`` of the same names."""

    day: date
    at: datetime
    event: int
    entry: int
    logs: bytes
    entries: bytes
    before: bytes


def keys() -> dict[str, Key]:
    """Give the keys that are here, by name: those of the settings, else the kept one, if any.

    Raises ``Invalid`` when that is damaged.
    """
    given = [base64.b64decode(text, altchars=b"-_") for text in load_conf().audit_keys]
    if not given:
        with suppress(FileNotFoundError):
            given = [_read(load_conf().home / FILE)]
    return {key.name: key for key in map(Key, given)}


def signing_key() -> Key:
    """Give the key that signs: the first one of the settings, else the kept one, which is made.

    Raises ``Invalid`` when none can be kept.
    """
    for key in keys().values():
        return key
    return Key(_kept(load_conf().home / FILE))


def _kept(path: Path) -> bytes:
    with suppress(FileNotFoundError):
        return _read(path)
    try:
        # Of two processes, both use the first one's.
        with suppress(FileExistsError), whole.writing(path) as file:
            file.write(base64.b64encode(secrets.token_bytes(32)))
    except OSError as error:
        raise Invalid(f"A key for signing cannot be kept in {path.parent}.") from error
    return _read(path)


def _read(path: Path) -> bytes:
    try:
        seed = base64.b64decode(path.read_bytes(), validate=True)
    except ValueError:
        seed = b""
    if len(seed) != 32:
        raise Invalid(f"The key in {path} is damaged.")
    return seed


def signed_text(row: SignedHead) -> bytes:
    """Give what is signed of a head."""
    parts = (
        "fermata:head:1", row.day.isoformat(), to_micros(row.at), row.event, row.entry,
        bytes(row.entries).hex(), sha256(row.logs).hexdigest(), bytes(row.before).hex(),
    )  # fmt: skip
    return "".join(f"{part}\n" for part in parts).encode()


def hash_of(row: SignedHead) -> bytes:
    """Give what the next head is linked to; 32 bytes."""
    return sha256(signed_text(row) + bytes(row.signature)).digest()


def pack(logs: Iterator[tuple[UUID, int, bytes]]) -> bytes:
    """Write the records of logs: run, place, hash there."""
    return b"".join(_record.pack(run.bytes, seq, head) for run, seq, head in logs)


def unpack(logs: bytes) -> Iterator[tuple[str, int, str]]:
    """Read the records back: run, place, hash in hexadecimal."""
    whole = len(logs) - len(logs) % _record.size
    for run, seq, head in _record.iter_unpack(bytes(logs)[:whole]):
        yield str(UUID(bytes=run)), seq, head.hex()


def last() -> SignedHead | None:
    """Give the newest head."""
    return SignedHead.objects.order_by("-day").first()


def rows() -> Iterator[SignedHead]:
    """Give all heads, the oldest first."""
    return SignedHead.objects.order_by("day").iterator(chunk_size=10)


def keep(head: Head) -> bool:
    """Sign a head with the first key and add it; False when another process was first."""
    key = signing_key()
    row = SignedHead(key=key.name, **asdict(head))
    row.signature = key.sign(signed_text(row))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True
