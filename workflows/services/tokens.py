"""API tokens: made, shown once, recognised; what a scope allows is the API's to check."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from workflows.adapters.people import tokens as table
from workflows.engine.errors import FieldError, Invalid, NotFound

from .audit import note
from .workspaces.entering import enter

PREFIX = "wf_pat_"
SCOPES = ("read", "run", "decide", "edit", "all")
MAX_DAYS = 365
"""How long a token lives at most that somebody makes for himself; commands may go beyond."""
_LENGTH = len(PREFIX) + 43


@dataclass(frozen=True, slots=True)
class Token:
    """A token that counts: whose it is and what it may be used for."""

    user: User
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Made:
    """A new token: its row as it is listed, and its text, which can be told only now."""

    shown: dict[str, Any]
    text: str


def create_token(
    user: User,
    name: str = "",
    scopes: Sequence[str] = ("all",),
    expires_at: datetime | None = None,
) -> str:
    """Make a token of 32 random bytes and return its text, which is kept nowhere."""
    return _make(user, name, scopes, expires_at).text


def make_own_token(user: User, name: str, scopes: Sequence[str], days: int) -> Made:
    """Make a token for oneself, for 1 to 365 days. Raises `Invalid`."""
    if not 1 <= days <= MAX_DAYS:
        fault = FieldError("out_of_range", f"From 1 to {MAX_DAYS}.", "expires_in_days")
        raise Invalid(f"A token lives from 1 to {MAX_DAYS} days.", errors=[fault])
    return _make(user, name, scopes, timezone.now() + timedelta(days=days))


def listing(user: User) -> list[dict[str, Any]]:
    """List somebody's tokens, the newest first; by their first characters, for that is all."""
    return [_present(row) for row in table.rows(user)]


@transaction.atomic
def revoke_token(user: User, number: str) -> None:
    """Have one of somebody's own tokens count no more. Raises `NotFound`."""
    if not (number.isascii() and number.isdigit() and table.remove(user, int(number))):
        raise NotFound("There is no such token.")
    note(user, "token.revoked", f"token {number}")


@transaction.atomic
def _make(user: User, name: str, scopes: Sequence[str], expires_at: datetime | None) -> Made:
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        fault = FieldError("unknown_scope", f"Some of: {', '.join(SCOPES)}.", "scopes")
        raise Invalid(f"There is no scope {(unknown or [''])[0]!r}.", errors=[fault])
    text = PREFIX + secrets.token_urlsafe(32)
    row = table.keep(user, name[:100], text[:12], _hash(text), scopes, expires_at)
    until = expires_at.isoformat() if expires_at else None
    told = {"name": name[:100], "scopes": [*scopes], "expires_at": until}
    note(user, "token.created", f"token {text[:12]}", told)
    return Made(_present(row), text)


def _present(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "name": row.name,
        "prefix": row.prefix,
        "scopes": list(row.scopes if row.scopes is not None else ("all",)),
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "last_used_at": row.last_used_at,
        "expired": row.expires_at is not None and row.expires_at <= timezone.now(),
    }


def authenticate(text: str) -> Token | None:
    """Return the token of this text; None when it is unknown, expired or its user inactive."""
    if len(text) != _LENGTH or not text.startswith(PREFIX) or not text.isascii():
        return None
    row = table.find(_hash(text))
    if row is None or not _is_at_home(row):
        return None
    return Token(row.user, frozenset(row.scopes if row.scopes is not None else ("all",)))


def _is_at_home(row: Any) -> bool:
    """Put the token's person into its workspace; False when he does not belong there any more."""
    return row.workspace_id is None or enter(row.user, row.workspace_id)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
