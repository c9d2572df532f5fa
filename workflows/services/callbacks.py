"""Answers from outside to runs that wait for a callback; the door is in ``web``."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

import orjson
from django.utils import timezone

from workflows.adapters import callbacks as table
from workflows.adapters.callbacks import Gone, Taken
from workflows.conf import load_conf
from workflows.engine.errors import NotFound, Refused
from workflows.engine.events import Json
from workflows.engine.payload import ensure_json

from .notices.calls.signing import fits

__all__ = ["BadSignature", "Gone", "Sent", "Taken", "receive"]


class BadSignature(Refused):
    """The answer is not signed, though it must be, or its signature does not fit."""

    code = "bad_signature"


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer as it came: its bytes, which are read only once the signature fits."""

    raw: bytes = field(repr=False)
    signature: str | None
    read: Callable[[bytes], Json]


def receive(token: str, answer: Json | Sent) -> Taken:
    """Take an answer: ``accepted``, or ``repeated`` when the same one was accepted before.

    Raises `NotFound` (no such token), `BadSignature`, `Invalid` (the schema refuses it; it may be
    sent again), `TooLarge`, `Refused` (another answer was first), `Gone` (the wait is over).
    """
    wanted = table.hash_of(token)
    found = table.find(wanted)
    if found is None or not hmac.compare_digest(found.token_hash, wanted):
        raise NotFound("There is nothing at this address.")
    signed = isinstance(answer, Sent) and _is_signed(answer)
    if found.signed and not signed:
        raise BadSignature("An answer to this address must be signed.")
    body = ensure_json(answer.read(answer.raw) if isinstance(answer, Sent) else answer, "body")
    return table.take(found, body, digest_of(body))


def _is_signed(sent: Sent) -> bool:
    """Check a signature that is there; nobody is asked for one where no key is known."""
    keys = load_conf().callback_keys
    if sent.signature is None or not keys:
        return False
    if not fits(sent.signature, sent.raw, keys, timezone.now()):
        raise BadSignature("The signature does not fit, or is more than five minutes old.")
    return True


def digest_of(body: Json) -> str:
    """Return the SHA-256 of the canonical JSON: order of keys and spaces do not count."""
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()
