"""Credentials as administrators keep them: set, listed without secrets, removed; encrypting them is
the adapter's."""

from __future__ import annotations

import base64
import re
import secrets
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from workflows.adapters import credentials as table
from workflows.adapters.credentials import Change, origin_of
from workflows.adapters.personal import keys
from workflows.engine.errors import FieldError, Forbidden, Invalid

from . import policy
from .audit import note

KINDS = ("bearer", "basic", "header")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_HEADER = re.compile(r"[A-Za-z0-9-]{1,100}")
# Headers that frame the message or that every host may see cannot be a secret's.
_NOT_SECRET = re.compile(
    r"accept.*|connection|content-.*|expect|host|idempotency-key|keep-alive|proxy-.*|te|trailer"
    r"|transfer-encoding|upgrade|user-agent",
    re.IGNORECASE,
)
SHORTEST = 8


def new_key() -> str:
    """Make a key for FERMATA_CREDENTIAL_KEYS."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


@transaction.atomic
def set_credential(who: User, change: Change) -> bool:
    """Keep a credential, or replace the one of this name; say whether it is new.

    Raises `Forbidden`, `Invalid` naming the field, `NotFound` for a workflow.
    """
    _may(who)
    _check(change)
    origins = [origin_of(text) for text in change.origins]
    plain = [origin for origin in origins if origin is not None]
    header = "Authorization" if change.kind != "header" else change.header
    change = Change(change.name, change.kind, header, change.secret, plain, change.workflows)
    made = table.keep(change, who)
    told = {"kind": change.kind, "origins": plain, "workflows": [*change.workflows]}
    note(who, "credential.created" if made else "credential.replaced", change.name, told)
    return made


def credentials(who: User) -> list[dict[str, Any]]:
    """List the credentials without their secrets; raises `Forbidden`."""
    if not policy.can(who, policy.CREDENTIALS):
        _may(who)
    return table.rows(who)


@transaction.atomic
def remove_credential(who: User, name: str) -> None:
    """Delete a credential; raises `Forbidden`, `NotFound`."""
    _may(who)
    table.remove(who, name)
    note(who, "credential.removed", name)


@transaction.atomic
def rotate_credentials(who: User) -> int:
    """Encrypt all with the first key; return how many were not. Raises `Forbidden`, `Invalid`.

    The keys of subjects are encrypted anew, too; they are counted for the audit alone.
    """
    _may(who)
    changed, subjects = table.rotate(), keys.rotate()
    told = {"changed": changed, **({"subjects": subjects} if subjects else {})}
    note(who, "credentials.rotated", "", told)
    return changed


def _may(who: User) -> None:
    if not (who.is_active and who.is_superuser):
        raise Forbidden("Only administrators may see and change credentials.")


def _check(change: Change) -> None:
    if not _NAME.fullmatch(change.name):
        raise _wrong("name", "Lower-case letters, digits, - and _; at most 100.")
    if change.kind not in KINDS:
        raise _wrong("kind", f"One of: {', '.join(KINDS)}.")
    if change.kind == "header" and not _is_secret_header(change.header):
        raise _wrong("header", "The name of a header that may hold a secret, as X-Api-Key.")
    wrong = [text for text in change.origins if not _is_origin(text)]
    if wrong or not change.origins:
        raise _wrong("origin", "Where it may be sent: one or more as https://api.example.org.")
    secret = change.secret
    if len(secret) < SHORTEST or len(secret) > 8_000:
        raise _wrong("secret", f"From {SHORTEST} to 8000 characters.")
    if any(not 32 < ord(letter) < 127 for letter in secret.replace(" ", "")):
        raise _wrong("secret", "Letters that a header can carry, on one line.")
    if change.kind == "basic" and ":" not in secret:
        raise _wrong("secret", "For basic it is user:password.")


def _is_secret_header(name: str) -> bool:
    return bool(_HEADER.fullmatch(name)) and not _NOT_SECRET.fullmatch(name)


def _is_origin(text: str) -> bool:
    """Say whether this is an address without a path, name or password."""
    origin = origin_of(text)
    bare = text.removesuffix("/").lower()
    return origin is not None and bare in (origin, f"{origin}:443", f"{origin}:80")


def _wrong(field: str, detail: str) -> Invalid:
    return Invalid(f"The {field} is wrong. {detail}", errors=[FieldError("invalid", detail, field)])
