"""Alarms of a task: reminders, levels of escalation, ends of claims, as times that are planned when
something happens; ringing them is in ``decide/people/ringing.py``.

An alarm is JSON: ``{"at": ISO 8601, "do": "remind" | "escalate" | "release", …}``. A reminder has
its ``kind`` (``soon``, ``overdue``, ``again``) and how many went before it (``count``), a level its
``level``, ``users`` and ``groups``. Each event that changes them carries all that are still to
come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

Alarm = dict[str, Any]

REMIND, ESCALATE, RELEASE = "remind", "escalate", "release"

LEAST_GAP = timedelta(hours=4)
"""Nobody is reminded of one task more often than this."""

MOST_REMINDERS = 12
"""Who has not answered so many reminders will not answer the next one."""

SOON_AFTER = 0.75
"""The part of the time after which a task is due soon."""


def ordered(alarms: Iterable[Alarm]) -> list[Alarm]:
    """Sort by time; at the same time what was planned first comes first."""
    return sorted(alarms, key=lambda alarm: datetime.fromisoformat(alarm["at"]))


def first_reminder(opened: datetime, due: datetime) -> Alarm:
    """Plan the reminder that a task is due soon."""
    return _reminder(opened + (due - opened) * SOON_AFTER, "soon", 0)


def next_reminder(
    rung: Mapping[str, Any], now: datetime, due: datetime | None, every: float | None
) -> Alarm | None:
    """Plan the reminder after one that was rung at ``now``; None: there is no further one."""
    count = int(rung.get("count", 0)) + 1
    if count >= MOST_REMINDERS:
        return None
    if rung.get("kind") == "soon" and due is not None:
        return _reminder(max(due, now + LEAST_GAP), "overdue", count)
    if not every:
        return None
    return _reminder(now + max(timedelta(seconds=every), LEAST_GAP), "again", count)


def held_back(alarms: Sequence[Alarm], now: datetime) -> list[Alarm]:
    """Put off reminders that would follow too soon on one that was given by hand."""
    earliest = now + LEAST_GAP
    return ordered(
        {**alarm, "at": earliest.isoformat()}
        if alarm["do"] == REMIND and datetime.fromisoformat(alarm["at"]) < earliest
        else alarm
        for alarm in alarms
    )


def without(alarms: Sequence[Alarm], what: str) -> list[Alarm]:
    """Leave out the alarms of a kind."""
    return [alarm for alarm in alarms if alarm["do"] != what]


def next_alarm(alarms: Sequence[Alarm]) -> datetime | None:
    """Give the time of the earliest one."""
    return min((datetime.fromisoformat(alarm["at"]) for alarm in alarms), default=None)


def due_alarms(alarms: Sequence[Alarm], now: datetime) -> list[Alarm]:
    """List what is to be rung by now, the earliest first."""
    return [item for item in ordered(alarms) if datetime.fromisoformat(item["at"]) <= now]


def _reminder(at: datetime, kind: str, count: int) -> Alarm:
    return {"at": at.isoformat(), "do": REMIND, "kind": kind, "count": count}
