"""Signatures of calls: HMAC-SHA256 over time and body, under a secret derived of the project's key,
and the same form of signature on what comes in, under keys that are shared with its senders.

``Fermata-Signature: t=<seconds since 1970>,v1=<hexadecimal>[,v1=…]``; what is signed is
``<t>.<body>``, and the secret is the text that is shown, as UTF-8.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.crypto import salted_hmac

SALT = "workflows.webhook"
PREFIX = "whsec_"
TOLERANCE = timedelta(minutes=5)
"""How old, or how far ahead, a signature on what comes in may be."""

BOTH_SIGN = timedelta(hours=24)
"""So long after a change the secret before signs too."""


def secret_of(webhook: UUID, generation: int) -> str:
    """Derive a secret; it is never kept."""
    digest = salted_hmac(SALT, f"{webhook}.{generation}", algorithm="sha256").digest()
    return PREFIX + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def secrets_in_force(
    webhook: UUID, generation: int, rotated_at: datetime | None, now: datetime
) -> list[str]:
    """List the secrets that sign now, the newest first."""
    found = [secret_of(webhook, generation)]
    if rotated_at is not None and now < rotated_at + BOTH_SIGN:
        found.append(secret_of(webhook, generation - 1))
    return found


def fits(header: str, body: bytes, secrets: Sequence[str], now: datetime) -> bool:
    """Say whether a header signs these bytes with one of the secrets, five minutes off at most."""
    parts = [part.strip().partition("=") for part in header[:1_000].split(",")]
    times = [value for name, _, value in parts if name == "t"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdecimal()) or len(times[0]) > 12:
        return False
    if abs(now.timestamp() - int(times[0])) > TOLERANCE.total_seconds():
        return False
    signed = times[0].encode() + b"." + body
    marks = [value.encode() for name, _, value in parts if name == "v1"]
    right = [hmac.new(key.encode(), signed, hashlib.sha256).hexdigest() for key in secrets]
    # All are compared, whichever fits.
    found = [hmac.compare_digest(mark, one.encode()) for mark in marks for one in right]
    return any(found)


def signature(body: str, secrets: Sequence[str], now: datetime) -> str:
    """Sign a body at a moment: the value of the header."""
    seconds = int(now.timestamp())
    signed = f"{seconds}.{body}".encode()
    marks = [hmac.new(key.encode(), signed, hashlib.sha256).hexdigest() for key in secrets]
    return ",".join([f"t={seconds}", *[f"v1={mark}" for mark in marks]])
