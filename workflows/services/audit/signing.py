"""Signing the heads of all logs once a day, and checking the signed ones; keys are the adapters'.

Whoever can write to the database can write a log anew with its chain, but not a head that was
signed: for that he needs the key, too, which is not in the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from workflows.adapters.audit import signed as table
from workflows.adapters.audit.signed import Key
from workflows.engine.events import Json
from workflows.engine.payload import dumps

from ..queries.audit import growth
from ..queries.audit.stored import snapshot

if TYPE_CHECKING:
    from workflows.models import SignedHead


@dataclass(slots=True)
class Signed:
    """What the signed heads say: how many, the last day, what is wrong, where logs were by run."""

    count: int = 0
    last: date | None = None
    faults: list[str] = field(default_factory=list)
    known: dict[str, tuple[int, str]] = field(default_factory=dict)


def sign_day(now: datetime | None = None) -> bool:
    """Sign the heads of today (UTC) unless that is done; say whether it was.

    Reads all as of one moment, and keeps nobody from working.
    """
    now = now or timezone.now()
    before = table.last()
    if before is not None and before.day >= now.date():
        return False
    event, entry = (before.event, before.entry) if before is not None else (0, 0)
    with snapshot():
        last_entry = growth.last_entry(now, entry)
        head = table.Head(
            day=now.date(),
            at=now,
            event=growth.last_event(),
            entry=last_entry,
            logs=table.pack(growth.grown_logs(event)),
            entries=growth.digest_of_entries(entry, last_entry),
            before=table.hash_of(before) if before is not None else table.NOTHING_BEFORE,
        )
    return table.keep(head)


def check_signed() -> Signed:
    """Check every signature, the links between the heads, and the record of acts; change nothing.

    Whether the logs are still what was signed is found by giving ``known`` to `verify_chains`.
    """
    found = Signed()
    if table.last() is None:  # then no key is asked for, either
        return found
    keys = table.keys()
    link, entry = table.NOTHING_BEFORE, 0
    for row in table.rows():
        fault = _fault(row, keys, link) or _changed_entries(row, entry)
        if fault:
            found.faults.append(f"The signed head of {row.day} {fault}")
        else:
            found.known.update(
                (run, (seq, head)) for run, seq, head in table.unpack(bytes(row.logs))
            )
        found.count, found.last = found.count + 1, row.day
        link, entry = table.hash_of(row), row.entry
    return found


def _fault(row: SignedHead, keys: dict[str, Key], link: bytes) -> str | None:
    key = keys.get(row.key)
    if key is None:
        return f"was signed with the key {row.key}, which is not here."
    if not key.holds(table.signed_text(row), bytes(row.signature)):
        return "was changed: its signature does not fit."
    if bytes(row.before) != link:
        return "does not follow the one before: one is missing, or was changed."
    return None


def _changed_entries(row: SignedHead, after: int) -> str | None:
    if growth.digest_of_entries(after, row.entry) == bytes(row.entries):
        return None
    return f"has other audit entries in it, {after + 1} to {row.entry}, than there are now."


def export_signed() -> Iterator[str]:
    """Give each head as a line of JSON with the public key, to be kept elsewhere."""
    keys = table.keys()
    for row in table.rows():
        key = keys.get(row.key)
        yield dumps(_as_dict(row, key.public.hex() if key is not None else None))


def _as_dict(row: SignedHead, public: str | None) -> dict[str, Json]:
    logs: Any = [list(record) for record in table.unpack(bytes(row.logs))]
    return {
        "day": row.day.isoformat(),
        "signed": table.signed_text(row).decode(),
        "signature": bytes(row.signature).hex(),
        "key": row.key,
        "public_key": public,
        "logs": logs,
    }
