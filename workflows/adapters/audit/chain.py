"""The hash chain of a run's log: what bytes an event is, and how each is linked to the one before.

This is the whole definition; a program in any language can compute a chain anew from the columns of
the two databases. Whole numbers are big-endian, texts UTF-8, nothing stands in between::

    hash of an event  = SHA-256(hash before || canonical bytes of the event)
    hash before       = hash of the last event of the run that has one, else the genesis
    genesis           = SHA-256("fermata:chain:1" || the 16 bytes of the run's UUID)

    canonical bytes   =  1 byte   the number of this layout: 1
                         4 bytes  seq
                         8 bytes  at: microseconds since 1970-01-01T00:00:00Z, signed
                         4 bytes  epoch
                         4 bytes  iteration, signed; -1 where the event has none
                         2 bytes  length of the type in bytes
                         4 bytes  length of node_id in bytes, signed; -1 where the event has none
                         then     type, node_id, and the payload's text exactly as it is stored

The run's row holds the head: the hash of the last event that has one. Events that code from before
the chain has written have no hash; the chain goes on after them from the last hash there is.
"""

from __future__ import annotations

from hashlib import sha256
from struct import Struct
from uuid import UUID

_LAYOUT = 1
_pack = Struct(">BIqIiHi").pack
_GENESIS = b"fermata:chain:1"

Columns = tuple[int, int, int, int | None, str, str | None, bytes]
"""What of an event is hashed: seq, at in microseconds, epoch, iteration, type, node_id, payload."""


def genesis(run_id: str) -> bytes:
    """Give what the first event of a run is linked to; 32 bytes."""
    return sha256(_GENESIS + UUID(run_id).bytes).digest()


def canonical(event: Columns) -> bytes:
    """Give the bytes of an event."""
    seq, at, epoch, iteration, type_name, node_id, payload = event
    kind = type_name.encode()
    node, length = b"", -1
    if node_id is not None:
        node = node_id.encode()
        length = len(node)
    turn = -1 if iteration is None else iteration
    return _pack(_LAYOUT, seq, at, epoch, turn, len(kind), length) + kind + node + payload


def link(before: bytes, event: Columns) -> bytes:
    """Give the hash of an event behind the hash before; 32 bytes."""
    return sha256(before + canonical(event)).digest()
