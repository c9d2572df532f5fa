"""The stand-still after a restore: begun by the restore, ended by a person who has read what may
happen again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from workflows.adapters.ports import current_ports
from workflows.adapters.upkeep import standstill as rows
from workflows.adapters.upkeep.standstill import Standstill, standstill
from workflows.engine.errors import Forbidden, Refused

from ..audit import note
from ..queries.operating.repeats import what_may_repeat
from ..queries.times import iso

__all__ = ["Standstill", "continue_work", "stand_still", "standstill"]

REASON = "The database was restored"


def stand_still(made_at: datetime | None, source: str) -> dict[str, Any]:
    """Bring a database that was just put in place to its stand-still; give the report.

    ``made_at`` is when the backup was made; None: the time of the latest event is taken. All of it
    is one transaction. Raises `Refused` when the lease epochs are used up.
    """
    with transaction.atomic():
        last = rows.last_event_at()
        known = made_at or last or timezone.now()
        lost = max(timezone.now() - known, timedelta())
        # First, while the leases still tell what was being sent.
        report = what_may_repeat()
        try:
            jump = rows.free_leases(lost)
        except OverflowError as error:
            raise Refused(str(error), code="epochs") from error
        report |= {
            "source": source,
            "backup_at": iso(made_at),
            "last_event_at": iso(last),
            "restored_at": iso(timezone.now()),
            "lost_seconds": int(lost.total_seconds()),
            "epochs_raised_by": jump,
            "sign_ins_ended": rows.forget_sign_ins(),
        }
        rows.begin(f"{REASON}: it is of {known:%Y-%m-%d %H:%M} UTC.", report)
        told = {name: report[name] for name in ("backup_at", "lost_seconds", "epochs_raised_by")}
        note(None, "backup.restored", source, told)
    return report


def continue_work(who: User | None) -> Standstill:
    """End the stand-still and have the workers look; `None` is whoever may type commands here.

    Raises `Forbidden` for anybody but a superuser, `Refused` when there is none.
    """
    if who is not None and not (who.is_active and who.is_superuser):
        raise Forbidden("Only superusers may let a restored installation go on.")
    with transaction.atomic():
        found = standstill()
        if found is None or not rows.end():
            raise Refused("Nothing stands still here.", code="not_paused")
        note(who, "restore.continued", found.reason)
    current_ports().bell.ring([])
    return found
