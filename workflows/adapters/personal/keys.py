"""Keys of subjects: made, kept encrypted, given out; what is sealed with them is not known here."""

from __future__ import annotations

import base64
import os
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from workflows.engine.errors import Invalid, Refused
from workflows.models import SubjectKey

from ..dialects import AnySession
from ..postgres import Row
from .ring import seal, unseal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PURPOSE = b"fermata: subjects"
BELIEVED_SECONDS = 5.0
"""So long a process believes a key that it has read: so soon an erasure counts everywhere."""

MOST_KEPT = 1_000
MOST_TRIED = 1_000
"""So many keys, the newest, are tried when somebody asks whether they can be read."""

_MAKE = """
    INSERT INTO workflows_subject_key (subject, key, created_at) VALUES (%s, %s, %s)
    ON CONFLICT (subject) DO NOTHING
"""
_FIND = "SELECT id, key FROM workflows_subject_key WHERE subject = %s"
_SHARED = " FOR SHARE"
"""An erasure that is under way is waited for; on SQLite there is one writer anyway."""

TRIES = 3
_OF_RUN = """
    SELECT k.id, k.key FROM workflows_sealed_run s JOIN workflows_subject_key k ON k.id = s.key_id
    WHERE s.run_id = %s
"""
_ASSIGN = """
    INSERT INTO workflows_sealed_run (run_id, key_id) VALUES (%s, %s)
    ON CONFLICT (run_id) DO NOTHING
"""
_lock = threading.Lock()
_kept: dict[int, tuple[float, AESGCM | None]] = {}


@dataclass(frozen=True, slots=True)
class SubjectCipher:
    """A key with the number under which it is found again."""

    number: int
    cipher: AESGCM


def key_of_run(session: AnySession, run: int, subject: str) -> SubjectCipher:
    """Give the key of a run, which keeps the one that it began with; made where there is none.

    Raises `Refused` (`erased`): nothing more is recorded about somebody who was erased.
    """
    rows = session.query(_OF_RUN, (run,))
    if not rows:
        rows = _made(session, subject)
        session.many(_ASSIGN, [(run, rows[0][0])])
    number, sealed = rows[0]
    if not sealed:
        raise Refused("The person whom this run is about was erased.", code="erased")
    return SubjectCipher(number, _cipher(sealed))


def _made(session: AnySession, subject: str) -> list[Row]:
    find = _FIND if session.vendor == "sqlite" else _FIND + _SHARED
    made = seal(base64.b64encode(os.urandom(32)).decode(), PURPOSE)
    for _ in range(TRIES):
        session.many(_MAKE, [(subject, made, session.time(session.now()))])
        if rows := session.query(find, (subject,)):
            return rows
        # It was erased while we waited: what comes now is under a new one.
    raise Refused("The person whom this run is about is being erased.", code="erased")


def cipher(number: int) -> AESGCM | None:
    """Give the cipher of a key; None: it was erased.

    Raises `Invalid` (`no_key`) for one that cannot be read with the keys of the settings: whoever
    took it for erased would go on, and record what follows from blanks.
    """
    now = time.monotonic()
    known = _kept.get(number)
    if known is not None and known[0] > now:
        return known[1]
    sealed = SubjectKey.objects.filter(pk=number).values_list("key", flat=True).first()
    found = _cipher(sealed) if sealed else None
    with _lock:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[number] = (now + BELIEVED_SECONDS, found)
    return found


def rotate() -> int:
    """Encrypt every key anew with the first key of the settings; give how many there are.

    Raises `Invalid` for one that cannot be read; then nothing is changed.
    """
    changed = 0
    with transaction.atomic():
        for row in SubjectKey.objects.select_for_update().exclude(key=""):
            try:
                row.key = seal(unseal(row.key, PURPOSE), PURPOSE)
            except Invalid:
                told = f"The key of subject {row.pk} cannot be read with the keys of the settings."
                raise Invalid(told, code="no_key") from None
            row.save(update_fields=["key"])
            changed += 1
    return changed


def unreadable() -> int:
    """Count the keys that cannot be read with those of the settings, among the newest."""
    kept = SubjectKey.objects.exclude(key="").order_by("-pk").values_list("key", flat=True)
    return sum(not _can_read(sealed) for sealed in kept[:MOST_TRIED])


def _can_read(sealed: str) -> bool:
    try:
        unseal(sealed, PURPOSE)
    except Invalid:
        return False
    return True


def forget() -> None:
    """Believe nothing that was read before."""
    with _lock:
        _kept.clear()


def _cipher(sealed: str) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(base64.b64decode(unseal(sealed, PURPOSE)))
