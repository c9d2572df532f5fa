"""The table of credentials: secrets go in encrypted, and come out only for a request that may carry
them; who may change them is not decided here.

AES-256-GCM with the name and version as associated data: a row's secret is worth nothing in another
row. The keys are those of the settings, not the one that signs sessions.
"""

from __future__ import annotations

import base64
import hashlib
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.db import connections, transaction
from django.db.models import QuerySet

from workflows.adapters.workspaces.places import workspace_of
from workflows.conf import load_conf
from workflows.engine.errors import Invalid, NotFound, Permanent
from workflows.engine.workspaces import DEFAULT, parted
from workflows.models import Credential, Workflow
from workflows.nodes.connect import credentials as port

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


@dataclass(frozen=True, slots=True)
class Change:
    """What a credential is set to; ``origins`` and ``workflows`` replace those before."""

    name: str
    kind: str
    header: str
    secret: str
    origins: Sequence[str]
    workflows: Sequence[str]


def keep(change: Change, who: User) -> bool:
    """Insert or replace a credential of somebody's workspace; say whether it is new. Raises
    `NotFound` for a workflow."""
    place = workspace_of(who)
    here = Workflow.objects.filter(workspace=place, slug__in=change.workflows)
    found = {row.slug: row for row in here}
    for slug in change.workflows:
        if slug not in found:
            raise NotFound(f"There is no workflow {slug!r}.")
    with transaction.atomic():
        rows = Credential.objects.select_for_update().filter(workspace=place)
        row = rows.filter(name=change.name).first()
        made = row is None
        row = row or Credential(workspace_id=place, name=change.name, version=0, created_by=who)
        row.version += 1
        row.kind, row.header = change.kind, change.header
        row.origins = list(change.origins)
        row.hint = change.secret[-4:] if len(change.secret) >= 16 else ""
        _seal(row, change.secret)
        row.save()
        row.workflows.set(found.values())
    return made


def rows(who: User) -> list[dict[str, Any]]:
    """List the credentials of somebody's workspace without their secrets."""
    return [
        {
            "name": row.name, "kind": row.kind, "header": row.header, "origins": row.origins,
            "workflows": sorted(workflow.slug for workflow in row.workflows.all()),
            "version": row.version, "hint": row.hint, "key_id": row.key_id,
            "readable": row.key_id in _ring(),
        }
        for row in _here(who).prefetch_related("workflows")
    ]  # fmt: skip


def remove(who: User, name: str) -> None:
    """Delete a credential of somebody's workspace; raises `NotFound`."""
    if not _here(who).filter(name=name).delete()[0]:
        raise NotFound(f"There is no credential {name!r}.")


def lend(workflow: str, name: str) -> bool:
    """Let a workflow (the engine's name) use a credential of its workspace; False when it may
    already. Raises `NotFound`."""
    row, user = _pair(workflow, name)
    if row.workflows.filter(pk=user.pk).exists():
        return False
    row.workflows.add(user)
    return True


def take_back(workflow: str, name: str) -> bool:
    """Let a workflow use a credential no more; False when it may not anyway. Raises `NotFound`."""
    row, user = _pair(workflow, name)
    if not row.workflows.filter(pk=user.pk).exists():
        return False
    row.workflows.remove(user)
    return True


def lent_to(workflow: str) -> list[str]:
    """Name the credentials that a workflow (the engine's name) may use."""
    return list(_lent(workflow).values_list("name", flat=True))


def _pair(workflow: str, name: str) -> tuple[Credential, Workflow]:
    user = Workflow.objects.only("pk", "workspace").get(key=workflow)
    row = Credential.objects.filter(workspace=user.workspace_id, name=name).first()
    if row is None:
        raise NotFound(f"There is no credential {name[:100]!r}.")
    return row, user


def _lent(workflow: str) -> QuerySet[Credential]:
    """Select what was granted to a workflow: of its own workspace, whatever the table says."""
    return Credential.objects.filter(workflows__key=workflow, workspace=parted(workflow)[0])


def _here(who: User) -> QuerySet[Credential]:
    return Credential.objects.filter(workspace=workspace_of(who))


def rotate() -> int:
    """Encrypt everything with the first key that is not yet; return how many there were.

    Raises `Invalid` for a row whose key is gone; then nothing is changed.
    """
    with transaction.atomic():
        first = next(iter(_ring()), None)
        todo = Credential.objects.select_for_update().exclude(key_id=first or "")
        changed = 0
        for row in todo:
            secret = _unseal(row)
            row.version += 1
            _seal(row, secret)
            row.save()
            changed += 1
    return changed


def find(workflow: str, name: str, url: str) -> port.Credential:
    """Give a credential to a workflow for one request; see ``nodes/connect/credentials.py``."""
    try:
        row = _lent(workflow).filter(name=name).first()
        if row is None:
            # The same for one that does not exist: names are nobody's business here.
            raise Permanent(f"This workflow has no credential {name[:100]!r}.")
        origin = origin_of(url)
        if origin not in row.origins:
            raise Permanent(f"The credential {name!r} is not meant for {origin or 'this address'}.")
        try:
            secret = _unseal(row)
        except Invalid as error:
            raise Permanent(error.message) from None
    finally:
        # A thread that executes nodes may live long and need this seldom.
        if threading.current_thread() is not threading.main_thread():
            connections.close_all()
    return port.Credential(row.header, _value(row.kind, secret), secret)


def origin_of(url: str) -> str | None:
    """Give `scheme://host`, with the port unless it is the scheme's own; None when it is none."""
    try:
        parts = urlsplit(url)
        host, number = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    shown = f"[{host}]" if ":" in host else host
    own = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{shown}" + (f":{number}" if number not in (None, own) else "")


def _value(kind: str, secret: str) -> str:
    if kind == Credential.Kind.BEARER:
        return f"Bearer {secret}"
    if kind == Credential.Kind.BASIC:
        return f"Basic {base64.b64encode(secret.encode()).decode()}"
    return secret


def _ring() -> dict[str, AESGCM]:
    """Give the keys by id; the first one encrypts."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # it takes long to load

    given = (*load_conf().credential_file_keys, *load_conf().credential_keys)
    keys = [base64.b64decode(text, altchars=b"-_") for text in given]
    return {hashlib.sha256(key).hexdigest()[:16]: AESGCM(key) for key in keys}


def _seal(row: Credential, secret: str) -> None:
    ring = _ring()
    if not ring:
        told = "Set FERMATA_CREDENTIAL_KEYS first: `manage.py credentials new-key` prints a key."
        raise Invalid(told, code="no_keys")
    row.key_id = next(iter(ring))
    nonce = os.urandom(_NONCE)
    sealed = ring[row.key_id].encrypt(nonce, secret.encode(), _bound_to(row))
    row.secret = base64.b64encode(nonce + sealed).decode()


def _unseal(row: Credential) -> str:
    from cryptography.exceptions import InvalidTag

    key = _ring().get(row.key_id)
    if key is None:
        told = f"The key of the credential {row.name!r} is not among FERMATA_CREDENTIAL_KEYS."
        raise Invalid(told, code="no_key")
    raw = base64.b64decode(row.secret)
    try:
        return key.decrypt(raw[:_NONCE], raw[_NONCE:], _bound_to(row)).decode()
    except InvalidTag:
        told = f"The credential {row.name!r} is damaged: set it again."
        raise Invalid(told, code="damaged") from None


def _bound_to(row: Credential) -> bytes:
    # As it was before there were workspaces, so that what is kept can be read.
    place = "" if row.workspace_id == DEFAULT else f"{row.workspace_id}|"
    return f"{place}{row.name}|{row.version}".encode()
