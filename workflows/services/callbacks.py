"""Answers from outside to runs that wait for a callback; the door is in ``web``."""

from __future__ import annotations

import hashlib
import hmac

import orjson

from workflows.adapters import callbacks as table
from workflows.adapters.callbacks import Gone, Taken
from workflows.engine.errors import NotFound
from workflows.engine.events import Json
from workflows.engine.payload import ensure_json

__all__ = ["Gone", "Taken", "receive"]


def receive(token: str, body: Json) -> Taken:
    """Take an answer: ``accepted``, or ``repeated`` when the same one was accepted before.

    Raises `NotFound` (no such token), `Invalid` (the schema refuses it; it may be sent again),
    `TooLarge`, `Refused` (another answer was first), `Gone` (the wait is over).
    """
    wanted = table.hash_of(token)
    found = table.find(wanted)
    if found is None or not hmac.compare_digest(found.token_hash, wanted):
        raise NotFound("There is nothing at this address.")
    body = ensure_json(body, "body")
    return table.take(found, body, digest_of(body))


def digest_of(body: Json) -> str:
    """Return the SHA-256 of the canonical JSON: order of keys and spaces do not count."""
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()
