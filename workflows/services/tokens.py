"""API tokens: made, shown once, recognised; what a scope allows is the API's to check."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from workflows.adapters.people import tokens as table
from workflows.engine.errors import FieldError, Invalid

PREFIX = "wf_pat_"
SCOPES = ("read", "run", "decide", "edit", "all")
_LENGTH = len(PREFIX) + 43


@dataclass(frozen=True, slots=True)
class Token:
    """A token that counts: whose it is and what it may be used for."""

    user: User
    scopes: frozenset[str]


def create_token(
    user: User,
    name: str = "",
    scopes: Sequence[str] = ("all",),
    expires_at: datetime | None = None,
) -> str:
    """Make a token of 32 random bytes and return its text, which is kept nowhere."""
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        fault = FieldError("unknown_scope", f"Some of: {', '.join(SCOPES)}.", "scopes")
        raise Invalid(f"There is no scope {(unknown or [''])[0]!r}.", errors=[fault])
    text = PREFIX + secrets.token_urlsafe(32)
    table.keep(user, name[:100], text[:12], _hash(text), scopes, expires_at)
    return text


def authenticate(text: str) -> Token | None:
    """Return the token of this text; None when it is unknown, expired or its user inactive."""
    if len(text) != _LENGTH or not text.startswith(PREFIX) or not text.isascii():
        return None
    row = table.find(_hash(text))
    if row is None:
        return None
    return Token(row.user, frozenset(row.scopes if row.scopes is not None else ("all",)))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
