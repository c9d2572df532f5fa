"""The rows of a stand-still: whether there is one, and how a restored database is brought to it.

What runs and deliveries it concerns is read in the queries; when it may end, the services say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import F, Max
from django.utils import timezone

from workflows.engine.events import Json
from workflows.models import Event, Pause, Run, SignInLink, Trigger, WorkerBeat

LEAST_JUMP = 100_000
PER_SECOND = 100
"""No run can be claimed more often: each claim and each release is a commit of its own."""

MOST_JUMP = 2**28
"""As many as a run that is claimed so often gives out in a month: an old backup can be restored."""

LAST_EPOCH = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Standstill:
    """Since when, why, and what may happen again afterwards."""

    since: datetime
    reason: str
    report: dict[str, Any]


def standstill() -> Standstill | None:
    """Give the stand-still, if there is one."""
    row = Pause.objects.first()
    return None if row is None else Standstill(row.since, row.reason, row.report)


def begin(reason: str, report: dict[str, Json]) -> None:
    """Stand still, or go on doing so with another report; in the caller's transaction."""
    values = {"since": timezone.now(), "reason": reason, "report": report}
    Pause.objects.update_or_create(id=1, defaults=values)


def end() -> bool:
    """Go on; say whether there was a stand-still."""
    return bool(Pause.objects.all().delete()[0])


def last_event_at() -> datetime | None:
    """Give the time of the latest event of all logs."""
    # By the key, which the log grows along: there is no index over times, and it may be large.
    newest = Event.objects.order_by("-pk").values_list("at", flat=True)[:1000]
    return max(newest, default=None)


def free_leases(lost: timedelta) -> int:
    """End every lease and raise every epoch past what the lost time can have given out.

    Give how far. ``OverflowError`` when a run's epoch cannot be raised as far.
    """
    jump = min(LEAST_JUMP + PER_SECOND * max(int(lost.total_seconds()), 0), MOST_JUMP)
    highest = Run.objects.aggregate(highest=Max("lease_epoch"))["highest"] or 0
    if highest + jump > LAST_EPOCH:
        raise OverflowError("The lease epochs cannot be raised as far.")
    with_owner = Run.objects.filter(lease_owner__isnull=False)
    with_owner.update(lease_owner=None, wake_at=timezone.now())
    Run.objects.update(lease_epoch=F("lease_epoch") + jump)
    WorkerBeat.objects.all().delete()
    Trigger.objects.filter(held_until__isnull=False).update(held_until=None)
    return jump


def forget_sign_ins() -> int:
    """Delete sessions and one-time links: some were ended or used in the time that is lost."""
    return Session.objects.all().delete()[0] + SignInLink.objects.all().delete()[0]


def others_connected() -> int:
    """Count the other connections to this database; 0 where the database does not tell."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])
