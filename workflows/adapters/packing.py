"""When a checkpoint has a body, and how that is packed into few bytes; the rows are the store's."""

from __future__ import annotations

import zlib

from workflows.engine.events import Json
from workflows.engine.payload import dumps, loads
from workflows.engine.ports import Write

from .personal.keys import SubjectCipher
from .personal.sealing import open_body, seal_body

# Words that nearly every body holds, the most frequent last. A dictionary is never changed: a new
# one gets a new first byte, and the old ones stay here to read what was written with them.
_WORDS_1 = (
    b'"retrying""cancelled""skipped":"failed""error":{"type":"","message":"},"retry_at":"timeout'
    b'"escalate_to":{"users":[],"groups":["managers"]},"on_timeout":"resume","timeout_seconds":'
    b'"decisions":[{"by":"options":["approved","rejected"],"schema":{"type":"object","properties":{'
    b'"required":["title":"type":"string"}"type":"number"}"claimed_by":"tags":"failure":{"result":'
    b'"parent":"saved":{"resumed":{"suspension":"","kind":"wait","reason":"","opened_at":"","at":"'
    b'","data":{"action":"","by":"","via":"api"}"inputs":{"action":"approved","iteration":2,'
    b'"attempt":2,"status":"suspended","workflow":"","version":1,"inputs":{"amount":"state":{},'
    b'"started_by":"created_at":"2026-01-0T00:00:00.000000+00:00","started_at":"2026-'
    b'"edges":{"e1":true,"e2":true,"e3":false,"e4":"outputs":{"wake_at":"metadata":{"rules":{'
    b'"task":"users":["groups":["kind":"approval","kind":"timer","kind":"wait","reason":"Waiting '
    b'"iteration":1,"seq":"opened_at":"2026-"suspensions":[{"id":"0199","node_id":"approve'
    b'"activations":{"start":{"review":{"wait":{"status":"suspended","started_at":"2026-1'
    b'"},"{"status":"completed","started_at":"2026-","finished_at":"2026-","output_seq":4'
    b'+00:00","finished_at":"+00:00","output_seq":'
)
_DICTIONARIES = {1: _WORDS_1}
_CURRENT = 1

SHORT_TAIL = 24
"""Up to so many events after the last body a checkpoint has none of its own: see ``keeps_body``."""


def keeps_body(write: Write) -> bool:
    """Say whether a checkpoint is written with its body, which loading then begins with.

    Most runs that wait have a short log: folding it costs no more than unpacking a body would, and
    a run that waits takes a quarter less space.
    """
    return write.checkpoint and write.state.seq - write.head.key.checkpoint > SHORT_TAIL


def pack(body: dict[str, Json], key: SubjectCipher | None = None) -> bytes:
    """Give the bytes of a body, sealed with the key if there is one; the first byte tells how it is
    packed."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15, 8, zlib.Z_DEFAULT_STRATEGY, _WORDS_1)
    text = dumps(body).encode()
    packed = bytes([_CURRENT]) + packer.compress(text) + packer.flush()
    return packed if key is None else seal_body(packed, key)


def unpack(packed: bytes | memoryview) -> dict[str, Json]:
    """Read what ``pack`` gave."""
    data = open_body(bytes(packed))
    reader = zlib.decompressobj(-15, _DICTIONARIES[data[0]])
    body: dict[str, Json] = loads(reader.decompress(data[1:]) + reader.flush())
    return body
